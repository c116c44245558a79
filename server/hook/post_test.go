package hook

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"soundings/server/needs"
	"soundings/surveys/hook"
)

// caught is a call as a program got it.
type caught struct {
	Headers map[string]string
	Body    string
}

// catch runs a program, and returns its address and the last call that it got.
func catch(t *testing.T) (url string, last *caught) {
	t.Helper()
	last = new(caught)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		*last = caught{Headers: map[string]string{}, Body: string(body)}
		for name := range r.Header {
			last.Headers[strings.ToLower(name)] = r.Header.Get(name)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL, last
}

const (
	newSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
	oldSecret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
)

// The library of another language takes our signatures by either secret, and nothing that was changed on the way.
func TestAForeignLibraryVerifies(t *testing.T) {
	for _, program := range []string{"node", "npm"} {
		if _, err := exec.LookPath(program); err != nil {
			needs.Missing(t, "needs Node.js: there is no "+program)
		}
	}
	folder := t.TempDir()
	script, err := os.ReadFile("testdata/verify.mjs")
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, "verify.mjs"), script, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	install := exec.CommandContext(t.Context(), "npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--prefix", folder, "standardwebhooks@1.1.1")
	if out, err := install.CombinedOutput(); err != nil {
		needs.Missing(t, "needs the npm registry: "+string(out))
	}
	url, last := catch(t)
	post := New(hook.NewReach(true), "test")
	for _, body := range []string{
		`{"type":"bump.created","timestamp":"2027-03-01T12:00:00Z","data":{"bump":"B-1","feature":"signing-in"}}`, `{"data":"ñ … 🏥"}`, `{}`,
	} {
		status, err := post.Send(t.Context(), hook.Call{URL: url, ID: "bump-created_B-1", At: time.Now(), Body: []byte(body), Secrets: []string{newSecret, oldSecret}})
		if err != nil || status != http.StatusOK {
			t.Fatal(status, err)
		}
		call, err := json.Marshal(last)
		if err != nil {
			t.Fatal(err)
		}
		node := exec.CommandContext(t.Context(), "node", "verify.mjs", newSecret, oldSecret)
		node.Dir, node.Stdin = folder, strings.NewReader(string(call))
		out, err := node.CombinedOutput()
		if want := "taken taken refused refused refused refused"; err != nil || strings.TrimSpace(string(out)) != want {
			t.Errorf("%s: %v %s, not %s", body, err, out, want)
		}
	}
}

// Where private addresses are not allowed nothing reaches this machine: by no name, by no redirect, and through no proxy.
func TestNothingGoesInside(t *testing.T) {
	inside, last := catch(t)
	_, port, err := net.SplitHostPort(strings.TrimPrefix(inside, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("HTTP_PROXY", inside)
	t.Setenv("HTTPS_PROXY", inside)
	t.Setenv("ALL_PROXY", inside)
	post := New(hook.NewReach(false), "test")
	for _, url := range []string{inside, "http://localhost:" + port, "http://[::ffff:127.0.0.1]:" + port, "http://0.0.0.0:" + port, "http://2130706433:" + port, "https://127.0.0.1:" + port} {
		status, err := post.Send(t.Context(), hook.Call{URL: url, ID: "1", At: time.Now(), Body: []byte("{}"), Secrets: []string{newSecret}})
		if err == nil || status != 0 {
			t.Errorf("%s: %d", url, status)
		}
		if strings.Contains(url, "127.0.0.1") && !errors.Is(err, hook.ErrReach) {
			t.Errorf("%s: %v", url, err)
		}
	}
	if last.Headers != nil {
		t.Errorf("%v came", last)
	}
}

// A name that leads outside when it is looked at and inside when it is called is refused: what counts is what is called.
func TestNamesThatTurnInward(t *testing.T) {
	inside, last := catch(t)
	post := New(hook.NewReach(false), "test")
	transport := post.client.Transport.(*http.Transport)
	dial := transport.DialContext
	transport.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) { // as if the name had turned meanwhile
		return dial(ctx, network, strings.TrimPrefix(inside, "http://"))
	}
	_, err := post.Send(t.Context(), hook.Call{URL: "http://tickets.example.org/", ID: "1", At: time.Now(), Body: []byte("{}"), Secrets: []string{newSecret}})
	if !errors.Is(err, hook.ErrReach) || last.Headers != nil {
		t.Errorf("%v; %v came", err, last)
	}
}

// What goes wrong names neither the address nor the secret: both would let others in.
func TestFaultsNameNothing(t *testing.T) {
	post := New(hook.NewReach(true), "test")
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := "http://" + listener.Addr().String() + "/?key=hidden"
	_ = listener.Close()
	for _, call := range []hook.Call{
		{URL: closed, Secrets: []string{newSecret}}, {URL: "http://a b/?key=hidden", Secrets: []string{newSecret}}, {URL: closed, Secrets: []string{"whsec_hidden!"}},
	} {
		if _, err := post.Send(t.Context(), call); err == nil || strings.Contains(err.Error(), "hidden") {
			t.Errorf("%s: %v", call.URL, err)
		}
	}
	if err := post.Close(t.Context()); err != nil {
		t.Error(err)
	}
}

package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"soundings/server/needs"
	"soundings/server/services/servicestest"
)

// bare is how nginx stands before a server by default since 1.29.7: it tells nothing of who asks.
const bare = "proxy_http_version 1.1;"

// nginxBefore runs Debian's nginx before a server, with these lines, until the end of the test, and returns its address.
func nginxBefore(t *testing.T, server, lines string) string {
	t.Helper()
	path := os.Getenv("SOUNDINGS_TEST_NGINX")
	if path == "" {
		var err error
		if path, err = exec.LookPath("nginx"); err != nil {
			needs.Missing(t, "nginx is not on the PATH, and SOUNDINGS_TEST_NGINX names none")
		}
	}
	free, err := net.Listen("tcp", "0.0.0.0:0")
	if err != nil {
		t.Fatal(err)
	}
	address := fmt.Sprintf("127.0.0.1:%d", free.Addr().(*net.TCPAddr).Port)
	if err := free.Close(); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	config := fmt.Sprintf(`daemon off; master_process off; pid %[1]s/pid; error_log stderr;
events {}
http {
	access_log off; client_body_temp_path %[1]s; proxy_temp_path %[1]s; fastcgi_temp_path %[1]s; uwsgi_temp_path %[1]s; scgi_temp_path %[1]s;
	server {
		listen %[2]s;
		location / { proxy_pass http://%[3]s; %[4]s }
	}
}`, dir, address, server, lines)
	file := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	logs := new(output)
	run := exec.CommandContext(ctx, path, "-p", dir, "-c", file, "-e", "stderr")
	run.Stderr, run.WaitDelay = logs, 5*time.Second
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cancel(); _ = run.Wait() })
	waitFor(t, "nginx to listen", func() bool {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			return false
		}
		return conn.Close() == nil
	})
	return "http://" + address
}

// status asks for something as somebody at an address of this machine, and returns how it is answered.
func status(t *testing.T, from string, r *http.Request) int {
	t.Helper()
	code, _, _ := sent(t, from, r)
	return code
}

// sent asks for something as somebody at an address of this machine, and returns the answer.
func sent(t *testing.T, from string, r *http.Request) (code int, body string, header http.Header) {
	t.Helper()
	transport := &http.Transport{DialContext: (&net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(from)}}).DialContext, DisableKeepAlives: true}
	client := http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(text), answer.Header
}

// No stranger reads the figures through an nginx that says nothing of who asks, or passes on the name that a stranger says.
func TestNginxShowsStrangersNoFigures(t *testing.T) {
	const token = "a-token-of-32-characters-in-tests-"
	public := start(t, folder(t).with("--base-url", "https://portal-beta.example.org", "--metrics-token", token)...)
	tokenless := start(t, folder(t).with("--base-url", "https://portal-beta.example.org")...)
	for lines, server := range map[string]*server{
		bare: public, bare + " proxy_set_header Host $host;": public, "proxy_set_header Host $host;": tokenless,
	} {
		at := nginxBefore(t, server.Addr, lines)
		ask := func(path string, headers ...string) int {
			r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, at+path, http.NoBody)
			if err != nil {
				t.Fatal(err)
			}
			for i := 0; i < len(headers); i += 2 {
				r.Header.Set(headers[i], headers[i+1])
			}
			r.Host = r.Header.Get("Host")
			return status(t, "127.0.0.2", r)
		}
		if got := ask("/healthz"); got != http.StatusOK {
			t.Fatalf("%s: the server is not behind it: %d", lines, got)
		}
		for _, headers := range [][]string{
			{}, {"Host", "localhost"}, {"Host", "127.0.0.1"}, {"Host", server.Addr}, {"X-Forwarded-For", "127.0.0.1"}, {"X-Real-IP", "127.0.0.1"},
			{"Forwarded", "for=127.0.0.1;host=localhost"}, {"X-Forwarded-Host", "localhost"}, {"CF-Connecting-IP", "127.0.0.1"}, {"Authorization", "Bearer "},
			{"Connection", "X-Forwarded-For", "Host", "localhost"},
		} {
			if got := ask("/metrics", headers...); got != http.StatusUnauthorized {
				t.Errorf("%s: a stranger with %q is answered %d", lines, headers, got)
			}
		}
		if got := ask("/metrics", "Authorization", "Bearer "+token); server == public && got != http.StatusOK {
			t.Errorf("%s: with the token %d", lines, got)
		}
	}
	own := start(t, folder(t).with()...) // on this machine only, as its base address says: this is what the token keeps from strangers
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, nginxBefore(t, own.Addr, bare)+"/metrics", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	if got := status(t, "127.0.0.2", r); got != http.StatusOK {
		t.Errorf("a loopback server is answered %d", got)
	}
}

// Where nginx says who asks and is trusted, each counts for themself, whatever they say; where it is not trusted, all are one.
func TestNginxTellsWhoGuesses(t *testing.T) {
	told := bare + " proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;"
	for name, test := range map[string]struct {
		lines, trusted string
		another        int // how somebody at another address is answered after six guesses
	}{
		"trusted":     {told, "127.0.0.1/32", http.StatusUnprocessableEntity},
		"not trusted": {told, "", http.StatusTooManyRequests},
		"bare":        {bare, "", http.StatusTooManyRequests},
	} {
		settings := []string{"--base-url", "https://portal-beta.example.org"}
		if test.trusted != "" {
			settings = append(settings, "--trusted-proxies", test.trusted)
		}
		at := nginxBefore(t, start(t, folder(t).with(settings...)...).Addr, test.lines)
		guess := func(from, says string) int {
			form := url.Values{"email": {"ana@clinic.example"}, "password": {"a wrong password"}}.Encode()
			r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, at+"/signin", strings.NewReader(form))
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set("X-Forwarded-For", says)
			return status(t, from, r)
		}
		for n := range 6 {
			want := http.StatusUnprocessableEntity
			if n == 5 {
				want = http.StatusTooManyRequests
			}
			if got := guess("127.0.0.2", fmt.Sprintf("203.0.113.%d, 127.0.0.1", n)); got != want {
				t.Errorf("%s: guess %d is answered %d, not %d", name, n, got, want)
			}
		}
		if got := guess("127.0.0.3", "127.0.0.2"); got != test.another {
			t.Errorf("%s: another is answered %d, not %d", name, got, test.another)
		}
	}
}

// Behind a bare nginx somebody guesses from one address without pause. Who comes from another one with a new browser has to
// wait with them, at most half a minute, and comes in with the form that they were sent; the log says what is wrong.
func TestNginxBareLetsInWhoWaited(t *testing.T) {
	const email, password = "ana@clinic.example", "a long enough password"
	s, clock := newMain(), servicestest.NewClock()
	s.Now = clock.Now
	t.Cleanup(func() { s.stop(t) })
	if err := s.ParseFlags(folder(t).with("--listen", "127.0.0.1:0", "--base-url", "http://portal-beta.example.org")); err != nil {
		t.Fatal(err)
	}
	if err := s.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	at := nginxBefore(t, s.Addr, bare)
	post := func(from, path string, form url.Values) (int, string, http.Header) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, at+path, strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		return sent(t, from, r)
	}
	token := regexp.MustCompile(`token=(\w+)`).FindStringSubmatch(s.out.String())[1]
	form := url.Values{"token": {token}, "clinic.name": {"A clinic"}, "clinic.phone": {"(555) 010-0134"}, "clinic.languages": {"en"}, "name": {"Ana"}, "email": {email}, "password": {password}}
	if got, body, _ := post("127.0.0.3", "/setup", form); got != http.StatusSeeOther {
		t.Fatalf("set up: %d %s", got, body)
	}
	guess := func(seconds int) {
		for range seconds * 3 {
			post("127.0.0.2", "/signin", url.Values{"email": {email}, "password": {"a wrong password"}})
			clock.Advance(time.Second / 3)
		}
	}
	guess(60)
	owner := url.Values{"email": {email}, "password": {password}}
	got, body, header := post("127.0.0.3", "/signin", owner)
	wait, err := strconv.Atoi(header.Get("Retry-After"))
	if got != http.StatusTooManyRequests || err != nil || wait < 1 || wait > 30 {
		t.Fatalf("a new browser is answered %d, Retry-After %q", got, header.Get("Retry-After"))
	}
	guess(wait)
	owner.Set("_ticket", regexp.MustCompile(`name="_ticket" value="([^"]+)"`).FindStringSubmatch(body)[1])
	clock.Advance(time.Second)
	if got, body, _ := post("127.0.0.3", "/signin", owner); got != http.StatusSeeOther {
		t.Errorf("after %d seconds it is answered %d: %s", wait, got, body)
	}
	if log := s.err.String(); strings.Count(log, "does not say who asks") == 0 {
		t.Errorf("the log says %q", log)
	}
}

package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const testKey = "a-key-that-may-do-everything-in-tests"

// client asks a running server as a program with a key, or as a browser without one.
type client struct {
	base string
	http http.Client
}

func newClient(base string) *client {
	return &client{base: base, http: http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: 200},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// api asks the JSON API. It returns the status; into gets the body, if there is one to read.
func (c *client) api(t testing.TB, method, path string, body, into any) int {
	t.Helper()
	var sent io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		sent = strings.NewReader(b)
	default:
		text, err := json.Marshal(b)
		if err != nil {
			t.Fatal(err)
		}
		sent = bytes.NewReader(text)
	}
	r, err := http.NewRequestWithContext(t.Context(), method, c.base+"/api/v1"+path, sent)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+testKey)
	answer, err := c.http.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	if into != nil {
		if err := json.Unmarshal(text, into); err != nil {
			t.Fatalf("%s %s answered %d %s: %v", method, path, answer.StatusCode, text, err)
		}
	}
	return answer.StatusCode
}

// must asks the API for something that has to succeed.
func (c *client) must(t testing.TB, method, path string, body, into any) {
	t.Helper()
	var answer json.RawMessage
	if status := c.api(t, method, path, body, &answer); status >= 300 {
		t.Fatalf("%s %s answered %d: %s", method, path, status, answer)
	}
	if into != nil {
		if err := json.Unmarshal(answer, into); err != nil {
			t.Fatal(err)
		}
	}
}

// post sends a form to a page and returns the status and where it leads.
func (c *client) post(ctx context.Context, path string, form url.Values) (status int, location string, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		return 0, "", err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := c.http.Do(r)
	if err != nil {
		return 0, "", err
	}
	defer answer.Body.Close()
	_, err = io.Copy(io.Discard, answer.Body)
	return answer.StatusCode, answer.Header.Get("Location"), err
}

// named sends a request to the API that is named by a key.
func (c *client) named(ctx context.Context, name, path, body string) (int, string, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+"/api/v1"+path, strings.NewReader(body))
	if err != nil {
		return 0, "", err
	}
	r.Header.Set("Authorization", "Bearer "+testKey)
	r.Header.Set("Idempotency-Key", name)
	answer, err := c.http.Do(r)
	if err != nil {
		return 0, "", err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return 0, "", err
	}
	return answer.StatusCode, string(text), nil
}

// page returns the status and the text of a page.
func (c *client) page(ctx context.Context, path string) (int, string, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+path, nil)
	if err != nil {
		return 0, "", err
	}
	answer, err := c.http.Do(r)
	if err != nil {
		return 0, "", err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	return answer.StatusCode, string(text), err
}

// links are a list of personal links, as the API answers it.
type links struct {
	Items []struct{ Ref, URL string } `json:"items"`
}

// paths returns the links' paths.
func (l links) paths() []string {
	paths := make([]string, len(l.Items))
	for i, item := range l.Items {
		_, token, _ := strings.Cut(item.URL, "/s/")
		paths[i] = "/s/" + token
	}
	return paths
}

// survey is one for tests: the SUS, a choice, and a text that is asked of who chose no.
const survey = `{"title": {"en": "Is the portal working for you?", "es": "¿Le funciona el portal?"}, "pages": [{"questions": [
	{"id": "sus", "instrument": "sus"},
	{"id": "helped", "type": "single", "text": {"en": "Did it help?"}, "required": true,
	 "options": [{"value": "yes", "text": {"en": "Yes"}}, {"value": "no", "text": {"en": "No"}}]},
	{"id": "why", "type": "text", "text": {"en": "What went wrong?"}, "show_if": {"all": [{"question": "helped", "op": "eq", "value": "no"}]}}]}]}`

// freeText is what tests answer in their own words: nothing of it may be seen anywhere but in an export.
const freeText = "the kangaroo ate my appointment"

// filled returns the survey for tests.
func filled() url.Values {
	form := url.Values{"_action": {"submit"}, "helped": {"no"}, "why": {freeText}}
	for i := 1; i <= 10; i++ {
		form.Set(fmt.Sprintf("sus.%d", i), fmt.Sprint(1+i%5))
	}
	return form
}

// setUp gives a clinic a name and a telephone number: without, nobody is asked anything.
func (c *client) setUp(t testing.TB) {
	t.Helper()
	c.must(t, "PUT", "/settings", `{"name": "Clinic", "phone": "+1 303 555 0100"}`, nil)
}

// invite brings n members of the staff into a server, asks them the survey for tests, and returns its id and their links.
func (c *client) invite(t testing.TB, n int) (id string, paths []string) {
	t.Helper()
	var table strings.Builder
	table.WriteString("ref,group,name,email,phone,language\n")
	refs := make([]string, n)
	for i := range n {
		refs[i] = fmt.Sprintf("S-%05d", i)
		fmt.Fprintf(&table, "%s,staff,Quirina Xanthopoulos %d,quirina.x%d@example.org,555-0100,en\n", refs[i], i, i)
	}
	c.setUp(t)
	c.must(t, "POST", "/participants/import", table.String(), nil)
	var made struct{ ID string }
	c.must(t, "POST", "/surveys", survey, &made)
	c.must(t, "POST", "/surveys/"+made.ID+"/publish", nil, nil)
	for some := range slices.Chunk(refs, 5000) {
		var asked links
		c.must(t, "POST", "/surveys/"+made.ID+"/invitations", map[string]any{"refs": some, "send": false}, &asked)
		paths = append(paths, asked.paths()...)
	}
	if len(paths) != n {
		t.Fatalf("%d links for %d people", len(paths), n)
	}
	return made.ID, paths
}

// answered returns how often each ref stands in the export of a survey.
func (c *client) answered(t testing.TB, id string) map[string]int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), "GET", c.base+"/api/v1/surveys/"+id+"/responses.ndjson", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+testKey)
	answer, err := c.http.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	refs := map[string]int{}
	for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
		var record struct{ Ref string }
		if err := json.Unmarshal(lines.Bytes(), &record); err != nil {
			t.Fatal(err)
		}
		refs[record.Ref]++
	}
	return refs
}

// serveVariable makes the test binary serve with the arguments in it, one a line, instead of testing.
const serveVariable = "SOUNDINGS_TEST_SERVE"

// child is a server in a process of its own, which can be killed.
type child struct {
	*client
	command *exec.Cmd
	err     *output
}

func startChild(t testing.TB, args ...string) *child {
	t.Helper()
	args = append([]string{"--listen", "127.0.0.1:0", "--api-key", testKey, "--log-level", "debug"}, args...)
	c := &child{command: exec.Command(os.Args[0]), err: new(output)}
	c.command.Env = append(os.Environ(), serveVariable+"="+strings.Join(args, "\n"))
	c.command.Stderr = c.err
	out, err := c.command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.kill)
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the server said %q and no more: %v: %s", line, err, c.err)
	}
	go io.Copy(io.Discard, out)
	_, base, _ := strings.Cut(strings.TrimSpace(line), "listens on ")
	c.client = newClient(base)
	return c
}

// kill ends the server as a power cut would.
func (c *child) kill() {
	_ = c.command.Process.Kill()
	_ = c.command.Wait()
}

package main

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"soundings/server/store/mongo/mongotest"
)

// shown is what a page answered.
type shown struct {
	status     int
	retryAfter string
	text       string
}

// shows returns what a page answers to a form, or with none to being opened, in Spanish.
func (c *client) shows(t testing.TB, path string, form url.Values) shown {
	t.Helper()
	method := http.MethodGet
	var body io.Reader
	if form != nil {
		method, body = http.MethodPost, strings.NewReader(form.Encode())
	}
	r, err := http.NewRequestWithContext(t.Context(), method, c.base+path, body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept-Language", "es-MX")
	answer, err := c.http.Do(r)
	if err != nil {
		t.Error(err)
		return shown{}
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Error(err)
	}
	return shown{answer.StatusCode, answer.Header.Get("Retry-After"), string(text)}
}

// isUnavailable checks that a page says that nothing can be kept now, with a button in the language of who reads it, and keeps what
// was typed.
func (s shown) isUnavailable(t testing.TB, what, again string, typed bool) {
	t.Helper()
	if s.status != http.StatusServiceUnavailable || s.retryAfter == "" || !strings.Contains(s.text, again) {
		t.Errorf("%s: %d, Retry-After %q: %s", what, s.status, s.retryAfter, s.text)
	}
	if typed && (!strings.Contains(s.text, "<blockquote>"+freeText) || !strings.Contains(s.text, `name="sus.1" value="2"`)) {
		t.Errorf("%s: what was typed is not on the page: %s", what, s.text)
	}
}

// A MongoDB that goes silent or away is told on each page soon, keeps nobody's words, and is used again when it is back.
func TestSilentMongoDB(t *testing.T) {
	uri, proxy := mongotest.Proxied(t)
	c := startChild(t, "--mongodb", uri, "--secret", aSecret)
	id, paths := c.invite(t, 4)
	for i, fault := range []struct {
		name  string
		begin func()
	}{{"silent", proxy.Silence}, {"gone", proxy.Refuse}} {
		fault.begin()
		began := time.Now()
		c.shows(t, paths[i], nil).isUnavailable(t, fault.name+", a link", "Intentar otra vez", false)
		t.Logf("%s: a link is answered after %v", fault.name, time.Since(began))
		began = time.Now()
		c.shows(t, paths[i], filled()).isUnavailable(t, fault.name+", an answer", "Intentar otra vez", true)
		t.Logf("%s: an answer is answered after %v", fault.name, time.Since(began))
		if status, text, err := c.page(t.Context(), "/readyz"); status != http.StatusServiceUnavailable {
			t.Errorf("%s: ready with %d %s, %v", fault.name, status, text, err)
		}
		var many sync.WaitGroup
		began = time.Now()
		for range 200 {
			many.Go(func() {
				if got := c.shows(t, paths[3], nil); got.status != http.StatusServiceUnavailable {
					t.Errorf("%s: one of many got %d", fault.name, got.status)
				}
			})
		}
		many.Wait()
		t.Logf("%s: 200 at once are answered after %v", fault.name, time.Since(began))

		proxy.Heal()
		eventually(t, "the server is ready again", func() bool {
			status, _, err := c.page(context.Background(), "/readyz")
			return err == nil && status == http.StatusOK
		})
		t.Logf("%s: ready again %v later", fault.name, time.Since(began))
		if got := c.shows(t, paths[i], filled()); got.status != http.StatusSeeOther {
			t.Errorf("%s: sent again: %d %s", fault.name, got.status, got.text)
		}
	}
	for ref, n := range c.answered(t, id) {
		if n != 1 {
			t.Errorf("%s answered %d times", ref, n)
		}
	}
	if got := len(c.answered(t, id)); got != 2 {
		t.Errorf("%d answered, not 2", got)
	}
}

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// weekServer is one server of the weeks. It is started again whenever it was killed.
type weekServer struct {
	n    int
	args []string

	mu     sync.Mutex
	child  *child
	dead   bool
	stands *fault    // still; nil: it does not
	until  time.Time // with stands
}

func (s *weekServer) start(t *testing.T) {
	t.Helper()
	c := startChild(t, s.args...)
	c.http.Timeout = 5 * time.Second // it may stand still
	s.mu.Lock()
	defer s.mu.Unlock()
	s.child, s.dead = c, false
}

// is returns the process, and what keeps it from answering.
func (s *weekServer) is() (c *child, dead, stands bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.child, s.dead, s.stands != nil
}

func (s *weekServer) answers() bool {
	_, dead, stands := s.is()
	return !dead && !stands
}

func (s *weekServer) standsUntil() (time.Time, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.until, s.stands != nil
}

// kill ends the server as a power cut would.
func (s *weekServer) kill() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.child.kill()
	s.dead = true
}

// stop ends the server as whoever runs it does.
func (s *weekServer) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	_ = s.child.command.Process.Signal(syscall.SIGTERM)
	_ = s.child.command.Wait()
	s.dead = true
}

// hold has the server stand still until a time.
func (s *weekServer) hold(f *fault, until time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_ = s.child.command.Process.Signal(syscall.SIGSTOP)
	s.stands, s.until = f, until
}

// goOn has the server go on; it returns the fault that ends so, if one does.
func (s *weekServer) goOn() *fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.stands
	_ = s.child.command.Process.Signal(syscall.SIGCONT)
	s.stands = nil
	return f
}

// revive starts the servers again that were killed.
func (w *weeks) revive() {
	for _, s := range w.servers {
		if _, dead, _ := s.is(); dead {
			s.start(w.T)
		}
	}
}

// settle waits until every server that does not stand still has done all that is due.
func (w *weeks) settle() {
	w.Helper()
	settled := false
	defer func() {
		for _, s := range w.servers {
			if !settled {
				w.Logf("%s, server %d says:\n%s", w.now(), s.n, s.child.err)
			}
		}
	}()
	for _, s := range w.servers {
		eventually(w.T, "a server has sent what is due", func() bool {
			w.revive()
			c, _, stands := s.is()
			if stands {
				return true
			}
			at, ok := sentUntil(c)
			return ok && !at.Before(w.clock.now())
		})
	}
	settled = true
}

// settleAll lets servers be killed as often as they have not been yet, and then so much time pass that what was begun is over.
func (w *weeks) settleAll(kills int) {
	w.office.disarm()
	for _, s := range w.servers {
		w.wake(s)
	}
	for n := 0; w.kills.Load() < int64(kills); n++ {
		w.strike(w.servers[n%len(w.servers)], killedAnyhow)
		w.settle()
	}
	for range 3 {
		w.clock.set(w.T, w.clock.now().Add(11*time.Minute))
		w.settle()
	}
}

// sentUntil returns when a server has last sent what was due, as it says itself.
func sentUntil(c *child) (time.Time, bool) {
	_, _, text, err := c.hears("GET", "/metrics", "", "")
	_, rest, found := strings.Cut(string(text), "\nsoundings_job_last_success_timestamp_seconds{task=\"send\"} ")
	if err != nil || !found {
		return time.Time{}, false
	}
	number, _, _ := strings.Cut(rest, "\n")
	seconds, err := strconv.ParseFloat(number, 64)
	return time.UnixMilli(int64(seconds * 1000)), err == nil
}

// errGone is the error of a server that went away before it answered.
var errGone = errors.New("no server answers")

// request sends a request to any server that is there, again and again until one answers. tried reports whether one may have done it
// before without an answer.
func (w *weeks) request(method, path, media, body string) (status int, header http.Header, text []byte, tried bool, err error) {
	for end := time.Now().Add(2 * time.Minute); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		for _, s := range w.servers {
			c, dead, stands := s.is()
			if dead || stands {
				continue
			}
			status, header, text, err = c.hears(method, path, media, body)
			if err == nil && status < http.StatusInternalServerError {
				return status, header, text, tried, nil
			}
			tried = true
		}
	}
	return 0, nil, nil, tried, fmt.Errorf("%w: %s %s: %d %s, %w", errGone, method, strings.SplitN(path, "?", 2)[0], status, text, err)
}

// hears sends one request and returns the whole answer.
func (c *client) hears(method, path, media, body string) (int, http.Header, []byte, error) {
	r, err := http.NewRequest(method, c.base+path, strings.NewReader(body))
	if err != nil {
		return 0, nil, nil, err
	}
	r.Header.Set("Content-Type", media)
	if strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/ofrep/") || path == "/metrics" {
		r.Header.Set("Authorization", "Bearer "+testKey)
	}
	answer, err := c.http.Do(r)
	if err != nil {
		return 0, nil, nil, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	return answer.StatusCode, answer.Header, text, err
}

// form sends a form to a page. Where a server that was killed may have taken it before, a page that says so counts as where it leads.
func (w *weeks) form(path string, form url.Values) (status int, where string, err error) {
	status, header, _, tried, err := w.request("POST", path, "application/x-www-form-urlencoded", form.Encode())
	if err == nil && tried && (status == http.StatusOK || status == http.StatusConflict) {
		return http.StatusSeeOther, path, nil
	}
	return status, header.Get("Location"), err
}

// api asks the JSON API.
func (w *weeks) api(method, path string, body, into any) (status int, err error) {
	status, _, err = w.apiTried(method, path, body, into)
	return status, err
}

// apiTried asks the JSON API; tried reports whether a server that was killed may have done it before.
func (w *weeks) apiTried(method, path string, body, into any) (status int, tried bool, err error) {
	text, ok := body.(string)
	if !ok && body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			return 0, false, err
		}
		text = string(b)
	}
	status, _, answer, tried, err := w.request(method, "/api/v1"+path, "application/json", text)
	if err == nil && into != nil && status < 300 {
		err = json.NewDecoder(bytes.NewReader(answer)).Decode(into)
	}
	if err == nil && status >= 300 && status != http.StatusConflict {
		err = fmt.Errorf("%s %s answers %d %s", method, path, status, answer)
	}
	return status, tried, err
}

// must asks the API for something that has to succeed.
func (w *weeks) must(method, path string, body, into any) {
	w.Helper()
	if status, err := w.api(method, path, body, into); err != nil || status >= 300 {
		w.Fatalf("%s %s: %d, %v", method, path, status, err)
	}
}

package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/web"
)

// TestMain keeps the settings of whoever runs the tests out of them.
func TestMain(m *testing.M) {
	if args := os.Getenv(serveVariable); args != "" {
		program := NewMain(os.Stdin, os.Stdout, os.Stderr) // its parent reads what it prints
		if path := os.Getenv(clockVariable); path != "" {
			if err := program.livesBy(path); err != nil {
				panic(err)
			}
		}
		ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM) // as main does
		code := program.Execute(ctx, strings.Split(args, "\n"))
		stop()
		os.Exit(code)
	}
	for _, variable := range os.Environ() {
		name, _, _ := strings.Cut(variable, "=")
		if strings.HasPrefix(name, "SOUNDINGS_") && !strings.HasPrefix(name, "SOUNDINGS_TEST_") {
			_ = os.Unsetenv(name)
		}
	}
	os.Exit(m.Run())
}

// output is what a program prints, safe to read while it runs.
type output struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.String()
}

// server is a program that serves, on a free port.
type server struct {
	*Main
	out, err *output
}

// built is read once for all tests: it takes longer than most starts do else.
var built = sync.OnceValues(web.Load)

// newMain returns a program whose backups are quickly encrypted.
func newMain() *server {
	s := &server{out: new(output), err: new(output)}
	s.Main = NewMain(nil, s.out, s.err)
	s.workFactor, s.Load = 2, built
	return s
}

// start runs a server until the end of the test.
func start(t *testing.T, args ...string) *server {
	t.Helper()
	s := newMain()
	t.Cleanup(func() { s.stop(t) })
	if err := s.ParseFlags(append([]string{"--listen", "127.0.0.1:0"}, args...)); err != nil {
		t.Fatal(err)
	}
	if err := s.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *server) stop(t testing.TB) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
}

// get returns the status and the body of a page.
func (s *server) get(t *testing.T, path string) (int, string) {
	t.Helper()
	response, err := http.Get("http://" + s.Addr + path)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body)
}

// do runs a command to its end.
func do(t *testing.T, args ...string) (code int, out, errs string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	m := newMain()
	code = m.Execute(ctx, args)
	return code, m.out.String(), m.err.String()
}

// succeeds runs a command that has to succeed, and returns what it printed.
func succeeds(t *testing.T, args ...string) string {
	t.Helper()
	code, out, errs := do(t, args...)
	if code != 0 {
		t.Fatalf("%q: exit code %d: %s", args, code, errs)
	}
	return out
}

// fails runs a command that has to fail with this exit code and a message that has these words in it.
func fails(t *testing.T, code int, words string, args ...string) {
	t.Helper()
	got, out, errs := do(t, args...)
	if got != code || !strings.Contains(errs, words) {
		t.Errorf("%q: exit code %d and %q, want %d and %q", args, got, errs, code, words)
	}
	if strings.Contains(errs, "goroutine ") || strings.Contains(out, "goroutine ") {
		t.Errorf("%q printed a stack trace: %s", args, errs)
	}
}

// place is where a test's data is: the flags that say so.
type place struct {
	name  string
	flags []string
}

// folder returns an embedded place.
func folder(t testing.TB) place {
	return place{"bolt", []string{"--data", filepath.Join(t.TempDir(), "data")}}
}

// path returns a file of an embedded place.
func (p place) path(file string) string { return filepath.Join(p.flags[1], file) }

// with returns a command line for this place.
func (p place) with(args ...string) []string { return append(args, p.flags...) }

// addPeople keeps participants in the database of a server.
func (s *server) addPeople(t *testing.T, refs ...string) {
	t.Helper()
	for _, ref := range refs {
		_, err := s.app.Cohorts.SaveParticipant(t.Context(), cohorts.Participant{Ref: ref, Group: cohorts.Patient, Name: "Ada Example"})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// hasPeople checks that these participants are in the database of a server, and that their names can be read.
func (s *server) hasPeople(t *testing.T, refs ...string) {
	t.Helper()
	for _, ref := range refs {
		p, err := s.app.Cohorts.Participant(t.Context(), ref)
		if err != nil || p.Name != "Ada Example" {
			t.Errorf("participant %s is %+v, %v", ref, p, err)
		}
	}
}

package hook_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/server/hook"
	"soundings/server/services/servicestest"
	"soundings/surveys/board"
	domain "soundings/surveys/hook"
)

func TestMain(m *testing.M) { os.Exit(servicestest.Main(m)) }

// program is a program outside, with what it got.
type program struct {
	*httptest.Server
	mu     sync.Mutex
	answer func(w http.ResponseWriter, r *http.Request) // nil: it takes everything
	got    []call
}

// call is one call as it came.
type call struct {
	id     string
	header http.Header
	body   string
}

func newProgram(t *testing.T) *program {
	t.Helper()
	p := new(program)
	p.Server = httptest.NewServer(p)
	t.Cleanup(p.Close)
	return p
}

// ServeHTTP takes a call.
func (p *program) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	p.mu.Lock()
	p.got = append(p.got, call{r.Header.Get("webhook-id"), r.Header, string(body)})
	answer := p.answer
	p.mu.Unlock()
	if answer != nil {
		answer(w, r)
	}
}

// answers has the program answer with a status from now on.
func (p *program) answers(status int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.answer = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }
}

// calls returns what came since it was last asked.
func (p *program) calls() []call {
	p.mu.Lock()
	defer p.mu.Unlock()
	got := p.got
	p.got = nil
	return got
}

// heard returns the ids of what came since it was last asked, sorted.
func (p *program) heard() string {
	var ids []string
	for _, c := range p.calls() {
		ids = append(ids, c.id)
	}
	slices.Sort(ids)
	return strings.Join(ids, " ")
}

// clinic is a clinic of a test whose webhooks are sent.
type clinic struct {
	*servicestest.Clinic
	t   *testing.T
	ctx context.Context
}

// on runs a test over each engine.
func on(t *testing.T, test func(c *clinic)) {
	t.Helper()
	servicestest.Each(t, func(t *testing.T, c *servicestest.Clinic) { test(newClinic(t, c)) })
}

func newClinic(t *testing.T, c *servicestest.Clinic) *clinic {
	c.SetUp(t)
	c.Webhooks.Post = hook.New(c.Webhooks.Reach, "test")
	return &clinic{c, t, servicestest.ByManager(t)}
}

// must returns v; an error in the middle of a test is a panic with its trace.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// webhook adds a webhook to a program, with these types; none: all.
func (c *clinic) webhook(p *program, types ...string) domain.Webhook {
	if len(types) == 0 {
		types = base.NoticeTypes()
	}
	return must(c.Webhooks.Create(c.ctx, domain.Settings{URL: p.URL + "/in", Types: types, On: true}))
}

// report makes a card of a bump, as B-1.
func (c *clinic) report(concern bool) board.Bump {
	b, _, err := c.Board.Report(c.ctx, board.Reporting{Group: cohorts.Staff, Where: board.SigningIn, Text: "Maria Lopez cannot sign in", Concern: concern})
	if err != nil {
		panic(err)
	}
	return b
}

// send does what the background jobs do, until nothing is left to do now.
func (c *clinic) send() {
	for _, do := range []func(context.Context) (int, error){c.Webhooks.Take, c.Webhooks.Send} {
		for n := 1; n > 0; {
			n = must(do(c.ctx))
		}
	}
}

// states writes the deliveries of a webhook, the latest first.
func (c *clinic) states(w domain.Webhook) string {
	var all []string
	for _, d := range must(c.Webhooks.Deliveries(c.ctx, w.ID, "", 100)).Items {
		all = append(all, fmt.Sprintf("%s %s %s %d (%d)", d.Type, d.State, d.Why, d.Status, d.Tries))
	}
	return strings.Join(all, "; ")
}

func (c *clinic) equal(what string, got, want any) {
	c.t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		c.t.Errorf("%s: %v, not %v", what, got, want)
	}
}

// body reads what a call says.
func (a call) says(t *testing.T) (kind string, data map[string]any) {
	t.Helper()
	var b struct {
		Type, Timestamp string
		Data            map[string]any
	}
	if err := json.Unmarshal([]byte(a.body), &b); err != nil {
		t.Fatal(err)
	}
	return b.Type, b.Data
}

// signedBy reports whether a call is signed by a secret, whenever it came.
func (a call) signedBy(t *testing.T, secret string) bool {
	t.Helper()
	return must(standardwebhooks.NewWebhook(secret)).VerifyIgnoringTimestamp([]byte(a.body), a.header) == nil
}

package web

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/server/services/servicestest"
	"soundings/server/store/engine"
)

// asked is an engine that notes what is asked of it.
type asked struct {
	engine.Engine
	mu    sync.Mutex
	notes []string
}

func (a *asked) note(format string, args ...any) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.notes = append(a.notes, fmt.Sprintf(format, args...))
}

func (a *asked) Get(ctx context.Context, collection string, ids ...string) ([]bson.Raw, error) {
	a.note("get %s", collection)
	return a.Engine.Get(ctx, collection, ids...)
}

func (a *asked) Find(ctx context.Context, q engine.Query) (engine.Page, error) {
	a.note("find %s by %s", q.Collection, q.Index)
	return a.Engine.Find(ctx, q)
}

func (a *asked) Count(ctx context.Context, q engine.Query, max int) (int, error) {
	a.note("count %s by %s", q.Collection, q.Index)
	return a.Engine.Count(ctx, q, max)
}

func (a *asked) Write(ctx context.Context, changes []engine.Change) error {
	text := ""
	for _, c := range changes {
		text += " " + []string{"+", "=", "-"}[c.Op] + c.Collection
	}
	a.note("write%s", text)
	return a.Engine.Write(ctx, changes)
}

// What each request of a visit asks of the database, one after the other: nothing twice, and nothing is written by opening a
// page. Of these the settings and the survey are remembered for a second, so that most visits ask two questions less.
func TestWhatAVisitAsks(t *testing.T) {
	c := servicestest.New(t)
	a := &asked{Engine: c.Engine}
	k := newClinicOver(t, c.Through(t, a))
	k.clock.Advance(time.Hour)
	path := k.link(k.services.Invited(t, k.services.Portal(t), "P-0001")["P-0001"])
	_, invited := k.services.Asked(t, "One", "P-0001")
	consent := k.link(invited["P-0001"])
	b := k.visitor(t)
	const (
		person  = "find invitations by hash, get participants, "
		opening = person + "get surveys, get memberships, get unfinished, get settings"
		sending = person + "get settings, get surveys, get memberships, get unfinished, "
	)
	page := func(number, action string) url.Values {
		return url.Values{"_page": {number}, "_action": {action}, "helped": {"no"}, "ease": {"4"}}
	}
	b.get(path) // whether there is help is asked once in ten seconds
	for _, visit := range []struct {
		about string
		do    func() reply
		want  string
	}{
		{"a survey is opened", func() reply { return b.get(path).is(200) }, opening},
		{"its first page is sent", func() reply { return b.post(path, page("1", "next")).is(303) }, sending + "write +unfinished =invitations +pending"},
		{"its second page is opened", func() reply { return b.get(path).is(200) }, opening},
		{"consent is asked for", func() reply { return b.get(consent).is(200) }, person + "get memberships, get cohorts, get settings"},
	} {
		k.clock.Advance(2 * time.Second)
		a.notes = nil
		visit.do()
		if got := strings.Join(a.notes, ", "); got != visit.want {
			t.Errorf("%s: asked is\n%s\nnot\n%s", visit.about, got, visit.want)
		}
	}
	k.clock.Advance(2 * time.Second)
	b.get(path)
	a.notes = nil
	b.get(path)
	if got, want := strings.Join(a.notes, ", "), person+"get memberships, get unfinished"; got != want {
		t.Errorf("opened within a second: asked is\n%s\nnot\n%s", got, want)
	}
}

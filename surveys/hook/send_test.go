package hook_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"soundings/cohorts/base"
	"soundings/server/hook"
	"soundings/server/services/servicestest"
	domain "soundings/surveys/hook"
)

// What has happened is told once to each webhook that asks for it, signed, and without a word of anybody.
func TestTold(t *testing.T) {
	on(t, func(c *clinic) {
		all, concerns := newProgram(c.t), newProgram(c.t)
		w := c.webhook(all)
		c.webhook(concerns, base.BumpConcern)
		b := c.report(true)
		c.send()
		c.send()
		got := all.calls()
		c.equal("calls", len(got), 2)
		c.equal("of concerns alone", strings.Count(concerns.heard(), "bump-concern_"+b.ID), 1)
		for _, one := range got {
			if !one.signedBy(c.t, w.Secret) || one.signedBy(c.t, "whsec_MDEyMzQ1Njc4OQ==") {
				c.t.Errorf("%v is not signed", one.header)
			}
			if strings.Contains(one.body, "Maria") {
				c.t.Errorf("%s names somebody", one.body)
			}
			if one.header.Get("Content-Type") != "application/json" || one.header.Get("webhook-timestamp") == "" {
				c.t.Errorf("headers: %v", one.header)
			}
		}
		kind, data := got[0].says(c.t)
		if kind == base.BumpConcern {
			kind, data = got[1].says(c.t)
		}
		c.equal("the card", []any{kind, data["bump"], data["feature"]}, []any{base.BumpCreated, b.ID, "signing-in"})
		c.equal("kept", c.states(w), "bump.created sent  200 (1); bump.concern sent  200 (1)")
		c.equal("counted", must(c.Outbox.Counts(c.ctx))["webhook"], map[string]int{"sent": 3, "waiting": 0})
	})
}

// What happened before there was a webhook, or while it was off, is not told later.
func TestNotToldLater(t *testing.T) {
	on(t, func(c *clinic) {
		p := newProgram(c.t)
		c.report(false)
		c.Clock.Advance(time.Second)
		w := c.webhook(p)
		c.report(false)
		_ = must(c.Webhooks.Take(c.ctx))
		set := domain.Settings{URL: p.URL, Types: base.NoticeTypes()}
		_ = must(c.Webhooks.Save(c.ctx, w.ID, set))
		c.report(false)
		c.send()
		set.On = true
		_ = must(c.Webhooks.Save(c.ctx, w.ID, set))
		c.send()
		c.equal("heard", p.heard(), "")
		c.equal("kept", c.states(w), "bump.created skipped off 0 (0)")
		c.report(false)
		c.send()
		c.equal("heard", p.heard(), "bump-created_B-4")
		if err := c.Webhooks.Remove(c.ctx, w.ID); err != nil {
			c.t.Fatal(err)
		}
		c.report(false)
		c.send()
		c.equal("heard after it was removed", p.heard(), "")
	})
}

// A program that fails is left alone for longer and longer, gets nothing else meanwhile, and everything once it is back.
func TestFailsForADay(t *testing.T) {
	on(t, func(c *clinic) {
		p, other := newProgram(c.t), newProgram(c.t)
		w := c.webhook(p)
		c.webhook(other)
		p.answers(http.StatusServiceUnavailable)
		for range 3 {
			c.report(false)
		}
		c.send()
		c.equal("first try", len(p.calls()), 1)
		c.equal("another program", len(other.calls()), 3)
		tries := 0
		for end := c.Clock.Now().Add(24 * time.Hour); c.Clock.Now().Before(end); c.Clock.Advance(time.Minute) {
			c.send()
			tries += len(p.calls())
		}
		if tries < 10 || tries > 16 {
			c.t.Errorf("%d tries in a day", tries)
		}
		if h := must(c.Webhooks.Webhook(c.ctx, w.ID)).Health; !h.Worrying() || h.Tries != tries+1 || h.Lost != 0 {
			c.t.Errorf("%+v", h)
		}
		p.answers(http.StatusNoContent)
		c.Clock.Advance(4 * time.Hour)
		c.send()
		c.equal("when it is back", p.heard(), "bump-created_B-1 bump-created_B-2 bump-created_B-3")
		c.equal("health", must(c.Webhooks.Webhook(c.ctx, w.ID)).Health, domain.Health{})
	})
}

// After two days a delivery is given up, and that is shown until the program takes something.
func TestGivenUp(t *testing.T) {
	on(t, func(c *clinic) {
		p := newProgram(c.t)
		w := c.webhook(p)
		p.answers(http.StatusInternalServerError)
		c.report(false)
		c.report(false)
		for range 14 {
			c.send()
			c.Clock.Advance(4 * time.Hour)
		}
		if states := c.states(w); strings.Count(states, "failed given_up 500") != 2 {
			c.t.Error(states)
		}
		c.equal("lost", must(c.Webhooks.Webhook(c.ctx, w.ID)).Health.Lost, 2)
		p.calls()
		c.Clock.Advance(96 * time.Hour)
		c.send()
		c.equal("after that", len(p.calls()), 0)
	})
}

// One that is never taken keeps up no other.
func TestOneIsRefused(t *testing.T) {
	on(t, func(c *clinic) {
		p := newProgram(c.t)
		c.webhook(p)
		p.answer = func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("webhook-id") == "bump-created_B-1" {
				w.WriteHeader(http.StatusBadRequest)
			}
		}
		for range 3 {
			c.report(false)
		}
		c.send()
		c.Clock.Advance(2 * time.Minute)
		c.send()
		if got := p.heard(); !strings.Contains(got, "B-2") || !strings.Contains(got, "B-3") {
			c.t.Error(got)
		}
	})
}

// What programs answer, and what follows from it.
func TestAnswers(t *testing.T) {
	elsewhere := newProgram(t)
	for name, test := range map[string]struct {
		answer func(w http.ResponseWriter, r *http.Request)
		want   string
		on     bool
	}{
		"it takes it": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusAccepted) }, "bump.created sent  202 (1)", true},
		"it is gone":  {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusGone) }, "bump.created failed bad_answer 410 (1)", false},
		"it leads inward": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, elsewhere.URL, http.StatusTemporaryRedirect)
		},
			"bump.created deferred bad_answer 307 (1)", true},
		"it breaks off": {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, "bump.created deferred silent 0 (1)", true},
		"it says much": {func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, 4<<20)) },
			"bump.created sent  200 (1)", true},
	} {
		t.Run(name, func(t *testing.T) {
			c := newClinic(t, servicestest.New(t))
			p := newProgram(t)
			p.answer = test.answer
			w := c.webhook(p)
			c.report(false)
			c.send()
			c.equal("delivery", c.states(w), test.want)
			if now := must(c.Webhooks.Webhook(c.ctx, w.ID)); now.On != test.on || now.Gone == test.on {
				t.Errorf("%+v", now)
			}
		})
	}
	if got := elsewhere.calls(); len(got) > 0 {
		t.Errorf("a redirect was followed: %v", got)
	}
}

// A program that hangs is left, and keeps up none of the others.
func TestHangs(t *testing.T) {
	c := newClinic(t, servicestest.New(t))
	hangs, other := newProgram(t), newProgram(t)
	let := make(chan struct{})
	t.Cleanup(func() { close(let) })
	hangs.answer = func(http.ResponseWriter, *http.Request) { <-let }
	w := c.webhook(hangs)
	c.webhook(other)
	c.Webhooks.Post = hook.NewWithin(50*time.Millisecond, c.Webhooks.Reach, "test")
	c.report(false)
	c.send()
	c.equal("another program", other.heard(), "bump-created_B-1")
	c.equal("delivery", c.states(w), "bump.created deferred silent 0 (1)")
}

// A server that is killed while it calls leaves a delivery that another one sends again, under the same id.
func TestKilledWhileItCalls(t *testing.T) {
	on(t, func(c *clinic) {
		p := newProgram(c.t)
		w := c.webhook(p)
		c.report(false)
		_ = must(c.Webhooks.Take(c.ctx))
		killed, kill := context.WithCancel(c.ctx)
		p.answer = func(http.ResponseWriter, *http.Request) { kill() }
		if _, err := c.Webhooks.Send(killed); err == nil {
			c.t.Log("it was told before it was stopped")
		}
		p.answers(http.StatusOK)
		another := &clinic{c.Another(c.t), c.t, c.ctx}
		another.Webhooks.Post = c.Webhooks.Post
		another.send()
		c.Clock.Advance(3 * time.Minute)
		another.send()
		for _, one := range p.calls() {
			c.equal("id", one.id, "bump-created_B-1")
		}
		if !strings.Contains(c.states(w), "sent") {
			c.t.Error(c.states(w))
		}
	})
}

// Two servers on one database tell everything once.
func TestTwoServers(t *testing.T) {
	on(t, func(c *clinic) {
		p := newProgram(c.t)
		c.webhook(p)
		for range 30 {
			c.report(false)
		}
		servers := []*clinic{c, {c.Another(c.t), c.t, c.ctx}}
		servers[1].Webhooks.Post = c.Webhooks.Post
		done := make(chan bool)
		for _, one := range servers {
			go func() { one.send(); done <- true }()
		}
		<-done
		<-done
		c.send()
		c.equal("calls", len(p.calls()), 30)
	})
}

// While the team has stopped everything nothing goes out.
func TestHalted(t *testing.T) {
	on(t, func(c *clinic) {
		p := newProgram(c.t)
		c.webhook(p)
		c.report(false)
		for _, halted := range []bool{true, false} {
			if err := c.Outbox.Halt(c.ctx, halted); err != nil {
				c.t.Fatal(err)
			}
			c.send()
			c.equal("calls", len(p.calls()), map[bool]int{false: 1}[halted])
		}
	})
}

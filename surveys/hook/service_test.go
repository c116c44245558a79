package hook_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/rollout"
	"soundings/server/services/servicestest"
	"soundings/surveys"
	"soundings/surveys/board"
	domain "soundings/surveys/hook"
)

// A new secret signs beside the one before for a day, so that a program can be given it in peace.
func TestRenew(t *testing.T) {
	on(t, func(c *clinic) {
		p := newProgram(c.t)
		first := c.webhook(p)
		second := must(c.Webhooks.Renew(c.ctx, first.ID))
		if second.Secret == first.Secret || !strings.HasPrefix(second.Secret, "whsec_") {
			c.t.Error(second.Secret)
		}
		for _, both := range []bool{true, false} {
			c.report(false)
			c.send()
			got := p.calls()
			if len(got) != 1 || !got[0].signedBy(c.t, second.Secret) || got[0].signedBy(c.t, first.Secret) != both {
				c.t.Errorf("both %v: %v", both, got)
			}
			c.Clock.Advance(24 * time.Hour)
		}
		if where := c.Naming(c.t, second.Secret); len(where) > 0 {
			c.t.Errorf("the secret lies open in %v", where)
		}
		if where := c.Naming(c.t, p.URL); len(where) > 0 {
			c.t.Errorf("the address lies open in %v", where)
		}
	})
}

// A test tells nothing, is sent at once, also to a webhook that is off, and never again.
func TestTry(t *testing.T) {
	on(t, func(c *clinic) {
		p := newProgram(c.t)
		w := c.webhook(p)
		_ = must(c.Webhooks.Save(c.ctx, w.ID, domain.Settings{URL: p.URL, Types: []string{base.BumpConcern}}))
		d := must(c.Webhooks.Try(c.ctx, w.ID))
		c.equal("delivery", fmt.Sprint(d.State, d.Status), fmt.Sprint("sent", 200))
		kind, data := p.calls()[0].says(c.t)
		c.equal("says", []any{kind, data}, []any{base.WebhookTest, map[string]any{}})
		p.answers(http.StatusTeapot)
		d = must(c.Webhooks.Try(c.ctx, w.ID))
		c.equal("delivery", fmt.Sprint(d.State, d.Why, d.Status), fmt.Sprint("failed", "bad_answer", 418))
		c.Clock.Advance(time.Hour)
		p.calls()
		c.send()
		c.equal("again", p.heard(), "")
		c.Webhooks.Post = nil
		if _, err := c.Webhooks.Try(c.ctx, w.ID); !base.IsCode(err, base.Conflict) {
			c.t.Error(err)
		}
	})
}

func TestBadSettings(t *testing.T) {
	c := newClinic(t, servicestest.New(t))
	for _, test := range []struct {
		in   domain.Settings
		want string
	}{
		{domain.Settings{}, "url: error.required, types: error.required"},
		{domain.Settings{URL: "https://" + strings.Repeat("a", 500), Types: []string{base.BumpConcern}}, "url: error.max_length"},
		{domain.Settings{URL: "ftp://example.org", Types: []string{"bump.unheard_of"}}, "types: webhook.type_unknown, url: webhook.url_wrong"},
	} {
		_, err := c.Webhooks.Create(c.ctx, test.in)
		var got []string
		refusal, _ := err.(*base.Error)
		for _, f := range refusal.Fields {
			got = append(got, f.Name+": "+f.Text.ID)
		}
		c.equal(test.in.URL, strings.Join(got, ", "), test.want)
	}
	c.equal("kept", len(must(c.Webhooks.List(c.ctx))), 0)
	p := newProgram(t)
	for range domain.MaxWebhooks {
		c.webhook(p)
	}
	if _, err := c.Webhooks.Create(c.ctx, domain.Settings{URL: p.URL, Types: []string{base.BumpConcern}}); !base.IsCode(err, base.Conflict) {
		t.Error(err)
	}
}

// A blocker holds a ramp: that is told once, however often and by how many servers it is looked at; and each move of the share.
func TestRollouts(t *testing.T) {
	on(t, func(c *clinic) {
		p := newProgram(c.t)
		c.webhook(p, base.RolloutHeld, base.RolloutMoved)
		c.People(c.t, cohorts.Patient, servicestest.Refs(12)...)
		cohort := c.Agreed(c.t, "Spring", servicestest.Refs(12)...)
		labs := rollout.Feature{Key: "labs", Name: base.Words{"en": "labs", "es": "labs"}, Stage: rollout.Beta}
		_ = must(c.Rollouts.SaveFeature(c.ctx, labs))
		share := rollout.Percent(10)
		_ = must(c.Rollouts.SaveRollout(c.ctx, "labs", rollout.Settings{
			Cohort: cohort, Percent: &share, Ramp: []rollout.Step{{Percent: 10}, {Percent: 50}, {Percent: 100}}, Gates: rollout.Gates{HoldHours: 1},
		}))
		b, _, err := c.Board.Report(c.ctx, board.Reporting{Group: cohorts.Staff, Where: "labs", Severity: board.Blocker, Text: "It shows another patient"})
		if err != nil {
			c.t.Fatal(err)
		}
		another := c.Another(c.t)
		for range 3 {
			c.Clock.Advance(time.Hour)
			for _, server := range []*servicestest.Clinic{c.Clinic, another} {
				if err := server.Rollouts.Advance(c.ctx); err != nil {
					c.t.Fatal(err)
				}
			}
		}
		c.send()
		got := p.calls()
		c.equal("told", len(got), 2)
		for _, one := range got {
			switch kind, data := one.says(c.t); kind {
			case base.RolloutMoved:
				c.equal("moved", data, map[string]any{"feature": "labs", "cohort": cohort, "kind": "set", "from": 0, "to": 10})
			case base.RolloutHeld:
				c.equal("held", data, map[string]any{"feature": "labs", "cohort": cohort, "percent": 10, "by": []any{map[string]any{"kind": "bump", "id": b.ID}}})
			}
		}
		minor := board.Minor
		_ = must(c.Board.Change(c.ctx, b.ID, board.Change{Severity: &minor}))
		if err := c.Rollouts.Advance(c.ctx); err != nil {
			c.t.Fatal(err)
		}
		c.send()
		_, data := p.calls()[0].says(c.t)
		c.equal("released", data, map[string]any{"feature": "labs", "cohort": cohort, "kind": "advance", "from": 10, "to": 50})
		for _, act := range c.Audit(c.t) {
			if strings.Contains(act, "rollout.override") {
				c.t.Error(act)
			}
		}
	})
}

// Milestones are told once, and not before so many have answered that figures about them may be shown.
func TestMilestones(t *testing.T) {
	on(t, func(c *clinic) {
		p := newProgram(c.t)
		c.webhook(p, base.ResponseMilestone)
		refs := servicestest.Refs(24)
		c.People(c.t, cohorts.Patient, refs...)
		cohort := c.Agreed(c.t, "Spring", refs...)
		v := c.Portal(c.t)
		asked := c.Invite(c.t, v.ID, cohort)
		heard := ""
		for n, ref := range refs {
			_ = must(c.Surveys.Answer(c.ctx, asked[ref], surveys.Typed{Action: surveys.Submit, Page: -1, Values: servicestest.Said("helped=no")}))
			if err := c.Webhooks.Mark(c.ctx); err != nil {
				c.t.Fatal(err)
			}
			c.send()
			if got := p.heard(); got != "" {
				heard += fmt.Sprintf("%d: %s; ", n+1, got)
			}
		}
		c.equal("told", heard, "11: response-milestone_portal_25; 12: response-milestone_portal_50; 18: response-milestone_portal_75; ")
	})
}

// A concern is told each time that one is raised, and not when it is taken back.
func TestConcerns(t *testing.T) {
	on(t, func(c *clinic) {
		p := newProgram(c.t)
		c.webhook(p, base.BumpConcern)
		b := c.report(false)
		for _, raised := range []bool{true, false, true} {
			_ = must(c.Board.Change(c.ctx, b.ID, board.Change{Concern: &raised}))
		}
		c.send()
		got := p.calls()
		c.equal("told", len(got), 2)
		for _, one := range got {
			_, data := one.says(c.t)
			c.equal("data", data, map[string]any{"bump": b.ID})
		}
	})
}

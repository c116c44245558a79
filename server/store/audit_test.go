package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/surveys"
)

// audit returns who did what to what, the oldest first.
func (c *clinic) audit() []string {
	var all []string
	after := ""
	for {
		page := must(c.store.Audit(c.ctx, after, 3))
		for _, r := range page.Items {
			all = append([]string{fmt.Sprintf("%s %s: %s %s", r.By.Kind, r.By.ID, r.Act, r.Subject)}, all...)
		}
		if after = page.Next; after == "" {
			return all
		}
	}
}

// Every act of the team and of programs leaves a record; what participants do is its own. None says more than ids.
func TestAudit(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		program := c.by(base.Actor{Kind: base.ActorKey, ID: "KEY"})
		var want []string
		expect := func(records ...string) {
			t.Helper()
			want = append(want, records...)
			equal(t, "audit", strings.Join(c.audit(), "\n"), strings.Join(want, "\n"))
			c.wait(time.Second)
		}
		must(program.people.SaveParticipant(program.ctx, ana))
		expect("key KEY: participants.save P-0001")
		must(c.people.SaveParticipant(c.ctx, ana))
		expect() // nothing changed
		id := must(c.people.CreateCohort(c.ctx, cohorts.Cohort{Name: "Wave"})).ID
		expect("staff MANAGER: cohort.save wave")
		must(program.people.Select(program.ctx, id, refs(1), cohorts.RefuseOverflow))
		expect("key KEY: members.selected wave/P-0001")
		i := must(c.contact.AskConsent(c.ctx, id))[0]
		expect("staff MANAGER: invitations.create consent/wave: 1")
		must(c.contact.AnswerConsent(c.ctx, i, true, "en"))
		expect()
		v := must(c.surveys.Create(c.ctx, surveys.Survey{Title: base.Words{"en": "Portal"}, Pages: must(readPages(portalPages))}))
		expect("staff MANAGER: survey.draft portal")
		must(c.surveys.Publish(c.ctx, v.ID))
		expect("staff MANAGER: survey.open portal")
		asked := must(program.surveys.Invite(program.ctx, v.ID, surveys.Audience{Refs: refs(1)}))[0]
		expect("key KEY: invitations.create survey/portal: 1")
		c.look(asked)
		c.send(asked, 0, surveys.Save, "helped=no")
		c.send(asked, -1, surveys.Submit, "helped=no", "why=slow")
		expect()
		must(c.people.SetState(c.ctx, id, "P-0001", cohorts.Graduated, cohorts.Heard{}))
		expect("staff MANAGER: members.graduated wave/P-0001")
		_, err := c.people.SetState(c.ctx, id, "P-0001", cohorts.Agreed, cohorts.Heard{})
		refused(t, "impossible", err, base.Conflict)
		must(c.surveys.Close(c.ctx, v.ID))
		expect("staff MANAGER: survey.closed portal")
		c.foldAll()
		expect() // counting is nobody's act
	})
}

// An import is two records, however many rows it has and whoever finishes it.
func TestAuditOfAnImport(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.interrupted(t, file(1000, "north"), 1)
		id := must(c.people.Imports().List(c.ctx))[0].ID
		c.wait(time.Minute)
		system := c.by(base.Actor{Kind: base.ActorSystem})
		equal(t, "resumed", system.people.Imports().Resume(system.ctx), nil)
		equal(t, "audit", c.audit(), []string{"staff MANAGER: import.start " + id, "staff MANAGER: import.finish " + id})
	})
}

// A record is of what was done: what was refused leaves none.
func TestAuditOfNothing(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.patients("P-0001")
		before := len(c.audit())
		for _, ps := range [][]cohorts.Participant{{{Ref: "P-0001", Group: cohorts.Patient}}, {{Ref: "P-0001", Version: 7}}, nil} {
			_ = c.store.SaveParticipants(c.ctx, ps)
		}
		equal(t, "records", len(c.audit()), before)
	})
}

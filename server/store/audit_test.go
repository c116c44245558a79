package store_test

import (
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/server/services/servicestest"
	"soundings/surveys"
)

// Every act of the team and of programs leaves a record; what participants do is its own. None says more than ids.
func TestAudit(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		program := c.by(base.Actor{Kind: base.ActorKey, ID: "KEY"})
		var want []string
		leaves := func(records ...string) {
			t.Helper()
			want = append(want, records...)
			expect.Equal(t, "audit", strings.Join(c.Audit(t), "\n"), strings.Join(want, "\n"))
			c.Clock.Advance(time.Second)
		}
		c.SetUp(t)
		leaves("staff MANAGER: settings.save clinic")
		must(program.Cohorts.SaveParticipant(program.ctx, ana))
		leaves("key KEY: participants.save P-0001")
		must(c.Cohorts.SaveParticipant(c.ctx, ana))
		leaves() // nothing changed
		id := must(c.Cohorts.CreateCohort(c.ctx, cohorts.Cohort{Name: base.Words{"en": "Wave", "es": "Wave"}})).ID
		leaves("staff MANAGER: cohort.save wave")
		must(program.Cohorts.Select(program.ctx, id, refs(1), cohorts.RefuseOverflow))
		leaves("key KEY: members.selected wave/P-0001")
		i := must(c.Contact.AskConsent(c.ctx, id))[0]
		leaves("staff MANAGER: invitations.create consent/wave: 1")
		must(c.Contact.AnswerConsent(c.ctx, i, true, "en"))
		leaves()
		v := must(c.Surveys.Create(c.ctx, surveys.Survey{Title: base.Words{"en": "Portal", "es": "Portal"}, Pages: servicestest.PortalPages(t)}))
		leaves("staff MANAGER: survey.draft portal")
		must(c.Surveys.Publish(c.ctx, v.ID))
		leaves("staff MANAGER: survey.open portal")
		asked := must(program.Surveys.Invite(program.ctx, v.ID, surveys.Audience{Refs: refs(1)}))[0]
		leaves("key KEY: invitations.create survey/portal: 1")
		must(c.Surveys.Open(c.ctx, c.Again(t, asked)))
		c.Send(t, asked, 0, surveys.Save, "helped=no")
		c.Send(t, asked, -1, surveys.Submit, "helped=no", "why=slow")
		leaves()
		must(c.Cohorts.SetState(c.ctx, id, "P-0001", cohorts.Graduated, cohorts.Heard{}))
		leaves("staff MANAGER: members.graduated wave/P-0001")
		_, err := c.Cohorts.SetState(c.ctx, id, "P-0001", cohorts.Agreed, cohorts.Heard{})
		expect.Refused(t, "impossible", err, base.Conflict)
		must(c.Surveys.Close(c.ctx, v.ID))
		leaves("staff MANAGER: survey.closed portal")
		c.Fold(t)
		leaves() // counting is nobody's act
	})
}

// An import is two records, however many rows it has and whoever finishes it.
func TestAuditOfAnImport(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.interrupted(t, file(1000, "north"), 1)
		id := must(c.Cohorts.Imports().List(c.ctx))[0].ID
		c.Clock.Advance(time.Minute)
		system := c.by(base.Actor{Kind: base.ActorSystem})
		expect.Equal(t, "resumed", system.Cohorts.Imports().Resume(system.ctx), nil)
		expect.Equal(t, "audit", c.Audit(t), []string{"staff MANAGER: import.start " + id, "staff MANAGER: import.finish " + id})
	})
}

// A record is of what was done: what was refused leaves none.
func TestAuditOfNothing(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, "P-0001")
		before := len(c.Audit(t))
		for _, ps := range [][]cohorts.Participant{{{Ref: "P-0001", Group: cohorts.Patient}}, {{Ref: "P-0001", Version: 7}}, nil} {
			_ = c.Store.SaveParticipants(c.ctx, ps)
		}
		expect.Equal(t, "records", len(c.Audit(t)), before)
	})
}

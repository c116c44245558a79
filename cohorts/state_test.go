package cohorts_test

import (
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
)

// A member goes from state to state only by possible moves, and every move leaves a consent.
func TestSetState(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, refs(2)...)
		id := must(c.Cohorts.CreateCohort(c.ctx, cohorts.Cohort{Name: base.Words{"en": "First wave", "es": "First wave"}})).ID
		must(c.Cohorts.Select(c.ctx, id, refs(2), cohorts.RefuseOverflow))
		program := base.WithActor(c.ctx, base.Actor{Kind: base.ActorKey, ID: "KEY"})
		for _, step := range []struct {
			to cohorts.State
			ok bool
		}{
			{cohorts.Agreed, false}, {cohorts.Invited, true}, {cohorts.Graduated, false}, {cohorts.Invited, false}, {cohorts.Agreed, true},
			{cohorts.Declined, false}, {cohorts.Graduated, true}, {cohorts.Withdrawn, false},
		} {
			c.Clock.Advance(time.Minute)
			m, err := c.Cohorts.SetState(program, id, "P-0001", step.to, cohorts.Heard{})
			if !step.ok {
				expect.Refused(t, string(step.to), err, base.Conflict)
				continue
			}
			expect.Equal(t, string(step.to), err, nil)
			expect.Equal(t, string(step.to), must(c.Cohorts.Membership(c.ctx, id, "P-0001")), m)
			expect.Equal(t, "since", m.Since, c.Clock.Now())
		}
		expect.Equal(t, "history", c.steps(id, "P-0001"),
			">selected staff team 0 , selected>invited key api 0 , invited>agreed key api 0 , agreed>graduated key api 0 ")
		expect.Equal(t, "counts", c.members(id), map[cohorts.State]int{cohorts.Selected: 1, cohorts.Graduated: 1})
		_, err := c.Cohorts.SetState(c.ctx, id, "P-0001", "asleep", cohorts.Heard{})
		expect.Refused(t, "no such state", err, base.Invalid)
		_, err = c.Cohorts.SetState(c.ctx, id, "P-9999", cohorts.Invited, cohorts.Heard{})
		expect.Refused(t, "no such member", err, base.NotFound)
		_, err = c.Cohorts.Members(c.ctx, cohorts.MembershipQuery{Cohort: "nowhere"})
		expect.Refused(t, "no such cohort", err, base.NotFound)
	})
}

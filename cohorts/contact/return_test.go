package contact_test

import (
	"errors"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/contact"
	"soundings/server/services/servicestest"
)

// asked makes a cohort with so many places whose members are asked for their consent.
func (c *clinic) asked(t *testing.T, name string, capacity int, refs ...string) (string, map[string]contact.Invitation) {
	t.Helper()
	made := must(c.Cohorts.CreateCohort(c.ctx, cohorts.Cohort{Name: base.Words{"en": name, "es": name}, Capacity: capacity}))
	must(c.Cohorts.Select(c.ctx, made.ID, refs, cohorts.QueueOverflow))
	return made.ID, servicestest.ByRef(must(c.Contact.AskConsent(c.ctx, made.ID)))
}

// Who said no or left takes a free place again by their own link, and is told where there is none: others have the places,
// or they have one in another beta.
func TestComeBack(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, refs(4)...)
		id, asked := c.asked(t, "First wave", 2, "P-0001", "P-0002", "P-0003")
		answer := func(ref string, agree bool) error {
			_, err := c.Contact.AnswerConsent(c.ctx, c.again(asked[ref]), agree, "en")
			return err
		}
		expect.Equal(t, "no", answer("P-0001", false), nil)
		expect.Equal(t, "back, while the place is free", answer("P-0001", true), nil)
		expect.Equal(t, "out", c.Contact.Leave(c.ctx, asked["P-0001"], id, false), nil)
		expect.Equal(t, "the next one", must(c.Cohorts.Fill(c.ctx, id)).Selected, 1)
		expect.Equal(t, "back, when the place is taken", errors.Is(answer("P-0001", true), cohorts.ErrFull), true)
		expect.Equal(t, "who has a place keeps it", answer("P-0002", true), nil)
		expect.Equal(t, "members", c.members(id), map[cohorts.State]int{cohorts.Selected: 1, cohorts.Agreed: 1, cohorts.Withdrawn: 1})

		other, _ := c.asked(t, "Second wave", 0, "P-0001")
		must(c.Cohorts.SetState(c.ctx, id, "P-0003", cohorts.Declined, cohorts.Heard{}))
		expect.Equal(t, "back, from another beta", errors.Is(answer("P-0001", true), cohorts.ErrElsewhere), true)
		must(c.Cohorts.SetState(c.ctx, other, "P-0001", cohorts.Declined, cohorts.Heard{}))
		expect.Equal(t, "back, when that is over", answer("P-0001", true), nil)
		expect.Equal(t, "exact", c.members(id), c.recounted(id))
	})
}

// A place that is taken again is guarded by the write: of many who come back at once only as many are let in as there are
// places, and who is selected for another beta at the same time has one place.
func TestComeBackAtOnce(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, refs(30)...)
		id, asked := c.asked(t, "First wave", 20, refs(20)...)
		for _, ref := range refs(20) {
			must(c.Contact.AnswerConsent(c.ctx, asked[ref], false, "en"))
		}
		must(c.Cohorts.Select(c.ctx, id, refs(30)[20:], cohorts.RefuseOverflow))
		in := make([]bool, 20)
		servicestest.Together(20, func(n int) error {
			_, err := c.Contact.AnswerConsent(c.ctx, c.again(asked[refs(20)[n]]), true, "en")
			if in[n] = err == nil; err != nil && !errors.Is(err, cohorts.ErrFull) {
				t.Errorf("coming back: %v", err)
			}
			return nil
		})
		expect.Equal(t, "members", c.members(id), map[cohorts.State]int{cohorts.Selected: 10, cohorts.Agreed: 10, cohorts.Declined: 10})

		other := must(c.Cohorts.CreateCohort(c.ctx, cohorts.Cohort{Name: base.Words{"en": "Second wave", "es": "Second wave"}})).ID
		for n, ref := range refs(20) {
			if in[n] {
				must(c.Cohorts.SetState(c.ctx, id, ref, cohorts.Withdrawn, cohorts.Heard{}))
			}
			servicestest.Together(2, func(way int) error {
				if way == 0 {
					_, err := c.Contact.AnswerConsent(c.ctx, c.again(asked[ref]), true, "en")
					return err
				}
				_, err := c.Cohorts.Select(c.ctx, other, []string{ref}, cohorts.RefuseOverflow)
				return err
			})
			places := 0
			for _, m := range must(c.Cohorts.MembershipsOf(c.ctx, ref)) {
				if m.State == cohorts.Agreed || m.State == cohorts.Selected {
					places++
				}
			}
			expect.Equal(t, ref+" has so many places", places, 1)
		}
		expect.Equal(t, "exact", c.members(id), c.recounted(id))
	})
}

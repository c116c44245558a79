package contact_test

import (
	"fmt"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/contact"
	"soundings/server/services/servicestest"
	"soundings/surveys"
)

// Every invitation is in one state, those ever started are known, and those whose time is past are moved once.
func TestInvitationStates(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		people := refs(300)
		c.People(t, cohorts.Staff, people...)
		v := c.Portal(t)
		asked := servicestest.ByRef(must(c.Surveys.Invite(c.ctx, v.ID, surveys.Audience{Refs: people, Expires: c.Clock.Now().Add(time.Hour)})))
		for n, ref := range people[:30] {
			c.Send(t, asked[ref], 0, surveys.Next) // nothing is in it
			servicestest.Together(3, func(int) error {
				_, err := c.Surveys.Answer(c.ctx, c.Again(t, asked[ref]), surveys.Typed{Action: surveys.Save, Values: servicestest.Said("helped=no")})
				return err
			})
			if n < 10 {
				c.Send(t, asked[ref], -1, surveys.Submit, "helped=no")
			}
		}
		states := func() string {
			counts := must(c.Contact.Counts(c.ctx, contact.ForSurvey, v.ID))
			return fmt.Sprint(counts.States[contact.Created], counts.States[contact.Started], counts.States[contact.Completed], counts.States[contact.Expired], counts.Started)
		}
		expect.Equal(t, "when", c.Again(t, asked[people[29]]).Started, c.Clock.Now())
		for _, ref := range people[30:60] { // whatever opens a link starts nothing
			must(c.Surveys.Open(c.ctx, c.Again(t, asked[ref])))
			c.Send(t, asked[ref], 0, surveys.Save)
		}
		expect.Equal(t, "before", states(), "270 20 10 0 30")
		expect.Equal(t, "too early", must(c.Contact.Expire(c.ctx)), 0)
		c.Clock.Advance(time.Hour + time.Millisecond)
		moved := servicestest.Together(3, func(int) int { return must(c.Another(t).Contact.Expire(c.ctx)) })
		expect.Equal(t, "moved", moved[0]+moved[1]+moved[2], 290)
		expect.Equal(t, "after", states(), "0 0 10 290 30")
		expect.Equal(t, "again", must(c.Contact.Expire(c.ctx)), 0)
		c.Fold(t)
		expect.Equal(t, "folded", states(), "0 0 10 290 30")
	})
}

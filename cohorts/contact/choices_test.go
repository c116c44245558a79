package contact_test

import (
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/server/services/servicestest"
)

// Every channel is allowed until a participant chooses; the last choice stands, and says when it was made.
func TestSaveChoices(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, "P-0001")
		_, asked := c.Asked(t, "First wave", "P-0001")
		i := asked["P-0001"]
		channels := func() []bool {
			chosen := must(c.Contact.ChoicesOf(c.ctx, "P-0001"))
			return []bool{chosen.Mail, chosen.Message, chosen.Letter, !chosen.Changed.IsZero()}
		}
		expect.Equal(t, "before", channels(), []bool{true, true, true, false})
		for _, choose := range [][]bool{{false, true, true}, {false, false, false}, {true, false, true}} {
			c.Clock.Advance(time.Hour)
			expect.Equal(t, "saved", c.Contact.SaveChoices(c.ctx, i, choose[0], choose[1], choose[2]), nil)
			expect.Equal(t, "kept", channels(), append(choose, true))
			expect.Equal(t, "when", must(c.Contact.ChoicesOf(c.ctx, "P-0001")).Changed, c.Clock.Now())
		}
		for _, err := range servicestest.Together(6, func(n int) error {
			return c.Another(t).Contact.SaveChoices(c.ctx, i, n%2 == 0, n%2 == 0, n%2 == 0)
		}) {
			expect.Equal(t, "at once", err, nil)
		}
		if all := channels(); all[0] != all[1] || all[1] != all[2] {
			t.Errorf("choices made at once are mixed: %v", all)
		}
	})
}

// By their link participants leave at once, whatever their state; having left twice is having left once.
func TestLeave(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, refs(4)...)
		id, asked := c.Asked(t, "First wave", refs(4)...)
		for ref, state := range map[string]cohorts.State{"P-0002": cohorts.Agreed, "P-0003": cohorts.Graduated, "P-0004": cohorts.Declined} {
			must(c.Contact.AnswerConsent(c.ctx, asked[ref], state != cohorts.Declined, "en"))
			if state == cohorts.Graduated {
				must(c.Cohorts.SetState(c.ctx, id, ref, state, cohorts.Heard{}))
			}
		}
		for ref, want := range map[string]struct {
			state cohorts.State
			last  string
		}{
			"P-0001": {cohorts.Declined, "invited>declined participant link 0 "},
			"P-0002": {cohorts.Withdrawn, "agreed>withdrawn participant link 0 "},
			"P-0003": {cohorts.Graduated, "agreed>graduated staff team 0 "},
			"P-0004": {cohorts.Declined, "invited>declined participant link 0 en"},
		} {
			for range 2 {
				expect.Equal(t, ref, c.Contact.Leave(c.ctx, asked[ref], id, false), nil)
			}
			expect.Equal(t, ref, must(c.Cohorts.Membership(c.ctx, id, ref)).State, want.state)
			if steps := c.steps(id, ref); !strings.HasSuffix(steps, want.last) {
				t.Errorf("%s: the last change is not %q but %s", ref, want.last, steps)
			}
		}
		other, _ := c.Asked(t, "Second wave", "P-0001")
		expect.Refused(t, "a cohort they are not in", c.Contact.Leave(c.ctx, asked["P-0002"], other, true), base.NotFound)
		expect.Equal(t, "exact", c.members(id), c.recounted(id))
	})
}

package cohorts_test

import (
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/server/services/servicestest"
)

// reword gives the clinic a new version of its consent wording.
func (c *clinic) reword(t *testing.T, care string) {
	t.Helper()
	harbor := cohorts.Clinic{Name: "Harbor", Phone: "615-555-0100", Languages: []string{"en"}, TimeZone: "UTC"}
	if err := c.Cohorts.SaveClinic(c.ctx, harbor, map[string]cohorts.ConsentText{"en": {Care: care}}); err != nil {
		t.Fatal(err)
	}
}

// Members who agreed to an older wording are asked again and take part until they answer; a second yes is to the new
// wording, and a no means that they withdraw.
func TestAskAgain(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, refs(4)...)
		id, asked := c.Asked(t, "First wave", refs(4)...)
		answer := func(ref string, agree bool) error {
			_, err := c.Contact.AnswerConsent(c.ctx, asked[ref], agree, "en")
			return err
		}
		for _, ref := range refs(3) {
			expect.Equal(t, ref+" agrees", answer(ref, true), nil)
		}
		_, err := c.Cohorts.AskAgain(c.ctx, id)
		expect.Refused(t, "for the same words", err, base.Conflict)
		c.reword(t, "Your care stays the same.")
		cohort := must(c.Cohorts.AskAgain(c.ctx, id))
		expect.Equal(t, "from which wording on", cohort.AskAgain, 1)
		expect.Equal(t, "kept", must(c.Cohorts.Cohort(c.ctx, id)), cohort)
		_, err = c.Cohorts.AskAgain(c.ctx, id)
		expect.Refused(t, "twice", err, base.Conflict)
		_, err = c.Cohorts.AskAgain(c.ctx, "nowhere")
		expect.Refused(t, "no such cohort", err, base.NotFound)

		expect.Equal(t, "P-0001 agrees again", answer("P-0001", true), nil)
		expect.Equal(t, "P-0002 says no", answer("P-0002", false), nil)
		expect.Equal(t, "P-0004 agrees for the first time", answer("P-0004", true), nil)
		for ref, want := range map[string]struct {
			state   cohorts.State
			wording int
			asked   bool
		}{
			"P-0001": {cohorts.Agreed, 1, false}, "P-0002": {cohorts.Withdrawn, 0, false}, "P-0003": {cohorts.Agreed, 0, true}, "P-0004": {cohorts.Agreed, 1, false},
		} {
			m := must(c.Cohorts.Membership(c.ctx, id, ref))
			expect.Equal(t, ref, []any{m.State, m.Wording, m.AskedAgain(cohort)}, []any{want.state, want.wording, want.asked})
		}
		expect.Equal(t, "no after the second yes", answer("P-0001", false), nil)
		expect.Equal(t, "history", c.steps(id, "P-0001"),
			">selected staff team 0 , selected>invited staff team 0 , invited>agreed participant link 0 en, agreed>agreed participant link 1 en, agreed>withdrawn participant link 1 en")
	})
}

// When a beta ends, every member who agreed graduates, and nobody joins it any more.
func TestEnd(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		people := refs(cohorts.MaxChunk + 12)
		c.People(t, cohorts.Patient, people...)
		id, asked := c.Asked(t, "First wave", people[2:]...)
		servicestest.Together(len(people)-4, func(i int) cohorts.State {
			return must(c.Contact.AnswerConsent(c.ctx, asked[people[4+i]], true, "en"))
		})
		must(c.Cohorts.Select(c.ctx, id, people[1:2], cohorts.RefuseOverflow))
		c.Clock.Advance(time.Hour)
		expect.Equal(t, "graduated", must(c.Cohorts.End(c.ctx, id)), len(people)-4)
		expect.Equal(t, "again", must(c.Cohorts.End(c.ctx, id)), 0)
		cohort := must(c.Cohorts.Cohort(c.ctx, id))
		expect.Equal(t, "ended", []any{cohort.Over(), cohort.Ended}, []any{true, c.Clock.Now()})
		expect.Equal(t, "members", c.members(id), map[cohorts.State]int{cohorts.Selected: 1, cohorts.Invited: 2, cohorts.Graduated: len(people) - 4})

		_, err := c.Cohorts.Select(c.ctx, id, people[:1], cohorts.RefuseOverflow)
		expect.Refused(t, "selecting", err, base.Conflict)
		_, err = c.Cohorts.Draw(c.ctx, id, cohorts.DrawRule{Size: 1}, "")
		expect.Refused(t, "drawing", err, base.Conflict)
		_, err = c.Cohorts.Fill(c.ctx, id)
		expect.Refused(t, "filling", err, base.Conflict)
		_, err = c.Contact.AnswerConsent(c.ctx, asked[people[2]], true, "en")
		expect.Refused(t, "agreeing", err, base.Conflict)
		_, err = c.Cohorts.End(c.ctx, "nowhere")
		expect.Refused(t, "no such cohort", err, base.NotFound)
		other := must(c.Cohorts.CreateCohort(c.ctx, cohorts.Cohort{Name: base.Words{"en": "Second wave", "es": "Second wave"}})).ID
		expect.Equal(t, "graduates are free for another beta",
			must(c.Cohorts.Select(c.ctx, other, people[4:6], cohorts.RefuseOverflow)).Selected, 2)
	})
}

// Members who leave while a beta ends do not graduate.
func TestEndWhileMembersLeave(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, refs(20)...)
		id, asked := c.Asked(t, "First wave", refs(20)...)
		for _, ref := range refs(20) {
			must(c.Contact.AnswerConsent(c.ctx, asked[ref], true, "en"))
		}
		left := servicestest.Together(11, func(i int) bool {
			if i == 10 {
				must(c.Cohorts.End(c.ctx, id))
				return false
			}
			err := c.Another(t).Contact.Leave(c.ctx, asked[refs(20)[i]], id, false)
			expect.Equal(t, "left", err, nil)
			return must(c.Cohorts.Membership(c.ctx, id, refs(20)[i])).State == cohorts.Withdrawn
		})
		n := 0
		for _, gone := range left {
			if gone {
				n++
			}
		}
		want := map[cohorts.State]int{cohorts.Graduated: 20 - n}
		if n > 0 {
			want[cohorts.Withdrawn] = n
		}
		expect.Equal(t, "members", c.members(id), want)
		expect.Equal(t, "exact", c.recounted(id), want)
	})
}

// What the team heard on paper or by telephone is noted with the channel, the wording and the person's own language.
func TestHeard(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, refs(4)...) // every other one speaks Spanish
		c.reword(t, "Your care stays the same.")
		id, _ := c.Asked(t, "First wave", refs(4)...)
		const before = ">selected staff team 0 , selected>invited staff team 0 "
		for _, h := range []struct {
			ref     string
			to      cohorts.State
			channel string
			steps   string
		}{
			{"P-0001", cohorts.Agreed, "paper", before + ", invited>agreed staff paper 1 en"},
			{"P-0002", cohorts.Agreed, "phone", before + ", invited>agreed staff phone 1 es"},
			{"P-0003", cohorts.Agreed, "", before + ", invited>agreed staff team 1 "},
			{"P-0004", cohorts.Declined, "phone", before + ", invited>declined staff phone 0 "},
		} {
			must(c.Cohorts.SetState(c.ctx, id, h.ref, h.to, cohorts.Heard{Channel: h.channel}))
			expect.Equal(t, h.ref, c.steps(id, h.ref), h.steps)
		}
		_, err := c.Cohorts.SetState(c.ctx, id, "P-0001", cohorts.Withdrawn, cohorts.Heard{Channel: "pigeon"})
		expect.Equal(t, "by a pigeon", expect.Fields(err), []string{"channel: error.oneof"})
	})
}

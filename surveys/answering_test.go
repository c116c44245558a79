package surveys_test

import (
	"fmt"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base/expect"
	"soundings/server/services/servicestest"
	"soundings/surveys"
)

// A survey is answered page by page; pages on which nothing is asked are passed over, and what was typed is kept,
// right or wrong.
func TestAnswerPageByPage(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		v := c.Portal(t)
		i := c.Invited(t, v, "P-0001")["P-0001"]
		c.sees(t, i, "asking 0", "")
		expect.Equal(t, "nothing chosen", shown(c.Send(t, i, 0, surveys.Next)), "asking 0 helped: answer.required_choice")
		expect.Equal(t, "a choice that is none", shown(c.Send(t, i, 0, surveys.Next, "helped=perhaps")), "asking 0 helped: answer.choice")
		c.sees(t, i, "asking 0", "helped=perhaps")
		expect.Equal(t, "yes", shown(c.Send(t, i, 0, surveys.Next, "helped=yes")), "asking 1")
		c.sees(t, i, "asking 1", "helped=yes")
		expect.Equal(t, "too many hours", shown(c.Send(t, i, 1, surveys.Next, "hours=25")), "asking 1 hours: answer.range")
		expect.Equal(t, "back, with a wrong value", shown(c.Send(t, i, 1, surveys.Back, "hours=many")), "asking 0")
		c.sees(t, i, "asking 0", "helped=yes hours=many")
		expect.Equal(t, "yes still", shown(c.Send(t, i, 0, surveys.Next, "helped=yes")), "asking 1")
		expect.Equal(t, "half hours", shown(c.Send(t, i, 1, surveys.Next, "hours=2,5")), "asking 2")
		expect.Equal(t, "back twice", shown(c.Send(t, i, 2, surveys.Back, "used=mail", "used=labs")), "asking 1")

		expect.Equal(t, "no after all", shown(c.Send(t, i, 0, surveys.Next, "helped=no", "why=")), "asking 2") // no hours are asked
		expect.Equal(t, "back", shown(c.Send(t, i, 2, surveys.Back, "used=mail", "used=labs")), "asking 0")
		expect.Equal(t, "yes after all", shown(c.Send(t, i, 0, surveys.Next, "helped=yes")), "asking 1")
		c.sees(t, i, "asking 1", "helped=yes hours=2,5 used=mail|labs") // what was typed before is still there
		expect.Equal(t, "hours", shown(c.Send(t, i, 1, "", "hours=2,5")), "asking 2")
		expect.Equal(t, "done", shown(c.Send(t, i, 2, surveys.Submit, "used=labs", "used=mail")), "done 2")

		r := c.responses(t, v.ID)
		expect.Equal(t, "responses", len(r), 1)
		expect.Equal(t, "answers", r[0].Answers, servicestest.Said("helped=yes", "hours=2.5", "used=mail", "used=labs"))
		expect.Equal(t, "of whom", fmt.Sprintln(r[0].Ref, r[0].Group, r[0].Cohort, r[0].Language, r[0].Version, r[0].Submitted.Equal(c.Clock.Now())), "P-0001 patient wave es 1 true\n")
		expect.Equal(t, "under way", len(c.Documents(t, "unfinished")), 0)
		c.sees(t, i, "already 0", "")
	})
}

// What is hidden is not kept as an answer, whatever was typed there; a question that an answer brings up on its own page
// is asked before the answers are sent.
func TestAnswerWhatIsAsked(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		v := c.Portal(t)
		asked := c.Invited(t, v, refs(3)...)
		one := asked["P-0001"]
		expect.Equal(t, "yes", shown(c.Send(t, one, 0, surveys.Next, "helped=yes")), "asking 1")
		expect.Equal(t, "hours", shown(c.Send(t, one, 1, surveys.Next, "hours=3")), "asking 2")
		expect.Equal(t, "no", shown(c.Send(t, one, 0, surveys.Next, "helped=no")), "asking 0") // and why?
		expect.Equal(t, "no, for no reason", shown(c.Send(t, one, 0, surveys.Next, "helped=no", "why=")), "asking 2")
		expect.Equal(t, "next never sends", shown(c.Send(t, one, 2, surveys.Next)), "asking 2")
		expect.Equal(t, "sent", shown(c.Send(t, one, 2, surveys.Submit)), "done 2")

		two := asked["P-0002"]
		expect.Equal(t, "all at once, by a program", shown(c.Send(t, two, -1, surveys.Submit, "helped=no", "why=slow", "hours=3", "nobody=asked")), "done 0")
		three := asked["P-0003"]
		expect.Equal(t, "not enough, by a program", shown(c.Send(t, three, -1, surveys.Submit, "helped=yes")), "asking 1 hours: answer.required")
		answers := map[string]surveys.Answers{}
		for _, r := range c.responses(t, v.ID) {
			answers[r.Ref] = r.Answers
		}
		expect.Equal(t, "answers", answers, map[string]surveys.Answers{"P-0001": servicestest.Said("helped=no"), "P-0002": servicestest.Said("helped=no", "why=slow")})
	})
}

// After the end nothing is taken any more, and each end says what it is; what was sent before stays.
func TestAnswerTooLate(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		people := refs(4)
		c.People(t, cohorts.Patient, people...)
		id := c.Agreed(t, "Wave", people...)
		v := c.Portal(t)
		until := c.Clock.Now().Add(time.Hour)
		asked := servicestest.ByRef(must(c.Surveys.Invite(c.ctx, v.ID, surveys.Audience{Cohort: id, Expires: until})))
		sent, withdrawn, late := asked["P-0001"], asked["P-0002"], asked["P-0003"]
		expect.Equal(t, "in time", shown(c.Send(t, sent, -1, surveys.Submit, "helped=no")), "done 0")

		c.Send(t, withdrawn, 0, surveys.Save, "helped=no")
		must(c.Cohorts.SetState(c.ctx, id, "P-0002", cohorts.Withdrawn, cohorts.Heard{}))
		c.sees(t, withdrawn, "left 0", "")
		expect.Equal(t, "who left the beta", shown(c.Send(t, withdrawn, -1, surveys.Submit, "helped=no")), "left 0")

		c.Clock.Advance(time.Hour - time.Millisecond)
		expect.Equal(t, "at the last moment", shown(c.Send(t, late, 0, surveys.Save, "helped=no")), "saved 0")
		c.Clock.Advance(time.Millisecond)
		c.sees(t, late, "expired 0", "")
		expect.Equal(t, "too late", shown(c.Send(t, late, -1, surveys.Submit, "helped=no")), "expired 0")
		c.sees(t, sent, "already 0", "")

		must(c.Surveys.Close(c.ctx, v.ID))
		c.sees(t, late, "closed 0", "")
		expect.Equal(t, "after closing", shown(c.Send(t, asked["P-0004"], -1, surveys.Submit, "helped=no")), "closed 0")
		c.sees(t, sent, "already 0", "")
		expect.Equal(t, "kept", len(c.responses(t, v.ID)), 1)
	})
}

package store_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/surveys"
)

// shown is a sheet in short: where it stands, the page from 0, and what is wrong.
func shown(s surveys.Sheet) string {
	return strings.TrimSpace(fmt.Sprint(string(s.Status), " ", s.Page, " ", strings.Join(named(s.Errors), ", ")))
}

// look opens a link and returns what it shows and what stands in its fields.
func (c *clinic) look(i contact.Invitation) (string, string) {
	sheet := must(c.surveys.Open(c.ctx, c.again(i)))
	var fields []string
	for _, field := range slices.Sorted(maps.Keys(sheet.Typed)) {
		fields = append(fields, field+"="+strings.Join(sheet.Typed[field], "|"))
	}
	return shown(sheet), strings.Join(fields, " ")
}

// sees holds what a link shows against what it should.
func (c *clinic) sees(t *testing.T, i contact.Invitation, page, typed string) {
	t.Helper()
	gotPage, gotTyped := c.look(i)
	equal(t, "shown", gotPage, page)
	equal(t, "typed", gotTyped, typed)
}

func (c *clinic) responses(survey string) []surveys.Response {
	var all []surveys.Response
	if err := c.surveys.EachResponse(c.ctx, survey, func(r surveys.Response) error { all = append(all, r); return nil }); err != nil {
		panic(err)
	}
	return all
}

// A survey is answered page by page; pages on which nothing is asked are passed over, and what was typed is kept,
// right or wrong.
func TestAnswerPageByPage(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		v := c.portal()
		i := c.invited(v, "P-0001")["P-0001"]
		c.sees(t, i, "asking 0", "")
		equal(t, "nothing chosen", shown(c.send(i, 0, surveys.Next)), "asking 0 helped: answer.required_choice")
		equal(t, "a choice that is none", shown(c.send(i, 0, surveys.Next, "helped=perhaps")), "asking 0 helped: answer.choice")
		c.sees(t, i, "asking 0", "helped=perhaps")
		equal(t, "yes", shown(c.send(i, 0, surveys.Next, "helped=yes")), "asking 1")
		c.sees(t, i, "asking 1", "helped=yes")
		equal(t, "too many hours", shown(c.send(i, 1, surveys.Next, "hours=25")), "asking 1 hours: answer.range")
		equal(t, "back, with a wrong value", shown(c.send(i, 1, surveys.Back, "hours=many")), "asking 0")
		c.sees(t, i, "asking 0", "helped=yes hours=many")
		equal(t, "yes still", shown(c.send(i, 0, surveys.Next, "helped=yes")), "asking 1")
		equal(t, "half hours", shown(c.send(i, 1, surveys.Next, "hours=2,5")), "asking 2")
		equal(t, "back twice", shown(c.send(i, 2, surveys.Back, "used=mail", "used=labs")), "asking 1")

		equal(t, "no after all", shown(c.send(i, 0, surveys.Next, "helped=no", "why=")), "asking 2") // no hours are asked
		equal(t, "back", shown(c.send(i, 2, surveys.Back, "used=mail", "used=labs")), "asking 0")
		equal(t, "yes after all", shown(c.send(i, 0, surveys.Next, "helped=yes")), "asking 1")
		c.sees(t, i, "asking 1", "helped=yes hours=2,5 used=mail|labs") // what was typed before is still there
		equal(t, "hours", shown(c.send(i, 1, "", "hours=2,5")), "asking 2")
		equal(t, "done", shown(c.send(i, 2, surveys.Submit, "used=labs", "used=mail")), "done 2")

		r := c.responses(v.ID)
		equal(t, "responses", len(r), 1)
		equal(t, "answers", r[0].Answers, said("helped=yes", "hours=2.5", "used=mail", "used=labs"))
		equal(t, "of whom", fmt.Sprintln(r[0].Ref, r[0].Group, r[0].Cohort, r[0].Language, r[0].Version, r[0].Submitted.Equal(c.now())), "P-0001 patient wave es 1 true\n")
		equal(t, "under way", len(c.documents("unfinished")), 0)
		c.sees(t, i, "already 0", "")
	})
}

// What is hidden is not kept as an answer, whatever was typed there; a question that an answer brings up on its own page
// is asked before the answers are sent.
func TestAnswerWhatIsAsked(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		v := c.portal()
		asked := c.invited(v, refs(3)...)
		one := asked["P-0001"]
		equal(t, "yes", shown(c.send(one, 0, surveys.Next, "helped=yes")), "asking 1")
		equal(t, "hours", shown(c.send(one, 1, surveys.Next, "hours=3")), "asking 2")
		equal(t, "no", shown(c.send(one, 0, surveys.Next, "helped=no")), "asking 0") // and why?
		equal(t, "no, for no reason", shown(c.send(one, 0, surveys.Next, "helped=no", "why=")), "asking 2")
		equal(t, "sent", shown(c.send(one, 2, surveys.Next)), "done 2")

		two := asked["P-0002"]
		equal(t, "all at once, by a program", shown(c.send(two, -1, surveys.Submit, "helped=no", "why=slow", "hours=3", "nobody=asked")), "done 0")
		three := asked["P-0003"]
		equal(t, "not enough, by a program", shown(c.send(three, -1, surveys.Submit, "helped=yes")), "asking 1 hours: answer.required")
		answers := map[string]surveys.Answers{}
		for _, r := range c.responses(v.ID) {
			answers[r.Ref] = r.Answers
		}
		equal(t, "answers", answers, map[string]surveys.Answers{"P-0001": said("helped=no"), "P-0002": said("helped=no", "why=slow")})
	})
}

// Saved on one device, it goes on on another: at the same page, with what was typed there, checked or not.
func TestSaveAndResume(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		v := c.portal()
		i := c.invited(v, "P-0001")["P-0001"]
		equal(t, "to the second page", shown(c.send(i, 0, surveys.Next, "helped=yes")), "asking 1")
		equal(t, "saved", shown(c.send(i, 1, surveys.Save, "hours=25")), "saved 1")
		c.wait(72 * time.Hour)
		other := c.another(t)
		other.sees(t, i, "asking 1", "helped=yes hours=25")
		equal(t, "going on", shown(other.send(i, 1, surveys.Next, "hours=24")), "asking 2")
		equal(t, "started and not finished", len(c.responses(v.ID)), 0)
		documents := strings.Join(c.documents("unfinished"), "")
		equal(t, "sealed", strings.Contains(documents, "helped") || strings.Contains(documents, "yes"), false)
	})
}

// Two devices at once: neither undoes what the other typed on another page, and the first to send is kept.
func TestTwoDevices(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		v := c.open(strings.ReplaceAll(portalPages, `"required": true,`, ""))
		asked := c.invited(v, refs(12)...)
		other := c.another(t)
		for ref, i := range asked {
			c.send(i, 0, surveys.Save, "helped=yes")
			together(2, func(n int) error {
				if n == 0 {
					c.send(i, 1, surveys.Save, "hours=3")
				} else {
					other.send(i, 2, surveys.Save, "used=mail", "sus.1=4")
				}
				return nil
			})
			_, typed := c.look(i)
			equal(t, ref, typed, "helped=yes hours=3 sus.1=4 used=mail")
			ends := together(2, func(n int) surveys.Status {
				return []*clinic{c, other}[n].send(i, 2, surveys.Submit, "used=labs").Status
			})
			equal(t, ref, count(ends), map[surveys.Status]int{surveys.Done: 1, surveys.Already: 1})
		}
		equal(t, "responses", len(c.responses(v.ID)), len(asked))
	})
}

// Many people send at once, each several times: each is answered thank-you once, and kept once.
func TestSubmitOnce(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		v := c.portal()
		people := refs(60)
		asked := c.invited(v, people...)
		servers := []*clinic{c, c.another(t), c.another(t)}
		ends := together(3*len(people), func(n int) surveys.Status {
			i, at := asked[people[n/3]], servers[n%3]
			sheet, err := at.surveys.Answer(at.ctx, i, surveys.Typed{Action: surveys.Submit, Page: -1, Values: said("helped=no", fmt.Sprint("why=try ", n))})
			if err != nil {
				t.Error(err)
			}
			return sheet.Status
		})
		equal(t, "told", count(ends), map[surveys.Status]int{surveys.Done: 60, surveys.Already: 120})
		var who []string
		for _, r := range c.responses(v.ID) {
			who = append(who, r.Ref)
		}
		slices.Sort(who)
		equal(t, "kept", who, people)
		counts := must(c.contact.Counts(c.ctx, contact.ForSurvey, v.ID))
		equal(t, "completed", []int{counts.States[contact.Completed], counts.Started, counts.Invited()}, []int{60, 60, 60})
	})
}

// After the end nothing is taken any more, and each end says what it is; what was sent before stays.
func TestAnswerTooLate(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		people := refs(4)
		c.patients(people...)
		id := c.agreed("Wave", people...)
		v := c.portal()
		until := c.now().Add(time.Hour)
		asked := byRef(must(c.surveys.Invite(c.ctx, v.ID, surveys.Audience{Cohort: id, Expires: until})))
		sent, withdrawn, late := asked["P-0001"], asked["P-0002"], asked["P-0003"]
		equal(t, "in time", shown(c.send(sent, -1, surveys.Submit, "helped=no")), "done 0")

		c.send(withdrawn, 0, surveys.Save, "helped=no")
		must(c.people.SetState(c.ctx, id, "P-0002", cohorts.Withdrawn, cohorts.Heard{}))
		c.sees(t, withdrawn, "not_asked 0", "")
		equal(t, "who left the beta", shown(c.send(withdrawn, -1, surveys.Submit, "helped=no")), "not_asked 0")

		c.wait(time.Hour - time.Millisecond)
		equal(t, "at the last moment", shown(c.send(late, 0, surveys.Save, "helped=no")), "saved 0")
		c.wait(time.Millisecond)
		c.sees(t, late, "expired 0", "")
		equal(t, "too late", shown(c.send(late, -1, surveys.Submit, "helped=no")), "expired 0")
		c.sees(t, sent, "already 0", "")

		must(c.surveys.Close(c.ctx, v.ID))
		c.sees(t, late, "closed 0", "")
		equal(t, "after closing", shown(c.send(asked["P-0004"], -1, surveys.Submit, "helped=no")), "closed 0")
		c.sees(t, sent, "already 0", "")
		equal(t, "kept", len(c.responses(v.ID)), 1)
	})
}

// Free text is sealed; choices and numbers are in the open, so that they can be counted.
func TestResponsesAreSealed(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		v := c.portal()
		i := c.invited(v, "P-0001")["P-0001"]
		c.send(i, 0, surveys.Save, "helped=no", "why=The nurse Zebulon was slow")
		c.send(i, -1, surveys.Submit, "helped=no", "why=The nurse Zebulon was slow")
		documents := strings.Join(c.documents("*"), "\n")
		equal(t, "text", strings.Contains(documents, "Zebulon") || strings.Contains(documents, "nurse"), false)
		equal(t, "choice", strings.Contains(strings.Join(c.documents("responses"), ""), "helped"), true)
		equal(t, "read again", c.responses(v.ID)[0].Answers["why"], []string{"The nurse Zebulon was slow"})
	})
}

// Every invitation is in one state, those ever opened are known, and those whose time is past are moved once.
func TestInvitationStates(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		people := refs(300)
		c.staff(people...)
		v := c.portal()
		asked := byRef(must(c.surveys.Invite(c.ctx, v.ID, surveys.Audience{Refs: people, Expires: c.now().Add(time.Hour)})))
		for n, ref := range people[:30] {
			together(3, func(int) error { c.look(asked[ref]); return nil })
			equal(t, "opened again", c.contact.MarkOpened(c.ctx, asked[ref]), nil) // from an old read
			if n < 10 {
				c.send(asked[ref], -1, surveys.Submit, "helped=no")
			}
		}
		states := func() string {
			counts := must(c.contact.Counts(c.ctx, contact.ForSurvey, v.ID))
			return fmt.Sprint(counts.States[contact.Created], counts.States[contact.Opened], counts.States[contact.Completed], counts.States[contact.Expired], counts.Started)
		}
		equal(t, "before", states(), "270 20 10 0 30")
		equal(t, "too early", must(c.contact.Expire(c.ctx)), 0)
		c.wait(time.Hour + time.Millisecond)
		moved := together(3, func(int) int { return must(c.another(t).contact.Expire(c.ctx)) })
		equal(t, "moved", moved[0]+moved[1]+moved[2], 290)
		equal(t, "after", states(), "0 0 10 290 30")
		equal(t, "again", must(c.contact.Expire(c.ctx)), 0)
		c.foldAll()
		equal(t, "folded", states(), "0 0 10 290 30")
	})
}

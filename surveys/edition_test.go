package surveys_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/contact"
	"soundings/server/services/servicestest"
	"soundings/surveys"
)

const yesNo = `[{"questions": [
	{"id": "q", "type": "single", "text": "?", "options": [{"value": "y", "text": "Y"}, {"value": "n", "text": "N"}]},
	{"id": "r", "type": "single", "text": "?", "options": [{"value": "y", "text": "Y"}, {"value": "n", "text": "N"}]}]}]`

// asked makes an open survey with cuts and asks so many people of some groups, who are named by group: "staff-3".
func (c *clinic) ask(t *testing.T, cuts []string, people map[cohorts.Group]int) (surveys.Survey, map[string]contact.Invitation) {
	t.Helper()
	v := must(c.Surveys.Create(c.ctx, surveys.Survey{Title: base.Words{"en": "Portal"}, Pages: servicestest.Pages(t, yesNo), Cuts: cuts}))
	v = must(c.Surveys.Publish(c.ctx, v.ID))
	var refs, patients []string
	file := "ref,group,site\n"
	for _, g := range cohorts.Groups() {
		for i := range people[g] {
			ref := fmt.Sprintf("%s-%d", g, i+1)
			if g == cohorts.Patient {
				patients = append(patients, ref)
			} else {
				refs = append(refs, ref)
			}
			file += fmt.Sprintf("%s,%s,%s\n", ref, g, []string{"north", "south"}[i%2])
		}
	}
	must(c.Cohorts.Import(c.ctx, strings.NewReader(file), false))
	asked := map[string]contact.Invitation{}
	if len(patients) > 0 {
		maps.Copy(asked, servicestest.ByRef(must(c.Surveys.Invite(c.ctx, v.ID, surveys.Audience{Cohort: c.Agreed(t, "Wave", patients...)}))))
	}
	if len(refs) > 0 {
		maps.Copy(asked, servicestest.ByRef(must(c.Surveys.Invite(c.ctx, v.ID, surveys.Audience{Refs: refs}))))
	}
	return v, asked
}

func (c *clinic) edition(t *testing.T, v surveys.Survey, by string) surveys.Results {
	t.Helper()
	return must(c.Surveys.Results(c.ctx, v.ID, surveys.Viewers, by))
}

func (c *clinic) said(t *testing.T, asked map[string]contact.Invitation, group string, from, to int, answers ...string) {
	t.Helper()
	for i := from; i <= to; i++ {
		c.Send(t, asked[fmt.Sprintf("%s-%d", group, i)], -1, surveys.Submit, answers...)
	}
}

func inShort(r surveys.Results) string {
	return fmt.Sprintf("%d: %d counted, %d more", r.Edition.Number, r.Edition.Counted, r.Edition.Waiting)
}

// Viewers see an edition, which changes when enough people of a class have answered, and never with one of them.
func TestEditions(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		v, asked := c.ask(t, nil, map[cohorts.Group]int{cohorts.Patient: 40, cohorts.Staff: 12})
		expect.Equal(t, "nobody", inShort(c.edition(t, v, "")), "0: 0 counted, 0 more")
		c.said(t, asked, "patient", 1, 10, "q=y", "r=y")
		expect.Equal(t, "ten", inShort(c.edition(t, v, "")), "0: 0 counted, 10 more")
		c.said(t, asked, "patient", 11, 11, "q=n")
		r := c.edition(t, v, surveys.ByGroup)
		expect.Equal(t, "eleven", inShort(r), "1: 11 counted, 0 more")
		expect.Equal(t, "q", r.Questions[0].N, 11)
		expect.Equal(t, "r, which ten answered", r.Questions[1].N, 0)
		c.said(t, asked, "patient", 12, 15, "q=n", "r=n")
		c.said(t, asked, "staff", 1, 5, "q=n", "r=n")
		r = c.edition(t, v, surveys.ByGroup)
		expect.Equal(t, "five of the staff", inShort(r), "2: 16 counted, 4 more")
		expect.Equal(t, "parts", []int{r.By["group"]["patient"].Completed, r.By["group"]["staff"].Completed}, []int{11, 5})
		live := must(c.Surveys.Results(c.ctx, v.ID, surveys.Team, ""))
		expect.Equal(t, "live", []any{live.Edition == nil, live.Questions[0].N, live.Questions[1].N}, []any{true, 20, 19})

		c.said(t, asked, "patient", 16, 22, "q=y", "r=n")
		r = c.edition(t, v, "")
		expect.Equal(t, "eleven more", inShort(r), "3: 27 counted, 0 more")
		expect.Equal(t, "and now r", r.Questions[1].N, 26)
		c.editionAgrees(t)
		e := must(c.Store.Edition(c.ctx, v.ID))
		e.Cells[surveys.Part{}].Completed++
		must(0, c.Store.SaveEdition(c.ctx, e, nil))
		expect.Equal(t, "doctored", must(c.Surveys.Recount(c.ctx)).Different, []string{v.ID})
	})
}

// Cuts are chosen before publishing. What an edition is not cut by cannot be asked of it.
func TestCuts(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		cuts := []string{surveys.ByLanguage, "attribute:site"}
		v, asked := c.ask(t, cuts, map[cohorts.Group]int{cohorts.Staff: 20, cohorts.HIT: 4})
		c.said(t, asked, "staff", 1, 10, "q=y")
		c.said(t, asked, "hit", 1, 4, "q=n")
		r := c.edition(t, v, "attribute:site")
		expect.Equal(t, "five of the staff of each site", inShort(r), "1: 10 counted, 4 more")
		expect.Equal(t, "north", r.By["attribute:site"]["north"].Questions[0].N, 5)
		_, err := c.Surveys.Results(c.ctx, v.ID, surveys.Viewers, surveys.ByGroup)
		expect.Refused(t, "by group, for viewers", err, base.Invalid)
		expect.Equal(t, "by group, for the team", len(must(c.Surveys.Results(c.ctx, v.ID, surveys.Team, surveys.ByGroup)).By["group"]), 2)

		for _, bad := range [][]string{{"shoe"}, {"group", "group"}, {"attribute:"}, {"group", "cohort", "language", "attribute:a", "attribute:b", "attribute:c", "attribute:d"}} {
			_, err := c.Surveys.Create(c.ctx, surveys.Survey{Title: base.Words{"en": "T"}, Pages: servicestest.Pages(t, yesNo), Cuts: bad})
			expect.Refused(t, strings.Join(bad, " "), err, base.Invalid)
		}
	})
}

// Closing makes the last edition: who still waits is put together with others, or stays out.
func TestClosingMakesTheLastEdition(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		v, asked := c.ask(t, []string{surveys.ByGroup, "attribute:site"}, map[cohorts.Group]int{cohorts.Staff: 20, cohorts.HIT: 3})
		c.said(t, asked, "staff", 1, 16, "q=y")
		c.said(t, asked, "hit", 1, 3, "q=n")
		expect.Equal(t, "before", inShort(c.edition(t, v, "")), "1: 16 counted, 3 more")
		c.said(t, asked, "staff", 17, 20, "q=y")
		expect.Equal(t, "two more of each site", inShort(c.edition(t, v, "")), "1: 16 counted, 7 more")
		v = must(c.Surveys.Close(c.ctx, v.ID))
		r := c.edition(t, v, surveys.ByGroup)
		expect.Equal(t, "four of the staff and three are enough together", inShort(r), "2: 23 counted, 0 more")
		expect.Equal(t, "who are of no group", r.By["group"]["staff"].Completed, 16)
		expect.Equal(t, "but answered", r.Questions[0].N, 23)
		c.editionAgrees(t)
		must(0, c.Store.RemoveResponse(c.ctx, v, asked["staff-1"].ID))
		expect.Equal(t, "nothing changes any more", written(c.edition(t, v, surveys.ByGroup).Figures), written(r.Figures))
	})
}

// An answer that is taken out before it was told is never told; one that was leaves with a later batch.
func TestEditionsAfterRemovals(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		v, asked := c.ask(t, nil, map[cohorts.Group]int{cohorts.Staff: 30})
		c.said(t, asked, "staff", 1, 3, "q=y")
		must(0, c.Store.RemoveResponse(c.ctx, v, asked["staff-1"].ID))
		c.said(t, asked, "staff", 4, 6, "q=y")
		expect.Equal(t, "five are left", inShort(c.edition(t, v, "")), "1: 5 counted, 0 more")
		for _, ref := range []string{"staff-2", "staff-3", "staff-4"} {
			must(0, c.Store.RemoveResponse(c.ctx, v, asked[ref].ID))
		}
		expect.Equal(t, "they stay for now", inShort(c.edition(t, v, "")), "1: 5 counted, 0 more")
		expect.Equal(t, "with nobody's words", strings.Contains(strings.Join(c.Documents(t, "editions"), ""), "staff-2"), false)
		c.said(t, asked, "staff", 7, 9, "q=n", "r=n")
		expect.Equal(t, "three come and three would go", inShort(c.edition(t, v, "")), "2: 5 counted, 0 more")
		c.said(t, asked, "staff", 10, 14, "q=n", "r=n")
		r := c.edition(t, v, "")
		expect.Equal(t, "five more", inShort(r), "3: 10 counted, 0 more")
		expect.Equal(t, "q", r.Questions[0].N, 10)
		expect.Equal(t, "r, of eight", r.Questions[1].N, 8)
	})
}

// Somebody who is removed for good stays in every edition, as nobody.
func TestEditionsForgetWhoWas(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		v, asked := c.ask(t, nil, map[cohorts.Group]int{cohorts.Staff: 12})
		c.said(t, asked, "staff", 1, 4, "q=y", "r=y")
		c.said(t, asked, "staff", 5, 5, "q=n")
		c.edition(t, v, "") // r waits
		must(0, c.Cohorts.RemoveParticipant(c.ctx, "staff-1"))
		for _, doc := range c.Documents(t, "editions") {
			expect.Equal(t, "their id", strings.Contains(doc, asked["staff-1"].ID), false)
		}
		c.said(t, asked, "staff", 6, 11, "q=n", "r=n")
		r := c.edition(t, v, "")
		expect.Equal(t, "all", []int{r.Questions[0].N, r.Questions[1].N}, []int{11, 10})
		c.editionAgrees(t)
	})
}

// Several servers make the edition of one survey while people answer and leave, and all count alike.
func TestEditionsAtOnce(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		v, asked := c.ask(t, nil, map[cohorts.Group]int{cohorts.Staff: 60, cohorts.Patient: 60})
		var refs []string
		for ref := range asked {
			refs = append(refs, ref)
		}
		slices.Sort(refs)
		errs := servicestest.Together(8, func(n int) error {
			other := c.Another(t)
			for k := n; k < len(refs); k += 8 {
				if _, err := other.Surveys.Answer(c.ctx, asked[refs[k]], surveys.Typed{Page: -1, Values: servicestest.Said("q=y")}); err != nil {
					return err
				}
				if k%3 == 0 {
					if err := c.Store.RemoveResponse(c.ctx, v, asked[refs[k]].ID); err != nil {
						return err
					}
				}
				if err := other.Surveys.MakeEditions(c.ctx); err != nil {
					return err
				}
			}
			return nil
		})
		expect.Equal(t, "faults", servicestest.Count(errs), map[error]int{nil: 8})
		e := must(c.Store.Edition(c.ctx, v.ID))
		leaving := 0
		for _, class := range e.Classes {
			leaving += len(class.Leaving)
		}
		r := c.edition(t, v, "")
		expect.Equal(t, "all are somewhere", r.Edition.Counted-leaving+r.Edition.Waiting, 80)
	})
}

// editionAgrees holds editions against the responses that were told.
func (c *clinic) editionAgrees(t *testing.T) {
	t.Helper()
	expect.Equal(t, "recounted", must(c.Surveys.Recount(c.ctx)).Different, nil)
}

package surveys_test

import (
	"fmt"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/server/services/servicestest"
	"soundings/surveys"
)

// told says how often y and n were given to the first question, by all and in each group.
func told(r surveys.Results) string {
	line := func(f surveys.Figures) string {
		s := ""
		for _, o := range f.Questions[0].Options {
			if o.Told != "" {
				s += fmt.Sprint(" ", o.Told)
			} else {
				s += fmt.Sprint(" ", o.N)
			}
		}
		return s
	}
	s := "all" + line(r.Figures)
	for _, group := range r.PartsOf(surveys.ByGroup) {
		s += fmt.Sprint(", ", group, line(r.By[surveys.ByGroup][group].Figures))
	}
	return s
}

// tells returns what checks how an edition made now tells the first question.
func (c *clinic) tells(t *testing.T, v surveys.Survey) func(about, want string) {
	return func(about, want string) {
		t.Helper()
		if got := told(c.edition(t, v, surveys.ByGroup)); got != want {
			t.Errorf("%s: %q, want %q", about, got, want)
		}
	}
}

// What an edition does not tell as a number follows from no later one: the total waits until it can tell numbers, or for the
// end, and as it tells what each batch added, the parts of a cut tell numbers only once what came to them could be told by itself.
func TestWordsOfEditions(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		v, asked := c.ask(t, nil, map[cohorts.Group]int{cohorts.Staff: 40, cohorts.HIT: 40})
		is := c.tells(t, v)
		c.said(t, asked, "staff", 1, 7, "q=y")
		c.said(t, asked, "staff", 8, 8, "q=n")
		c.said(t, asked, "hit", 1, 7, "q=y")
		c.said(t, asked, "hit", 8, 8, "q=n")
		is("eight of each, of whom one said no", "all left_out left_out, staff left_out left_out, hit left_out left_out")
		c.said(t, asked, "staff", 9, 14, "q=n")
		is("six more of the staff", "all 14 8, staff left_out left_out, hit left_out left_out")
		c.said(t, asked, "hit", 9, 14, "q=n")
		is("six more of the others, whom the total gives away", "all 14 14, staff left_out left_out, hit left_out left_out")
		c.said(t, asked, "staff", 15, 20, "q=y")
		c.said(t, asked, "hit", 15, 20, "q=n")
		is("six more of both, of one mind in each", "all 20 20, staff left_out left_out, hit left_out left_out")
		c.said(t, asked, "staff", 21, 25, "q=n")
		c.said(t, asked, "hit", 21, 25, "q=y")
		is("so many of both that what came could be told by itself", "all 25 25, staff 13 12, hit 12 13")
		live := told(must(c.Surveys.Results(c.ctx, v.ID, surveys.Team, surveys.ByGroup)))
		if want := "all 25 25, staff 13 12, hit 12 13"; live != want {
			t.Errorf("live: %q, want %q", live, want)
		}
	})
}

// Where several choices may be made each of them waits for itself.
func TestWordsOfChoices(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		v := must(c.Surveys.Create(c.ctx, surveys.Survey{Title: base.Words{"en": "Portal"}, Pages: servicestest.Pages(t, `[{"questions": [
			{"id": "used", "type": "multiple", "text": "?", "options": [{"value": "mail", "text": "M"}, {"value": "labs", "text": "L"}, {"value": "bills", "text": "B"}]}]}]`)}))
		v = must(c.Surveys.Publish(c.ctx, v.ID))
		refs := numbered("S", 20)
		c.Team(t, refs...)
		asked := servicestest.ByRef(must(c.Surveys.Invite(c.ctx, v.ID, surveys.Audience{Refs: refs})))
		for n, ref := range refs {
			answers := []string{"used=mail"}
			if n%2 == 1 {
				answers = []string{"used=mail", "used=labs"}
			}
			if n == 8 {
				answers = []string{"used=bills"}
			}
			c.Send(t, asked[ref], -1, surveys.Submit, answers...)
		}
		if got, want := told(c.edition(t, v, "")), "all left_out 10 left_out"; got != want {
			t.Errorf("%q, want %q", got, want)
		}
		must(c.Surveys.Close(c.ctx, v.ID))
		if got, want := told(c.edition(t, v, "")), "all almost_all 10 almost_none"; got != want {
			t.Errorf("at the end %q, want %q", got, want)
		}
	})
}

// Of an instrument an edition tells the score alone, and of a batch at an end of its scale nothing before others come with it.
func TestScoresOfEditions(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		v := must(c.Surveys.Create(c.ctx, surveys.Survey{Title: base.Words{"en": "Portal"}, Pages: servicestest.Pages(t, `[{"questions": [{"id": "u", "instrument": "umux-lite"}]}]`)}))
		v = must(c.Surveys.Publish(c.ctx, v.ID))
		refs := numbered("S", 15)
		c.Team(t, refs...)
		asked := servicestest.ByRef(must(c.Surveys.Invite(c.ctx, v.ID, surveys.Audience{Refs: refs})))
		answer := func(from, to int, answers ...string) string {
			for _, ref := range refs[from:to] {
				c.Send(t, asked[ref], -1, surveys.Submit, answers...)
			}
			r := c.edition(t, v, "")
			if r.Scores[0].Mean == nil {
				return fmt.Sprint(r.Edition.Counted, " counted, no score")
			}
			return fmt.Sprintf("%d counted, %.1f of %d, deviation %v, item %v", r.Edition.Counted, *r.Scores[0].Mean, r.Scores[0].N, r.Scores[0].SD != nil, r.Questions[0].N)
		}
		for _, a := range []struct{ about, got, want string }{
			{"all at the end", answer(0, 5, "u.1=7", "u.2=7"), "5 counted, no score"},
			{"and others", answer(5, 9, "u.1=4", "u.2=4") + ", " + answer(9, 10, "u.1=5", "u.2=4"), "5 counted, no score, 10 counted, 75.8 of 10, deviation true, item 0"},
			{"at the end again", answer(10, 15, "u.1=7", "u.2=7"), "15 counted, 75.8 of 10, deviation true, item 0"},
		} {
			expect.Equal(t, a.about, a.got, a.want)
		}
		var why []string
		for _, w := range c.edition(t, v, "").Withheld {
			why = append(why, w.Figure+": "+w.Reason)
		}
		expect.Equal(t, "items", why, []string{"questions.u.1: of these statements the score alone is shown", "questions.u.2: of these statements the score alone is shown"})
	})
}

// The last edition tells in words what none told before.
func TestWordsOfTheLastEdition(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		v, asked := c.ask(t, nil, map[cohorts.Group]int{cohorts.Staff: 40, cohorts.HIT: 40})
		c.said(t, asked, "staff", 1, 12, "q=y")
		c.said(t, asked, "hit", 1, 11, "q=y")
		c.said(t, asked, "hit", 12, 12, "q=n")
		for _, c2 := range []struct {
			about, want string
			then        func()
		}{
			{"open", "all left_out left_out, staff left_out left_out, hit left_out left_out", func() {}},
			{"closed", "all almost_all almost_none, staff left_out left_out, hit left_out left_out", func() { must(c.Surveys.Close(c.ctx, v.ID)) }},
		} {
			c2.then()
			if got := told(c.edition(t, v, surveys.ByGroup)); got != c2.want {
				t.Errorf("%s: %q, want %q", c2.about, got, c2.want)
			}
		}
	})
}

// A part that stayed as it was when another hid tells nothing until it changes: the total of then, less its number, would be the
// number that hid.
func TestAPartThatStaysTellsWhatHid(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		v, asked := c.ask(t, nil, map[cohorts.Group]int{cohorts.Staff: 40, cohorts.HIT: 40})
		is := c.tells(t, v)
		c.said(t, asked, "staff", 1, 2, "q=y")
		c.said(t, asked, "staff", 3, 5, "q=n")
		c.said(t, asked, "hit", 1, 3, "q=y")
		c.said(t, asked, "hit", 4, 9, "q=n")
		is("two of the staff said yes", "all 5 9, staff left_out left_out, hit left_out left_out")
		c.said(t, asked, "staff", 6, 10, "q=y")
		c.said(t, asked, "staff", 11, 15, "q=n")
		is("more of the staff", "all 10 14, staff left_out left_out, hit left_out left_out")
		c.said(t, asked, "hit", 10, 14, "q=y")
		c.said(t, asked, "hit", 15, 19, "q=n")
		is("more of the others", "all 15 19, staff 7 8, hit 8 11")
	})
}

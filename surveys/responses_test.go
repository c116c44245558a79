package surveys_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/base/expect"
	"soundings/server/services/servicestest"
	"soundings/surveys"
)

// Results say how many were asked, began and finished; below eleven answers no figure is shown, in all or by group.
func TestResults(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Staff, "S-1")
		people := refs(14)
		v := c.Portal(t)
		asked := c.Invited(t, v, people...)
		staff := must(c.Surveys.Invite(c.ctx, v.ID, surveys.Audience{Refs: []string{"S-1"}}))[0]
		answer := func(ref string) {
			c.Send(t, asked[ref], -1, surveys.Submit, "helped=yes", "hours=2", "sus.1=5", "sus.2=1", "sus.3=5", "sus.4=1", "sus.5=5", "sus.6=1",
				"sus.7=5", "sus.8=1", "sus.9=5", "sus.10=1")
		}
		for _, ref := range people[:10] {
			answer(ref)
		}
		c.look(t, asked[people[12]])
		c.Send(t, asked[people[13]], 0, surveys.Save, "helped=yes")

		r := must(c.Surveys.Results(c.ctx, v.ID, false))
		expect.Equal(t, "asked, began, finished", []int{r.Invited, r.Started, r.Completed}, []int{15, 11, 10})
		text := written(r)
		for _, figure := range []string{`"mean"`, `"options"`, `"grade"`, `"share"`, `"n":`} {
			expect.Equal(t, figure, strings.Contains(text, figure), false)
		}
		expect.Equal(t, "withheld", []int{len(r.Withheld), len(r.Questions), len(r.Scores)}, []int{15, 14, 1})

		c.Send(t, staff, -1, surveys.Submit, "helped=no")
		r = must(c.Surveys.Results(c.ctx, v.ID, true))
		low, high := surveys.Wilson(10, 11)
		expect.Equal(t, "helped", r.Questions[0].Options[0], surveys.OptionResult{Value: "yes", N: 10, Share: 10. / 11, Low: low, High: high})
		expect.Equal(t, "score, of ten", written(r.Scores[0]), `{"question":"sus","instrument":"sus","wording":"plain"}`)
		for group, n := range map[string]int{"patient": 10, "staff": 1} {
			expect.Equal(t, group, r.By["group"][group].Completed, n)
			expect.Equal(t, group, strings.Contains(written(r.By["group"][group].Figures), `"n":`), false)
		}

		answer(people[10])
		r = must(c.Surveys.Results(c.ctx, v.ID, true))
		expect.Equal(t, "score, of eleven", written(r.Scores[0]), `{"question":"sus","instrument":"sus","wording":"plain","n":11,"mean":100,"sd":0,"low":100,"high":100,"grade":"A+"}`)
		expect.Equal(t, "of patients", written(r.By["group"]["patient"].Scores), written(r.Scores))
		expect.Equal(t, "of staff", written(r.By["group"]["staff"].Scores), `[{"question":"sus","instrument":"sus","wording":"plain"}]`)
		var again surveys.Results
		expect.Equal(t, "as JSON", json.Unmarshal([]byte(written(r)), &again), nil)
	})
}

// An export goes through every response once, page by page, and stops where it is told to.
func TestEachResponse(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		people := refs(520)
		c.People(t, cohorts.Staff, people...)
		v := c.Survey(t, "Portal", servicestest.Pages(t, `[{"questions": [{"id": "text", "type": "text", "text": "?"}]}]`)...)
		asked := servicestest.ByRef(must(c.Surveys.Invite(c.ctx, v.ID, surveys.Audience{Refs: people})))
		servicestest.Together(32, func(n int) error {
			for k := n; k < len(people); k += 32 {
				must(c.Surveys.Answer(c.ctx, asked[people[k]], surveys.Typed{Page: -1, Values: servicestest.Said("text=" + people[k])}))
			}
			return nil
		})
		seen := map[string]int{}
		for _, r := range c.responses(t, v.ID) {
			seen[r.Ref]++
			expect.Equal(t, r.Ref, v.Row(r)[5], r.Ref)
		}
		expect.Equal(t, "each once", len(seen), len(people))
		full, n := fmt.Errorf("the disk is full"), 0
		err := c.Surveys.EachResponse(c.ctx, v.ID, func(surveys.Response) error { n++; return full })
		expect.Equal(t, "stopped", []any{err, n}, []any{full, 1})
		c.countsAgree(t, v)
	})
}

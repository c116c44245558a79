package surveys_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/server/services/servicestest"
	"soundings/surveys"
	"soundings/surveys/disclosure"
)

// Results say how many were asked, began and finished; below eleven answers no figure is shown, in all or by group.
func TestResults(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Staff, "S-1")
		people := refs(14)
		v := c.Portal(t)
		asked := c.Invited(t, v, people...)
		staff := must(c.Surveys.Invite(c.ctx, v.ID, surveys.Audience{Refs: []string{"S-1"}}))[0]
		answer := func(n int) {
			c.Send(t, asked[people[n]], -1, surveys.Submit, "helped=yes", "hours=2", fmt.Sprintf("sus.1=%d", 2+n%3), "sus.2=1", "sus.3=5", "sus.4=1", "sus.5=5", "sus.6=1",
				"sus.7=5", "sus.8=1", "sus.9=5", "sus.10=1")
		}
		for n := range 10 {
			answer(n)
		}
		c.look(t, asked[people[12]])
		c.Send(t, asked[people[13]], 0, surveys.Save, "helped=yes")

		r := must(c.Surveys.Results(c.ctx, v.ID, surveys.Team, ""))
		expect.Equal(t, "asked, began, finished", []int{r.Invited, r.Started, r.Completed}, []int{15, 11, 10})
		text := written(r)
		for _, figure := range []string{`"mean"`, `"options"`, `"grade"`, `"share"`, `"n":`} {
			expect.Equal(t, figure, strings.Contains(text, figure), false)
		}
		expect.Equal(t, "withheld", []int{len(r.Withheld), len(r.Questions), len(r.Scores)}, []int{15, 14, 1})

		c.Send(t, staff, -1, surveys.Submit, "helped=no")
		r = must(c.Surveys.Results(c.ctx, v.ID, surveys.Team, surveys.ByGroup))
		expect.Equal(t, "helped", r.Questions[0].Options[0], surveys.OptionResult{Value: "yes", Told: disclosure.AlmostAll})
		expect.Equal(t, "score, of ten", written(r.Scores[0]), `{"question":"sus","instrument":"sus","wording":"plain"}`)
		for group, n := range map[string]int{"patient": 10, "staff": 1} {
			expect.Equal(t, group, r.By["group"][group].Completed, n)
			expect.Equal(t, group, strings.Contains(written(r.By["group"][group].Figures), `"n":`), false)
		}

		answer(10)
		r = must(c.Surveys.Results(c.ctx, v.ID, surveys.Team, surveys.ByGroup))
		expect.Equal(t, "score, of eleven", fmt.Sprint(r.Scores[0].N, *r.Scores[0].Mean, r.Scores[0].Grade), "11 94.77272727272727A+")
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
			expect.Equal(t, r.Ref, v.Row(r)[6], r.Ref)
		}
		expect.Equal(t, "each once", len(seen), len(people))
		said, pages := map[string]bool{}, 0
		for after, more := "", true; more; pages++ {
			found := must(surveys.Said{Service: c.Surveys}.Page(c.ctx, v.ID, "text", after, 100))
			for _, one := range found.Items {
				expect.Equal(t, "whose text", one.Text, one.Ref)
				said[one.Key] = true
			}
			after, more = found.Next, found.Next != ""
		}
		expect.Equal(t, "texts, page by page", fmt.Sprint(len(said), pages), fmt.Sprint(len(people), 6))
		_, none := surveys.Said{Service: c.Surveys}.Page(c.ctx, v.ID, "else", "", 100)
		expect.Refused(t, "no such question", none, base.NotFound)
		full, n := fmt.Errorf("the disk is full"), 0
		err := c.Surveys.EachResponse(c.ctx, v.ID, func(surveys.Response) error { n++; return full })
		expect.Equal(t, "stopped", []any{err, n}, []any{full, 1})
		c.countsAgree(t, v)
	})
}

package store_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"soundings/cohorts"
	"soundings/surveys"
)

// agree holds what is kept of a survey's responses against the responses themselves.
func (c *clinic) agree(t interface{ Fatalf(string, ...any) }, v surveys.Survey) {
	kept, counted := must(c.store.Tally(c.ctx, v)), must(c.store.Recount(c.ctx, v))
	if counted.Groups == nil {
		counted.Groups = map[cohorts.Group]*surveys.Counts{}
	}
	if got, want := written(kept), written(counted); got != want {
		t.Fatalf("kept is %s, counted %s", got, want)
	}
}

// What is kept of the responses is what they add up to, before, between and after folds.
func TestTallyIsRecount(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.staff("S-1", "S-2")
		people := refs(20)
		v := c.portal()
		asked := c.invited(v, people...)
		for _, i := range must(c.surveys.Invite(c.ctx, v.ID, surveys.Audience{Refs: []string{"S-1", "S-2"}})) {
			asked[i.Ref] = i
		}
		c.agree(t, v)
		for n, i := range must(readAll(asked)) {
			pairs := []string{fmt.Sprint("sus.1=", 1+n%5), "why=text", []string{"used=mail", "used=labs", "used="}[n%3]}
			for item := 2; item <= 10 && n%2 == 0; item++ {
				pairs = append(pairs, fmt.Sprintf("sus.%d=%d", item, 1+(n+item)%5))
			}
			if n%4 > 0 {
				pairs = append(pairs, "helped=yes", fmt.Sprint("hours=", float64(n)/2))
			} else {
				pairs = append(pairs, "helped=no", "used=mail")
			}
			equal(t, i.Ref, shown(c.send(i, -1, surveys.Submit, pairs...)), "done 0")
			if n%5 == 0 {
				c.agree(t, v)
				must(c.store.Fold(c.ctx))
				c.agree(t, v)
			}
		}
		c.foldAll()
		c.agree(t, v)
		equal(t, "of whom", []int{must(c.store.Tally(c.ctx, v)).Groups[cohorts.Patient].Completed, must(c.store.Tally(c.ctx, v)).Groups[cohorts.Staff].Completed}, []int{20, 2})
	})
}

// The same with answers and folds in any order, from several servers.
func TestTallyInAnyOrder(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		people := refs(12)
		c.staff(people...)
		servers := []*clinic{c, c.another(t)}
		rapid.Check(t, func(r *rapid.T) {
			v := c.portal()
			asked := byRef(must(c.surveys.Invite(c.ctx, v.ID, surveys.Audience{Refs: people})))
			for range rapid.IntRange(1, 15).Draw(r, "acts") {
				at := rapid.SampledFrom(servers).Draw(r, "server")
				if rapid.IntRange(0, 3).Draw(r, "act") == 0 {
					must(at.store.Fold(c.ctx))
					continue
				}
				helped := rapid.SampledFrom([]string{"yes", "no"}).Draw(r, "helped")
				hours := rapid.SampledFrom([]string{"0", "0.5", "24"}).Draw(r, "hours")
				at.send(asked[rapid.SampledFrom(people).Draw(r, "who")], -1, surveys.Submit, "helped="+helped, "hours="+hours, "used=mail", "used=labs")
				at.agree(r, v)
			}
			c.agree(r, v)
		})
	})
}

// readAll returns invitations in the order of their refs.
func readAll[I any](byRef map[string]I) ([]I, error) {
	var all []I
	for _, ref := range append(refs(20), "S-1", "S-2") {
		i, ok := byRef[ref]
		if !ok {
			return nil, fmt.Errorf("%s is not invited", ref)
		}
		all = append(all, i)
	}
	return all, nil
}

// Results say how many were asked, began and finished; below eleven answers no figure is shown, in all or by group.
func TestResults(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.staff("S-1")
		people := refs(14)
		v := c.portal()
		asked := c.invited(v, people...)
		staff := must(c.surveys.Invite(c.ctx, v.ID, surveys.Audience{Refs: []string{"S-1"}}))[0]
		answer := func(ref string) {
			c.send(asked[ref], -1, surveys.Submit, "helped=yes", "hours=2", "sus.1=5", "sus.2=1", "sus.3=5", "sus.4=1", "sus.5=5", "sus.6=1",
				"sus.7=5", "sus.8=1", "sus.9=5", "sus.10=1")
		}
		for _, ref := range people[:10] {
			answer(ref)
		}
		c.look(asked[people[12]])
		c.send(asked[people[13]], 0, surveys.Save, "helped=yes")

		r := must(c.surveys.Results(c.ctx, v.ID, false))
		equal(t, "asked, began, finished", []int{r.Invited, r.Started, r.Completed}, []int{15, 11, 10})
		text := written(r)
		for _, figure := range []string{`"mean"`, `"options"`, `"grade"`, `"share"`, `"n":`} {
			equal(t, figure, strings.Contains(text, figure), false)
		}
		equal(t, "withheld", []int{len(r.Withheld), len(r.Questions), len(r.Scores)}, []int{15, 14, 1})

		c.send(staff, -1, surveys.Submit, "helped=no")
		r = must(c.surveys.Results(c.ctx, v.ID, true))
		low, high := surveys.Wilson(10, 11)
		equal(t, "helped", r.Questions[0].Options[0], surveys.OptionResult{Value: "yes", N: 10, Share: 10. / 11, Low: low, High: high})
		equal(t, "score, of ten", written(r.Scores[0]), `{"question":"sus","instrument":"sus","wording":"plain"}`)
		for group, n := range map[string]int{"patient": 10, "staff": 1} {
			equal(t, group, r.By["group"][group].Completed, n)
			equal(t, group, strings.Contains(written(r.By["group"][group].Figures), `"n":`), false)
		}

		answer(people[10])
		r = must(c.surveys.Results(c.ctx, v.ID, true))
		equal(t, "score, of eleven", written(r.Scores[0]), `{"question":"sus","instrument":"sus","wording":"plain","n":11,"mean":100,"sd":0,"low":100,"high":100,"grade":"A+"}`)
		equal(t, "of patients", written(r.By["group"]["patient"].Scores), written(r.Scores))
		equal(t, "of staff", written(r.By["group"]["staff"].Scores), `[{"question":"sus","instrument":"sus","wording":"plain"}]`)
		var again surveys.Results
		equal(t, "as JSON", json.Unmarshal([]byte(written(r)), &again), nil)
	})
}

// An export goes through every response once, page by page, and stops where it is told to.
func TestEachResponse(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		people := refs(520)
		c.staff(people...)
		v := c.open(`[{"questions": [{"id": "text", "type": "text", "text": "?"}]}]`)
		asked := byRef(must(c.surveys.Invite(c.ctx, v.ID, surveys.Audience{Refs: people})))
		together(32, func(n int) error {
			for k := n; k < len(people); k += 32 {
				must(c.surveys.Answer(c.ctx, asked[people[k]], surveys.Typed{Page: -1, Values: said("text=" + people[k])}))
			}
			return nil
		})
		seen := map[string]int{}
		for _, r := range c.responses(v.ID) {
			seen[r.Ref]++
			equal(t, r.Ref, v.Row(r)[5], r.Ref)
		}
		equal(t, "each once", len(seen), len(people))
		full, n := fmt.Errorf("the disk is full"), 0
		err := c.surveys.EachResponse(c.ctx, v.ID, func(surveys.Response) error { n++; return full })
		equal(t, "stopped", []any{err, n}, []any{full, 1})
		c.agree(t, v)
	})
}

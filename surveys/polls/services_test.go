package polls_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"soundings/cohorts/contact"
	"soundings/server/services/servicestest"
	"soundings/surveys/polls"
	"soundings/surveys/polls/methods"
)

func TestMain(m *testing.M) { os.Exit(servicestest.Main(m)) }

// clinic is a clinic of a test, with the context in which its manager acts.
type clinic struct {
	*servicestest.Clinic
	ctx context.Context
}

// on runs a test over each engine.
func on(t *testing.T, test func(t *testing.T, c *clinic)) {
	t.Helper()
	servicestest.Each(t, func(t *testing.T, c *servicestest.Clinic) {
		c.SetUp(t)
		test(t, &clinic{c, servicestest.ByManager(t)})
	})
}

var numbered, chosen = servicestest.Numbered, servicestest.Ballot

// must returns v; an error in the middle of a test is a panic with its trace.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// ballot returns what a ballot's form sends.
func ballot(pairs ...string) polls.Values { return polls.Values(servicestest.Said(pairs...)) }

// voter is somebody who comes by an invitation.
func voter(i contact.Invitation) polls.Voter { return polls.Voter{Invitation: i} }

// counted returns what the ballots add up to and what they add up to counted again, in a form that can be compared.
func (c *clinic) counted(p polls.Poll) (kept, again string) {
	write := func(t polls.Tally) string {
		all := map[string]polls.Counts{}
		for cell, counts := range t.Cells {
			all[fmt.Sprint(cell)] = *counts
		}
		return written(all)
	}
	return write(must(c.Store.CountBallots(c.ctx, p))), write(must(c.Store.RecountBallots(c.ctx, p)))
}

// written returns v in a form that can be compared.
func written(v any) string { return string(must(json.Marshal(v))) }

// answer fills a sheet in, for each n otherwise.
func answer(sheet polls.Sheet, n int) polls.Values {
	v := polls.Values{}
	set := func(field, value string) { v[field] = []string{value} }
	switch sheet.Poll.Method {
	case polls.Rank:
		return chosen(n)
	case polls.MaxDiff:
		for i, shown := range sheet.Sets {
			set(fmt.Sprint("best.", i+1), shown[n%len(shown)])
			set(fmt.Sprint("worst.", i+1), shown[(n+1)%len(shown)])
		}
	case polls.Kano:
		for i, f := range sheet.Order {
			set("kano."+f+".with", string(methods.Feelings()[(n+i)%5]))
			set("kano."+f+".without", string(methods.Feelings()[(n*i)%5]))
		}
	default:
		set(string(sheet.Poll.Method)+"."+sheet.Order[n%4], fmt.Sprint(1+n%5))
	}
	return v
}

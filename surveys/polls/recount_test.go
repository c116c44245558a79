package polls_test

import (
	"fmt"
	"strings"
	"testing"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/cohorts/base/expect"
	"soundings/server/services/servicestest"
	"soundings/surveys/polls"
)

// Counting again finds nothing where nothing is wrong, ballots under way or not, and names the poll of which a ballot is gone.
func TestRecountNamesWhatIsWrong(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		service, refs := c.Polls, numbered("S", 30)
		p, other := c.Poll(t, nil), c.Poll(t, nil)
		must(service.Create(c.ctx, other)) // a draft
		c.Team(t, refs...)
		links := must(service.Invite(c.ctx, p.ID, polls.Audience{Refs: refs}))
		servicestest.Together(4, func(n int) any {
			if n == 0 {
				return must(service.Recount(c.ctx)).Different
			}
			for i := n - 1; i < 12; i += 3 {
				must(service.Cast(c.ctx, voter(links[i]), chosen(i)))
			}
			return nil
		})
		for i := range 6 {
			must(service.Cast(c.ctx, voter(c.Again(t, links[i])), chosen(i+1)))
		}
		c.Fold(t)
		expect.Equal(t, "all right", must(service.Recount(c.ctx)), polls.Recount{Ballots: 12, Polls: 2})
		c.Lose(t, "ballots", func(doc bson.Raw) bool { // those that count, having taken the place of another
			return strings.Contains(fmt.Sprint(fields(string(doc))), "before")
		})
		expect.Equal(t, "with a ballot gone", must(service.Recount(c.ctx)).Different, []string{p.ID})
	})
}

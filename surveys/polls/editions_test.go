package polls_test

import (
	"fmt"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/base/expect"
	"soundings/server/services/servicestest"
	"soundings/surveys/polls"
)

// edition says what an edition of a poll shows: its number, how many ballots are counted, how many wait, and what is first.
func edition(r polls.Results) string {
	first := "nothing"
	if len(r.Ranking) > 0 {
		first = r.Ranking[0].Feature
	}
	return fmt.Sprintf("%d: %d, %d wait, %s first", r.Edition.Number, r.Edition.Counted, r.Edition.Waiting, first)
}

// Who may not read the ballots of a named poll sees them in batches of as many people as the bound: whoever comes or changes
// their mind waits for others, counts once in what waits however often they change it, and what was shown stays till then.
func TestEditionsOfANamedPoll(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		service, other := c.Polls, c.Another(t).Polls
		p := c.Poll(t, func(p *polls.Poll) { p.Groups = map[cohorts.Group]polls.Share{cohorts.Staff: {Weight: 1}} })
		c.Team(t, numbered("S", 16)...)
		links := must(service.Invite(c.ctx, p.ID, polls.Audience{Refs: numbered("S", 16)}))
		vote := func(who int, feature string) {
			must(service.Cast(c.ctx, voter(c.Again(t, links[who])), ballot("rank."+feature+"=1")))
		}
		shows := func(about, want string) {
			t.Helper()
			expect.Equal(t, about, edition(must(service.Edition(c.ctx, p.ID))), want)
			expect.Equal(t, about+", on another server", edition(must(other.Edition(c.ctx, p.ID))), want)
			for _, folded := range []bool{false, true} {
				if folded {
					c.Fold(t)
				}
				expect.Equal(t, about+", folded", edition(must(service.Edition(c.ctx, p.ID))), want)
			}
		}
		shows("nobody", "1: 0, 0 wait, nothing first")
		for n := range 4 {
			vote(n, "mail")
			vote(n, "bills") // changes it
		}
		shows("four", "1: 0, 4 wait, nothing first")
		vote(4, "bills")
		shows("five", "2: 5, 0 wait, bills first")
		for n := range 4 {
			vote(n, "labs")
		}
		vote(0, "mail")
		shows("four of them change it", "2: 5, 4 wait, bills first")
		expect.Equal(t, "who may read ballots sees it", must(service.Results(c.ctx, p.ID)).Ranking[0].Feature, "labs")
		expect.Equal(t, "and no edition", must(service.Results(c.ctx, p.ID)).Edition == nil, true)
		vote(5, "labs")
		shows("and one comes", "3: 6, 0 wait, labs first")
		for n := 6; n < 16; n++ {
			vote(n, "visits")
		}
		must(service.Close(c.ctx, p.ID))
		shows("closed", "4: 16, 0 wait, visits first")
	})
}

// Where the clinic has raised a bound, batches of a named poll and figures of every poll rest on as many.
func TestPollsHonourRaisedBounds(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		settings := cohorts.Clinic{
			Name: "Harbor Clinic", Phone: "555 010 0100", Languages: []string{"en"}, Bounds: map[cohorts.Group]int{cohorts.Staff: 8},
		}
		expect.Equal(t, "raised", c.Cohorts.SaveClinic(c.ctx, settings, nil), nil)
		p := c.Poll(t, func(p *polls.Poll) { p.Groups = map[cohorts.Group]polls.Share{cohorts.Staff: {Weight: 1}} })
		refs := numbered("S", 8)
		c.Team(t, refs...)
		for n, link := range must(c.Polls.Invite(c.ctx, p.ID, polls.Audience{Refs: refs})) {
			if n == 7 {
				expect.Equal(t, "seven wait", edition(must(c.Polls.Edition(c.ctx, p.ID))), "1: 0, 7 wait, nothing first")
				expect.Equal(t, "withheld", must(c.Polls.Results(c.ctx, p.ID)).Withheld[0].Reason, "fewer than 8 ballots")
			}
			must(c.Polls.Cast(c.ctx, voter(link), ballot("rank.bills=1")))
		}
		expect.Equal(t, "eight are told", edition(must(c.Polls.Edition(c.ctx, p.ID))), "2: 8, 0 wait, bills first")
		expect.Equal(t, "and shown", must(c.Polls.Results(c.ctx, p.ID)).Ballots, 8)
		expect.Equal(t, "a poll's bound", must(c.Polls.Polls(c.ctx))[0].Least(cohorts.Staff), 8)
	})
}

// Eight at once and a reader all the while: what is shown never differs by fewer than five.
func TestEditionsWhilePeopleVote(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		p := c.Poll(t, func(p *polls.Poll) {
			p.Open, p.Groups = true, map[cohorts.Group]polls.Share{cohorts.Staff: {Weight: 1}}
		})
		code := c.Polls.Code(p)
		servicestest.Together(9, func(n int) any {
			if n == 8 {
				for last := 0; last < 70; {
					r := must(c.Polls.Edition(c.ctx, p.ID))
					if step := r.Ballots - last; step != 0 && step < 5 {
						t.Errorf("from %d to %d", last, r.Ballots)
					}
					last = r.Ballots
				}
				return nil
			}
			for i := range 10 {
				must(c.Polls.Cast(c.ctx, polls.Voter{Code: code, Browser: fmt.Sprint(n, "/", i)}, chosen(i)))
			}
			return nil
		})
		r := must(c.Polls.Edition(c.ctx, p.ID))
		expect.Equal(t, "in all", r.Edition.Counted+r.Edition.Waiting, 80)
	})
}

package polls_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/contact"
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

func ofStaff(p *polls.Poll) { p.Groups = map[cohorts.Group]polls.Share{cohorts.Staff: {Weight: 1}} }

// staffPoll makes an open poll of the staff, and invites so many of them.
func (c *clinic) staffPoll(t *testing.T, people int) (p polls.Poll, refs []string, links []contact.Invitation) {
	t.Helper()
	p, refs = c.Poll(t, ofStaff), numbered("S", people)
	c.Team(t, refs...)
	return p, refs, must(c.Polls.Invite(c.ctx, p.ID, polls.Audience{Refs: refs}))
}

// Who may not read the ballots of a named poll sees them in batches of as many people as the bound: whoever comes or changes
// their mind waits for others, counts once in what waits however often they change it, and what was shown stays till then.
func TestEditionsOfANamedPoll(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		service, other := c.Polls, c.Another(t).Polls
		p := c.Poll(t, ofStaff)
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

// What somebody has removed leaves what is shown with a batch of those who come, and until then nothing tells that it was
// removed: neither a ballot that was told, nor one that waits, nor one in whose place another waits; and at closing it stays.
func TestEditionsWithoutRemovedBallots(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		p, refs, links := c.staffPoll(t, 20)
		vote := func(feature string, who ...int) {
			for _, n := range who {
				must(c.Polls.Cast(c.ctx, voter(c.Again(t, links[n])), ballot("rank."+feature+"=1")))
			}
		}
		remove := func(who ...int) {
			for _, n := range who {
				expect.Equal(t, "removed", must(c.Another(t).Contact.RemoveAnswers(c.ctx, contact.Whose{Ref: refs[n]})), contact.TakenOut{Ballots: 1})
			}
		}
		figures := func(waiting int) string {
			t.Helper()
			r := must(c.Polls.Edition(c.ctx, p.ID))
			expect.Equal(t, "waiting", r.Edition.Waiting, waiting)
			r.Edition.Waiting = 0
			c.Fold(t)
			folded := must(c.Another(t).Polls.Edition(c.ctx, p.ID))
			folded.Edition.Waiting = 0
			expect.Equal(t, "folded", written(folded), written(r))
			kept, again := c.counted(p)
			expect.Equal(t, "counted again", kept, again)
			return written(r)
		}
		counted := func() (n int) {
			for _, cell := range must(c.Store.CountBallots(c.ctx, p)).Cells {
				n += cell.Ballots
			}
			return n
		}

		vote("mail", 0, 1, 2, 3, 4)
		vote("bills", 5)
		first := figures(0)
		vote("labs", 0, 1, 6)
		expect.Equal(t, "some wait", figures(3), first)
		remove(0, 2, 6) // a change of mind waits; told; waits
		expect.Equal(t, "removed", figures(3), first)
		expect.Equal(t, "for who may read ballots", counted(), 4)
		for _, doc := range c.Documents(t, "poll_editions") {
			expect.Equal(t, "named", strings.Contains(doc, refs[0]) || strings.Contains(doc, refs[2]), false)
		}
		vote("labs", 7, 8)
		remove(3, 4)
		expect.Equal(t, "seven wait, three of whom come", figures(7), first)
		vote("labs", 9, 10)
		last := figures(0)
		expect.Equal(t, "five come, four go", edition(must(c.Polls.Edition(c.ctx, p.ID))), "2: 6, 0 wait, labs first")
		expect.Equal(t, "as in the ballots", counted(), 6)

		remove(7)
		vote("mail", 11, 12, 13)
		must(c.Polls.Close(c.ctx, p.ID))
		expect.Equal(t, "closed", figures(4), last)
		remove(8, 9, 11)
		expect.Equal(t, "removed after closing", figures(5), last)
	})
}

// Of who is removed for good goes on what waits, as nobody's; somebody new with their ref is somebody else.
func TestEditionsWithoutWhoIsRemovedForGood(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		p, refs, links := c.staffPoll(t, 5)
		for n := range 3 {
			must(c.Polls.Cast(c.ctx, voter(c.Again(t, links[n])), ballot("rank.bills=1")))
		}
		ids := func() []string {
			var all []string
			for _, w := range must(c.Store.PollEdition(c.ctx, p.ID)).Waiting {
				all = append(all, w.ID)
			}
			return all
		}
		before := ids()
		expect.Equal(t, "removed", c.Cohorts.RemoveParticipant(c.ctx, refs[0]), nil)
		went := slices.DeleteFunc(before, func(id string) bool { return slices.Contains(ids(), id) })
		expect.Equal(t, "ids to which their right leads", len(went), 1)
		expect.Equal(t, "three wait", edition(must(c.Polls.Edition(c.ctx, p.ID))), "1: 0, 3 wait, nothing first")
		c.Team(t, refs[0])
		anew := must(c.Polls.Invite(c.ctx, p.ID, polls.Audience{Refs: refs[:1]}))
		must(c.Polls.Cast(c.ctx, voter(anew[0]), ballot("rank.labs=1")))
		expect.Equal(t, "four wait", edition(must(c.Polls.Edition(c.ctx, p.ID))), "1: 0, 4 wait, nothing first")
	})
}

// Where the clinic has raised a bound, batches of a named poll and figures of every poll rest on as many.
func TestPollsHonourRaisedBounds(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		settings := cohorts.Clinic{
			Name: "Harbor Clinic", Phone: "555 010 0100", Languages: []string{"en"}, Bounds: map[cohorts.Group]int{cohorts.Staff: 8},
		}
		expect.Equal(t, "raised", c.Cohorts.SaveClinic(c.ctx, settings, nil), nil)
		p := c.Poll(t, ofStaff)
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
		clinic := must(c.Cohorts.Clinic(c.ctx))
		clinic.Bounds = map[cohorts.Group]int{cohorts.Staff: 20}
		expect.Equal(t, "raised again", c.Cohorts.SaveClinic(c.ctx, clinic, nil), nil)
		expect.Equal(t, "which is for later polls", must(c.Polls.Results(c.ctx, p.ID)).Ballots, 8)
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

// Some vote and others have it removed at once, and a reader all the while: what is shown never changes by fewer than five
// who come, and ends as what the ballots add up to with what waits.
func TestEditionsWhileBallotsAreRemoved(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		p, refs, links := c.staffPoll(t, 24)
		for n := range 6 {
			must(c.Polls.Cast(c.ctx, voter(links[n]), chosen(n)))
		}
		shown := must(c.Polls.Edition(c.ctx, p.ID))
		servicestest.Together(4, func(n int) any {
			at := c.Another(t)
			for i := range 6 {
				switch n {
				case 0:
					r := must(at.Polls.Edition(c.ctx, p.ID))
					if r.Edition.Number == shown.Edition.Number && written(r.Ranking) != written(shown.Ranking) {
						t.Errorf("one edition shows %v and %v", shown.Ranking, r.Ranking)
					}
					shown = r
				case 1:
					must(at.Contact.RemoveAnswers(c.ctx, contact.Whose{Ref: refs[i]}))
				default:
					must(at.Polls.Cast(c.ctx, voter(links[6*(n-1)+i]), chosen(i)))
				}
			}
			return nil
		})
		r, left := must(c.Polls.Edition(c.ctx, p.ID)), 0
		for _, cell := range must(c.Store.CountBallots(c.ctx, p)).Cells {
			left += cell.Ballots
		}
		coming, leaving := 0, 0
		for _, w := range must(c.Store.PollEdition(c.ctx, p.ID)).Waiting {
			if w.Leaves {
				leaving++
			} else {
				coming++
			}
		}
		expect.Equal(t, "ballots", left, 12)
		expect.Equal(t, "shown", r.Edition.Counted, left-coming+leaving)
	})
}

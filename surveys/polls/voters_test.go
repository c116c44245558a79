package polls_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/contact"
	"soundings/cohorts/rollout"
	"soundings/server/services/servicestest"
	"soundings/surveys/polls"
	"soundings/surveys/polls/methods"
)

// A practice's link may be passed on there: one ballot a browser, and the practice counts once.
func TestPracticeLinkIsPassedOn(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		service := c.Polls
		p := c.Poll(t, nil)
		others := numbered("X", 5)
		c.Team(t, others...)
		links := must(service.Invite(c.ctx, p.ID, polls.Audience{Refs: others}))
		for n := range 7 {
			v := polls.Voter{Invitation: c.Again(t, links[0]), Browser: fmt.Sprint("browser ", n%6), Change: true}
			expect.Equal(t, "kept", must(service.Cast(c.ctx, v, ballot("rank.mail=1"))).Status, polls.Done)
		}
		expect.Equal(t, "one practice, however many of its people", must(service.Results(c.ctx, p.ID)).Groups[1].Ballots == nil, true)
		for n, first := range []string{"labs", "labs", "mail", "labs"} {
			must(service.Cast(c.ctx, polls.Voter{Invitation: links[n+1], Browser: "browser 0"}, ballot("rank."+first+"=1")))
		}
		practices := must(service.Results(c.ctx, p.ID)).Groups[1]
		expect.Equal(t, "ballots and practices", fmt.Sprint(*practices.Ballots, practices.Practices, *practices.Turnout), "10 5 1")
		expect.Equal(t, "each counts once", practices.Ranking[0].Feature, "labs")
	})
}

// From a browser that others may use no ballot takes the place of another one unless somebody said so, nor is it shown; sent
// twice it is one.
func TestBrowsersAreShared(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		service := c.Polls
		p := c.Poll(t, func(p *polls.Poll) {
			p.Open, p.Groups = true, map[cohorts.Group]polls.Share{cohorts.Staff: {Weight: 1}}
		})
		first := polls.Voter{Code: service.Code(p), Browser: "tablet"}
		for range 2 {
			expect.Equal(t, "kept", must(service.Cast(c.ctx, first, ballot("rank.mail=1"))).Status, polls.Done)
		}
		opened := must(service.Open(c.ctx, first))
		expect.Equal(t, "opened by somebody", fmt.Sprint(opened.Status, " ", opened.Voted, " ", opened.Typed), "again false map[]")
		expect.Equal(t, "looked at", must(service.Preview(c.ctx, first, ballot(), "labs", "")).Voted, false)
		expect.Equal(t, "another ballot", must(service.Cast(c.ctx, first, ballot("rank.labs=1"))).Status, polls.Again)
		first.Change = true
		opened = must(service.Open(c.ctx, first))
		expect.Equal(t, "opened to be changed", fmt.Sprint(opened.Status, " ", opened.Voted, " ", opened.Typed), "asking true map[rank.mail:[1]]")
		expect.Equal(t, "changed", must(service.Cast(c.ctx, first, ballot("rank.bills=1"))).Status, polls.Done)
		expect.Equal(t, "by somebody else", must(service.Cast(c.ctx, polls.Voter{Code: first.Code, Browser: "another"}, ballot("rank.labs=1"))).Status, polls.Done)
		expect.Equal(t, "kept in all", len(c.Documents(t, "ballots")), 3)
		expect.Equal(t, "that count", must(c.Store.CountBallots(c.ctx, p)).Cells[polls.Cell{Group: cohorts.Staff, Unverified: true}].Ballots, 2)
	})
}

// A feature that is retired while a poll is open stands on no new ballot. What was said of it before counts, and results say so.
func TestRetiredFeaturesAreNotOffered(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		for _, method := range methods.Names() {
			p := c.Poll(t, func(p *polls.Poll) {
				p.Method, p.Open, p.Groups = method, true, map[cohorts.Group]polls.Share{cohorts.Staff: {Weight: 1}}
			})
			vote := func(n int) polls.Sheet {
				v := polls.Voter{Code: c.Polls.Code(p), Browser: fmt.Sprint(method, n)}
				return must(c.Polls.Cast(c.ctx, v, answer(must(c.Polls.Open(c.ctx, v)), n)))
			}
			for n := range 5 {
				expect.Equal(t, "kept", vote(n).Status, polls.Done)
			}
			labs := must(c.Rollouts.Feature(c.ctx, "labs"))
			labs.Stage = rollout.Retired
			must(c.Rollouts.SaveFeature(c.ctx, labs))
			late := polls.Voter{Code: c.Polls.Code(p), Browser: string(method)}
			opened := must(c.Polls.Open(c.ctx, late))
			expect.Equal(t, string(method)+": offered", slices.Sorted(slices.Values(opened.Order)), []string{"bills", "mail", "visits"})
			for _, set := range opened.Sets {
				expect.Equal(t, "in a set", slices.Contains(set, "labs"), false)
			}
			if method == polls.Rank {
				wrong := must(c.Polls.Cast(c.ctx, late, ballot("rank.labs=1", "rank.mail=2")))
				expect.Equal(t, "from a form of before", expect.Named(wrong.Errors), []string{"rank: ballot.feature_unknown"})
			}
			r := must(c.Polls.Results(c.ctx, p.ID))
			expect.Equal(t, string(method)+": results", fmt.Sprint(r.Ballots, len(r.Ranking), r.Retired), "5 4 [labs]")
			labs = must(c.Rollouts.Feature(c.ctx, "labs"))
			labs.Stage = rollout.Planned
			must(c.Rollouts.SaveFeature(c.ctx, labs))
		}
	})
}

// The time of a practice's link is past for whoever has not answered by it, whether colleagues have or not. Who has may
// change a named ballot until the poll closes.
func TestPracticeLinkExpires(t *testing.T) {
	for _, secret := range []bool{false, true} {
		on(t, func(t *testing.T, c *clinic) {
			service := c.Polls
			p := c.Poll(t, func(p *polls.Poll) { p.Secret = secret })
			c.Team(t, "X-1", "X-2")
			links := must(service.Invite(c.ctx, p.ID, polls.Audience{Refs: []string{"X-1", "X-2"}, Expires: c.Clock.Now().Add(time.Hour)}))
			status := func(practice int, browser string) polls.Status {
				return must(service.Cast(c.ctx, polls.Voter{Invitation: c.Again(t, links[practice]), Browser: browser, Change: true}, ballot("rank.mail=1"))).Status
			}
			expect.Equal(t, "in time", status(0, "one"), polls.Done)
			toHandOut := func() int {
				return len(must(service.Waiting(c.ctx, p.ID, "", 10)).Items) + len(must(service.LinksOnce().Unseen(c.ctx, p.ID, 10)))
			}
			expect.Equal(t, "links to hand out", toHandOut(), 2)
			c.Clock.Advance(time.Hour)
			if secret {
				expect.Equal(t, "the same whether the practice has answered", status(0, "a colleague's"), polls.IsExpired)
			} else {
				expect.Equal(t, "a colleague, too late", status(0, "a colleague's"), polls.IsExpired)
				expect.Equal(t, "who has answered changes it", status(0, "one"), polls.Done)
			}
			expect.Equal(t, "a practice that has not answered", status(1, "two"), polls.IsExpired)
			must(c.Contact.Expire(c.ctx))
			expect.Equal(t, "the same once the state says so", status(1, "two"), polls.IsExpired)
			expect.Equal(t, "no link is handed out", toHandOut(), 0)
			expect.Equal(t, "rights used", len(c.Documents(t, "poll_rights")), 1)
		})
	}
}

// Somebody who was invited, and then was given a proxy and invited again, has two links and one ballot.
func TestOnePersonHasOneBallot(t *testing.T) {
	for _, secret := range []bool{false, true} {
		on(t, func(t *testing.T, c *clinic) {
			service, refs := c.Polls, numbered("S", 6)
			p := c.Poll(t, func(p *polls.Poll) { p.Secret = secret })
			c.Team(t, refs...)
			own := must(service.Invite(c.ctx, p.ID, polls.Audience{Refs: refs}))
			for _, ref := range refs {
				one := must(c.Cohorts.Participant(c.ctx, ref))
				one.Proxy = "S-PROXY"
				must(c.Cohorts.SaveParticipant(c.ctx, one))
			}
			proxies := must(service.Invite(c.ctx, p.ID, polls.Audience{Groups: []cohorts.Group{cohorts.Staff}}))
			must(service.Invite(c.ctx, p.ID, polls.Audience{Refs: refs}))
			expect.Equal(t, "links", len(c.Documents(t, "invitations")), 12)
			for n := range refs {
				statuses := servicestest.Count(servicestest.Together(2, func(which int) polls.Status {
					return must(service.Cast(c.ctx, voter([]contact.Invitation{own[n], proxies[n]}[which]), chosen(n+which))).Status
				}))
				expect.Equal(t, "by both links at once", statuses, map[polls.Status]int{polls.Done: 2})
			}
			if !secret {
				must(service.Cast(c.ctx, voter(c.Again(t, proxies[0])), ballot("rank.mail=1")))
				sheet := must(service.Open(c.ctx, voter(c.Again(t, own[0]))))
				expect.Equal(t, "what the proxy sent last stands there", fmt.Sprint(sheet.Voted, sheet.Typed), "true map[rank.mail:[1]]")
			}
			must(service.Close(c.ctx, p.ID))
			for _, folded := range []bool{false, true} {
				if folded {
					c.Fold(t)
				}
				staff := must(service.Results(c.ctx, p.ID)).Groups[0]
				expect.Equal(t, "of six people", fmt.Sprint(*staff.Ballots, staff.Invited, *staff.Turnout), "6 6 1")
				expect.Equal(t, "people", must(c.Contact.Counts(c.ctx, contact.ForPoll, p.ID)).People(), 6)
			}
			kept, again := c.counted(p)
			expect.Equal(t, "counted again", kept, again)
		})
	}
}

package polls_test

import (
	"fmt"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/contact"
	"soundings/server/services/servicestest"
	"soundings/surveys/polls"
)

// A practice's link may be passed on there: one ballot a browser, and the practice counts once.
func TestPracticeLinkIsPassedOn(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		service := c.Polls
		p := c.Poll(t, nil)
		c.Team(t, "X-1", "X-2")
		links := must(service.Invite(c.ctx, p.ID, polls.Audience{Refs: []string{"X-1", "X-2"}}))
		for n := range 7 {
			v := polls.Voter{Invitation: c.Again(t, links[0]), Browser: fmt.Sprint("browser ", n%6)}
			expect.Equal(t, "kept", must(service.Cast(c.ctx, v, ballot("rank.mail=1"))).Status, polls.Done)
		}
		must(service.Cast(c.ctx, polls.Voter{Invitation: links[1], Browser: "browser 0"}, ballot("rank.labs=1")))
		practices := must(service.Results(c.ctx, p.ID)).Groups[1]
		expect.Equal(t, "ballots and practices", fmt.Sprint(*practices.Ballots, practices.Practices, *practices.Turnout), "7 2 1")
		expect.Equal(t, "each counts once", fmt.Sprint(practices.Ranking[0].Place, practices.Ranking[1].Place), "1 1")
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
				return must(service.Cast(c.ctx, polls.Voter{Invitation: c.Again(t, links[practice]), Browser: browser}, ballot("rank.mail=1"))).Status
			}
			expect.Equal(t, "in time", status(0, "one"), polls.Done)
			expect.Equal(t, "links to hand out", len(must(service.Waiting(c.ctx, p.ID, "", 10)).Items), 2)
			c.Clock.Advance(time.Hour)
			if secret {
				expect.Equal(t, "a practice has one ballot in a secret poll", status(0, "a colleague's"), polls.Already)
			} else {
				expect.Equal(t, "a colleague, too late", status(0, "a colleague's"), polls.IsExpired)
				expect.Equal(t, "who has answered changes it", status(0, "one"), polls.Done)
			}
			expect.Equal(t, "a practice that has not answered", status(1, "two"), polls.IsExpired)
			must(c.Contact.Expire(c.ctx))
			expect.Equal(t, "the same once the state says so", status(1, "two"), polls.IsExpired)
			expect.Equal(t, "no link is handed out", len(must(service.Waiting(c.ctx, p.ID, "", 10)).Items), 0)
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
			want := map[bool]map[polls.Status]int{false: {polls.Done: 2}, true: {polls.Done: 1, polls.Already: 1}}[secret]
			for n := range refs {
				statuses := servicestest.Count(servicestest.Together(2, func(which int) polls.Status {
					return must(service.Cast(c.ctx, voter([]contact.Invitation{own[n], proxies[n]}[which]), chosen(n+which))).Status
				}))
				expect.Equal(t, "by both links at once", statuses, want)
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

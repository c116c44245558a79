package polls_test

import (
	"fmt"
	"strings"
	"testing"

	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/server/services/servicestest"
	"soundings/surveys/polls"
)

// Ballots of a named poll stay when their voters are removed for good, and count as they did, changed ones and those by a
// link that was passed on too; but nothing says any more whose they are, and nobody can change them.
func TestRemovingAVoter(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		service := c.Polls
		p := c.Poll(t, nil)
		team := append(numbered("S", 6), "X-1")
		c.Team(t, team...)
		links := must(service.Invite(c.ctx, p.ID, polls.Audience{Refs: team}))
		for n := range 21 {
			v := polls.Voter{Invitation: c.Again(t, links[n%7]), Browser: fmt.Sprint("browser ", n%2), Change: true}
			expect.Equal(t, "kept", must(service.Cast(c.ctx, v, chosen(n))).Status, polls.Done)
			if n == 10 {
				c.Fold(t)
			}
		}
		before, _ := c.counted(p)
		results := written(must(service.Results(c.ctx, p.ID)))

		for _, ref := range []string{"S-001", "X-1"} {
			expect.Equal(t, "removed", c.Cohorts.RemoveParticipant(c.ctx, ref), nil)
			for _, doc := range c.Documents(t, "ballots", "poll_rights", "invitations", "pending") {
				expect.Equal(t, "named", strings.Contains(doc, ref), false)
			}
		}
		shown := 0
		for _, doc := range c.Documents(t, "ballots") {
			names := strings.Join(fields(doc), " ")
			expect.Equal(t, "an order that a ref gave", strings.Contains(names, "shown"), strings.Contains(names, "ref"))
			shown += strings.Count(names, "shown")
		}
		expect.Equal(t, "ballots, named ones, rights", []int{len(c.Documents(t, "ballots")), shown, len(c.Documents(t, "poll_rights"))}, []int{21, 15, 5})
		expect.Equal(t, "again", service.Forget(c.ctx, "S-001"), nil)
		kept, again := c.counted(p)
		expect.Equal(t, "the tally", kept, before)
		expect.Equal(t, "counted again", again, before)
		c.Fold(t)
		kept, again = c.counted(p)
		expect.Equal(t, "the tally, folded", kept, before)
		expect.Equal(t, "counted again, folded", again, before)
		expect.Equal(t, "results", written(must(service.Results(c.ctx, p.ID))), results)

		_, err := service.Cast(c.ctx, voter(links[0]), chosen(1))
		expect.Refused(t, "a form that was still open", err, base.NotFound)
		c.Team(t, "S-001")
		anew := must(service.Invite(c.ctx, p.ID, polls.Audience{Refs: []string{"S-001"}}))
		expect.Equal(t, "what somebody new with the ref finds", must(service.Open(c.ctx, voter(anew[0]))).Voted, false)
	})
}

// A ballot that is changed while its voter is being removed is nobody's either.
func TestRemovingAVoterWhoVotes(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		service := c.Polls
		p := c.Poll(t, nil)
		c.Team(t, "S-1")
		must(service.Invite(c.ctx, p.ID, polls.Audience{Refs: []string{"S-1"}}))
		link := must(c.Contact.InvitationsOf(c.ctx, "S-1"))[0]
		must(service.Cast(c.ctx, voter(link), chosen(0)))
		errs := servicestest.Together(8, func(n int) error {
			if n%2 == 0 {
				return service.Forget(c.ctx, "S-1")
			}
			_, err := c.Another(t).Polls.Cast(c.ctx, voter(c.Again(t, link)), chosen(n))
			return err
		})
		expect.Equal(t, "faults", servicestest.Count(errs), map[error]int{nil: 8})
		expect.Equal(t, "after all", service.Forget(c.ctx, "S-1"), nil)
		expect.Equal(t, "rights", len(c.Documents(t, "poll_rights")), 0)
		for _, doc := range c.Documents(t, "ballots") {
			expect.Equal(t, "named", strings.Contains(doc, "S-1"), false)
		}
		kept, again := c.counted(p)
		expect.Equal(t, "counted again", kept, again)
	})
}

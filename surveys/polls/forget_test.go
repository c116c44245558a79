package polls_test

import (
	"fmt"
	"strings"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/contact"
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

// Ballots that somebody wants removed are gone, changed ones too, and so is what they added to the figures, counted or not
// yet; their link shows none of them and takes no other. Those of a secret poll stay.
func TestRemovingBallots(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		p := c.Poll(t, func(p *polls.Poll) { p.Groups = map[cohorts.Group]polls.Share{cohorts.Patient: {Weight: 1}} })
		secret := c.Poll(t, func(p *polls.Poll) {
			p.Groups, p.Secret = map[cohorts.Group]polls.Share{cohorts.Patient: {Weight: 1}}, true
		})
		people := servicestest.Refs(8)
		c.People(t, cohorts.Patient, people...)
		cohort := c.Agreed(t, "Wave", people[:7]...)
		links := servicestest.ByRef(must(c.Polls.Invite(c.ctx, p.ID, polls.Audience{Refs: people})))
		hidden := servicestest.ByRef(must(c.Polls.Invite(c.ctx, secret.ID, polls.Audience{Groups: []cohorts.Group{cohorts.Patient}})))
		expect.Equal(t, "asked as", []string{links[people[0]].Cohort, hidden[people[0]].Cohort, links[people[7]].Cohort}, []string{cohort, cohort, ""})
		for n, ref := range people {
			for range 2 {
				must(c.Polls.Cast(c.ctx, voter(c.Again(t, links[ref])), chosen(n)))
			}
			must(c.Polls.Cast(c.ctx, voter(hidden[ref]), chosen(n)))
			if n == 4 {
				c.Fold(t)
			}
		}
		of := func(ref string) contact.Whose { return contact.Whose{Ref: ref, Cohort: cohort} }
		errs := servicestest.Together(6, func(n int) error {
			if n < 2 {
				_, err := c.Store.Fold(c.ctx)
				return err
			}
			if n == 5 {
				_, err := c.Another(t).Polls.Cast(c.ctx, voter(c.Again(t, links[people[3]])), chosen(6))
				return err
			}
			_, err := c.Another(t).Contact.RemoveAnswers(c.ctx, of(people[n]))
			return err
		})
		expect.Equal(t, "faults", servicestest.Count(errs), map[error]int{nil: 6})
		expect.Equal(t, "once more", must(c.Contact.RemoveAnswers(c.ctx, of(people[5]))), contact.TakenOut{Ballots: 1})
		expect.Equal(t, "again", must(c.Contact.RemoveAnswers(c.ctx, of(people[5]))), contact.TakenOut{})
		expect.Equal(t, "of a cohort they are not in", must(c.Polls.RemoveAnswers(c.ctx, of(people[7]))), contact.TakenOut{})
		for range 2 {
			kept, again := c.counted(p)
			expect.Equal(t, "counted again", kept, again)
			kept, again = c.counted(secret)
			expect.Equal(t, "the secret one", kept, again)
			c.Fold(t)
		}
		total := 0
		for _, counts := range must(c.Store.CountBallots(c.ctx, p)).Cells {
			total += counts.Ballots
		}
		expect.Equal(t, "ballots", total, 4)
		expect.Equal(t, "documents", len(c.Documents(t, "ballots")), 8+8)
		for status, link := range map[polls.Status]contact.Invitation{polls.IsRemoved: links[people[2]], polls.Asking: links[people[7]]} {
			expect.Equal(t, "the link", must(c.Polls.Open(c.ctx, voter(c.Again(t, link)))).Status, status)
		}
		expect.Equal(t, "sent by an open form", must(c.Polls.Cast(c.ctx, voter(c.Again(t, links[people[2]])), chosen(1))).Status, polls.IsRemoved)
	})
}

// Who leaves is asked nothing any more by the links they had as a member, of secret polls too; who was never one goes on.
func TestLeavingStopsPolls(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		people := servicestest.Refs(3)
		c.People(t, cohorts.Patient, people...)
		cohort := c.Agreed(t, "Wave", people[:2]...)
		for _, secret := range []bool{false, true} {
			p := c.Poll(t, func(p *polls.Poll) {
				p.Groups, p.Secret = map[cohorts.Group]polls.Share{cohorts.Patient: {Weight: 1}}, secret
			})
			links := must(c.Polls.Invite(c.ctx, p.ID, polls.Audience{Refs: people}))
			left := people[0]
			if secret {
				left = people[1]
			}
			for _, i := range links {
				if i.Ref != left {
					continue
				}
				must(c.Polls.Cast(c.ctx, voter(i), chosen(1)))
				expect.Equal(t, "left", c.Contact.Leave(c.ctx, i, cohort, false), nil)
				expect.Equal(t, "the link", must(c.Polls.Open(c.ctx, voter(c.Again(t, i)))).Status, polls.HasLeft)
				expect.Equal(t, "a form", must(c.Polls.Cast(c.ctx, voter(c.Again(t, i)), chosen(2))).Status, polls.HasLeft)
			}
			expect.Equal(t, "who is no member", must(c.Polls.Open(c.ctx, voter(links[2]))).Status, polls.Asking)
			for _, i := range must(c.Polls.Waiting(c.ctx, p.ID, "", 10)).Items {
				expect.Equal(t, "on the list of links", i.Ref == left, false)
			}
		}
	})
}

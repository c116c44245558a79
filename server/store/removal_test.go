package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/surveys"
	"soundings/surveys/polls"
)

// Who is removed for good leaves nothing behind that says who they were: what they answered stays, as nobody's, and every
// count stays as it was; that it was done is on record.
func TestRemovingAParticipant(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		v := c.portal()
		must(c.people.Import(c.ctx, strings.NewReader("ref,group,name,email,site\nP-0001,patient,Quirina Example,quirina@example.org,north\n"), false))
		asked := c.invited(v, refs(4)...)
		for n, ref := range refs(3) {
			if n == 1 {
				c.foldAll() // the first is counted, the others are not yet
			}
			c.send(asked[ref], -1, surveys.Submit, "helped=no", "why=the kangaroo of "+ref)
		}
		c.send(asked["P-0004"], 0, surveys.Save, "helped=no")
		before := written(must(c.surveys.Results(c.ctx, v.ID, true)))

		for _, ref := range refs(4) {
			if ref == "P-0003" {
				continue
			}
			equal(t, "removed", c.people.RemoveParticipant(c.ctx, ref), nil)
			_, err := c.people.Participant(c.ctx, ref)
			refused(t, "gone", err, base.NotFound)
			_, err = c.contact.Invitation(c.ctx, c.contact.Token(asked[ref]))
			refused(t, "their link", err, base.NotFound)
		}
		refused(t, "twice", c.people.RemoveParticipant(c.ctx, "P-0001"), base.NotFound)
		equal(t, "results", written(must(c.surveys.Results(c.ctx, v.ID, true))), before)
		c.countsAgree(t, v)
		c.foldAll()
		c.countsAgree(t, v)

		c.wait(2 * time.Minute)
		equal(t, "ended", c.people.ContinueRemovals(c.ctx), nil)
		for _, collection := range []string{"participants", "memberships", "consents", "invitations", "unfinished", "responses", "removals"} {
			for _, doc := range c.documents(collection) {
				for _, ref := range []string{"P-0001", "P-0002", "P-0004"} {
					if strings.Contains(doc, ref) {
						t.Errorf("%s still names %s", collection, ref)
					}
				}
			}
		}
		var kept []string
		page, _, err := c.store.Responses(c.ctx, v.ID, "", 10)
		equal(t, "read", err, nil)
		for _, r := range page {
			kept = append(kept, fmt.Sprint(r.Ref, r.Answers["why"]))
			equal(t, "an id that says who it was", r.ID == asked["P-0001"].ID || r.ID == asked["P-0002"].ID, false)
		}
		equal(t, "answers", len(kept), 3)
		equal(t, "whose", strings.Count(strings.Join(kept, "|"), "P-0003[the kangaroo of P-0003]"), 1)
		counts := must(c.people.MemberCounts(c.ctx, asked["P-0001"].Cohort))
		equal(t, "members", fmt.Sprint(counts[cohorts.Agreed], counts[cohorts.Withdrawn]), "1 3")
		equal(t, "on record", strings.Contains(strings.Join(c.audit(), "\n"), "staff MANAGER: participant.remove P-0001"), true)
	})
}

// countsAgree checks that the tally of a survey is what its responses add up to.
func (c *clinic) countsAgree(t *testing.T, v surveys.Survey) {
	t.Helper()
	equal(t, "counted again", written(must(c.store.Tally(c.ctx, v))), written(must(c.store.Recount(c.ctx, v))))
}

// Answers that somebody wants removed are gone from the responses and from what they add up to, counted or not yet.
func TestRemovingAnswers(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		v := c.portal()
		asked := c.invited(v, refs(20)...)
		cohort := asked["P-0001"].Cohort
		for n, ref := range refs(20) {
			if n == 10 {
				c.foldAll()
			}
			c.send(asked[ref], -1, surveys.Submit, "helped=no", "why=the kangaroo")
		}
		errs := together(12, func(n int) error {
			if n < 2 {
				_, err := c.store.Fold(c.ctx)
				return err
			}
			return c.another(t).surveys.RemoveAnswers(c.ctx, cohort, refs(20)[4+n])
		})
		equal(t, "faults", count(errs), map[error]int{nil: 12})
		equal(t, "again", c.surveys.RemoveAnswers(c.ctx, cohort, "P-0007"), nil)
		equal(t, "another cohort's", c.surveys.RemoveAnswers(c.ctx, "another", "P-0001"), nil)
		c.countsAgree(t, v)
		c.foldAll()
		c.countsAgree(t, v)
		equal(t, "completed", must(c.surveys.Results(c.ctx, v.ID, false)).Completed, 10)
		equal(t, "the link", must(c.surveys.Open(c.ctx, c.again(asked["P-0007"]))).Status, surveys.Already)
	})
}

// Ballots of a named poll stay when their voters are removed for good, and count as they did, changed ones and those by a
// link that was passed on too; but nothing says any more whose they are, and nobody can change them.
func TestRemovingAVoter(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		service := c.asking()
		p := c.poll(nil)
		team := append(numbered("S", 6), "X-1")
		c.team(team...)
		links := must(service.Invite(c.ctx, p.ID, polls.Audience{Refs: team}))
		for n := range 21 {
			v := polls.Voter{Invitation: c.again(links[n%7]), Browser: fmt.Sprint("browser ", n%2)}
			equal(t, "kept", must(service.Cast(c.ctx, v, chosen(n))).Status, polls.Done)
			if n == 10 {
				c.foldAll()
			}
		}
		before, _ := c.counted(p)
		results := written(must(service.Results(c.ctx, p.ID)))

		for _, ref := range []string{"S-001", "X-1"} {
			equal(t, "removed", c.people.RemoveParticipant(c.ctx, ref), nil)
			for _, doc := range c.documents("ballots", "poll_rights", "invitations", "pending") {
				equal(t, "named", strings.Contains(doc, ref), false)
			}
		}
		shown := 0
		for _, doc := range c.documents("ballots") {
			names := strings.Join(fields(doc), " ")
			equal(t, "an order that a ref gave", strings.Contains(names, "shown"), strings.Contains(names, "ref"))
			shown += strings.Count(names, "shown")
		}
		equal(t, "ballots, named ones, rights", []int{len(c.documents("ballots")), shown, len(c.documents("poll_rights"))}, []int{21, 15, 5})
		equal(t, "again", service.Forget(c.ctx, "S-001"), nil)
		kept, again := c.counted(p)
		equal(t, "the tally", kept, before)
		equal(t, "counted again", again, before)
		c.foldAll()
		kept, again = c.counted(p)
		equal(t, "the tally, folded", kept, before)
		equal(t, "counted again, folded", again, before)
		equal(t, "results", written(must(service.Results(c.ctx, p.ID))), results)

		_, err := service.Cast(c.ctx, voter(links[0]), chosen(1))
		refused(t, "a form that was still open", err, base.NotFound)
		c.team("S-001")
		anew := must(service.Invite(c.ctx, p.ID, polls.Audience{Refs: []string{"S-001"}}))
		equal(t, "what somebody new with the ref finds", must(service.Open(c.ctx, voter(anew[0]))).Voted, false)
	})
}

// A ballot that is changed while its voter is being removed is nobody's either.
func TestRemovingAVoterWhoVotes(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		service := c.asking()
		p := c.poll(nil)
		c.team("S-1")
		must(service.Invite(c.ctx, p.ID, polls.Audience{Refs: []string{"S-1"}}))
		link := must(c.contact.InvitationsOf(c.ctx, "S-1"))[0]
		must(service.Cast(c.ctx, voter(link), chosen(0)))
		errs := together(8, func(n int) error {
			if n%2 == 0 {
				return service.Forget(c.ctx, "S-1")
			}
			_, err := c.another(t).asking().Cast(c.ctx, voter(c.again(link)), chosen(n))
			return err
		})
		equal(t, "faults", count(errs), map[error]int{nil: 8})
		equal(t, "after all", service.Forget(c.ctx, "S-1"), nil)
		equal(t, "rights", len(c.documents("poll_rights")), 0)
		for _, doc := range c.documents("ballots") {
			equal(t, "named", strings.Contains(doc, "S-1"), false)
		}
		kept, again := c.counted(p)
		equal(t, "counted again", kept, again)
	})
}

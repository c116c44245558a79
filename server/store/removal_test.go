package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/surveys"
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
			refused(t, "gone", err, cohorts.NotFound)
			_, err = c.contact.Invitation(c.ctx, c.contact.Token(asked[ref]))
			refused(t, "their link", err, cohorts.NotFound)
		}
		refused(t, "twice", c.people.RemoveParticipant(c.ctx, "P-0001"), cohorts.NotFound)
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

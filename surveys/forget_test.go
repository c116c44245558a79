package surveys_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/contact"
	"soundings/server/services/servicestest"
	"soundings/surveys"
)

// A person who is removed for good leaves nothing behind that says who they were: their answers stay, as nobody's, and every
// count of answers stays as it was; that it was done is on record.
func TestRemovingAParticipant(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		v := c.Portal(t)
		must(c.Cohorts.Import(c.ctx, strings.NewReader("ref,group,name,email,site\nP-0001,patient,Quirina Example,quirina@example.org,north\n"), false))
		asked := c.Invited(t, v, refs(4)...)
		for n, ref := range refs(3) {
			if n == 1 {
				c.Fold(t) // the first is counted, the others are not yet
			}
			c.Send(t, asked[ref], -1, surveys.Submit, "helped=no", "why=the kangaroo of "+ref)
		}
		c.Send(t, asked["P-0004"], 0, surveys.Save, "helped=no")
		before := written(must(c.Surveys.Results(c.ctx, v.ID, surveys.Team, surveys.ByGroup)))

		for _, ref := range refs(4) {
			if ref == "P-0003" {
				continue
			}
			expect.Equal(t, "removed", c.Cohorts.RemoveParticipant(c.ctx, ref), nil)
			_, err := c.Cohorts.Participant(c.ctx, ref)
			expect.Refused(t, "gone", err, base.NotFound)
			_, err = c.Contact.Invitation(c.ctx, c.Contact.Token(asked[ref]))
			expect.Refused(t, "their link", err, base.NotFound)
		}
		expect.Refused(t, "twice", c.Cohorts.RemoveParticipant(c.ctx, "P-0001"), base.NotFound)
		expect.Equal(t, "results", written(must(c.Surveys.Results(c.ctx, v.ID, surveys.Team, surveys.ByGroup))), before)
		c.countsAgree(t, v)
		c.Fold(t)
		c.countsAgree(t, v)

		c.Clock.Advance(2 * time.Minute)
		expect.Equal(t, "ended", c.Cohorts.ContinueRemovals(c.ctx), nil)
		for _, collection := range []string{"participants", "memberships", "consents", "invitations", "unfinished", "responses", "removals"} {
			for _, doc := range c.Documents(t, collection) {
				for _, ref := range []string{"P-0001", "P-0002", "P-0004"} {
					if strings.Contains(doc, ref) {
						t.Errorf("%s still names %s", collection, ref)
					}
				}
			}
		}
		var kept []string
		page, _, err := c.Store.Responses(c.ctx, v.ID, "", 10)
		expect.Equal(t, "read", err, nil)
		for _, r := range page {
			kept = append(kept, fmt.Sprint(r.Ref, r.Answers["why"]))
			expect.Equal(t, "an id that says who it was", r.ID == asked["P-0001"].ID || r.ID == asked["P-0002"].ID, false)
		}
		expect.Equal(t, "answers", len(kept), 3)
		expect.Equal(t, "whose", strings.Count(strings.Join(kept, "|"), "P-0003[the kangaroo of P-0003]"), 1)
		counts := must(c.Cohorts.MemberCounts(c.ctx, asked["P-0001"].Cohort))
		expect.Equal(t, "members", fmt.Sprint(counts[cohorts.Agreed], counts[cohorts.Withdrawn]), "1 0")
		expect.Equal(t, "on record", strings.Contains(strings.Join(c.Audit(t), "\n")+"\n", "staff MANAGER: participant.remove \n"), true)
	})
}

// Answers that somebody wants removed are gone from the responses and from what they add up to, counted or not yet.
func TestRemovingAnswers(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		v := c.Portal(t)
		asked := c.Invited(t, v, refs(20)...)
		cohort := asked["P-0001"].Cohort
		for n, ref := range refs(20) {
			if n == 10 {
				c.Fold(t)
			}
			c.Send(t, asked[ref], -1, surveys.Submit, "helped=no", "why=the kangaroo")
		}
		errs := servicestest.Together(12, func(n int) error {
			if n < 2 {
				_, err := c.Store.Fold(c.ctx)
				return err
			}
			_, err := c.Another(t).Surveys.RemoveAnswers(c.ctx, contact.Whose{Ref: refs(20)[4+n], Cohort: cohort})
			return err
		})
		expect.Equal(t, "faults", servicestest.Count(errs), map[error]int{nil: 12})
		expect.Equal(t, "again", must(c.Surveys.RemoveAnswers(c.ctx, contact.Whose{Ref: "P-0007", Cohort: cohort})), contact.TakenOut{})
		expect.Equal(t, "another cohort's", must(c.Surveys.RemoveAnswers(c.ctx, contact.Whose{Ref: "P-0001", Cohort: "another"})), contact.TakenOut{})
		c.countsAgree(t, v)
		c.Fold(t)
		c.countsAgree(t, v)
		expect.Equal(t, "completed", must(c.Surveys.Results(c.ctx, v.ID, surveys.Team, "")).Completed, 10)
		expect.Equal(t, "the link", must(c.Surveys.Open(c.ctx, c.Again(t, asked["P-0007"]))).Status, surveys.IsRemoved)
		expect.Equal(t, "of everything", must(c.Surveys.RemoveAnswers(c.ctx, contact.Whose{Ref: "P-0001"})), contact.TakenOut{Responses: 1})
	})
}

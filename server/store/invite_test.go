package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/surveys"
)

// Only who has agreed is asked; everybody else of a cohort is not.
func TestInviteACohort(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.patients(refs(6)...)
		v := c.portal()
		id, asked := c.cohort("First wave", refs(5)...)
		must(c.people.Select(c.ctx, id, []string{"P-0006"}, cohorts.RefuseOverflow))
		for ref, state := range map[string]cohorts.State{"P-0001": cohorts.Agreed, "P-0002": cohorts.Declined, "P-0003": cohorts.Withdrawn, "P-0004": cohorts.Graduated} {
			if state == cohorts.Declined {
				must(c.contact.AnswerConsent(c.ctx, asked[ref], false, "en"))
				continue
			}
			must(c.contact.AnswerConsent(c.ctx, asked[ref], true, "en"))
			if state != cohorts.Agreed {
				must(c.people.SetState(c.ctx, id, ref, state, cohorts.Heard{}))
			}
		}
		first := must(c.surveys.Invite(c.ctx, v.ID, surveys.Audience{Cohort: id}))
		equal(t, "asked", refsOf(first), []string{"P-0001"})
		equal(t, "through which cohort", first[0].Cohort, id)

		must(c.contact.AnswerConsent(c.ctx, asked["P-0005"], true, "es"))
		second := must(c.surveys.Invite(c.ctx, v.ID, surveys.Audience{Cohort: id}))
		equal(t, "asked again", refsOf(second), []string{"P-0001", "P-0005"})
		equal(t, "the same link", c.contact.Token(second[0]), c.contact.Token(first[0]))
		equal(t, "audience", must(c.surveys.Survey(c.ctx, v.ID)).Audience, []string{id})
		equal(t, "counts", must(c.contact.Counts(c.ctx, contact.ForSurvey, v.ID)).States[contact.Created], 2)
		page := must(c.contact.List(c.ctx, contact.ForSurvey, v.ID, "", 1))
		page2 := must(c.contact.List(c.ctx, contact.ForSurvey, v.ID, page.Next, 1))
		equal(t, "listed", refsOf(append(page.Items, page2.Items...)), []string{"P-0001", "P-0005"})
	})
}

// A list of refs is asked as a whole or not at all: an unknown one, or a patient who has not agreed, refuses it.
func TestInviteRefs(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.patients(refs(3)...)
		must(c.people.SaveParticipant(c.ctx, cohorts.Participant{Ref: "S-1", Group: cohorts.Staff}))
		v := c.portal()
		id := c.agreed("First wave", "P-0001", "P-0002")
		for _, ask := range []struct {
			about    string
			audience surveys.Audience
			want     string
		}{
			{"nobody", surveys.Audience{}, "cohort: error.required"},
			{"both ways", surveys.Audience{Cohort: id, Refs: refs(1)}, "refs: survey.cohort_or_refs"},
			{"an unknown one", surveys.Audience{Refs: []string{"P-0001", "P-9999"}}, "refs: participant.unknown"},
			{"one who has not agreed", surveys.Audience{Refs: []string{"P-0001", "P-0003"}}, "refs: participant.not_agreed"},
			{"no such cohort", surveys.Audience{Cohort: "nowhere"}, "cohort: cohort.unknown"},
			{"until yesterday", surveys.Audience{Cohort: id, Expires: c.now().Add(-time.Hour)}, "expires: error.past"},
			{"until now", surveys.Audience{Cohort: id, Expires: c.now()}, "expires: error.past"},
		} {
			_, err := c.surveys.Invite(c.ctx, v.ID, ask.audience)
			equal(t, ask.about, strings.Join(bad(err), ", "), ask.want)
		}
		equal(t, "asked so far", must(c.contact.Counts(c.ctx, contact.ForSurvey, v.ID)).Invited(), 0)
		equal(t, "audience so far", len(must(c.surveys.Survey(c.ctx, v.ID)).Audience), 0)

		asked := must(c.surveys.Invite(c.ctx, v.ID, surveys.Audience{Refs: []string{"S-1", "P-0002", "S-1"}, Expires: c.now().Add(time.Hour)}))
		equal(t, "asked", refsOf(asked), []string{"P-0002", "S-1"})
		equal(t, "through which cohort", byRef(asked)["P-0002"].Cohort+byRef(asked)["S-1"].Cohort, id)
		equal(t, "until", c.again(asked[0]).Expires, c.now().Add(time.Hour))
	})
}

func TestInviteOnlyToOpenSurveys(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.patients("P-0001")
		id := c.agreed("First wave", "P-0001")
		draft := must(c.surveys.Create(c.ctx, surveys.Survey{Title: base.Words{"en": "Draft"}, Pages: must(readPages(portalPages))}))
		closed := must(c.surveys.Close(c.ctx, c.portal().ID))
		for _, v := range []surveys.Survey{draft, closed} {
			_, err := c.surveys.Invite(c.ctx, v.ID, surveys.Audience{Cohort: id})
			refused(t, string(v.State), err, base.Conflict)
		}
		_, err := c.surveys.Invite(c.ctx, "nowhere", surveys.Audience{Cohort: id})
		refused(t, "no such survey", err, base.NotFound)
	})
}

// Who agrees later is asked what their cohort was asked, as long as it is open.
func TestInviteNewcomer(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.patients(refs(2)...)
		id, asked := c.cohort("First wave", refs(2)...)
		must(c.contact.AnswerConsent(c.ctx, asked["P-0001"], true, "en"))
		open, closed, other := c.portal(), c.portal(), c.portal()
		for _, v := range []surveys.Survey{open, closed} {
			must(c.surveys.Invite(c.ctx, v.ID, surveys.Audience{Cohort: id}))
		}
		must(c.surveys.Invite(c.ctx, other.ID, surveys.Audience{Refs: []string{"P-0001"}}))
		must(c.surveys.Close(c.ctx, closed.ID))

		must(c.contact.AnswerConsent(c.ctx, asked["P-0002"], true, "en"))
		m := must(c.people.Membership(c.ctx, id, "P-0002"))
		first := must(c.surveys.InviteNewcomer(c.ctx, m))
		equal(t, "asked", len(first), 1)
		equal(t, "what", first[0].Subject, open.ID)
		equal(t, "language", first[0].Language, "es")
		second := must(c.surveys.InviteNewcomer(c.ctx, m))
		equal(t, "asked twice", c.contact.Token(second[0]), c.contact.Token(first[0]))
		equal(t, "counts", must(c.contact.Counts(c.ctx, contact.ForSurvey, open.ID)).Invited(), 2)
	})
}

// Who agrees at the very moment at which their cohort is asked is asked too, by one way or the other; and of several
// who ask at once, none undoes what another did.
func TestInviteTogether(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		people := refs(24)
		c.patients(people...)
		v := c.portal()
		id, asked := c.cohort("Wave 1", people...)
		var more []string
		for n := range 4 {
			more = append(more, c.agreed(fmt.Sprint("Side ", n), people[n]))
		}
		together(12, func(n int) error {
			switch {
			case n < 4:
				must(c.surveys.Invite(c.ctx, v.ID, surveys.Audience{Cohort: more[n]}))
			case n < 8:
				must(c.surveys.Invite(c.ctx, v.ID, surveys.Audience{Cohort: id}))
			default:
				for k := n - 8; k < len(people); k += 4 {
					must(c.contact.AnswerConsent(c.ctx, asked[people[k]], true, "en"))
					must(c.surveys.InviteNewcomer(c.ctx, must(c.people.Membership(c.ctx, id, people[k]))))
				}
			}
			return nil
		})
		equal(t, "asked", must(c.contact.Counts(c.ctx, contact.ForSurvey, v.ID)).Invited(), len(people))
		equal(t, "audience", count(must(c.surveys.Survey(c.ctx, v.ID)).Audience), map[string]int{id: 1, more[0]: 1, more[1]: 1, more[2]: 1, more[3]: 1})
	})
}

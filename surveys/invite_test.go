package surveys_test

import (
	"fmt"
	"slices"
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

// Only who has agreed is asked; everybody else of a cohort is not.
func TestInviteACohort(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, refs(6)...)
		v := c.Portal(t)
		id, asked := c.Asked(t, "First wave", refs(5)...)
		must(c.Cohorts.Select(c.ctx, id, []string{"P-0006"}, cohorts.RefuseOverflow))
		for ref, state := range map[string]cohorts.State{"P-0001": cohorts.Agreed, "P-0002": cohorts.Declined, "P-0003": cohorts.Withdrawn, "P-0004": cohorts.Graduated} {
			if state == cohorts.Declined {
				must(c.Contact.AnswerConsent(c.ctx, asked[ref], false, "en"))
				continue
			}
			must(c.Contact.AnswerConsent(c.ctx, asked[ref], true, "en"))
			if state != cohorts.Agreed {
				must(c.Cohorts.SetState(c.ctx, id, ref, state, cohorts.Heard{}))
			}
		}
		first := must(c.Surveys.Invite(c.ctx, v.ID, surveys.Audience{Cohort: id}))
		expect.Equal(t, "asked", refsOf(first), []string{"P-0001"})
		expect.Equal(t, "through which cohort", first[0].Cohort, id)

		must(c.Contact.AnswerConsent(c.ctx, asked["P-0005"], true, "es"))
		second := must(c.Surveys.Invite(c.ctx, v.ID, surveys.Audience{Cohort: id}))
		expect.Equal(t, "asked again", refsOf(second), []string{"P-0001", "P-0005"})
		expect.Equal(t, "the same link", c.Contact.Token(second[0]), c.Contact.Token(first[0]))
		expect.Equal(t, "audience", must(c.Surveys.Survey(c.ctx, v.ID)).Audience, []string{id})
		expect.Equal(t, "counts", must(c.Contact.Counts(c.ctx, contact.ForSurvey, v.ID)).States[contact.Created], 2)
		page := must(c.Contact.List(c.ctx, contact.ForSurvey, v.ID, "", 1))
		page2 := must(c.Contact.List(c.ctx, contact.ForSurvey, v.ID, page.Next, 1))
		expect.Equal(t, "listed", refsOf(append(page.Items, page2.Items...)), []string{"P-0001", "P-0005"})
	})
}

// A list of refs is asked as a whole or not at all: an unknown one, or a patient who has not agreed, refuses it.
func TestInviteRefs(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, refs(3)...)
		must(c.Cohorts.SaveParticipant(c.ctx, cohorts.Participant{Ref: "S-1", Group: cohorts.Staff}))
		v := c.Portal(t)
		id := c.Agreed(t, "First wave", "P-0001", "P-0002")
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
			{"until yesterday", surveys.Audience{Cohort: id, Expires: c.Clock.Now().Add(-time.Hour)}, "expires: error.past"},
			{"until now", surveys.Audience{Cohort: id, Expires: c.Clock.Now()}, "expires: error.past"},
		} {
			_, err := c.Surveys.Invite(c.ctx, v.ID, ask.audience)
			expect.Equal(t, ask.about, strings.Join(expect.Fields(err), ", "), ask.want)
		}
		expect.Equal(t, "asked so far", must(c.Contact.Counts(c.ctx, contact.ForSurvey, v.ID)).Invited(), 0)
		expect.Equal(t, "audience so far", len(must(c.Surveys.Survey(c.ctx, v.ID)).Audience), 0)

		asked := must(c.Surveys.Invite(c.ctx, v.ID, surveys.Audience{Refs: []string{"S-1", "P-0002", "S-1"}, Expires: c.Clock.Now().Add(time.Hour)}))
		expect.Equal(t, "asked", refsOf(asked), []string{"P-0002", "S-1"})
		expect.Equal(t, "through which cohort", servicestest.ByRef(asked)["P-0002"].Cohort+servicestest.ByRef(asked)["S-1"].Cohort, id)
		expect.Equal(t, "until", c.Again(t, asked[0]).Expires, c.Clock.Now().Add(time.Hour))
	})
}

func TestInviteOnlyToOpenSurveys(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, "P-0001")
		id := c.Agreed(t, "First wave", "P-0001")
		draft := must(c.Surveys.Create(c.ctx, surveys.Survey{Title: base.Words{"en": "Draft"}, Pages: servicestest.PortalPages(t)}))
		closed := must(c.Surveys.Close(c.ctx, c.Portal(t).ID))
		for _, v := range []surveys.Survey{draft, closed} {
			_, err := c.Surveys.Invite(c.ctx, v.ID, surveys.Audience{Cohort: id})
			expect.Refused(t, string(v.State), err, base.Conflict)
		}
		_, err := c.Surveys.Invite(c.ctx, "nowhere", surveys.Audience{Cohort: id})
		expect.Refused(t, "no such survey", err, base.NotFound)
	})
}

// Who agrees later is asked what their cohort was asked, as long as it is open.
func TestInviteNewcomer(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, refs(2)...)
		id, asked := c.Asked(t, "First wave", refs(2)...)
		must(c.Contact.AnswerConsent(c.ctx, asked["P-0001"], true, "en"))
		open, closed, other := c.Portal(t), c.Portal(t), c.Portal(t)
		for _, v := range []surveys.Survey{open, closed} {
			must(c.Surveys.Invite(c.ctx, v.ID, surveys.Audience{Cohort: id}))
		}
		must(c.Surveys.Invite(c.ctx, other.ID, surveys.Audience{Refs: []string{"P-0001"}}))
		must(c.Surveys.Close(c.ctx, closed.ID))

		must(c.Contact.AnswerConsent(c.ctx, asked["P-0002"], true, "en"))
		m := must(c.Cohorts.Membership(c.ctx, id, "P-0002"))
		first := must(c.Surveys.InviteNewcomer(c.ctx, m))
		expect.Equal(t, "asked", len(first), 1)
		expect.Equal(t, "what", first[0].Subject, open.ID)
		expect.Equal(t, "language", first[0].Language, "es")
		second := must(c.Surveys.InviteNewcomer(c.ctx, m))
		expect.Equal(t, "asked twice", c.Contact.Token(second[0]), c.Contact.Token(first[0]))
		expect.Equal(t, "counts", must(c.Contact.Counts(c.ctx, contact.ForSurvey, open.ID)).Invited(), 2)
	})
}

// Who agrees at the very moment at which their cohort is asked is asked too, by one way or the other; and of several
// who ask at once, none undoes what another did.
func TestInviteTogether(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		people := refs(24)
		c.People(t, cohorts.Patient, people...)
		v := c.Portal(t)
		id, asked := c.Asked(t, "Wave 1", people...)
		var more []string
		for n := range 4 {
			more = append(more, c.Agreed(t, fmt.Sprint("Side ", n), people[n]))
		}
		servicestest.Together(12, func(n int) error {
			switch {
			case n < 4:
				must(c.Surveys.Invite(c.ctx, v.ID, surveys.Audience{Cohort: more[n]}))
			case n < 8:
				must(c.Surveys.Invite(c.ctx, v.ID, surveys.Audience{Cohort: id}))
			default:
				for k := n - 8; k < len(people); k += 4 {
					must(c.Contact.AnswerConsent(c.ctx, asked[people[k]], true, "en"))
					must(c.Surveys.InviteNewcomer(c.ctx, must(c.Cohorts.Membership(c.ctx, id, people[k]))))
				}
			}
			return nil
		})
		expect.Equal(t, "asked", must(c.Contact.Counts(c.ctx, contact.ForSurvey, v.ID)).Invited(), len(people))
		expect.Equal(t, "audience", servicestest.Count(must(c.Surveys.Survey(c.ctx, v.ID)).Audience), map[string]int{id: 1, more[0]: 1, more[1]: 1, more[2]: 1, more[3]: 1})
	})
}

// refsOf returns who is invited, in order.
func refsOf(all []contact.Invitation) []string {
	var refs []string
	for _, i := range all {
		refs = append(refs, i.Ref)
	}
	slices.Sort(refs)
	return refs
}

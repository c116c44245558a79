package contact_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/contact"
	"soundings/server/services/servicestest"
	"soundings/surveys"
)

// parts writes what Compare says, as "north 4: 4 asked, 3 reached, 2 started, 1 finished".
func (c *clinic) parts(kind contact.Kind, subject string) (all [][]string) {
	for _, one := range must(c.Contact.Compare(c.ctx, kind, subject)) {
		var lines []string
		for _, p := range one.Parts {
			name := string(p.Group)
			if !one.ByGroup() {
				name = fmt.Sprint(p.Values["site"], " ", p.Population)
			}
			lines = append(lines, fmt.Sprintf("%s: %d asked, %d reached, %d started, %d finished", name, p.Asked, p.Reached, p.Started, p.Finished))
		}
		all = append(all, lines)
	}
	return all
}

// Of each group and stratum it is counted how many were asked, were reached, have started and have finished, beside the
// population: as it happens, and whatever became of it.
func TestCompare(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		people := refs(12)
		for n, ref := range people {
			must(c.Cohorts.SaveParticipant(c.ctx, cohorts.Participant{
				Ref: ref, Group: cohorts.Patient, Language: "en", Email: ref + "@example.org", Attributes: map[string]string{"site": []string{"north", "south", "west"}[n%3]},
			}))
		}
		id := must(c.Cohorts.CreateCohort(c.ctx, cohorts.Cohort{Name: base.Words{"en": "Wave", "es": "Ola"}})).ID
		must(c.Cohorts.Draw(c.ctx, id, cohorts.DrawRule{Size: 12, Stratify: []string{"site"}}, ""))
		consents := servicestest.ByRef(must(c.Contact.AskConsent(c.ctx, id)))
		for n, ref := range people {
			if n%3 < 2 { // nobody of the west agrees
				must(c.Contact.AnswerConsent(c.ctx, consents[ref], true, "en"))
			}
		}
		expect.Equal(t, "to take part", c.parts(contact.ForConsent, id), [][]string{
			{"north 4: 4 asked, 4 reached, 4 started, 4 finished", "south 4: 4 asked, 4 reached, 4 started, 4 finished", "west 4: 4 asked, 0 reached, 0 started, 0 finished"},
		})
		c.People(t, cohorts.Staff, "S-1")
		v := must(c.Surveys.Survey(c.ctx, c.aSurvey(t)))
		post := &postbox{refuses: map[string]error{"P-0001@example.org": &contact.Refusal{Permanent: true, Err: errors.New("550")}}}
		c.Outbox.Post = post
		asked := servicestest.ByRef(slices.Concat(
			must(c.Surveys.Invite(c.ctx, v.ID, surveys.Audience{Cohort: id})), must(c.Surveys.Invite(c.ctx, v.ID, surveys.Audience{Refs: []string{"S-1"}})),
		))
		must(c.Contact.Start(c.ctx, contact.ForSurvey, v.ID, mails))
		must(c.Outbox.Take(c.ctx))
		must(c.Outbox.Send(c.ctx))
		strata := []string{"north 4: 4 asked, 3 reached, 0 started, 0 finished", "south 4: 4 asked, 4 reached, 0 started, 0 finished", "west 4: 0 asked, 0 reached, 0 started, 0 finished"}
		expect.Equal(t, "sent; one address does not work", c.parts(contact.ForSurvey, v.ID), [][]string{
			{"patient: 8 asked, 7 reached, 0 started, 0 finished", "staff: 1 asked, 0 reached, 0 started, 0 finished"}, strata,
		})
		answers := map[string]surveys.Action{"P-0001": surveys.Submit, "P-0004": surveys.Save, "S-1": surveys.Submit}
		for ref, action := range answers {
			c.Send(t, asked[ref], 0, action, "ease=3")
		}
		want := [][]string{
			{"patient: 8 asked, 8 reached, 2 started, 1 finished", "staff: 1 asked, 1 reached, 1 started, 1 finished"},
			{"north 4: 4 asked, 4 reached, 2 started, 1 finished", "south 4: 4 asked, 4 reached, 0 started, 0 finished", "west 4: 0 asked, 0 reached, 0 started, 0 finished"},
		}
		expect.Equal(t, "answered", c.parts(contact.ForSurvey, v.ID), want)
		c.Fold(t)
		expect.Equal(t, "folded", c.parts(contact.ForSurvey, v.ID), want)
		all, _, err := c.Store.RecountInvitations(c.ctx)
		for _, one := range must(all, err) {
			expect.Equal(t, "counted again: "+string(one.Kind), one.Kept.Parts, one.Counted.Parts)
		}
		compared := must(c.Contact.Compare(c.ctx, contact.ForSurvey, v.ID))
		expect.Equal(t, "expected of the north", compared[1].Expected(compared[1].Parts[0]), 4.0/12)
		expect.Equal(t, "expected of patients", compared[0].Expected(compared[0].Parts[0]), 8.0/9)
	})
}

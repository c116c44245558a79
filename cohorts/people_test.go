package cohorts_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/server/services/servicestest"
)

// A saved record is whole: of many that are saved at once, one is kept, whole.
func TestSaveParticipant(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		errs := servicestest.Together(8, func(n int) error {
			p := ana
			p.Name = strings.Repeat("x", n+1)
			p.Attributes = map[string]string{"length": strings.Repeat("x", n+1)}
			_, err := c.Cohorts.SaveParticipant(c.ctx, p)
			return err
		})
		expect.Equal(t, "refused", errors.Join(errs...), nil)
		kept := must(c.Cohorts.Participant(c.ctx, ana.Ref))
		expect.Equal(t, "whole", kept.Attributes["length"], kept.Name)
		same := must(c.Cohorts.SaveParticipant(c.ctx, kept))
		expect.Equal(t, "put again, unchanged", same.Version, kept.Version)
		_, err := c.Cohorts.SaveParticipant(c.ctx, cohorts.Participant{Ref: "P 1", Group: "friend"})
		expect.Equal(t, "wrong", strings.Join(expect.Fields(err), ", "), "ref: error.ref, group: error.oneof")
	})
}

// A new participant gets a ref that nobody has.
func TestCreateParticipant(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		made := must(c.Cohorts.CreateParticipant(c.ctx, cohorts.Participant{Ref: " S-1 ", Group: cohorts.Staff, Name: "Bo Example"}))
		expect.Equal(t, "kept", must(c.Cohorts.Participant(c.ctx, "S-1")), made)
		for _, p := range []struct {
			about string
			cohorts.Participant
			want []string
		}{
			{"a ref that somebody has", cohorts.Participant{Ref: "S-1", Group: cohorts.Patient}, []string{"ref: participant.known"}},
			{"no ref", cohorts.Participant{Group: cohorts.Staff}, []string{"ref: error.required"}},
			{"a day that does not exist", cohorts.Participant{Ref: "S-2", Group: cohorts.Staff, Attributes: map[string]string{"birth_date": "1950-02-30"}},
				[]string{"attributes[birth_date]: error.date"}},
		} {
			_, err := c.Cohorts.CreateParticipant(c.ctx, p.Participant)
			expect.Equal(t, p.about, expect.Fields(err), p.want)
		}
		expect.Equal(t, "who was first", must(c.Cohorts.Participant(c.ctx, "S-1")).Called(), "Bo Example")
		expect.Equal(t, "without a name", cohorts.Participant{Ref: "S-9"}.Called(), "S-9")
	})
}

// Pages look people up by ref, and a number that is nobody's telephone may be somebody's ref.
func TestFindingPeople(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, "6155550134", "P-0001", "P-0002")
		people := must(c.Cohorts.People(c.ctx, "P-0002", "P-0404", "6155550134"))
		expect.Equal(t, "known ones", []any{len(people), people["P-0002"].Ref, people["6155550134"].Ref}, []any{2, "P-0002", "6155550134"})
		page := must(c.Cohorts.Participants(c.ctx, cohorts.SearchParticipants("6155550134")))
		expect.Equal(t, "a ref like a number", []any{len(page.Items), page.Items[0].Ref}, []any{1, "6155550134"})
		_, err := c.Cohorts.Participant(c.ctx, "P-0404")
		expect.Refused(t, "nobody", err, base.NotFound)

		var seen []string
		for p, err := range c.Cohorts.EveryParticipant(c.ctx, cohorts.ParticipantQuery{}) {
			expect.Equal(t, "read", err, nil)
			if seen = append(seen, p.Ref); len(seen) == 2 {
				break
			}
		}
		expect.Equal(t, "stopped at the second", seen, []string{"6155550134", "P-0001"})
	})
}

// The history of a person has the changes of all their memberships, the latest first.
func TestHistory(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, "P-0001")
		first, asked := c.Asked(t, "First", "P-0001")
		c.Clock.Advance(time.Hour)
		second, _ := c.Asked(t, "Second", "P-0001")
		c.Clock.Advance(time.Hour)
		must(c.Contact.AnswerConsent(c.ctx, asked["P-0001"], true, "en"))
		var got []string
		for _, change := range must(c.Cohorts.History(c.ctx, "P-0001")) {
			got = append(got, change.Cohort+" "+string(change.To))
		}
		slices.Sort(got[1:3]) // these were at the same moment
		slices.Sort(got[3:])
		expect.Equal(t, "history", got, []string{first + " agreed", second + " invited", second + " selected", first + " invited", first + " selected"})
		expect.Equal(t, "of nobody", len(must(c.Cohorts.History(c.ctx, "P-0404"))), 0)
	})
}

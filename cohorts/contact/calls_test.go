package contact_test

import (
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/contact"
	"soundings/server/services/servicestest"
)

// calls returns who is to be called now, in order.
func (m *mailing) calls() string {
	var all []string
	for _, s := range must(m.Outbox.Calls(m.ctx, 100)) {
		all = append(all, s.Message.Ref)
	}
	return strings.Join(all, ", ")
}

// called notes what came of the call to somebody.
func (m *mailing) called(ref string, outcome contact.Outcome) error {
	for _, s := range must(m.Outbox.Calls(m.ctx, 100)) {
		if s.Message.Ref == ref {
			_, err := m.Outbox.NoteCall(m.ctx, s.Message.ID, outcome)
			return err
		}
	}
	return nil
}

var callThenLetter = []contact.Step{{0, contact.ByPhone}, {3, contact.ByLetter}}

// What came of a call decides what follows it.
func TestWhatCameOfACall(t *testing.T) {
	for outcome, want := range map[contact.Outcome]string{
		contact.Reached:     "0 phone sent, 1 letter waiting",
		contact.Answered:    "0 phone sent, 1 letter waiting",
		contact.SaidNo:      "0 phone sent said_no",
		contact.WrongNumber: "0 phone failed wrong_number, 1 letter waiting",
		contact.Unheard:     "0 phone waiting no_answer",
	} {
		t.Run(string(outcome), func(t *testing.T) {
			on(t, func(t *testing.T, c *clinic) {
				m := c.mailed(t, callThenLetter, "ana/phone letter")
				m.after(t, 0)
				call := must(c.Outbox.Calls(c.ctx, 10))[0].Message
				must(c.Outbox.NoteCall(c.ctx, call.ID, outcome))
				expect.Equal(t, "then", m.messages("ana"), want)
				if _, err := c.Outbox.NoteCall(c.ctx, call.ID, outcome); !base.IsCode(err, base.Conflict) {
					t.Errorf("noted again: %v", err)
				}
				charged := map[contact.Outcome]int{contact.Reached: 1, contact.Answered: 1, contact.SaidNo: 1}
				expect.Equal(t, "it counts", len(must(c.Store.Records(c.ctx, "ana"))[0].Got), charged[outcome])
			})
		})
	}
}

// Calls that are noted at the same moment are all noted, also two to the same person: nobody is told to note one again.
func TestCallsNotedAtOnce(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		steps := []contact.Step{{0, contact.ByPhone}}
		m := c.mailed(t, steps, "ana/phone", "bo/phone", "cy/phone", "di/phone", "ed/phone")
		second := c.aSurvey(t)
		must(c.Contact.Start(c.ctx, contact.ForSurvey, second, steps))
		c.Invite(t, second, m.asked["ana"].Cohort)
		m.after(t, 0)
		calls := must(c.Outbox.Calls(c.ctx, 100))
		expect.Equal(t, "calls", len(calls), 10)
		servicestest.Together(len(calls), func(n int) error {
			_, err := c.Outbox.NoteCall(c.ctx, calls[n].Message.ID, contact.Reached)
			if err != nil {
				t.Errorf("noting a call: %v", err)
			}
			return err
		})
		for ref := range m.asked {
			expect.Equal(t, ref+" got", len(must(c.Store.Records(c.ctx, ref))[0].Got), 2)
		}
	})
}

// Who does not answer is called on three days, and then reached in the next way.
func TestWhoDoesNotAnswerTheTelephone(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		m := c.mailed(t, callThenLetter, "ana/phone letter")
		m.after(t, 0)
		for n, want := range []string{"0 phone waiting no_answer", "0 phone waiting no_answer", "0 phone failed no_answer, 1 letter waiting"} {
			expect.Equal(t, "who is called", m.calls(), "ana")
			if err := m.called("ana", contact.Unheard); err != nil {
				t.Fatal(err)
			}
			expect.Equal(t, "then", m.messages("ana"), want)
			expect.Equal(t, "not on the same day", m.calls(), "")
			m.after(t, day)
			if n == 0 {
				expect.Equal(t, "the list says so", must(c.Outbox.Calls(c.ctx, 10))[0].Message.Tries, 1)
			}
		}
		expect.Equal(t, "the letter at once", m.handed(t, contact.ByLetter), "ana")
		expect.Equal(t, "no address is taken for wrong", must(c.Store.Records(c.ctx, "ana"))[0].Wrong, "")
	})
}

// A number that is somebody else's is used no more, for texts neither, until it is another one.
func TestAWrongNumber(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		m := c.mailed(t, []contact.Step{{0, contact.ByPhone}, {1, contact.ByText}}, "ana/phone")
		m.after(t, 0)
		if err := m.called("ana", contact.WrongNumber); err != nil {
			t.Fatal(err)
		}
		m.after(t, 2*day)
		expect.Equal(t, "then", m.messages("ana"), "0 phone failed wrong_number, 1 text skipped no_address")
	})
}

// A person who says no to a beta by telephone has declined it.
func TestANoToABetaByTelephone(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		must(c.Cohorts.SaveParticipant(c.ctx, cohorts.Participant{Ref: "ana", Group: cohorts.Patient, Language: "en", Phone: "615-555-0134"}))
		cohort, _ := c.Asked(t, "Beta", "ana")
		must(c.Contact.Start(c.ctx, contact.ForConsent, cohort, callThenLetter))
		m := &mailing{clinic: c, post: &postbox{}}
		m.after(t, 0)
		if err := m.called("ana", contact.SaidNo); err != nil {
			t.Fatal(err)
		}
		expect.Equal(t, "they", must(c.Cohorts.Membership(c.ctx, cohort, "ana")).State, cohorts.Declined)
		if history := c.steps(cohort, "ana"); !strings.Contains(history, "declined staff phone") {
			t.Errorf("the history is %s", history)
		}
		m.after(t, 30*day)
		expect.Equal(t, "and are left alone", m.messages("ana"), "0 phone sent said_no")
	})
}

// Those come first whose best time it is.
func TestWhoIsCalledFirst(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		m := c.mailed(t, callThenLetter, "ana/phone", "bo/phone", "cy/phone")
		for ref, best := range map[string]cohorts.Hours{"ana": cohorts.Evening, "cy": cohorts.Afternoon} {
			p := must(c.Cohorts.Participant(c.ctx, ref))
			p.BestTime = best
			must(c.Cohorts.SaveParticipant(c.ctx, p))
		}
		m.after(t, time.Minute)
		zone := must(c.Cohorts.Clinic(c.ctx)).Zone()
		now := m.Clock.Now().In(zone)
		m.Clock.Set(time.Date(now.Year(), now.Month(), now.Day(), 14, 0, 0, 0, zone).Add(day))
		expect.Equal(t, "in the afternoon", m.calls(), "cy, bo, ana")
		m.Clock.Set(m.Clock.Now().Add(4 * time.Hour))
		expect.Equal(t, "in the evening", m.calls(), "ana, bo, cy")
	})
}

func TestOutcomesThatThereAreNot(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		if _, err := c.Outbox.NoteCall(c.ctx, "nothing", contact.Reached); !base.IsCode(err, base.NotFound) {
			t.Errorf("no call: %v", err)
		}
		if _, err := c.Outbox.NoteCall(c.ctx, "nothing", "sang"); !base.IsCode(err, base.Invalid) {
			t.Errorf("no outcome: %v", err)
		}
	})
}

package contact_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/contact"
)

// handed returns for whom the letters or texts that are due go out: "ana, bo"; the refusal where there is none.
func (m *mailing) handed(t *testing.T, by contact.Way) string {
	t.Helper()
	b, err := m.Outbox.HandOut(m.ctx, by)
	if err != nil {
		return strings.TrimPrefix(err.Error(), "conflict: ")
	}
	return m.sheets(b)
}

// sheets returns for whom something is printed of a batch.
func (m *mailing) sheets(b contact.Batch) string {
	all, left, err := m.Outbox.Sheets(m.ctx, b)
	if err != nil {
		return err.Error()
	}
	var refs []string
	for _, s := range all {
		refs = append(refs, s.Message.Ref)
	}
	if left > 0 {
		refs = append(refs, fmt.Sprintf("%d left", left))
	}
	return strings.Join(refs, ", ")
}

var letters = []contact.Step{{0, contact.ByLetter}, {7, contact.ByPhone}}

// A letter that is printed is sent: once, and the days of the next step begin when it was printed.
func TestLetters(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		m := c.mailed(t, letters, "ana/letter phone", "bo/letter", "cy/phone", "di/letter phone")
		m.after(t, 0)
		expect.Equal(t, "to print", must(c.Outbox.Waiting(c.ctx, contact.ByLetter, 100)), 3)
		m.answers(t, "di")
		m.after(t, 5*day)
		expect.Equal(t, "printed", m.handed(t, contact.ByLetter), "ana, bo")
		expect.Equal(t, "who answered meanwhile", m.messages("di"), "0 letter skipped answered")
		expect.Equal(t, "again", m.handed(t, contact.ByLetter), "outbox.none_due.letter")
		expect.Equal(t, "the link is sent", m.again(m.asked["ana"]).State, contact.Sent)
		expect.Equal(t, "it counts", len(must(c.Store.Records(c.ctx, "ana"))[0].Got), 1)
		m.after(t, 7*day-time.Minute)
		expect.Equal(t, "too soon to call", must(c.Outbox.Waiting(c.ctx, contact.ByPhone, 100)), 1) // cy, without an address
		m.after(t, time.Minute)
		expect.Equal(t, "calls", must(c.Outbox.Waiting(c.ctx, contact.ByPhone, 100)), 2)
		expect.Equal(t, "who cannot be called", m.messages("bo"), "0 letter sent, 1 phone skipped no_address")
	})
}

// What was printed lately is printed again where paper jammed, without those who answered since. Nothing more is counted.
func TestPrintingAgain(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		m := c.mailed(t, letters, "ana/letter", "bo/letter")
		m.after(t, 0)
		b := must(c.Outbox.HandOut(c.ctx, contact.ByLetter))
		lately := must(c.Outbox.Lately(c.ctx, contact.ByLetter))
		expect.Equal(t, "batches", len(lately), 1)
		expect.Equal(t, "how many", lately[0].Count, 2)
		expect.Equal(t, "again", m.sheets(must(c.Outbox.Open(c.ctx, b.ID))), "ana, bo")
		m.answers(t, "ana")
		expect.Equal(t, "once one answered", m.sheets(b), "bo, 1 left")
		expect.Equal(t, "counted", len(must(c.Store.Records(c.ctx, "bo"))[0].Got), 1)
		expect.Equal(t, "texts", len(must(c.Outbox.Lately(c.ctx, contact.ByText))), 0)
		if _, err := c.Outbox.Open(c.ctx, "nothing"); !base.IsCode(err, base.NotFound) {
			t.Errorf("of no batch: %v", err)
		}
	})
}

// Two who print at the same moment, on two servers, have each letter once between them.
func TestTwoPrintAtOnce(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		var people []string
		for n := range 60 {
			people = append(people, fmt.Sprintf("p%02d/letter", n))
		}
		m := c.mailed(t, letters, people...)
		m.after(t, 0)
		other := c.Another(t)
		var mu sync.Mutex
		var got []string
		var printing sync.WaitGroup
		for _, o := range []*contact.Outbox{c.Outbox, other.Outbox} {
			printing.Go(func() {
				b, err := o.HandOut(c.ctx, contact.ByLetter)
				if err != nil && !base.IsCode(err, base.Conflict) {
					t.Error(err)
				}
				all, _, err := o.Sheets(c.ctx, b)
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				for _, s := range all {
					got = append(got, s.Message.Ref)
				}
			})
		}
		printing.Wait()
		slices.Sort(got)
		expect.Equal(t, "letters", len(got), 60)
		expect.Equal(t, "each once", len(slices.Compact(got)), 60)
	})
}

// A letter waits for no quiet hours: it disturbs nobody when it is printed. Texts and calls do. All keep to the budget.
func TestQuietHoursOfLettersTextsAndCalls(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		clinic := must(c.Cohorts.Clinic(c.ctx))
		clinic.Quiet = cohorts.Quiet{From: "20:00", To: "08:00"}
		if err := c.Cohorts.SaveClinic(c.ctx, clinic, nil); err != nil {
			t.Fatal(err)
		}
		for _, by := range []contact.Way{contact.ByLetter, contact.ByText, contact.ByPhone} {
			t.Run(string(by), func(t *testing.T) {
				ref := "at-" + string(by)
				m := c.mailed(t, []contact.Step{{0, by}}, ref+"/letter phone")
				c.Clock.Set(time.Date(2027, 3, 1, 21, 0, 0, 0, time.UTC))
				must(m.Outbox.Take(c.ctx))
				switch by {
				case contact.ByLetter:
					expect.Equal(t, "at night", m.handed(t, by), ref)
				case contact.ByText:
					expect.Equal(t, "at night", m.handed(t, by), "outbox.none_due.text")
					c.Clock.Set(time.Date(2027, 3, 2, 8, 0, 0, 0, time.UTC))
					expect.Equal(t, "in the morning", m.handed(t, by), ref)
				default:
					expect.Equal(t, "at night", len(must(c.Outbox.Calls(c.ctx, 10))), 0)
					c.Clock.Set(time.Date(2027, 3, 2, 8, 0, 0, 0, time.UTC))
					expect.Equal(t, "in the morning", len(must(c.Outbox.Calls(c.ctx, 10))), 1)
				}
			})
		}
	})
}

func TestLettersKeepToTheBudget(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		m := c.mailed(t, []contact.Step{{0, contact.ByMail}, {1, contact.ByMail}, {2, contact.ByLetter}}, "ana/mail letter")
		m.after(t, 0)
		m.after(t, day)
		m.after(t, day)
		expect.Equal(t, "after two mails", m.handed(t, contact.ByLetter), "outbox.none_due.letter")
		expect.Equal(t, "it waits", m.messages("ana"), "0 mail sent, 1 mail sent, 2 letter waiting budget")
		m.after(t, 5*day)
		expect.Equal(t, "a week after the first", m.handed(t, contact.ByLetter), "ana")
	})
}

// Several letters to one person in one batch keep to the budget too: the third waits.
func TestSeveralLettersToOnePerson(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		m := c.mailed(t, []contact.Step{{0, contact.ByLetter}}, "ana/letter", "bo/letter")
		for range 2 {
			other := c.aSurvey(t)
			must(c.Contact.Start(c.ctx, contact.ForSurvey, other, []contact.Step{{0, contact.ByLetter}}))
			c.Invite(t, other, m.asked["ana"].Cohort)
		}
		m.after(t, 0)
		expect.Equal(t, "due", must(c.Outbox.Waiting(c.ctx, contact.ByLetter, 100)), 6)
		expect.Equal(t, "printed", m.handed(t, contact.ByLetter), "ana, ana, bo, bo")
		expect.Equal(t, "it counts", len(must(c.Store.Records(c.ctx, "ana"))[0].Got), 2)
		expect.Equal(t, "one waits", strings.Count(m.messages("ana"), "waiting budget"), 1)
		expect.Equal(t, "and again", m.handed(t, contact.ByLetter), "outbox.none_due.letter")
	})
}

// Nothing goes out while the team has stopped everything.
func TestNothingIsPrintedWhileTheOutboxIsStopped(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		m := c.mailed(t, letters, "ana/letter")
		m.after(t, 0)
		if err := c.Outbox.Halt(c.ctx, true); err != nil {
			t.Fatal(err)
		}
		expect.Equal(t, "stopped", m.handed(t, contact.ByLetter), "outbox.is_halted")
		if err := c.Outbox.Halt(c.ctx, false); err != nil {
			t.Fatal(err)
		}
		expect.Equal(t, "it goes on", m.handed(t, contact.ByLetter), "ana")
	})
}

// A letter that came back takes the address out of use until it is another one, and the next way takes over at once.
func TestALetterThatCameBack(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		m := c.mailed(t, letters, "ana/letter phone", "bo/letter")
		m.after(t, 0)
		if _, err := c.Outbox.LetterReturned(c.ctx, "ana"); !base.IsCode(err, base.Invalid) {
			t.Errorf("before one was sent: %v", err)
		}
		m.handed(t, contact.ByLetter)
		must(c.Outbox.LetterReturned(c.ctx, "ana"))
		expect.Equal(t, "the next step", m.messages("ana"), "0 letter failed returned, 1 phone waiting")
		expect.Equal(t, "calls at once", must(c.Outbox.Waiting(c.ctx, contact.ByPhone, 10)), 1)
		expect.Equal(t, "the link", m.again(m.asked["ana"]).State, contact.Bounced)
		expect.Equal(t, "the budget", len(must(c.Store.Records(c.ctx, "ana"))[0].Got), 0)
		expect.Equal(t, "in the audit", slices.Contains(c.Audit(t), "staff MANAGER: address.letter ana"), true)

		other := c.aSurvey(t)
		must(c.Contact.Start(c.ctx, contact.ForSurvey, other, []contact.Step{{0, contact.ByLetter}}))
		c.Invite(t, other, m.asked["ana"].Cohort)
		expect.Equal(t, "another letter", m.handed(t, contact.ByLetter), "bo")
		p := must(c.Cohorts.Participant(c.ctx, "ana"))
		p.Address.Street = "2 Oak Street"
		must(c.Cohorts.SaveParticipant(c.ctx, p))
		third := c.aSurvey(t)
		must(c.Contact.Start(c.ctx, contact.ForSurvey, third, []contact.Step{{0, contact.ByLetter}}))
		c.Invite(t, third, m.asked["ana"].Cohort)
		expect.Equal(t, "to a new address", m.handed(t, contact.ByLetter), "ana")
	})
}

// A letter that came back from an address that was changed since says nothing of the new one.
func TestALetterThatCameBackFromAnOldAddress(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		m := c.mailed(t, letters, "ana/letter phone", "bo/letter")
		m.after(t, 0)
		m.handed(t, contact.ByLetter)
		p := must(c.Cohorts.Participant(c.ctx, "ana"))
		p.Address.Street = "2 Oak Street"
		must(c.Cohorts.SaveParticipant(c.ctx, p))
		for _, ref := range []string{"ana", "bo"} {
			must(c.Outbox.LetterReturned(c.ctx, ref))
		}
		expect.Equal(t, "the next step", m.messages("ana"), "0 letter failed returned, 1 phone waiting")
		expect.Equal(t, "in the audit", slices.Contains(c.Audit(t), "staff MANAGER: address.letter ana"), false)
		other := c.aSurvey(t)
		must(c.Contact.Start(c.ctx, contact.ForSurvey, other, []contact.Step{{0, contact.ByLetter}}))
		c.Invite(t, other, m.asked["ana"].Cohort)
		expect.Equal(t, "another letter", m.handed(t, contact.ByLetter), "ana")
	})
}

package contact_test

import (
	"errors"
	"testing"

	"soundings/cohorts/base/expect"
	"soundings/cohorts/contact"
)

// reminders returns of the letters of a batch to whom they say that they were written to before.
func (m *mailing) reminders(t *testing.T) map[string]bool {
	t.Helper()
	sheets, _, err := m.Outbox.Sheets(m.ctx, must(m.Outbox.HandOut(m.ctx, contact.ByLetter)))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]bool{}
	for _, s := range sheets {
		all[s.Message.Ref] = s.Message.Again()
	}
	return all
}

// Only who got something before is told so: not somebody without a mail address, nor one whose mail came back or was refused.
func TestWhoIsWrittenToAgain(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		m := c.mailed(t, full, "ana/mail letter", "bo/letter", "cy/mail letter", "di/mail letter")
		m.post.refuses["di@example.org"] = &contact.Refusal{Permanent: true, Err: errors.New("550")}
		expect.Equal(t, "at once", m.after(t, 0), "ana, cy")
		m.reported("cy", 0, "5.1.1")
		expect.Equal(t, "letters at once", m.reminders(t), map[string]bool{"bo": false, "cy": false, "di": false})
		m.after(t, 4*day)
		m.after(t, 3*day)
		expect.Equal(t, "the letter after two mails", m.reminders(t), map[string]bool{"ana": true})
	})
}

// A letter after one that came by another way than in writing is the first one.
func TestWrittenToAfterACall(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		m := c.mailed(t, []contact.Step{{0, contact.ByPhone}, {1, contact.ByLetter}, {2, contact.ByMail}}, "ana/phone letter mail")
		m.after(t, 0)
		call := must(c.Outbox.List(m.ctx, contact.MessageQuery{Ref: "ana"})).Items[0]
		must(c.Outbox.NoteCall(m.ctx, call.ID, contact.Reached))
		m.after(t, day)
		expect.Equal(t, "the letter", m.reminders(t), map[string]bool{"ana": false})
		expect.Equal(t, "the mail after it", m.after(t, 7*day), "ana again") // when their week allows it
	})
}

// A sample says what its person would read.
func TestSamplesOfReminders(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		m := c.mailed(t, nil, "ana/mail letter", "bo/letter")
		for ref, want := range map[string]bool{"ana": true, "bo": false} {
			sheet := must(c.Outbox.Sample(m.ctx, contact.ForSurvey, m.survey, ref, full, 2))
			expect.Equal(t, ref, sheet.Message.Again(), want)
		}
	})
}

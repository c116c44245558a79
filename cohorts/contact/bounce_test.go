package contact_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/contact"
)

// reported has a report come in about somebody's mail of a step.
func (m *mailing) reported(ref string, step int, status string, addresses ...string) contact.Came {
	id := contact.MessageID(m.asked[ref].ID, step) + "@clinic.example"
	return must(m.Outbox.Bounced(m.ctx, contact.Bounce{Message: id, Addresses: addresses, Failed: true, Status: status}))
}

// A mail that came back has failed, the reminder is not sent and the letter is due at once; the same report again does nothing.
func TestMailThatCameBack(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		m := c.mailed(t, full, "ana/mail letter", "bo/mail letter", "cy/mail")
		expect.Equal(t, "at once", m.after(t, 0), "ana, bo, cy")
		for _, want := range []contact.Came{contact.CameFailed, contact.CameKnown} {
			expect.Equal(t, "a report", m.reported("ana", 0, "5.1.1", "ANA@example.org"), want)
			expect.Equal(t, "the letter takes over", m.messages("ana"), "0 mail failed returned, 1 mail skipped no_address, 2 letter waiting")
			expect.Equal(t, "its link", m.again(m.asked["ana"]).State, contact.Bounced)
		}
		expect.Equal(t, "nobody to write to", m.reported("cy", 0, "5.1.1"), contact.CameFailed)
		expect.Equal(t, "the reminder", m.after(t, 4*day), "bo again")
		expect.Equal(t, "who has no other way", m.messages("cy"), "0 mail failed returned, 1 mail skipped no_address, 2 letter skipped no_address, 3 phone skipped no_address")
		records := must(c.Store.Records(c.ctx, "ana", "bo"))
		expect.Equal(t, "an address that does not work", records[0].Failing, "ana@example.org")
		expect.Equal(t, "the budget of who got nothing", len(records[0].Got), 0)
		expect.Equal(t, "the other address", records[1].Failing, "")
		counts := must(c.Outbox.Counts(c.ctx))
		expect.Equal(t, "failed", counts[contact.ByMail][contact.MessageFailed], 2)
		expect.Equal(t, "sent", counts[contact.ByMail][contact.MessageSent], 2)
	})
}

// What a report changes hangs on what it says: only an address that does not work is not written to any more.
func TestWhatReportsChange(t *testing.T) {
	const works, failing = "", "ana@example.org"
	for _, test := range []struct {
		about   string
		b       contact.Bounce
		want    contact.Came
		address string
		state   string
	}{
		{"nobody has the address", contact.Bounce{Failed: true, Status: "5.1.1"}, contact.CameFailed, failing, "0 mail failed returned, 1 letter waiting"},
		{"a full mailbox", contact.Bounce{Failed: true, Status: "5.2.2"}, contact.CameFailed, failing, "0 mail failed returned, 1 letter waiting"},
		{"no such domain", contact.Bounce{Failed: true, Status: "5.4.4"}, contact.CameFailed, failing, "0 mail failed returned, 1 letter waiting"},
		{"taken for spam", contact.Bounce{Failed: true, Status: "5.7.1"}, contact.CameFailed, works, "0 mail failed returned, 1 letter waiting"},
		{"given up after five days", contact.Bounce{Failed: true, Status: "4.4.1"}, contact.CameFailed, works, "0 mail failed returned, 1 letter waiting"},
		{"passed on to an address that does not work", contact.Bounce{Failed: true, Status: "5.1.1", Addresses: []string{"ana@new.example"}}, contact.CameFailed, works, "0 mail failed returned, 1 letter waiting"},
		{"late", contact.Bounce{Status: "4.4.1"}, contact.CamePassed, works, "0 mail sent, 1 letter waiting"},
		{"delivered", contact.Bounce{Status: "2.0.0"}, contact.CamePassed, works, "0 mail sent, 1 letter waiting"},
	} {
		t.Run(test.about, func(t *testing.T) {
			on(t, func(t *testing.T, c *clinic) {
				m := c.mailed(t, []contact.Step{{0, contact.ByMail}, {7, contact.ByLetter}}, "ana/mail letter")
				m.after(t, 0)
				test.b.Message = contact.MessageID(m.asked["ana"].ID, 0) + "@clinic.example"
				expect.Equal(t, "it came to", must(c.Outbox.Bounced(c.ctx, test.b)), test.want)
				expect.Equal(t, "messages", m.messages("ana"), test.state)
				records := must(c.Store.Records(c.ctx, "ana"))
				expect.Equal(t, "the address", records[0].Failing, test.address)
				expect.Equal(t, "in the audit", slices.Contains(c.Audit(t), "staff MANAGER: address.mail ana"), test.address != "")
			})
		})
	}
}

// A report that does not have our Message-ID is about the newest mail to whoever has the address.
func TestReportsThatNameTheRecipientAlone(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		m := c.mailed(t, full, "ana/mail letter", "bo/mail letter", "cy/mail letter")
		must(c.Cohorts.SaveParticipant(c.ctx, cohorts.Participant{Ref: "new", Group: cohorts.Staff, Email: "new@example.org"}))
		m.after(t, 0)
		for _, test := range []struct {
			about, message, address, status string
			want                            contact.Came
		}{
			{"a Message-ID of others", "CAF=1@mail.example", "ana@example.org", "5.1.1", contact.CameFailed},
			{"the same again", "", "Ana@Example.org", "5.1.1", contact.CameKnown},
			{"which mail was refused is not known", "", "bo@example.org", "5.7.1", contact.CameUnknown},
			{"nobody's", "", "nobody@example.org", "5.1.1", contact.CameUnknown},
			{"of somebody who got nothing", "", "new@example.org", "5.1.1", contact.CameUnknown},
			{"no address", "", "", "5.1.1", contact.CameUnknown},
			{"a Message-ID without end", string(make([]byte, 5000)), "", "5.1.1", contact.CameUnknown},
		} {
			b := contact.Bounce{Message: test.message, Failed: true, Status: test.status}
			if test.address != "" {
				b.Addresses = []string{test.address}
			}
			expect.Equal(t, test.about, must(c.Outbox.Bounced(c.ctx, b)), test.want)
		}
		expect.Equal(t, "it came back", m.messages("ana"), "0 mail failed returned, 1 mail skipped no_address, 2 letter waiting")
		m.Clock.Advance(15 * day)
		late := contact.Bounce{Addresses: []string{"cy@example.org"}, Failed: true, Status: "5.1.1"}
		expect.Equal(t, "weeks after the mail", must(c.Outbox.Bounced(c.ctx, late)), contact.CameUnknown)
	})
}

// A report that comes late undoes nothing: who was reached since, or has answered, stays so.
func TestReportsThatComeLate(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		m := c.mailed(t, full, "ana/mail letter", "bo/mail letter", "cy/mail letter", "di/mail letter")
		m.after(t, 0)
		m.after(t, 4*day)
		m.answers(t, "bo")
		if err := c.Cohorts.RemoveParticipant(c.ctx, "di"); err != nil {
			t.Fatal(err)
		}
		expect.Equal(t, "of the first of two mails", m.reported("ana", 0, "4.4.7"), contact.CameFailed)
		expect.Equal(t, "the reminder was delivered", m.again(m.asked["ana"]).State, contact.Sent)
		expect.Equal(t, "and the letter has time", m.after(t, time.Hour), "")
		expect.Equal(t, "of somebody who answered", m.reported("bo", 1, "5.1.1"), contact.CameFailed)
		expect.Equal(t, "the answer stays", m.again(m.asked["bo"]).State, contact.Completed)
		m.after(t, time.Hour)
		expect.Equal(t, "nothing more is sent", m.messages("bo"), "0 mail sent, 1 mail failed returned, 2 letter skipped answered")
		expect.Equal(t, "of somebody who was removed", m.reported("di", 1, "5.1.1"), contact.CameUnknown)
		expect.Equal(t, "of what was not sent", m.reported("cy", 2, "5.1.1"), contact.CameKnown)
	})
}

// Two servers that are told the same at once do it once.
func TestTwoReportsAtOnce(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		m := c.mailed(t, full, "ana/mail letter")
		m.after(t, 0)
		var telling sync.WaitGroup
		all := make([]contact.Came, 8)
		for n := range all {
			telling.Go(func() { all[n] = m.reported("ana", 0, "5.1.1") })
		}
		telling.Wait()
		failed := 0
		for _, came := range all {
			if came == contact.CameFailed {
				failed++
			}
		}
		expect.Equal(t, "it failed", failed, 1)
		expect.Equal(t, "once", m.messages("ana"), "0 mail failed returned, 1 mail skipped no_address, 2 letter waiting")
		expect.Equal(t, "counted once", must(c.Outbox.Counts(c.ctx))[contact.ByMail][contact.MessageFailed], 1)
	})
}

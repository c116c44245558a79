package contact_test

import (
	"errors"
	"testing"
	"time"

	"soundings/cohorts/base/expect"
	"soundings/cohorts/contact"
)

// A mail that came a day late, after it was refused for now, counts in the week that begins when it came.
func TestBudgetOfALateMail(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		m := c.mailed(t, []contact.Step{{0, contact.ByMail}, {1, contact.ByMail}, {2, contact.ByMail}}, "ana/mail", "bo/mail")
		late := map[string]error{"ana@example.org": &contact.Refusal{Err: errors.New("451")}}
		m.post.refuses = late
		expect.Equal(t, "Monday, 15:00", m.after(t, 0), "bo")
		for range 20 {
			m.after(t, time.Hour)
		}
		delete(late, "ana@example.org")
		expect.Equal(t, "Tuesday, 16:00", m.after(t, 5*time.Hour), "ana, bo again")
		expect.Equal(t, "Wednesday, 16:00", m.after(t, day), "ana again")
		expect.Equal(t, "each had two this week", m.messages("ana")+"; "+m.messages("bo"), "0 mail sent, 1 mail sent, 2 mail waiting; 0 mail sent, 1 mail sent, 2 mail waiting budget")
		expect.Equal(t, "the next Monday, 15:00", m.after(t, 5*day-time.Hour), "bo again")
		expect.Equal(t, "the next Tuesday, 15:00", m.after(t, day), "")
		expect.Equal(t, "the next Tuesday, 16:00", m.after(t, time.Hour), "ana again")
		records := must(c.Store.Records(c.ctx, "ana", "bo"))
		expect.Equal(t, "what counts", len(records[0].Got)+len(records[1].Got), 4)
	})
}

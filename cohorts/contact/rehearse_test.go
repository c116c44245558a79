package contact_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/contact"
)

// quiet has the clinic write to nobody and call nobody at night and on Sundays.
func (c *clinic) quiet(t *testing.T) {
	t.Helper()
	clinic := must(c.Cohorts.Clinic(c.ctx))
	clinic.Quiet = cohorts.Quiet{From: "20:00", To: "08:00", Days: []string{"sun"}}
	if err := c.Cohorts.SaveClinic(c.ctx, clinic, nil); err != nil {
		t.Fatal(err)
	}
}

// said writes a rehearsal as "Mar 1 mail 2, …".
func said(r contact.Rehearsal) string {
	var all []string
	for _, d := range r.Days {
		all = append(all, fmt.Sprintf("%s %s %d", d.Day.Format("Jan 2"), d.By, d.People))
	}
	return strings.Join(all, ", ")
}

func TestARehearsal(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		m := c.mailed(t, nil, "ana/mail letter phone", "bo/mail", "cy/letter", "di/phone", "ed/", "fay/mail")
		m.answers(t, "fay")
		r := must(c.Outbox.Rehearse(c.ctx, contact.ForSurvey, m.survey, full))
		expect.Equal(t, "by day and way", said(r), "Mar 1 letter 1, Mar 1 mail 2, Mar 1 phone 1, Mar 5 mail 2, Mar 8 letter 1, Mar 15 phone 1")
		expect.Equal(t, "people", r.People, 4)
		expect.Equal(t, "whom no step reaches", r.Unreachable, 1)
		expect.Equal(t, "nothing is kept of it", must(c.Contact.Protocol(c.ctx, contact.ForSurvey, m.survey)).Version, int64(0))
		expect.Equal(t, "no steps", must(c.Outbox.Rehearse(c.ctx, contact.ForSurvey, m.survey, nil)), contact.Rehearsal{})
		_, err := c.Outbox.Rehearse(c.ctx, contact.ForSurvey, m.survey, []contact.Step{{4, contact.ByMail}, {0, contact.ByMail}})
		expect.Equal(t, "steps that go backwards", base.IsCode(err, base.Invalid), true)
	})
}

// What is rehearsed is what comes: budget, quiet hours and quiet days included.
func TestARehearsalComesTrue(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		steps := []contact.Step{{0, contact.ByMail}, {2, contact.ByMail}, {3, contact.ByMail}, {6, contact.ByMail}, {14, contact.ByMail}}
		m := c.mailed(t, nil, "ana/mail", "bo/mail", "cy/")
		c.quiet(t)
		c.Clock.Advance(6 * time.Hour) // in the evening
		r := must(c.Outbox.Rehearse(c.ctx, contact.ForSurvey, m.survey, steps))
		must(c.Contact.Start(c.ctx, contact.ForSurvey, m.survey, steps))
		var came []string
		for range 24 * 30 {
			at := c.Clock.Now()
			if got := m.after(t, 0); got != "" {
				came = append(came, fmt.Sprintf("%s mail %d", at.In(must(c.Cohorts.Clinic(c.ctx)).Zone()).Format("Jan 2"), strings.Count(got, ",")+1))
			}
			c.Clock.Advance(time.Hour)
		}
		expect.Equal(t, "what comes", strings.Join(came, ", "), said(r))
		expect.Equal(t, "messages", len(r.Days), len(steps))
	})
}

// A letter is printed at night too; who is written to or called waits for the morning.
func TestARehearsalAtNight(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		m := c.mailed(t, nil, "ana/mail", "cy/letter", "di/phone")
		c.quiet(t)
		c.Clock.Set(time.Date(2027, 3, 1, 22, 0, 0, 0, time.UTC))
		r := must(c.Outbox.Rehearse(c.ctx, contact.ForSurvey, m.survey, []contact.Step{{0, contact.ByMail}, {0, contact.ByLetter}, {0, contact.ByPhone}}))
		expect.Equal(t, "by day and way", said(r), "Mar 1 letter 1, Mar 2 mail 1, Mar 2 phone 1")
	})
}

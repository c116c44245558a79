package contact_test

import (
	"errors"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/contact"
	"soundings/web/auth"
)

// states writes how the messages about passwords stand, soonest asked first.
func (m *mailing) states(state contact.MessageState) (all []string) {
	for _, one := range must(m.Outbox.List(m.ctx, contact.MessageQuery{State: state, Limit: 100})).Items {
		if one.Kind == contact.ForPassword {
			all = append(all, string(one.State)+" "+string(one.Why))
		}
	}
	return all
}

// member adds a member to the team, which has a manager.
func (c *clinic) member(t *testing.T) auth.Staff {
	t.Helper()
	first, _, err := c.Accounts.FirstSetupLink(c.ctx)
	if err != nil {
		t.Fatal(err)
	}
	must(c.Accounts.SetUp(c.ctx, first, "Jordan", "jordan@clinic.example", "four words in a row"))
	staff, token, err := c.Accounts.AddStaff(c.ctx, "Sam", "sam@clinic.example", auth.Member)
	if err != nil {
		t.Fatal(err)
	}
	must(c.Accounts.SetUp(c.ctx, token, "", "", "four words in a row"))
	return staff
}

// A link to a new password goes before all that waits, in the night as well, and counts in nobody's budget.
func TestForgottenPasswords(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		m := c.mailed(t, full, "ana/mail", "bo/mail")
		staff := c.member(t)
		clinic := must(c.Cohorts.Clinic(c.ctx))
		clinic.Quiet = cohorts.Quiet{From: "00:00", To: "23:59"}
		if err := c.Cohorts.SaveClinic(c.ctx, clinic, nil); err != nil {
			t.Fatal(err)
		}
		must(c.Outbox.Take(c.ctx))
		asks := func(address, id string) {
			if err := c.Outbox.AskPassword(c.ctx, address, id, "es"); err != nil {
				t.Fatal(err)
			}
		}
		for range 3 { // once, however often somebody presses the button
			asks("sam@clinic.example", staff.ID)
			asks("nobody@clinic.example", "")
		}
		expect.Equal(t, "one is first", must(c.Store.DueMessages(c.ctx, contact.ByMail, c.Clock.Now(), 1))[0].Kind, contact.ForPassword)
		must(c.Outbox.Send(c.ctx))
		expect.Equal(t, "mails", len(m.post.got), 1)
		got := m.post.got[0]
		expect.Equal(t, "to whom", got.Address+" "+string(got.Kind)+" "+got.Language, "sam@clinic.example password es")
		expect.Equal(t, "whose link", must(c.Accounts.SetupLink(c.ctx, got.Token)).ID, staff.ID)
		expect.Equal(t, "to nobody", m.states(contact.MessageSkipped), []string{"skipped no_address"})
		expect.Equal(t, "nothing is kept of them", must(c.Store.Records(c.ctx, staff.ID))[0].Version, int64(0))
		c.Clock.Advance(10 * time.Minute)
		asks("sam@clinic.example", staff.ID)
		m.post.refuses["sam@clinic.example"] = &contact.Refusal{Permanent: true, Err: errors.New("550")}
		must(c.Outbox.Send(c.ctx))
		expect.Equal(t, "refused", m.states(contact.MessageFailed), []string{"failed refused"})
		expect.Equal(t, "and again nothing is kept", must(c.Store.Records(c.ctx, staff.ID))[0].Version, int64(0))
	})
}

// What could not be sent for an hour is not sent any more, nor what was asked for by somebody who is gone.
func TestForgottenPasswordsThatAreLate(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		m := c.mailed(t, []contact.Step{{AfterDays: 9, By: contact.ByMail}}, "ana/mail")
		staff := c.member(t)
		if err := c.Outbox.Halt(c.ctx, true); err != nil {
			t.Fatal(err)
		}
		expect.Equal(t, "it does not go out", must(c.Outbox.Sends(c.ctx)), false)
		if err := c.Outbox.AskPassword(c.ctx, "sam@clinic.example", staff.ID, "en"); err != nil {
			t.Fatal(err)
		}
		expect.Equal(t, "stopped", m.after(t, 61*time.Minute), "")
		if err := c.Outbox.Halt(c.ctx, false); err != nil {
			t.Fatal(err)
		}
		expect.Equal(t, "it goes out", must(c.Outbox.Sends(c.ctx)), true)
		expect.Equal(t, "too late", m.after(t, 0), "")
		expect.Equal(t, "it says so", m.states(contact.MessageSkipped), []string{"skipped over"})
		if err := c.Outbox.AskPassword(c.ctx, "sam@clinic.example", "01GONE", "en"); err != nil {
			t.Fatal(err)
		}
		expect.Equal(t, "gone", m.after(t, 0), "")
		expect.Equal(t, "there is nobody", len(m.states(contact.MessageSkipped)), 2)
	})
}

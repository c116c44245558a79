package mail

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"soundings/cohorts"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/contact"
	"soundings/server/services/servicestest"
	"soundings/surveys"
)

// Of an anonymous survey everybody gets the first mail and those alone who have not answered a reminder, of which no report is asked
// for. The server that takes the mail counts them: nobody else can.
func TestRemindersInSecretOverSMTP(t *testing.T) {
	const people, answered = 30, 11
	box, post := startMailbox(t, time.Second)
	c := servicestest.New(t)
	c.Outbox.Post = post
	c.Clock.Set(time.Date(2027, 3, 1, 15, 0, 0, 0, time.UTC))
	ctx := servicestest.ByManager(t)
	refs := servicestest.Numbered("S", people)
	for _, ref := range refs {
		if _, err := c.Cohorts.SaveParticipant(ctx, cohorts.Participant{Ref: ref, Group: cohorts.Staff, Language: "en", Email: ref + "@example.org"}); err != nil {
			t.Fatal(err)
		}
	}
	v := c.Anonymous(t)
	if _, err := c.Contact.Start(ctx, contact.ForSurvey, v.ID, []contact.Step{{By: contact.ByMail}, {AfterDays: 4, By: contact.ByMail}}); err != nil {
		t.Fatal(err)
	}
	asked, err := c.Surveys.Invite(ctx, v.ID, surveys.Audience{Refs: refs})
	if err != nil {
		t.Fatal(err)
	}
	send := func() {
		for n := 1; n > 0; {
			if n, err = c.Outbox.Send(ctx); err != nil {
				t.Fatal(err)
			}
		}
	}
	send()
	expect.Equal(t, "first mails", [2]int{box.taken, len(box.messages)}, [2]int{people, people})
	for _, i := range asked[:answered] {
		typed := surveys.Typed{Action: surveys.Submit, Page: -1, Values: servicestest.Said("helped=yes", "ease=3"), Language: "en"}
		if sheet, err := c.Surveys.Answer(ctx, i, typed); err != nil || sheet.Status != surveys.Done {
			t.Fatal(sheet.Status, err)
		}
	}
	clear(box.messages)
	box.reports = nil
	c.Clock.Advance(4 * 24 * time.Hour)
	send()
	var got, want []string
	for to := range box.messages {
		got = append(got, to)
	}
	for _, i := range asked[answered:] {
		want = append(want, i.Ref)
	}
	slices.Sort(got)
	slices.Sort(want)
	expect.Equal(t, "who was reminded", got, want)
	expect.Equal(t, "reminders", box.taken-people, people-answered)
	for _, asks := range box.reports {
		expect.Equal(t, "asked to report", fmt.Sprint(asks), fmt.Sprint([]smtp.DSNNotify{smtp.DSNNotifyNever}))
	}
}

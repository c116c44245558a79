package ask

import (
	"testing"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/surveys"
	"soundings/web/page"

	"soundings/web/texts"
)

// counted returns so many invitations, of which so many are completed.
func counted(invited, completed int) map[contact.State]int {
	return map[contact.State]int{contact.Created: invited - completed, contact.Completed: completed}
}

// Today names what waits, with the button that deals with it.
func TestTodaysTasks(t *testing.T) {
	now := time.Now()
	frame := page.Page{Printer: english(t), Zone: time.UTC, Staff: &page.Staff{Writes: true}}
	type asked struct {
		surveys.Survey
		contact.Counts
	}
	survey := func(state surveys.State, days, invited, completed int) asked {
		v := asked{Survey: surveys.Survey{ID: "s", State: state, Title: base.Words{"en": "S"}, Opened: now.AddDate(0, 0, -days)}}
		v.States = counted(invited, completed)
		return v
	}
	for _, test := range []struct {
		name string
		v    asked
		want string // the button's address
	}{
		{"a draft", survey(surveys.Draft, 0, 0, 0), "/surveys/s"},
		{"open, nobody is invited", survey(surveys.Open, 9, 0, 0), "/surveys/s#invite"},
		{"few have answered", survey(surveys.Open, 9, 100, 29), "/surveys/s/links"},
		{"few have answered yet", survey(surveys.Open, 6, 100, 0), ""},
		{"enough have answered", survey(surveys.Open, 9, 100, 30), ""},
		{"closed", survey(surveys.Closed, 9, 100, 0), ""},
	} {
		got := ""
		for _, task := range surveyTasks(frame, test.v.Survey, test.v.Counts, now) {
			got += task.Button.Href
		}
		if got != test.want {
			t.Errorf("%s: the button leads to %q, not %q", test.name, got, test.want)
		}
	}
}

// Where messages are sent, a survey that few have answered says whether more are to come.
func TestRemindersOfToday(t *testing.T) {
	frame := page.Page{Printer: english(t), Zone: time.UTC}
	for _, test := range []struct {
		state contact.MessageState
		want  string
	}{
		{contact.MessageWaiting, "7 of 100. More messages are on their way to those who have not."},
		{contact.MessageDeferred, "7 of 100. More messages are on their way to those who have not."},
		{contact.MessageSent, "7 of 100, and no more messages will be sent. Reach those who have not in another way."},
	} {
		tasks := []page.Task{{Button: page.Link{Href: "/surveys/s/links"}}}
		steps := contact.StepCounts{{By: contact.ByMail}: {contact.MessageSent: 90}, {By: contact.ByMail, Step: 1}: {test.state: 10}}
		reminded(frame, tasks, "s", contact.Counts{States: counted(100, 7)}, steps)
		if tasks[0].Detail != test.want || tasks[0].Button.Href != "/surveys/s" {
			t.Errorf("%s: %+v", test.state, tasks[0])
		}
	}
}

// english returns what says texts in English.
func english(t *testing.T) texts.Printer {
	t.Helper()
	catalogue, err := texts.Load()
	if err != nil {
		t.Fatal(err)
	}
	return catalogue.In("en")
}

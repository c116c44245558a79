package intake_test

import (
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/metrics"
	"soundings/metrics/intake"
	"soundings/server/services/servicestest"
)

// What becomes of an event, by whose it is and what is in it.
func TestTake(t *testing.T) {
	c := servicestest.New(t)
	refs := servicestest.Refs(3)
	c.People(t, cohorts.Patient, refs...)
	c.Agreed(t, "First wave", refs[0])
	c.Asked(t, "Second wave", refs[1])
	c.Features(t, "labs")
	c.Clock.Advance(time.Hour)
	now := c.Clock.Now()
	for _, test := range []struct {
		name  string
		event metrics.Event
		want  string // the text of a rejection, or "accepted", or "duplicate"
	}{
		{"of somebody who agreed", metrics.Event{ID: "1", Ref: refs[0], Kind: metrics.Login, At: now}, "accepted"},
		{"the same once more", metrics.Event{ID: "1", Ref: refs[0], Kind: metrics.Login, At: now}, "duplicate"},
		{"of a feature", metrics.Event{ID: "2", Ref: refs[0], Kind: metrics.Used, Feature: "labs", At: now}, "accepted"},
		{"before they agreed", metrics.Event{ID: "3", Ref: refs[0], Kind: metrics.Login, At: now.AddDate(0, -1, 0)}, "event.not_agreed"},
		{"of somebody who was only asked", metrics.Event{ID: "4", Ref: refs[1], Kind: metrics.Login, At: now}, "event.not_agreed"},
		{"of somebody in no cohort", metrics.Event{ID: "5", Ref: refs[2], Kind: metrics.Login, At: now}, "accepted"},
		{"in other letters", metrics.Event{ID: "10", Ref: strings.ToLower(refs[0]), Kind: metrics.Login, At: now}, "accepted"},
		{"of a stranger", metrics.Event{ID: "6", Ref: "stranger", Kind: metrics.Login, At: now}, "event.unknown_ref"},
		{"of an unknown feature", metrics.Event{ID: "7", Ref: refs[0], Kind: metrics.Used, Feature: "mail", At: now}, "event.unknown_feature"},
		{"of no kind", metrics.Event{ID: "8", Ref: refs[0], Kind: "slept", At: now}, "event.kind"},
		{"too far ahead", metrics.Event{ID: "9", Ref: refs[0], Kind: metrics.Login, At: now.Add(16 * time.Minute)}, "event.ahead"},
	} {
		taken, err := c.Intake.Take(t.Context(), []metrics.Event{test.event})
		if err != nil {
			t.Fatal(test.name, err)
		}
		got := "accepted"
		switch {
		case taken.Duplicates == 1:
			got = "duplicate"
		case len(taken.Rejected) == 1:
			got = taken.Rejected[0].Text.ID
		}
		if got != test.want {
			t.Errorf("%s: %s, not %s", test.name, got, test.want)
		}
	}
}

// What somebody did is theirs in whatever letters their ref is spelled, as long as that can be one person alone.
func TestSpellings(t *testing.T) {
	c := servicestest.New(t)
	c.People(t, cohorts.Patient, "P-1", "Q-1")
	c.People(t, cohorts.Patient, "q-1")
	login := func(id, ref string) metrics.Event {
		return metrics.Event{ID: id, Ref: ref, Kind: metrics.Login, At: c.Clock.Now()}
	}
	events := []metrics.Event{login("1", "p-1"), login("2", "Q-1"), login("3", "q-1"), login("4", "r-1")}
	taken, err := c.Intake.Take(t.Context(), events)
	if err != nil || taken.Accepted != 3 || len(taken.Rejected) != 1 || events[0].Ref != "p-1" {
		t.Fatal(taken, events[0].Ref, err)
	}
	c.People(t, cohorts.Patient, "R-1")
	c.Clock.Advance(25 * time.Hour) // once a day all events kept apart are looked through
	if err := c.Intake.Retry(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, ref := range []string{"P-1", "Q-1", "q-1", "R-1"} {
		if n, err := c.Intake.RemoveAnswers(t.Context(), contact.Whose{Ref: ref}); err != nil || n.Events != 1 {
			t.Errorf("%s has %d events, %v", ref, n.Events, err)
		}
	}
}

// Events that came before their person and their feature count once both are known, each once.
func TestRetry(t *testing.T) {
	c := servicestest.New(t)
	events := []metrics.Event{
		{ID: "1", Ref: "P-0001", Kind: metrics.Login, At: c.Clock.Now()},
		{ID: "2", Ref: "P-0001", Kind: metrics.Used, Feature: "labs", At: c.Clock.Now()},
	}
	for _, step := range []struct {
		name string
		do   func()
		want int // events that are kept after a retry
	}{
		{"both are unknown", func() {}, 0},
		{"the person is known", func() { c.People(t, cohorts.Patient, "P-0001") }, 1},
		{"the feature too", func() { c.Features(t, "labs") }, 2},
		{"nothing new", func() {}, 2},
	} {
		if step.want == 0 {
			if taken, err := c.Intake.Take(t.Context(), events); err != nil || len(taken.Rejected) != 2 {
				t.Fatal(taken, err)
			}
		}
		step.do()
		if err := c.Intake.Retry(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := len(c.Documents(t, "events")); got != step.want {
			t.Errorf("%s: %d events, not %d", step.name, got, step.want)
		}
	}
	if err := c.Intake.Forget(t.Context(), "P-0001"); err != nil {
		t.Fatal(err)
	}
	if got := len(c.Documents(t, "events")); got != 0 {
		t.Errorf("%d events of somebody who was forgotten", got)
	}
}

// A file whose columns are known is taken in, and the same file adds nothing.
func TestAFileTwice(t *testing.T) {
	c := servicestest.New(t)
	c.People(t, cohorts.Patient, servicestest.Refs(2)...)
	c.Clock.Advance(time.Hour)
	at := c.Clock.Now().Format(time.RFC3339)
	text := "id,ref,kind,at\n1,P-0001,login," + at + "\n2,P-0002,login," + at + "\n3,P-0009,login," + at + "\n"
	for _, want := range []intake.Counts{{Accepted: 2, Unknown: 1}, {Duplicates: 2, Unknown: 1}} {
		report, err := c.Intake.TakeFile(servicestest.ByManager(t), strings.NewReader(text), intake.Reading{}, false)
		if err != nil {
			t.Fatal(err)
		}
		if report.Counts != want {
			t.Errorf("%+v, not %+v", report.Counts, want)
		}
	}
}

package demo

import (
	"context"
	"maps"
	"slices"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/server/services/servicestest"
	"soundings/surveys"
)

// surveyID and the cohorts' ids are made from their titles.
const (
	surveyID = "is-the-portal-working-for-you"
	firstID  = "first-testers"
	secondID = "winter-group"
)

// aTime is a moment at which a clinic might be made up.
func aTime() time.Time { return time.Date(2026, 11, 3, 23, 50, 0, 0, time.UTC) }

// clinic is a made-up clinic, read back.
type clinic struct {
	*servicestest.Clinic
	now    time.Time
	result Result
	people map[string]cohorts.Participant
	asked  []contact.Invitation // to the survey
	said   []surveys.Response
}

func newClinic(t *testing.T, now time.Time, zone string) clinic {
	t.Helper()
	ctx := context.Background()
	c := clinic{Clinic: servicestest.New(t), now: now, people: map[string]cohorts.Participant{}}
	c.Clock.Set(now)
	err := c.Cohorts.SaveClinic(ctx, cohorts.Clinic{
		Name: "To be named", Phone: "207-555-0100", Languages: []string{"en"}, TimeZone: zone, Demo: true,
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if c.result, err = Seed(ctx, c.Services, now); err != nil {
		t.Fatal(err)
	}
	for after := ""; ; {
		page, err := c.Cohorts.Participants(ctx, cohorts.ParticipantQuery{After: after, Limit: 1000})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range page.Items {
			c.people[p.Ref] = p
		}
		if after = page.Next; after == "" {
			break
		}
	}
	page, err := c.Contact.List(ctx, contact.ForSurvey, surveyID, "", 1000)
	if err != nil || page.Next != "" {
		t.Fatalf("the survey's invitations do not fit a page, or: %v", err)
	}
	c.asked = page.Items
	if c.said, _, err = c.Store.Responses(ctx, surveyID, "", 1000); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestSameEveryTime(t *testing.T) {
	if testing.Short() {
		t.Skip("makes the clinic twice")
	}
	one, other := newClinic(t, aTime(), "UTC"), newClinic(t, aTime(), "UTC")
	for ref, p := range one.people {
		if !p.Same(other.people[ref]) {
			t.Fatalf("%+v is another time %+v", p, other.people[ref])
		}
	}
	if len(one.people) != len(other.people) || len(one.said) != len(other.said) || one.result.PatientToken != other.result.PatientToken {
		t.Fatal("two clinics have not the same size or printed link")
	}
	for n, r := range one.said {
		s := other.said[n]
		if r.ID != s.ID || !r.Submitted.Equal(s.Submitted) || !maps.EqualFunc(r.Answers, s.Answers, slices.Equal[[]string]) {
			t.Fatalf("%+v is another time %+v", r, s)
		}
	}
}

func TestSameOnAnyDay(t *testing.T) {
	if testing.Short() {
		t.Skip("makes the clinic twice")
	}
	shortlyAfterMidnight := time.Date(2026, 3, 20, 4, 3, 0, 0, time.UTC) // in New York, twelve days into summer time
	one, other := newClinic(t, aTime(), "UTC"), newClinic(t, shortlyAfterMidnight, "America/New_York")
	lookAtDates(t, other)
	for n, r := range one.said {
		if s := other.said[n]; r.ID != s.ID || !maps.EqualFunc(r.Answers, s.Answers, slices.Equal[[]string]) {
			t.Fatalf("%+v is on another day %+v", r, s)
		}
	}
}

func TestRealDataIsLeftAlone(t *testing.T) {
	s := servicestest.New(t).Services
	if err := s.Cohorts.SaveClinic(t.Context(), cohorts.Clinic{
		Name: "A real clinic", Phone: "207-555-0100", Languages: []string{"en"}, TimeZone: "America/New_York",
	}, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := Seed(t.Context(), s, aTime()); err == nil {
		t.Error("a clinic with settings of its own was filled")
	}
}

func BenchmarkSeed(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		s := servicestest.New(b).Services
		b.StartTimer()
		if _, err := Seed(b.Context(), s, aTime()); err != nil {
			b.Fatal(err)
		}
	}
}

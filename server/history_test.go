package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/metrics"
	"soundings/server/needs"
)

// ofThePast are the panels that history fills.
var ofThePast = map[string]bool{
	"Active in 7 days, by cohort": true, "Used in 7 days, by feature": true, "How far features are rolled out": true,
	"Score of ease of use (SUS)": true, "Active in a day, in 7 and in 28 days": true, "Of those of 28 days, active on a day": true, "Members by consent": true,
}

// What history writes becomes blocks of Prometheus, and the dashboard's own queries answer for every past week.
func TestHistoryFillsTheDashboard(t *testing.T) {
	needs.Time(t)
	program(t, "promtool")
	program(t, "prometheus")
	s := start(t, "--demo")
	s.usePortal(t)
	text := succeeds(t, "history", "--openmetrics", "--data", s.Settings.Data)
	p := startPrometheus(t, "global: {}\n", blocksOf(t, text))

	first, last := p.span(t)
	if last.Sub(first) < 7*24*time.Hour {
		t.Fatalf("the history is of %s to %s", first, last)
	}
	tested := 0
	for _, panel := range dashboards(t)[0].Panels {
		if !ofThePast[panel.Title] {
			continue
		}
		tested++
		for _, target := range panel.Targets {
			if strings.Contains(target.Expr, "soundings_goal_") { // what is aimed at is of today
				continue
			}
			// Weeks are counted back from the last day: answers begin later than invitations.
			for to := last; to.After(last.AddDate(0, 0, -7*3)) && to.After(first.AddDate(0, 0, 7)); to = to.AddDate(0, 0, -7) {
				if len(p.lines(t, fillIn(target.Expr, 2*time.Hour), to.AddDate(0, 0, -7), to, 2*time.Hour)) == 0 && !mayBeMissing(target.Expr) {
					t.Errorf("%s: nothing in the week to %s: %s", panel.Title, to, target.Expr)
				}
			}
		}
	}
	if tested != len(ofThePast) {
		t.Errorf("%d panels of %d are there", tested, len(ofThePast))
	}
	s.sameAsNow(t, p, last)
}

// usePortal has every member who agreed use a feature that is rolled out, once a week since.
func (s *server) usePortal(t *testing.T) {
	t.Helper()
	rolled, err := s.app.Rollouts.Rollouts(t.Context(), "")
	if err != nil || len(rolled) == 0 {
		t.Fatalf("nothing is rolled out: %v", err)
	}
	agreed, err := s.app.Cohorts.Members(t.Context(), cohorts.MembershipQuery{Cohort: rolled[0].Cohort, State: cohorts.Agreed, Limit: 50})
	if err != nil {
		t.Fatal(err)
	}
	var events []metrics.Event
	for _, m := range agreed.Items {
		for at := m.Since.Add(time.Hour); at.Before(s.Now()); at = at.AddDate(0, 0, 7) {
			events = append(events, metrics.Event{ID: fmt.Sprint("test-", len(events)), Ref: m.Ref, Kind: metrics.Used, Feature: rolled[0].Feature, At: at})
		}
	}
	taken, err := s.app.Intake.Take(t.Context(), events)
	if err != nil || taken.Accepted != len(events) {
		t.Fatalf("of %d events %+v, %v", len(events), taken, err)
	}
	for n := 1; n > 0; {
		if n, err = s.app.Metrics.Fold(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// span returns from when to when there are members of cohorts.
func (p *scraper) span(t *testing.T) (first, last time.Time) {
	t.Helper()
	now := time.Now()
	for _, l := range p.lines(t, "count(last_over_time(soundings_cohort_members[1h]))", now.AddDate(-1, 0, 0), now, time.Hour) {
		at := func(point [2]any) time.Time { seconds, _ := point[0].(float64); return time.Unix(int64(seconds), 0) }
		first, last = at(l.Values[0]), at(l.Values[len(l.Values)-1])
	}
	return first, last
}

// sameAsNow checks that the last day's members add up to those of now, of every cohort that was there already.
func (s *server) sameAsNow(t *testing.T, p *scraper, last time.Time) {
	t.Helper()
	all, err := s.app.Cohorts.Cohorts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		if c.Created.After(last) { // just after midnight the demo has one of today
			continue
		}
		now, err := s.app.Cohorts.MemberCounts(t.Context(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		want := 0
		for _, n := range now {
			want += n
		}
		got := 0.0
		for _, l := range p.lines(t, `sum(last_over_time(soundings_cohort_members{cohort="`+c.ID+`"}[25h]))`, last, last, time.Hour) {
			got = value(t, l.Values[0])
		}
		if int(got) != want {
			t.Errorf("cohort %s had %v members, has %d", c.ID, got, want)
		}
	}
}

func TestHistoryIsTheSameWhetherTheServerRuns(t *testing.T) {
	at := folder(t)
	s := start(t, at.with()...)
	s.addPeople(t, "P-1", "P-2")
	now := s.Now().AddDate(0, 0, -3)
	past := *s.app.Cohorts
	past.Now = func() time.Time { return now }
	ctx := base.WithActor(t.Context(), base.Actor{Kind: base.ActorStaff, ID: "somebody"})
	c, err := past.CreateCohort(ctx, cohorts.Cohort{Name: base.Words{"en": "First", "es": "First"}, Capacity: 10})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := past.Select(ctx, c.ID, []string{"P-1", "P-2"}, cohorts.RefuseOverflow); err != nil {
		t.Fatal(err)
	}
	running := succeeds(t, at.with("history", "--openmetrics", "--job", "clinic")...)
	s.stop(t)
	if alone := succeeds(t, at.with("history", "--openmetrics", "--job", "clinic")...); alone != running {
		t.Errorf("with the server running:\n%s\nwithout:\n%s", running, alone)
	}
	if !strings.Contains(running, `soundings_cohort_members{job="clinic",cohort="first",state="selected"} 2 `) ||
		!strings.HasSuffix(running, "\n# EOF\n") {
		t.Errorf("it is\n%s", running)
	}
	for _, ref := range []string{"P-1", "P-2"} {
		if strings.Contains(running, ref) {
			t.Errorf("%s is in it", ref)
		}
	}
	fails(t, 2, "--openmetrics", at.with("history")...)
}

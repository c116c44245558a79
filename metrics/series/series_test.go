package series_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/prometheus/common/expfmt"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/rollout"
	"soundings/metrics"
	"soundings/server/services/servicestest"
	"soundings/surveys"
	"soundings/surveys/board"
	"soundings/surveys/kinds"
)

// twelve returns a clinic in which a cohort of twelve uses the portal; two of them use a feature, and a survey waits for their
// answers.
func twelve(t *testing.T) *servicestest.Clinic {
	t.Helper()
	c := servicestest.New(t)
	ctx, refs := servicestest.ByManager(t), servicestest.Refs(12)
	c.People(t, cohorts.Patient, refs...)
	cohort := c.Agreed(t, "First wave", refs...)
	if _, err := c.Rollouts.SaveFeature(ctx, rollout.Feature{Key: "labs", Name: base.Words{"en": "Labs"}, Stage: rollout.Beta}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Rollouts.SaveRollout(ctx, "labs", rollout.Settings{Cohort: cohort, Ramp: []rollout.Step{{Percent: 100}}}); err != nil {
		t.Fatal(err)
	}
	v := c.Survey(t, "How is it", surveys.Page{Questions: []surveys.Question{{ID: "helped", Type: kinds.FreeText, Text: base.Words{"en": "Did it help?"}}}})
	c.Invite(t, v.ID, cohort)
	var events []metrics.Event
	for n, ref := range refs[:2] {
		events = append(events, metrics.Event{ID: fmt.Sprint(n), Ref: ref, Kind: metrics.Used, Feature: "labs", At: c.Clock.Now()})
	}
	if _, err := c.Intake.Take(ctx, events); err != nil {
		t.Fatal(err)
	}
	c.Fold(t)
	return c
}

// A scrape shows the figures as they were counted last, and none before they were counted once.
func TestFiguresAreThoseOfTheLastRefresh(t *testing.T) {
	c := twelve(t)
	registry := prometheus.NewPedanticRegistry()
	if err := registry.Register(c.Series); err != nil {
		t.Fatal(err)
	}
	if n, err := testutil.GatherAndCount(registry); err != nil || n != 0 {
		t.Fatalf("%d points before the first count, %v", n, err)
	}
	if err := c.Series.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	const want = `# HELP soundings_cohort_active_members Agreed members of a cohort who used the portal in the last 1, 7 or 28 days, today included.
# TYPE soundings_cohort_active_members gauge
soundings_cohort_active_members{cohort="first-wave",window="1d"} 2
soundings_cohort_active_members{cohort="first-wave",window="28d"} 2
soundings_cohort_active_members{cohort="first-wave",window="7d"} 2
`
	for range 2 { // whatever happens meanwhile
		if err := testutil.GatherAndCompare(registry, strings.NewReader(want), "soundings_cohort_active_members"); err != nil {
			t.Error(err)
		}
		c.Clock.Advance(30 * 24 * time.Hour)
	}
}

// The past has the figures of each day that is over, in the order of the days.
func TestHistoryOfEachDay(t *testing.T) {
	c := twelve(t)
	c.Clock.Advance(3 * 24 * time.Hour)
	var text strings.Builder
	if err := c.Series.History(t.Context(), &text, "soundings"); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		series string
		want   string // each day's value
	}{
		{`soundings_cohort_members{job="soundings",cohort="first-wave",state="agreed"}`, "12 12 12"},
		{`soundings_cohort_active_members{job="soundings",cohort="first-wave",window="1d"}`, "2 0 0"},
		{`soundings_cohort_active_members{job="soundings",cohort="first-wave",window="7d"}`, "2 2 2"},
		{`soundings_feature_active_members{job="soundings",cohort="first-wave",feature="labs",window="28d"}`, "2 2 2"},
		{`soundings_rollout_ratio{job="soundings",feature="labs",cohort="first-wave"}`, "1 1 1"},
		{`soundings_feature_exposed_members{job="soundings",feature="labs",cohort="first-wave"}`, "12 12 12"},
		{`soundings_survey_invitations{job="soundings",survey="how-is-it",state="created"}`, "12 12 12"},
	} {
		var values []string
		for line := range strings.Lines(text.String()) {
			if rest, ok := strings.CutPrefix(line, test.series+" "); ok {
				values = append(values, strings.Fields(rest)[0])
			}
		}
		if got := strings.Join(values, " "); got != test.want {
			t.Errorf("%s: %q, not %q", test.series, got, test.want)
		}
	}
	if !strings.HasSuffix(text.String(), "# EOF\n") {
		t.Error("it does not end")
	}
}

// How long bumps took is told alike by every server on one database, and by one that was started since.
func TestServersTellTheSameOfBumps(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		people := refs(4)
		c.People(t, cohorts.Patient, people...)
		c.Feature(t, "labs", rollout.Beta)
		c.Feature(t, "bills", rollout.Live)
		told := func(c *servicestest.Clinic) string {
			registry := prometheus.NewPedanticRegistry()
			if err := errors.Join(registry.Register(c.Series), c.Series.Refresh(t.Context())); err != nil {
				t.Fatal(err)
			}
			var all strings.Builder
			for _, f := range must(registry.Gather()) {
				if strings.HasPrefix(f.GetName(), "soundings_bump") {
					must(expfmt.MetricFamilyToText(&all, f))
				}
			}
			return all.String()
		}
		before := c.Another(t)
		c.bumped(people)
		want := told(c.Clinic)
		if !strings.Contains(want, `soundings_bump_resolution_seconds_count{severity="major"} 1`) || !strings.Contains(want, `soundings_bumps{feature="labs",severity="blocker",state="new"} 1`) {
			t.Errorf("nothing is told of what happened:\n%s", want)
		}
		c.Fold(t)
		for about, server := range map[string]*servicestest.Clinic{"after a fold": c.Clinic, "another server": before, "one started since": c.Another(t)} {
			expect.Equal(t, about, told(server), want)
		}
	})
}

// The past of bumps is what their histories tell, through whatever happened to them.
func TestHistoryOfBumps(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		people := refs(4)
		c.People(t, cohorts.Patient, people...)
		c.Feature(t, "labs", rollout.Beta)
		day := func() { c.Clock.Advance(24 * time.Hour) }
		change := func(id string, change board.Change) { must(c.Board.Change(c.ctx, id, change)) }
		var reports []board.Report
		for _, ref := range people[:3] {
			b, r, err := c.Board.Report(c.ctx, board.Reporting{Ref: ref, Where: "labs", Text: "It does not work"})
			reports = append(reports, r)
			if err != nil {
				t.Fatal(b.ID, err)
			}
		}
		day() // three are new
		change("B-1", board.Change{Severity: to(board.Blocker), Where: to(board.SigningIn)})
		must(c.Board.Merge(c.ctx, "B-3", "B-2"))
		day() // a blocker about something else, and one card of two
		change("B-1", board.Change{State: to(board.Adapting), Adaptation: &board.Adaptation{Kind: board.NoChange, Title: "Say so"}})
		c.Clock.Advance(time.Second)
		change("B-1", board.Change{State: to(board.Done)})
		must(c.Board.Split(c.ctx, "B-2", []string{reports[2].ID}))
		day()
		must(report(func() (board.Bump, board.Report, error) {
			return c.Board.SayFixed(c.ctx, reports[0].ID, board.NotFixed)
		}()))
		day()
		day()
		var text strings.Builder
		if err := c.Series.History(t.Context(), &text, "soundings"); err != nil {
			t.Fatal(err)
		}
		got := map[string]string{}
		for line := range strings.Lines(text.String()) {
			if rest, ok := strings.CutPrefix(line, `soundings_bumps{job="soundings",feature=`); ok {
				name, values, _ := strings.Cut(rest, "} ")
				got[name] += strings.Fields(values)[0]
			}
		}
		expect.Equal(t, "each day", fmt.Sprint(got), fmt.Sprint(map[string]string{
			`"labs",state="new",severity="unjudged"`:            "31222",
			`"signing-in",state="new",severity="blocker"`:       "01000",
			`"signing-in",state="done",severity="blocker"`:      "00100",
			`"signing-in",state="assessing",severity="blocker"`: "00011",
		}))
	})
}

package web

import (
	"encoding/csv"
	"fmt"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/rollout"
	"soundings/metrics"
	"soundings/web/auth"
	"soundings/web/texts"
)

// exampleReport is three weeks of a cohort of 47.
func exampleReport() metrics.Report {
	from := metrics.Day(20_878) // March 1, 2027
	half, median, none := 0.5, 3, 12
	r := metrics.Report{
		Cohort: "messaging", Name: "Secure messaging", From: from, To: from + 20, Agreed: 180, Enrolled: 163, Share: .9,
		FirstUse: metrics.FirstUse{Users: 120, Repeat: 77, Median: &median, Within7: &half},
		Funnel:   []metrics.FunnelStep{{Step: "selected", N: 240}, {Step: "agreed", N: 180}, {Step: "regular", N: 31}},
		Retention: []metrics.RetentionWeeks{
			{Week: from, Size: 24, Weeks: []*int{&none, &none, nil}}, {Week: from + 7, Size: 24, Weeks: []*int{&none, nil}},
		},
	}
	for d := range metrics.Day(21) {
		r.Active = append(r.Active, metrics.ActiveDay{Day: from + d, D1: 5, D7: 29 + int(d), D28: 60})
	}
	r.Features = []metrics.FeatureReport{
		{Feature: "messages", Name: cohorts.Words{"en": "messages"}, Exposed: 180, Week: 41, Before: 29, Share: &half, Active: r.Active, FirstUse: r.FirstUse},
		{Feature: "labs", Name: cohorts.Words{"en": "labs"}, Week: 2, Active: r.Active},
	}
	return r
}

func exampleAdoption(p texts.Printer) *Adoption {
	page := Page{Printer: p, zone: time.UTC}
	v := newAdoption(page, exampleReport())
	v.Chosen = []Option{{"messaging", "Secure messaging", true}}
	if err := v.draw(page, exampleReport()); err != nil {
		panic(err)
	}
	return v
}

func TestSentencesOfTheReports(t *testing.T) {
	v := exampleAdoption(newPrinter(t))
	for i, want := range []string{
		"49 of 180 members used the portal this week, up from 42.",
		"41 of 180 exposed members used messages this week, up from 29.",
		"Nobody is shown labs now; members who used it this week: 2.",
	} {
		if v.Sentences[i] != want {
			t.Errorf("says %q, not %q", v.Sentences[i], want)
		}
	}
	if got := fmt.Sprint(v.Retention[1].Weeks); got != "[50%  ]" {
		t.Errorf("unfinished weeks are blank: %s", got)
	}
}

// What the portal sends stands on the page, in the pack, in the files and in the API.
func TestReportsOfEvents(t *testing.T) {
	k := newClinic(t)
	b, ctx := k.as(t, auth.Member), t.Context()
	b.get("/reports").is(200).hides("⟦")
	b.get("/reports/pack").is(404)
	b.upload(people(3), "import").is(200)
	b.get("/cohorts").fill("/cohorts", one("name", "One")).leads("/cohorts/one").fill("/cohorts/one/select", one("refs", "P-001 P-002 P-003")).leads("/cohorts/one")
	b.get("/cohorts/one").fill("/cohorts/one/invite", nil)
	for _, ref := range []string{"P-001", "P-002"} {
		b.get("/cohorts/one").fill("/cohorts/one/members/"+ref, one("state", "agreed"))
	}
	if _, err := k.Rollouts.PutFeature(ctx, rollout.Feature{Key: "labs", Name: cohorts.Words{"en": "Lab results"}, Stage: rollout.Live}); err != nil {
		t.Fatal(err)
	}
	k.now = k.now.Add(time.Minute)
	taken, err := k.Figures.Take(ctx, []metrics.Event{
		{ID: "1", Ref: "P-001", Kind: metrics.Used, Feature: "labs", At: k.now}, {ID: "2", Ref: "P-002", Kind: metrics.EnrolledKind, At: k.now},
		{ID: "3", Ref: "P-003", Kind: metrics.Login, At: k.now},
	})
	if err != nil || taken.Accepted != 2 || len(taken.Rejected) != 1 {
		t.Fatalf("taken %+v, %v", taken, err)
	}
	b.get("/reports?cohort=one").is(200).says("1 of 2 members used the portal this week, up from 0.", "Lab results", "Regular user", "Who comes back").hides("⟦", "P-001")
	b.get("/reports/pack?cohort=one").is(200).says("Meeting pack: One", "No rollout waits for a decision.").hides("⟦", "P-001")
	for table, want := range map[string]int{"active.csv": 1 + 2*84, "features.csv": 2, "funnel.csv": 8} {
		rows, err := csv.NewReader(strings.NewReader(b.get("/reports/" + table + "?cohort=one").is(200).body)).ReadAll()
		if err != nil || len(rows) != want {
			t.Errorf("%s has %d rows, not %d, %v", table, len(rows), want, err)
		}
	}
	b.get("/reports/secrets.csv?cohort=one").is(404)
	b.get("/reports?cohort=none").is(404)
	b.get("/reports/active.csv?cohort=one&from=2027-13-01").is(422)
}

func eventExamples(p texts.Printer, at func(string) Page) []example {
	asked := at("/events/X")
	asked.Form.Problems = []Problem{{"every", p.T("event_file.no_kind")}, {"columns", p.T("event_file.no_time")}, {"dates", p.T("event_file.dates")}}
	file := func(page Page, state string, r EventReport, dates []Option) EventFilePage {
		return EventFilePage{
			Page: page, ID: "X", File: "logins of all patients, as of March.csv", State: state, Rows: "2,000", Report: r, Apart: "10,000", Dates: dates,
			Progress: Progress{900, 2000, p.T("upload.progress", "Done", "900", "Rows", "2,000")},
			Columns:  []ImportColumn{{Name: "Patient ID", Example: "P-0001", Field: "to.0", Options: eventColumnOptions(page, "ref")}, {Name: "Último acceso", Example: "3/4/2027 3:04 PM", Field: "to.1", Options: eventColumnOptions(page, "at")}},
			Every:    []Option{{"", p.T("events.every.column"), true}, {"login", p.T("events.every.login"), false}},
		}
	}
	figures := []Figure{{p.T("events.accepted"), "1,410", "", ""}, {p.T("events.duplicates"), "200", "", ""}, {p.T("events.unknown"), "380", "", ""}, {p.T("events.refused"), "10", "", ""}}
	return []example{
		{"start", EventsPage{Page: at("/events")}},
		{"used", EventsPage{at("/events"), []ImportRow{{Link{"logins.csv", "/events/X"}, Badge{p.T("upload.state.finished"), "done"}, "2,000", "March 4, 2027, 9:05 AM"}}}},
		{"asked", file(asked, "waiting", EventReport{Asks: true, Errors: ImportErrors{Printer: p}}, dateOptions(asked, ""))},
		{"refused", file(at("/events/X"), "waiting", EventReport{Bad: "2", Listed: true, Errors: ImportErrors{p, []ImportError{{17, "Último acceso", p.T("event_file.time")}}, true}}, nil)},
		{"checked", file(at("/events/X"), "waiting", EventReport{Good: true, Listed: true, Figures: figures}, dateOptions(asked, "dmy"))},
		{"running", file(at("/events/X"), "running", EventReport{}, nil)},
		{"counted", file(at("/events/X"), "finished", EventReport{Figures: figures}, nil)},
	}
}

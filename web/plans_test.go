package web

import (
	"encoding/csv"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/plan"
	"soundings/cohorts/rollout"
	"soundings/web/auth"
)

// planned makes the plan "year" of three features of effort 3 and one whose effort nobody knows, in quarters of 3, by page.
func (k *house) planned(t *testing.T, team *browser) {
	t.Helper()
	k.clock.Set(time.Date(2027, 1, 5, 12, 0, 0, 0, time.UTC))
	k.features(t, "bills", "booking", "forms")
	if _, err := k.Rollouts.SaveFeature(t.Context(), rollout.Feature{Key: "photos", Name: base.Words{"en": "The photos"}, Stage: rollout.Planned}); err != nil {
		t.Fatal(err)
	}
	team.get("/plan?new=1").says("Effort not known yet", "The photos").lacks(`name="efforts.bills"`)
	team.post("/plan", url.Values{
		"title": {"Year"}, "priorities": {"bills\nbooking\nphotos"}, "start": {"2027-01-01"}, "efforts.photos": {""},
		"capacity.1": {"3"}, "capacity.2": {"3"}, "capacity.3": {"3"}, "capacity.4": {"0"},
	}).leads("/plan/year")
}

// holds checks that the source of a page has these parts.
func (a reply) holds(parts ...string) reply {
	a.b.t.Helper()
	for _, part := range parts {
		if !strings.Contains(a.body, part) {
			a.b.t.Errorf("%s has no %s", a.path, part)
		}
	}
	return a
}

// lacks checks that it has none of these.
func (a reply) lacks(parts ...string) reply {
	a.b.t.Helper()
	for _, part := range parts {
		if strings.Contains(a.body, part) {
			a.b.t.Errorf("%s has %s", a.path, part)
		}
	}
	return a
}

// A program may make a plan without a title: its address names the first day, and each reader sees a title in their language.
func TestAPlanWithoutATitle(t *testing.T) {
	k := newClinic(t)
	k.clock.Set(time.Date(2027, 1, 5, 12, 0, 0, 0, time.UTC))
	k.features(t, "bills")
	p, err := k.Plans.Create(t.Context(), plan.Draft{
		Priorities: map[string]float64{"bills": 1}, Start: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC), Capacity: []float64{3, 3, 3, 3},
	})
	if err != nil || p.ID != "plan-from-2027-01-01" || p.Title != "" {
		t.Fatalf("made %q, titled %q: %v", p.ID, p.Title, err)
	}
	team := k.as(t, auth.Member)
	team.get("/plan/" + p.ID).says("Plan from 2027-01-01")
	team.get("/plan/" + p.ID + "?lang=es").leads("/plan/" + p.ID)
	team.get("/plan/" + p.ID).says("Plan desde 2027-01-01")
}

// What nobody knows the effort of counts as 1 and says so, until somebody says it.
func TestAnEffortThatNobodyKnows(t *testing.T) {
	k := newClinic(t)
	team := k.as(t, auth.Member)
	k.planned(t, team)
	team.get("/plan/year").says("Effort not known: counted as 1.")
	team.post("/plan/year", url.Values{"feature": {"photos"}, "effort": {"2"}}).leads("/plan/year")
	team.get("/plan/year").hides("counted as 1")
	for _, wrong := range []string{"-1", "many", "1e9"} {
		team.post("/plan", url.Values{"title": {"Other"}, "priorities": {"photos"}, "start": {"2027-01-01"}, "capacity.1": {"3"}, "efforts.photos": {wrong}}).is(422).holds(`id="e-efforts.photos"`)
	}
	team.post("/plan", url.Values{"title": {"Other"}, "priorities": {"photos"}, "start": {"2027-01-01"}, "capacity.1": {"3"}, "efforts.photos": {"2.5"}}).leads("/plan/other")
	team.get("/plan/other").hides("counted as 1").says("2.5")

	key := k.key(t, auth.Member)
	code, got := k.api(t, key, "POST", "/plans", `{"title": "By API", "priorities": {"photos": 1}, "start": "2027-01-01", "capacity": [3, 3, 3, 3]}`)
	if item := item(got, 0, 0); code != 201 || item["effort"] != 1.0 || item["effort_unknown"] != true {
		t.Errorf("without an effort: %d %v", code, got)
	}
	code, got = k.api(t, key, "POST", "/plans", `{"title": "By API", "priorities": {"photos": 1}, "start": "2027-01-01", "capacity": [3, 3, 3, 3], "efforts": {"photos": 2}}`)
	if item := item(got, 0, 0); code != 201 || item["effort"] != 2.0 || item["effort_unknown"] != nil {
		t.Errorf("with one: %d %v", code, got)
	}
	code, got = k.api(t, key, "POST", "/plans", `{"title": "By API", "priorities": {"photos": 1}, "start": "2027-01-01", "capacity": [3, 3, 3, 3], "efforts": {"photos": -2, "gone": 1}}`)
	if said := fmt.Sprint(got["fields"]); code != 422 || !strings.Contains(said, "efforts.gone") {
		t.Errorf("of what there is not: %d %v", code, got)
	}
}

// item returns one line of a plan.
func item(plan map[string]any, phase, n int) map[string]any {
	phases, _ := plan["phases"].([]any)
	if len(phases) == 0 {
		return nil
	}
	return phases[phase].(map[string]any)["features"].([]any)[n].(map[string]any)
}

// Capacity, features and must-haves are changed by page as features are moved: tried first, and kept.
func TestChangingAPlanByPage(t *testing.T) {
	k := newClinic(t)
	team := k.as(t, auth.Member)
	k.planned(t, team)
	more := url.Values{"capacity.1": {"3"}, "capacity.2": {"3"}, "capacity.3": {"3"}, "capacity.4": {"6"}, "add": {"forms"}}
	team.post("/plan/year/try", more).is(200).says("If you change the plan", "The forms: from no quarter to Quarter 4").holds(`name="capacity.4" value="6"`, `name="add" value="forms"`)
	team.get("/plan/year").hides("0 of 6")
	team.post("/plan/year/try", url.Values{"feature": {"bills"}, "quarter": {"1"}}).is(200).says("If you change “The bills”", "Nothing moves.", "total benefit stays the same")
	team.post("/plan/year", more).leads("/plan/year")
	team.get("/plan/year").says("3 of 6")
	team.post("/plan/year", url.Values{"feature": {"forms"}, "must": {"yes"}}).leads("/plan/year")
	team.get("/plan/year").says("Must-have")
	team.post("/plan/year", url.Values{"remove": {"booking"}}).leads("/plan/year")
	for _, test := range []struct {
		form url.Values
		says string
	}{
		{url.Values{"quarter": {"2"}}, `id="e-feature"`},
		{url.Values{"capacity.2": {"-1"}}, `id="e-capacity.1"`},
		{url.Values{"capacity.2": {"much"}}, `id="e-capacity.2"`},
		{url.Values{"add": {"gone"}}, `id="e-add"`},
		{url.Values{"remove": {"gone"}}, `id="e-remove"`},
		{url.Values{"feature": {"bills"}, "effort": {"99"}, "quarter": {"1"}}, `id="e-quarter"`},
	} {
		for _, path := range []string{"/plan/year/try", "/plan/year"} {
			team.post(path, test.form).is(422).holds(test.says)
		}
	}
	k.clock.Set(time.Date(2027, 5, 5, 12, 0, 0, 0, time.UTC))
	team.get("/plan/year").lacks(`name="capacity.1"`).says("It is not live yet").holds(`name="capacity.2"`)
	team.post("/plan/year/try", url.Values{"feature": {"forms"}, "quarter": {"1"}}).is(422).says("Quarter 1 is over.")
	team.post("/plan/year/try", url.Values{"capacity.1": {"9"}}).is(422).says("Quarter 1 is over.")
}

// What was tried is kept only where nobody changed the plan meanwhile: else the page says what it would do now.
func TestAPlanChangedMeanwhile(t *testing.T) {
	k := newClinic(t)
	team, other := k.as(t, auth.Member), k.as(t, auth.Manager)
	k.planned(t, team)
	move := url.Values{"feature": {"bills"}, "quarter": {"2"}}
	team.post("/plan/year/try", move).is(200).holds(`name="version" value="1"`)
	other.post("/plan/year", url.Values{"feature": {"booking"}, "quarter": {"3"}}).leads("/plan/year")
	move.Set("version", "1")
	team.post("/plan/year", move).is(409).says("Someone else changed the plan in the meantime", "The bills: from Quarter 1 to Quarter 2").holds(`name="version" value="2"`)
	team.get("/plan/year").lacks(`<option value="2" selected>`)
	move.Set("version", "2")
	team.post("/plan/year", move).leads("/plan/year")
	move.Set("version", "x")
	team.post("/plan/year", move).is(422)

	key := k.key(t, auth.Member)
	if code, got := k.api(t, key, "POST", "/plans/year/changes", `{"capacity": [4, 4, 4, 4], "version": 2}`); code != 409 {
		t.Errorf("an older version by API: %d %v", code, got)
	}
	code, got := k.api(t, key, "POST", "/plans/year/changes", `{"capacity": [4, 4, 4, 4], "add": ["forms"], "remove": ["photos"], "changes": [{"feature": "forms", "must": true}], "version": 3}`)
	if code != 200 || got["plan"].(map[string]any)["version"] != 4.0 || item(got["plan"].(map[string]any), 0, 0)["must"] != true {
		t.Errorf("all at once: %d %v", code, got)
	}
	team.post("/plan/year/adopt", nil).leads("/plan/year")
	k.clock.Set(k.clock.Now().AddDate(0, 0, 1))
	team.post("/plan/year/adopt", nil).leads("/plan/year")
	team.get("/plan/year").says("Earlier baselines: January 5, 2027, with 3 features.", "stays on record")
	other.get("/audit").says("Created a plan", "Changed a plan", "Adopted a plan as baseline")
}

// The table of a plan says too what was adopted, what has to be, and how each feature stands.
func TestAPlanAsATable(t *testing.T) {
	k := newClinic(t)
	team := k.as(t, auth.Member)
	k.planned(t, team)
	team.post("/plan/year/adopt", nil).leads("/plan/year")
	team.post("/plan/year", url.Values{"feature": {"bills"}, "must": {"yes"}}).leads("/plan/year")
	team.post("/plan/year", url.Values{"remove": {"photos"}}).leads("/plan/year")
	k.clock.Set(time.Date(2027, 4, 1, 1, 0, 0, 0, time.UTC)) // still the last of March in New York
	if _, err := k.Rollouts.SaveFeature(t.Context(), rollout.Feature{Key: "bills", Name: base.Words{"en": "The bills"}, Effort: 3, Stage: rollout.Live}); err != nil {
		t.Fatal(err)
	}
	k.clock.Set(time.Date(2027, 7, 5, 12, 0, 0, 0, time.UTC))
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(team.get("/plan/year/plan.csv").body, "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, row := range rows {
		got = append(got, strings.Join(append(row[:1:1], append(row[2:3:3], row[8:]...)...), ","))
	}
	want := []string{
		"quarter,feature,must,baseline,expected,live,standing",
		"1,bills,true,2027-03-31,2027-03-31,2027-03-31,done",
		"2,booking,false,2027-06-30,2027-09-30,,slipping",
		",photos,false,2027-09-30,,,dropped",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

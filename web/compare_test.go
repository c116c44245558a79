package web

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/plan"
	"soundings/surveys"
	"soundings/web/auth"
)

// The page of a cohort that was drawn by strata says how many of each stratum agreed and answered the last survey; programs
// read the draw and the waiting list.
func TestWhoAnsweredByStratum(t *testing.T) {
	k := newClinic(t)
	team, ctx := k.as(t, auth.Member), t.Context()
	team.upload(village(60), "import").is(200)
	cohort, err := k.Cohorts.CreateCohort(ctx, cohorts.Cohort{Name: base.Words{"en": "One", "es": "One"}, Capacity: 12})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := k.Cohorts.Draw(ctx, cohort.ID, cohorts.DrawRule{Size: 12, Stratify: []string{"language"}, Refusals: 25}, ""); err != nil {
		t.Fatal(err)
	}
	asked, err := k.Contact.AskConsent(ctx, cohort.ID)
	if err != nil {
		t.Fatal(err)
	}
	k.services.Agree(t, asked...)
	team.get("/cohorts/one").is(200).says("Does the group look like the population?", "English", "Spanish").hides("Answered")
	survey := k.services.Portal(t)
	spanish := 0
	for _, i := range k.services.Invite(t, survey.ID, cohort.ID) {
		p, err := k.Cohorts.Participant(ctx, i.Ref)
		if err != nil {
			t.Fatal(err)
		}
		if p.Language == "es" && spanish < 3 {
			spanish++
			k.services.Send(t, i, -1, surveys.Submit, "helped=no")
		}
	}
	team.get("/cohorts/one").is(200).says("Answered “Portal”", fmt.Sprintf("%d (100%%)", spanish), "0 (0%)").hides("⟦")

	key := k.key(t, auth.Viewer)
	status, draws := k.api(t, key, "GET", "/cohorts/one/draws", "")
	if text := fmt.Sprint(draws["items"]); status != 200 || !strings.Contains(text, "candidates_sha256:") || strings.Count(text, "population:") != 2 {
		t.Errorf("the draws are %d %v", status, draws)
	}
	status, waiting := k.api(t, key, "GET", "/cohorts/one/waiting?limit=500", "")
	if items, _ := waiting["items"].([]any); status != 200 || len(items) == 0 || items[0].(map[string]any)["stratum"] == nil {
		t.Errorf("the waiting list is %d %v", status, waiting)
	}
	for _, path := range []string{"/cohorts/none/draws", "/cohorts/none/waiting", "/cohorts/none", "/cohorts/one/waiting?after=nonsense!"} {
		if status, _ := k.api(t, key, "GET", path, ""); status != 404 && status != 422 {
			t.Errorf("%s answered %d", path, status)
		}
	}
}

// A goal on the report leads to the feature, the survey and the cohort that it is of, and names one that is gone by its id.
func TestWhatAGoalIsOf(t *testing.T) {
	k := newClinic(t)
	one, refs := k.wave(t, "One", 12)
	other, err := k.Cohorts.CreateCohort(t.Context(), cohorts.Cohort{Name: base.Words{"en": "Another", "es": "Another"}})
	if err != nil {
		t.Fatal(err)
	}
	k.shown(t, "labs", one, 100)
	survey := k.services.Portal(t)
	for ref, i := range k.services.Invite(t, survey.ID, one) {
		if ref != refs[0] {
			k.services.Send(t, i, -1, surveys.Submit, append(sus(4), "helped=no")...)
		}
	}
	for _, e := range []plan.Entry{
		{Title: "Used", Figure: plan.FeatureShare, Feature: "labs", Cohort: one, Target: 40},
		{Title: "Elsewhere", Figure: plan.Active7, Cohort: other.ID, Target: 5},
		{Title: "Liked", Figure: plan.Score, Survey: survey.ID, Target: 80},
		{Title: "Answered", Figure: plan.ResponseRate, Survey: survey.ID, Target: 50},
	} {
		e.Kind, e.Owner, e.Date = plan.Goal, "Priya", k.clock.Now().AddDate(0, 1, 0)
		k.entry(t, e)
	}
	gone := plan.Entry{ID: "OLD", Kind: plan.Goal, Title: "Gone", Figure: plan.Active7, Cohort: "gone", Target: 1, Date: k.clock.Now()}
	if err := k.Plans.Store.SaveEntry(t.Context(), gone); err != nil {
		t.Fatal(err)
	}
	k.clock.Advance(time.Hour)
	team := k.as(t, auth.Viewer)
	for _, path := range []string{"/reports?cohort=" + one, "/reports/pack?cohort=" + one} {
		team.get(path).is(200).says("Used", "labs", "Elsewhere", "Another", "Liked", "Portal", "Answered", "Reached", "Gone", "gone").hides("⟦")
	}
	listed := team.get("/reports?cohort=" + one)
	for _, href := range []string{"/features/labs", "/cohorts/another", "/surveys/portal"} {
		if !strings.Contains(listed.body, `href="`+href+`"`) {
			t.Errorf("no goal leads to %s", href)
		}
	}
	if strings.Contains(listed.body, `href="/cohorts/gone"`) {
		t.Error("a goal leads to a cohort that is gone")
	}
}

// sus returns the pairs that answer every item of the SUS with a number.
func sus(x int) []string {
	var pairs []string
	for item := 1; item <= 10; item++ {
		pairs = append(pairs, fmt.Sprintf("sus.%d=%d", item, x))
	}
	return pairs
}

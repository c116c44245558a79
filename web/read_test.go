package web

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/web/auth"
)

// Whatever people a program reads, in lists or one by one, is in the audit with who, from where and how many; a list of nobody is
// not, and pages of one list are together.
func TestProgramsThatReadPeopleAreInTheAudit(t *testing.T) {
	k := newClinic(t)
	cohort, _ := k.wave(t, "Spring", 5)
	k.shown(t, "labs", cohort, 100)
	no := false
	if _, err := k.Rollouts.Override(t.Context(), "labs", cohort, "P-002", &no); err != nil {
		t.Fatal(err)
	}
	k.services.People(t, cohorts.Patient, "P-900")
	if err := k.services.Store.SaveWaiting(t.Context(), []cohorts.Waiter{{Cohort: cohort, Ref: "P-900", Group: cohorts.Patient}}); err != nil {
		t.Fatal(err)
	}
	bearer := "Bearer " + k.key(t, auth.Viewer)
	for _, path := range []string{
		"/participants?limit=2", "/participants?limit=3&q=none", "/participants/P-001", "/participants/none", "/cohorts/spring/members",
		"/cohorts/spring/members?state=declined", "/cohorts/spring/waiting", "/features/labs/rollout", "/features/labs/rollouts", "/cohorts", "/features",
	} {
		if got, text := k.ask(t, "GET", "/api/v1"+path, "", "Authorization", bearer); got.StatusCode >= 500 {
			t.Errorf("%s: %d %s", path, got.StatusCode, text)
		}
	}
	k.clock.Advance(time.Hour)
	if _, err := k.services.Store.EndReads(t.Context()); err != nil {
		t.Fatal(err)
	}
	var got []string
	records, err := k.services.Store.Audit(t.Context(), time.Time{}, time.Time{}, "", 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range records.Items {
		if r.Act == string(auth.TookList) {
			got = append(got, fmt.Sprint(r.By.Kind, " ", r.Subject, " ", r.Count, " ", r.From))
		}
	}
	slices.Sort(got)
	want := []string{
		"key cohorts/spring/members 5 127.0.0.1", "key cohorts/spring/waiting 1 127.0.0.1", "key features/labs 1 127.0.0.1", "key features/labs 1 127.0.0.1",
		"key participants 1 127.0.0.1", "key participants 2 127.0.0.1",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the audit has %q, not %q", got, want)
	}
}

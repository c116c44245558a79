package web

import (
	"fmt"
	"maps"
	"net/http"
	"testing"

	"soundings/cohorts"
	"soundings/web/auth"
)

// A manager raises the fewest people in a figure, by page and by program; nobody lowers them.
func TestBoundsInSettings(t *testing.T) {
	k := newClinic(t)
	manager, key := k.as(t, auth.Manager), k.key(t, auth.Manager)
	kept := func(about string, want map[cohorts.Group]int) {
		t.Helper()
		clinic, err := k.services.Cohorts.Clinic(t.Context())
		if err != nil || !maps.Equal(clinic.Bounds, want) {
			t.Errorf("%s: %v, %v; want %v", about, clinic.Bounds, err, want)
		}
	}
	settings := manager.get("/settings").is(http.StatusOK).says("Fewest people in a figure")
	settings.fill("/settings", one("clinic.bounds[patient]", "20")).leads("/settings").says("Settings saved")
	kept("raised by page", map[cohorts.Group]int{cohorts.Patient: 20})
	manager.get("/settings").fill("/settings", one("clinic.bounds[patient]", "10", "clinic.bounds[staff]", "few")).
		is(http.StatusUnprocessableEntity).says("Use 11 or more.", "whole number")
	kept("not lowered by page", map[cohorts.Group]int{cohorts.Patient: 20})

	if code, got := k.api(t, key, "PUT", "/settings", `{"bounds": {"staff": 4}}`); code != 422 || fmt.Sprint(got["fields"]) != "[map[message:Use 5 or more. name:bounds[staff]]]" {
		t.Errorf("lowered by program: %d %v", code, got)
	}
	if code, got := k.api(t, key, "PUT", "/settings", `{"bounds": {"staff": 8}}`); code != 200 || fmt.Sprint(got["bounds"]) != "map[staff:8]" {
		t.Errorf("raised by program: %d %v", code, got)
	}
	if code, got := k.api(t, key, "PUT", "/settings", `{"phone": "615-555-0100"}`); code != 200 || fmt.Sprint(got["bounds"]) != "map[staff:8]" {
		t.Errorf("left out: %d %v", code, got)
	}
	manager.get("/settings").fill("/settings", one("clinic.bounds[staff]", "")).leads("/settings")
	kept("back", map[cohorts.Group]int{})
}

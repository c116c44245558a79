package web

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/plan"
	"soundings/surveys/polls"
	"soundings/web/auth"
)

// slipping adopts a plan of two features, of which one then slips from its first quarter to its second.
func (k *house) slipping(t *testing.T) {
	t.Helper()
	ctx := t.Context()
	k.clock.Set(time.Date(2027, 3, 2, 3, 0, 0, 0, time.UTC)) // on the first of March in New York
	k.poll(t, func(p *polls.Poll) { p.Groups[cohorts.Provider] = polls.Share{Weight: 1} })
	p, err := k.Plans.Create(ctx, plan.Draft{Title: "Year", Priorities: map[string]float64{"bills": 1, "forms": 0.5}, Start: aDay("2027-01-01"), Capacity: []float64{6, 6, 6, 6}})
	if err == nil {
		_, err = k.Plans.Adopt(ctx, p.ID)
	}
	second := 2
	if err == nil {
		_, _, err = k.Plans.Change(ctx, p.ID, plan.Edit{Changes: []plan.Change{{Feature: "bills", Quarter: &second}}})
	}
	if err != nil {
		t.Fatal(err)
	}
}

// What slips stands on Today until somebody was told; whoever was stands beside the slip, in the charter and the calendar.
func TestTellingOfASlip(t *testing.T) {
	k := newClinic(t)
	k.slipping(t)
	team := k.as(t, auth.Member)
	team.get("/").says("“The bills” slips in Year", "Now expected June 30, 2027, 91 days later than adopted.", "Patients, Staff: nobody has told them yet.")
	team.get("/plan/year").says("Slips Now expected June 30, 2027, 91 days later than adopted.", "Patients, Staff: nobody has told them yet.")
	listed := team.get("/plan/year/tell/bills").is(200).
		says("“The bills” was planned for quarter 1, by March 31, 2027. We now expect it in quarter 2, by June 30, 2027.", "Patients, Staff: nobody has told them yet.")
	listed.fill("/plan/year/tell/bills", one("audience", "", "owner", " ", "date", "soon", "title", " ", "text", strings.Repeat("x", 2001))).is(422).
		says("Enter a date like 2027-03-31.").names("audience", "date", "owner", "text", "title")
	listed.fill("/plan/year/tell/bills", one("audience", "", "owner", " ", "text", " ")).is(422).says("This is required.")
	listed.fill("/plan/year/tell/bills", one("audience", "press")).is(422).says("Use one of these")
	if all, err := k.Plans.Entries(t.Context(), plan.Event); err != nil || len(all) != 0 {
		t.Fatalf("%d are kept of refused forms: %v", len(all), err)
	}

	t.Log("patients are going to be told")
	listed.fill("/plan/year/tell/bills", one("audience", "patient", "date", "2027-03-05", "owner", "Ana")).leads("/plan/year#progress").
		says("Saved.", "Patients: to be told on March 5, 2027 by Ana.", "Staff: nobody has told them yet.")
	team.get("/").says("“The bills” slips in Year", "to be told on March 5, 2027 by Ana")

	t.Log("staff were told today")
	listed = team.get("/plan/year/tell/bills")
	listed.fill("/plan/year/tell/bills", nil).leads("/plan/year#progress").
		says("Staff: told on March 1, 2027 by Sam-member.", "Patients: to be told on March 5, 2027 by Ana.").hides("nobody has told")
	team.get("/").hides("“The bills” slips")
	team.get("/charter").says("“The bills” is delayed Told on March 1, 2027 The bills · for: Staff", "We now expect it in quarter 2")
	team.get("/features/bills").says("“The bills” is delayed", "for: Patients")
	calendar := strings.ReplaceAll(team.get("/plan/year/plan.ics").body, "\r\n ", "")
	for _, want := range []string{"DTSTART;VALUE=DATE:20270305", "SUMMARY:✓ Announcements: “The bills” is delayed", `DESCRIPTION:The bills\nfor: Patients\nOwner: Ana\n“The bills” was planned`} {
		if !strings.Contains(calendar, want) {
			t.Errorf("the calendar has no %s: %s", want, calendar)
		}
	}

	team.get("/plan/year/tell/forms").is(409).says("is not delayed")
	team.post("/plan/none/tell/bills", nil).is(404)
	viewer := k.as(t, auth.Viewer)
	if got := viewer.get("/plan/year").is(200).says("Staff: told on March 1, 2027"); strings.Contains(got.body, "/tell/") || strings.Contains(got.body, "<script") {
		t.Error("a viewer is offered what would be refused")
	}
}

// Whom the plan's polls ask is concerned, and proposed. Both ways of telling keep the same.
func TestTellingByAPI(t *testing.T) {
	k := newClinic(t)
	k.slipping(t)
	key := k.key(t, auth.Member)
	code, got := k.api(t, key, "POST", "/plans/year/tell", `{"feature": "bills", "audience": ["staff", "hit"], "date": "2027-03-01", "owner": "Ana"}`)
	if code != 201 || got["title"] != "“The bills” is delayed" || got["done"] != "2027-03-01" || got["expected"] != "2027-07-01" || fmt.Sprint(got["audience"]) != "[staff hit]" {
		t.Fatalf("%d %v", code, got)
	}
	_, got = k.api(t, key, "GET", "/plans/year", "")
	if all := fmt.Sprint(got["progress"]); !strings.Contains(all, "owner:Ana") || !strings.Contains(all, "untold:[patient]") {
		t.Errorf("the plan says %s", all)
	}
	for body, want := range map[string]int{
		`{"feature": "bills", "audience": [], "date": "2027-03-01", "owner": "Ana"}`:        422,
		`{"feature": "bills", "audience": ["staff"], "date": "soon", "owner": "Ana"}`:       422,
		`{"feature": "bills", "audience": ["staff"], "owner": "Ana"}`:                       422,
		`{"feature": "forms", "audience": ["staff"], "date": "2027-03-01", "owner": "Ana"}`: 409,
		`{"feature": "bills", "to": ["staff"]}`:                                             422,
	} {
		if code, got := k.api(t, key, "POST", "/plans/year/tell", body); code != want {
			t.Errorf("%s: %d %v", body, code, got)
		}
	}
	if code, got := k.api(t, key, "POST", "/plans/none/tell", `{"feature": "bills"}`); code != 404 {
		t.Errorf("no such plan: %d %v", code, got)
	}
}

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
	listed := team.get("/plan/year/told/bills").is(200).
		says("“The bills” was planned for quarter 1, by March 31, 2027. We now expect it in quarter 2, by June 30, 2027.", "Patients, Staff: nobody has told them yet.")
	listed.fill("/plan/year/told/bills", one("audience", "", "owner", " ", "date", "soon", "title", " ", "text", strings.Repeat("x", 2001))).is(422).
		says("Enter a date like 2027-03-31.").names("audience", "date", "owner", "text", "title")
	listed.fill("/plan/year/told/bills", one("audience", "", "owner", " ", "text", " ")).is(422).says("This is required.")
	listed.fill("/plan/year/told/bills", one("audience", "press")).is(422).says("Use one of these")
	if all, err := k.Plans.Entries(t.Context(), plan.Event); err != nil || len(all) != 0 {
		t.Fatalf("%d are kept of refused forms: %v", len(all), err)
	}

	t.Log("patients are going to be told")
	listed.fill("/plan/year/told/bills", one("audience", "patient", "date", "2027-03-05", "owner", "Ana")).leads("/plan/year#progress").
		says("Saved.", "Patients: to be told on March 5, 2027 by Ana.", "Staff: nobody has told them yet.")
	team.get("/").says("“The bills” slips in Year", "to be told on March 5, 2027 by Ana")

	t.Log("staff were told today")
	listed = team.get("/plan/year/told/bills")
	listed.fill("/plan/year/told/bills", nil).leads("/plan/year#progress").
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

	team.get("/plan/year/told/forms").is(409).says("is not delayed")
	team.post("/plan/none/told/bills", nil).is(404)
	viewer := k.as(t, auth.Viewer)
	if got := viewer.get("/plan/year").is(200).says("Staff: told on March 1, 2027"); strings.Contains(got.body, "/tell/") || strings.Contains(got.body, "/told/") || strings.Contains(got.body, "<script") {
		t.Error("a viewer is offered what would be refused")
	}
}

// A slip is told as a bump is: in the words of each group and both languages, looked at before it is sent, and in the news. It stands
// beside the slip, so that Today asks nobody any more.
func TestAnnouncingASlip(t *testing.T) {
	k := newClinic(t)
	k.slipping(t)
	k.wave(t, "Everybody", 3)
	team, at := k.as(t, auth.Manager), "/plan/year/tell/bills"
	team.get("/").says("“The bills” slips in Year", "Tell people")
	form := team.get(at).is(200).says("Tell people that “The bills” is delayed", "Patients who see it, or will see it", "We told them in person").hides("Those who reported it").
		holds("“The bills” was planned for March 31, 2027. We now expect it by June 30, 2027.", "estaba previsto para el 31 de marzo de 2027.")
	form.fill(at, one("_action", "send")).is(422).says("Replace […] with your own text.")
	tell := []string{"tell", "patient", "groups.patient.en", "It comes in June.", "groups.patient.es", "Llega en junio."}
	look := form.fill(at, one(append(tell, "_action", "look")...)).is(200).says("This is what people get", "3 people")
	team.get("/plan/year").says("Patients, Staff: nobody has told them yet.")
	const a = "/announcements/year.bills.2027-07-01"
	look.fill(at, one("_action", "send")).leads(a).says("3 people are being told.", "“The bills” comes later", "Patients who see it, or will see it", "It comes in June.").hides("Still broken for")
	team.get("/plan/year").says("Patients: told on March 1, 2027 by an announcement.", "Staff: nobody has told them yet.")
	team.get("/").hides("“The bills” slips")
	team.get("/charter").says("“The bills” comes later Told on March 1, 2027", "It comes in June.")
	team.get("/features/bills").says("“The bills” comes later")
	team.get("/participants/P-002").says("Told: Announcement year.bills.2027-07-01")

	t.Log("what they read")
	patient := k.visitor(t)
	link := k.linkTo(t, "P-001")
	patient.get(link).is(200).says("News about the portal", "It comes in June.", "I have read this").hides("Did this fix it for you?").fill(link, one("read", "yes")).leads(link)
	patient.get("/news").is(200).says("“The bills” comes later", "“The bills” comes later It comes in June.")
	k.visitor(t).get("/news?lang=es").leads("/news").says("«The bills» llega más tarde", "Llega en junio.")
	if feed := patient.get("/news.atom?lang=en").is(200).body; !strings.Contains(feed, "<title>“The bills” comes later</title>") || !strings.Contains(feed, `<content type="text">It comes in June.</content>`) {
		t.Error("the feed has", feed)
	}
	team.get(a).says("Say they read it 1")
	third := 3
	if _, _, err := k.Plans.Change(t.Context(), "year", plan.Edit{Changes: []plan.Change{{Feature: "bills", Quarter: &third}}}); err != nil {
		t.Fatal(err)
	}
	patient.get(link).says("Our plan has changed since then.")
	team.get("/").says("“The bills” slips in Year")
	team.get("/plan/year/tell/forms").is(409).says("is not delayed")
	team.get("/plan/none/tell/forms").is(404)
}

// Programs tell it too; a headline that they leave out is as the page proposes.
func TestAnnouncingASlipByAPI(t *testing.T) {
	k := newClinic(t)
	k.slipping(t)
	k.wave(t, "Everybody", 3)
	key := k.key(t, auth.Member)
	code, got := k.api(t, key, "POST", "/plans/year/announcements", `{"feature": "bills", "groups": {"patient": {"en": "In June.", "es": "En junio."}}}`)
	if want := "map[patient:map[letter:0 mail:0 people:3 phone:0 text:0]]"; code != 201 || fmt.Sprint(got["reaches"]) != want {
		t.Fatalf("%d %v", code, got)
	}
	_, got = k.api(t, key, "GET", "/plans/year/announcements", "")
	if all := fmt.Sprint(got["items"]); !strings.Contains(all, "heard:map[en:“The bills” comes later es:«The bills» llega más tarde]") || !strings.Contains(all, "feature:bills") {
		t.Errorf("announced: %s", all)
	}
	_, got = k.api(t, key, "GET", "/plans/year", "")
	if all := fmt.Sprint(got["progress"]); !strings.Contains(all, "announcement:year.bills.2027-07-01") || !strings.Contains(all, "untold:[staff]") {
		t.Errorf("the plan says %s", all)
	}
	for body, want := range map[string]int{
		`{"groups": {"patient": {"en": "In June.", "es": "En junio."}}}`:                      422,
		`{"feature": "bills", "groups": {"reported": {"en": "In June.", "es": "En junio."}}}`: 422,
		`{"feature": "bills", "groups": {"patient": {"en": "In June."}}}`:                     422,
		`{"feature": "forms", "groups": {"patient": {"en": "In June.", "es": "En junio."}}}`:  409,
	} {
		if code, got := k.api(t, key, "POST", "/plans/year/announcements", body); code != want {
			t.Errorf("%s: %d %v", body, code, got)
		}
	}
	if code, _ := k.api(t, key, "GET", "/plans/none/announcements", ""); code != 404 {
		t.Errorf("no such plan: %d", code)
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

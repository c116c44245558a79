package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/plan"
	"soundings/web/auth"
)

// entry keeps an entry of the charter; its page.
func (k *house) entry(t *testing.T, e plan.Entry) string {
	t.Helper()
	kept, err := k.Plans.SaveEntry(t.Context(), e)
	if err != nil {
		t.Fatal(err)
	}
	return "/charter/" + kept.ID
}

func aDay(text string) time.Time {
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return day
}

// Each kind of entry is added, found again in its own form, changed and removed.
func TestEachKindOfEntry(t *testing.T) {
	k := newClinic(t)
	k.features(t, "bills", "forms")
	team := k.as(t, auth.Member)
	k.bump(t, `{"feature": "bills", "text": "They are late"}`)
	for kind, fields := range map[plan.Kind]url.Values{
		plan.Goal:     one("figure", "active_7d", "target", "250", "date", "2027-02-01"),
		plan.Decision: one("date", "2027-02-02"),
		plan.Event:    one("date", "2027-02-03", "audience", "patient", "audience", "hit", "feature", "forms"),
		plan.Release:  one("date", "2027-02-04", "touches", "bills", "touches", "forms", "mends", "b-1"),
		plan.Task:     one("date", "2027-02-05", "feature", "bills", "work", "workflow"),
		plan.Help:     one("feature", "forms", "link", "https://example.org/video"),
		plan.Training: one("date", "2027-02-06", "feature", "bills", "session", "refresher", "audience", "staff"),
	} {
		fields.Set("kind", string(kind))
		fields.Set("title", "First "+string(kind))
		fields.Set("owner", "Ana")
		team.post("/charter", fields).leads("/charter#"+string(kind)).says("Added.", "First "+string(kind))
		all, err := k.Plans.Entries(t.Context(), kind)
		if err != nil || len(all) != 1 {
			t.Fatal(kind, len(all), err)
		}
		listed := "/charter/" + all[0].ID
		team.get(listed).is(200).fill(listed, one("title", "Changed "+string(kind))).leads("/charter#"+string(kind)).says("Change saved.", "Changed "+string(kind))
		changed, err := k.Plans.Entry(t.Context(), all[0].ID)
		want := all[0]
		want.Title, want.Version = "Changed "+string(kind), 2
		if got, want := fmt.Sprint(changed), fmt.Sprint(want); err != nil || got != want {
			t.Errorf("the form kept %s, not %s: %v", got, want, err)
		}
		k.visitor(t).get(listed).is(303)
		team.get(listed).says("“Changed "+string(kind)+"” is removed from this page").fill(listed+"/remove", nil).leads("/charter").says("Removed.").hides("Changed " + string(kind))
		team.get(listed).is(404)
	}
}

// What is wrong stands in the form, and nothing of it is kept.
func TestABadEntry(t *testing.T) {
	k := newClinic(t)
	k.features(t, "bills")
	team := k.as(t, auth.Member)
	path := k.entry(t, plan.Entry{Kind: plan.Training, Title: "At the desk", Feature: "bills", Session: "first", Date: aDay("2027-02-01")})
	for _, test := range []struct {
		change url.Values
		says   string
	}{
		{one("title", " "), "This is required."},
		{one("date", "tomorrow"), "Enter a date like 2027-03-31."},
		{one("date", ""), "This is required."},
		{one("session", ""), "This is required."},
		{one("session", "third"), "Use one of these: first, refresher."},
		{one("feature", "fax"), "There is no feature “fax”."},
		{one("audience", "press"), "Use one of these"},
		{one("version", "x"), "The form could not be read."},
		{one("title", strings.Repeat("x", 201)), "200"},
	} {
		team.get(path).fill(path, test.change).is(422).says(test.says)
	}
	team.post("/charter", one("kind", "release", "title", "", "date", "2027-02-01", "touches", "fax", "mends", "B-7, B-8")).is(422).says("There is no feature “fax”.", "There is no bump B-7.", "There is no bump B-8.", "This is required.").holds(`value="B-7, B-8"`)
	team.post("/charter", one("kind", "party", "title", "Cake", "date", "2027-02-01")).is(422)
	team.post("/charter", one("kind", "goal", "title", "All", "figure", "active_7d", "target", "NaN", "date", "2027-02-01")).is(422)
	if e, err := k.Plans.Entry(t.Context(), strings.TrimPrefix(path, "/charter/")); err != nil || e.Version != 1 {
		t.Errorf("something was kept: %+v, %v", e, err)
	}
}

// Of two who change an entry at once the later hears of it, and neither loses a word.
func TestTwoAtOneEntry(t *testing.T) {
	k := newClinic(t)
	ana, ben := k.as(t, auth.Member), k.as(t, auth.Manager)
	path := k.entry(t, plan.Entry{Kind: plan.Decision, Title: "Two days", Date: aDay("2027-02-01")})
	seen, late := ana.get(path), ben.get(path)
	seen.fill(path, one("title", "Three days")).leads("/charter#decision")
	overtaken := late.fill(path, one("text", "Nurses answer first.")).is(409).
		says("Someone else changed this entry", "Current version", "Three days", "Nurses answer first.")
	if strings.Contains(overtaken.body, path+"/tick") {
		t.Error("what was typed can be lost with a tick")
	}
	ben.get("/charter").says("Three days").hides("Nurses answer first.")
	overtaken.fill(path, nil).leads("/charter#decision").says("Two days", "Nurses answer first.").hides("Three days")

	seen = ana.get(path)
	ben.get(path).fill(path, one("title", "Four days")).leads("/charter#decision")
	seen.fill(path+"/remove", nil).is(409)
	late = ben.get(path)
	ana.get(path).fill(path+"/remove", nil).leads("/charter")
	gone := late.fill(path, one("title", "Five days")).is(409).says("Someone else removed this entry")
	ben.get("/charter").hides("Five days")
	gone.fill("/charter", nil).leads("/charter#decision").says("Five days", "Nurses answer first.")
	ben.post("/charter/none/remove", one("version", "1")).is(404)
	ben.post("/charter/none/remove", nil).is(422)
	ben.post("/charter/none/tick", one("done", "yes")).is(404)
}

// Tasks and what is told are ticked off where they stand, and opened again; the charter marks what is past.
func TestTickingOff(t *testing.T) {
	k := newClinic(t)
	k.clock.Set(time.Date(2027, 3, 2, 3, 0, 0, 0, time.UTC)) // on the first of March in New York
	k.features(t, "bills")
	team := k.as(t, auth.Member)
	task := k.entry(t, plan.Entry{Kind: plan.Task, Title: "Test it", Feature: "bills", Work: "testing", Owner: "Ana", Date: aDay("2027-02-20")})
	event := k.entry(t, plan.Entry{Kind: plan.Event, Title: "Bills come", Feature: "bills", Audience: []cohorts.Group{"patient", "staff"}, Date: aDay("2027-02-21")})
	k.entry(t, plan.Entry{Kind: plan.Event, Title: "Bills are here", Feature: "bills", Audience: []cohorts.Group{"provider"}, Date: aDay("2027-03-01")})
	k.entry(t, plan.Entry{Kind: plan.Training, Title: "At the desk", Feature: "bills", Session: "first", Date: aDay("2027-02-28")})
	k.entry(t, plan.Entry{Kind: plan.Training, Title: "Once more", Feature: "bills", Session: "refresher", Audience: []cohorts.Group{"staff"}, Date: aDay("2027-05-28")})
	k.entry(t, plan.Entry{Kind: plan.Help, Title: "How to pay", Feature: "bills", Link: "https://example.org/pay"})
	text := team.get("/charter").is(200).says("Test it Overdue", "Bills come Past, not marked as told", "for: Patients, Staff", "At the desk Past", "Once more The bills · Refresher · for: Staff").text()
	if strings.Index(text, "Bills come") > strings.Index(text, "Bills are here") {
		t.Error("what is told does not stand in the order of its days")
	}
	mark := "#entry-" + strings.TrimPrefix(task, "/charter/")
	feature := team.get("/features/bills").is(200).says("Test it Overdue Testing · Ana", "At the desk Past First training", "Once more Refresher · for: Staff", "How to pay https://example.org/pay", "Bills are here for: Providers")
	feature.fill(task+"/tick", nil).leads("/features/bills"+mark).says("Marked as done.", "Test it Done on March 1, 2027")
	team.get("/")
	team.post(task+"/tick", one("done", "yes")).leads("/charter" + mark).says("Test it Done on March 1, 2027")
	team.post(event+"/tick", one("done", "yes"))
	team.get("/features/bills").says("Test it Done on March 1, 2027", "Bills come Told on March 1, 2027")
	team.get(task).says("Done on March 1, 2027").fill(task, one("title", "Test it well")).leads("/charter#task").says("Test it well Done on March 1, 2027")
	team.get(task).fill(task+"/tick", nil)
	team.get("/charter").says("Marked as not done.", "Test it well Overdue")

	viewer := k.as(t, auth.Viewer)
	for _, path := range []string{"/charter", task, "/features/bills"} {
		listed := viewer.get(path).is(200).says("Test it well")
		if strings.Contains(listed.body, "/tick") || strings.Contains(listed.body, "/remove") {
			t.Errorf("%s offers a viewer what would be refused", path)
		}
	}
}

// A program does with the charter what its pages do.
func TestTheCharterByAPI(t *testing.T) {
	k := newClinic(t)
	k.features(t, "bills", "forms")
	k.bump(t, `{"feature": "bills", "text": "They are late"}`)
	key := k.key(t, auth.Member)
	const task = `{"kind": "task", "title": "Test it", "feature": "bills", "work": "testing", "date": "2027-02-01", "owner": "Ana"}`
	code, got := k.api(t, key, "POST", "/charter", task)
	if code != 201 || got["date"] != "2027-02-01" || got["version"] != 1.0 || got["done"] != "" {
		t.Fatalf("%d %v", code, got)
	}
	at := "/charter/" + got["id"].(string)
	for _, test := range []struct {
		method, path, body string
		code               int
		member, want       string
	}{
		{"GET", at, "", 200, "title", "Test it"},
		{"PUT", at, strings.Replace(task, "Test it", "Test it well", 1), 200, "title", "Test it well"},
		{"PUT", at, strings.Replace(task, `"kind"`, `"version": 1, "kind"`, 1), 409, "detail", "Someone else changed this a moment ago. Look at it again, then repeat your change."},
		{"PUT", at, strings.Replace(task, `"kind"`, `"version": 2, "kind"`, 1), 200, "title", "Test it"},
		{"POST", at + "/tick", `{"done": "2027-02-03"}`, 200, "done", "2027-02-03"},
		{"POST", at + "/tick", `{"done": "2027-02-09"}`, 200, "done", "2027-02-03"},
		{"POST", at + "/tick", `{"done": ""}`, 200, "done", ""},
		{"POST", at + "/tick", `{"done": "soon"}`, 422, "fields", "[map[message:Enter a date like 2027-03-31. name:done]]"},
		{"PUT", at, `{"kind": "task", "title": "", "work": "sleep", "date": "x"}`, 422, "fields", "[map[message:Enter a date like 2027-03-31. name:date] map[message:This is required. name:title] map[message:Use one of these: training, workflow, communication, testing, wording, setting, vendor. name:work] map[message:This is required. name:feature]]"},
		{"POST", "/charter", `{"kind": "event", "title": "Soon", "date": "2027-02-01", "audience": ["press"]}`, 422, "fields", "[map[message:Use one of these: patient, staff, provider, hit, leadership, practice. name:audience[0]]]"},
		{"POST", "/charter", `{"kind": "training", "title": "Desk", "feature": "fax", "session": "first", "date": "2027-02-01"}`, 422, "fields", "[map[message:There is no feature “fax”. name:feature]]"},
		{"POST", "/charter", `{"kind": "event", "titel": "Soon"}`, 422, "fields", "[map[message:There is no such field. name:titel]]"},
		{"POST", "/charter", `{"kind": "training", "title": "Desk", "feature": "forms", "session": "first", "date": "2027-02-01"}`, 201, "session", "first"},
		{"POST", "/charter", `{"kind": "release", "title": "", "date": "2027-02-01", "touches": ["bills", "fax"], "mends": ["B-9"]}`, 422, "fields", "[map[message:This is required. name:title] map[message:There is no feature “fax”. name:touches[1]] map[message:There is no bump B-9. name:mends[0]]]"},
		{"POST", "/charter", `{"kind": "release", "title": "Autumn", "date": "2027-02-01", "touches": ["bills"], "mends": ["b-1"]}`, 201, "mends", "[B-1]"},
		{"GET", "/charter?kind=party", "", 422, "status", "422"},
		{"PUT", "/charter/none", task, 404, "status", "404"},
		{"POST", "/charter/none/tick", `{"done": "2027-02-03"}`, 404, "status", "404"},
	} {
		code, got := k.api(t, key, test.method, test.path, test.body)
		if said := fmt.Sprint(got[test.member]); code != test.code || said != test.want {
			t.Errorf("%s %s %s: %d, %s is %s", test.method, test.path, test.body, code, test.member, said)
		}
	}
	for query, want := range map[string]int{"": 3, "?kind=task": 1, "?feature=forms": 1, "?feature=bills&kind=release": 1, "?kind=task&feature=forms": 0} {
		if _, got := k.api(t, key, "GET", "/charter"+query, ""); len(got["items"].([]any)) != want {
			t.Errorf("%s lists %v, not %d", query, got["items"], want)
		}
	}
	k.delete(t, key, at, 204)
	k.delete(t, key, at, 404)
}

// delete takes something away by the API.
func (k *house) delete(t *testing.T, key, path string, status int) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodDelete, k.url+"/api/v1"+path, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+key)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != status {
		t.Errorf("DELETE %s answered %d, not %d", path, answer.StatusCode, status)
	}
}

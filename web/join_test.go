package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"soundings/cohorts"
	"soundings/web/auth"
)

// opened opens a cohort to people who ask to take part, with a sheet, and returns the code of it.
func (k *house) opened(t *testing.T, cohort string, team *browser) (code string) {
	t.Helper()
	at := "/cohorts/" + cohort + "/joining"
	team.get(at).says("The page is closed. Nobody can ask to take part.").fill(at, one("_action", "open", "group", "patient", "places", "3")).leads(at).says("The page is open. 0 of 3 places are taken.")
	team.get(at).fill(at, one("_action", "sheet", "sheet", "Dr. Okafor")).leads(at).says("Dr. Okafor", "fewer than 11")
	j, err := (cohorts.Joins{Service: k.Cohorts}).Joining(t.Context(), cohort)
	if err != nil {
		t.Fatal(err)
	}
	return j.Sheets[0].Code
}

// Somebody asks by a sheet, the team admits them, and they are asked for their consent as others are.
func TestAskingToTakePart(t *testing.T) {
	k := newClinic(t)
	team := k.as(t, auth.Member)
	spring, _ := k.wave(t, "Spring", 1)
	at, page := "/cohorts/"+spring+"/joining", "/join/"+spring
	code := k.opened(t, spring, team)
	team.get(at+"/"+code).is(http.StatusOK).says("Ask to take part", "Pedir participar", "Dr. Okafor", "/join/spring?by="+code)
	team.get(at + "/NOBODY").is(http.StatusNotFound)

	visitor := k.visitor(t)
	visitor.get(page+"?by="+code).is(http.StatusOK).says("You can ask to take part in “Spring”.").
		fill(page, one("name", "", "email", "ana@b", "phone", "")).is(http.StatusUnprocessableEntity).names("email", "name")
	for range 2 { // the second time changes nothing and is told nothing else
		visitor.get(page+"?by="+code).fill(page, one("name", "Ana Peña", "email", "ana@example.org", "language", "es")).leads(page + "?sent=yes").says("Thank you. We have your request")
	}
	list := team.get(at).says("Ana Peña", "ana@example.org", "Admit only people you know.", "1 of 3 places")
	if n := strings.Count(list.body, `name="request"`); n != 1 {
		t.Fatalf("%d wait", n)
	}
	list.fill(at, one("_action", "admit")).leads(at).says("Admitted.", "Nobody is waiting.")
	list.fill(at, one("_action", "admit")).leads(at) // pressed twice
	list.fill(at, one("_action", "down")).is(http.StatusNotFound)
	counts, err := k.Cohorts.MemberCounts(t.Context(), spring)
	if err != nil || counts[cohorts.Selected] != 1 {
		t.Errorf("%v, %v", counts, err)
	}
	if all := k.asks(t, "Ana Peña"); len(all) != 1 || all[0].Email != "ana@example.org" || all[0].Language != "es" {
		t.Errorf("%+v came of it", all)
	}
}

// asks returns the participants of a name.
func (k *house) asks(t *testing.T, name string) (all []cohorts.Participant) {
	t.Helper()
	for p, err := range k.Cohorts.EveryParticipant(t.Context(), cohorts.ParticipantQuery{}) {
		if err != nil {
			t.Fatal(err)
		}
		if p.Name == name {
			all = append(all, p)
		}
	}
	return all
}

// Who is already a member, who is known and who is new read the same page; only the team sees whose address it is.
func TestAskingTellsNobodyApart(t *testing.T) {
	k := newClinic(t)
	team, viewer := k.as(t, auth.Member), k.as(t, auth.Viewer)
	spring, _ := k.wave(t, "Spring", 1)
	if _, err := k.Cohorts.SaveParticipant(t.Context(), cohorts.Participant{Ref: "P-001", Group: cohorts.Patient, Name: "Eva Ruiz", Email: "eva@example.org"}); err != nil {
		t.Fatal(err)
	}
	k.opened(t, spring, team)
	page := "/join/" + spring
	var answers []string
	for _, mail := range []string{"eva@example.org", "new@example.org"} {
		sent := k.visitor(t).post(page, one("name", "Eva Ruiz", "email", mail)).is(http.StatusSeeOther)
		answers = append(answers, sent.header.Get("Location")+sent.body+k.visitor(t).get(page+"?sent=yes").body)
	}
	if answers[0] != answers[1] {
		t.Error("they read different pages")
	}
	team.get("/cohorts/"+spring+"/joining").says("P-001, who has this address", "eva@example.org")
	viewer.get("/cohorts/"+spring+"/joining").is(http.StatusOK).hides("eva@example.org", "Eva Ruiz").says("Dr. Okafor")
	viewer.post("/cohorts/"+spring+"/joining", one("_action", "close")).is(http.StatusForbidden)
}

// A page that is not open, is full or never was answers alike, to who comes and to who sends.
func TestNobodyCanAsk(t *testing.T) {
	k := newClinic(t)
	team := k.as(t, auth.Member)
	spring, _ := k.wave(t, "Spring", 1)
	ask := func(cohort, name string) reply {
		return k.visitor(t).post("/join/"+cohort, one("name", name, "phone", "615-555-0134"))
	}
	closed := func(cohort string) {
		t.Helper()
		k.visitor(t).get("/join/" + cohort).is(http.StatusNotFound).says("You cannot ask to take part here now")
		ask(cohort, "Late").is(http.StatusNotFound).says("You cannot ask to take part here now")
	}
	closed(spring)
	closed("nothing")
	k.opened(t, spring, team)
	for _, name := range []string{"A", "B", "C"} {
		ask(spring, name).is(http.StatusSeeOther)
	}
	closed(spring)
	at := "/cohorts/" + spring + "/joining"
	team.get(at).says("The page is closed: all 3 places are taken.").fill(at, one("_action", "down")).leads(at).says("The request is deleted.")
	ask(spring, "D").is(http.StatusSeeOther)
	team.get(at).fill(at, one("_action", "open", "group", "patient", "places", "2")).is(http.StatusUnprocessableEntity).names("places")
	team.get(at).fill(at, one("_action", "close")).leads(at).says("The page is closed.")
	closed(spring)
}

// Whoever sends very many has to wait; a switch of language keeps what was typed and sends nothing.
func TestAskingTooOften(t *testing.T) {
	k := newClinic(t)
	team := k.as(t, auth.Member)
	spring, _ := k.wave(t, "Spring", 1)
	k.opened(t, spring, team)
	b, page := k.visitor(t), "/join/"+spring
	b.post(page, url.Values{"name": {"Ana"}, "_switch": {"lang=es"}}).is(http.StatusOK).says("Pedir participar").holds(`value="Ana"`)
	for range 30 {
		b.post(page, one("name", "")).is(http.StatusUnprocessableEntity)
	}
	if wait := b.post(page, one("name", "Ana", "email", "ana@example.org")).is(http.StatusTooManyRequests).header.Get("Retry-After"); wait == "" {
		t.Error("it does not say how long")
	}
	b.get(page).is(http.StatusOK)
}

// Today tells how many ask to take part and that no more can; the team deals with many at once, but says of each who is known who
// it is.
func TestManyWhoAskToTakePart(t *testing.T) {
	k := newClinic(t)
	team, viewer := k.as(t, auth.Member), k.as(t, auth.Viewer)
	spring, _ := k.wave(t, "Spring", 1)
	if _, err := k.Cohorts.SaveParticipant(t.Context(), cohorts.Participant{Ref: "P-001", Group: cohorts.Patient, Name: "Eva Ruiz", Email: "c@example.org"}); err != nil {
		t.Fatal(err)
	}
	k.opened(t, spring, team)
	team.get("/").hides("to join")
	for _, name := range []string{"A", "B", "C"} {
		k.visitor(t).post("/join/"+spring, one("name", name, "email", strings.ToLower(name)+"@example.org")).is(http.StatusSeeOther)
	}
	at := "/cohorts/" + spring + "/joining"
	team.get("/").says("3 requests to join “Spring” wait", "All 3 places to join “Spring” are taken").leadsOn(at)
	viewer.get("/").hides("to join")
	requests, err := (cohorts.Joins{Service: k.Cohorts}).JoinRequests(t.Context(), spring, "", 10)
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]string{}
	for _, r := range requests.Items {
		ids[r.Name] = r.ID
	}
	team.post(at, one("_action", "admit_chosen")).is(http.StatusUnprocessableEntity)
	team.post(at, url.Values{"_action": {"admit_chosen"}, "chosen": {ids["A"], ids["C"]}}).leads(at).says("Done, but 1 person stays in the list")
	team.post(at, url.Values{"_action": {"admit_chosen"}, "chosen": {ids["B"]}}).leads(at).says("1 person admitted.")
	team.post(at, url.Values{"_action": {"down_chosen"}, "chosen": {ids["C"], ids["A"]}}).leads(at).says("1 request is deleted.", "Nobody is waiting.")
	team.get("/").hides("to join")
}

// A program opens the page, makes sheets, and admits or declines who asks; what a sheet brought it reads in steps.
func TestJoiningByTheAPI(t *testing.T) {
	k := newClinic(t)
	spring, _ := k.wave(t, "Spring", 1)
	if _, err := k.Cohorts.SaveParticipant(t.Context(), cohorts.Participant{Ref: "P-001", Group: cohorts.Patient, Name: "Eva Ruiz", Email: "eva@example.org"}); err != nil {
		t.Fatal(err)
	}
	writes, reads, at := k.key(t, auth.Member), k.key(t, auth.Viewer), "/cohorts/"+spring+"/joining"
	if status, got := k.api(t, writes, "PUT", at, `{"open":true,"group":"friends","places":0}`); status != http.StatusUnprocessableEntity {
		t.Errorf("bad settings: %d %v", status, got)
	}
	if status, got := k.api(t, writes, "PUT", at, `{"open":true,"group":"patient","places":30}`); status != http.StatusOK || got["open"] != true || got["url"] != k.url+"/join/"+spring {
		t.Errorf("opened: %d %v", status, got)
	}
	status, got := k.api(t, writes, "POST", at+"/sheets", `{"name":"Dr. Okafor"}`)
	if status != http.StatusCreated {
		t.Fatalf("a sheet: %d %v", status, got)
	}
	code := got["sheets"].([]any)[0].(map[string]any)["code"].(string)
	if status, got := k.api(t, writes, "POST", at+"/sheets", `{"name":"dr. okafor"}`); status != http.StatusUnprocessableEntity {
		t.Errorf("the same sheet: %d %v", status, got)
	}
	for n := range 12 {
		name := string(rune('A' + n))
		err := (cohorts.Joins{Service: k.Cohorts}).Join(t.Context(), cohorts.JoinRequest{Cohort: spring, Name: name, Email: []string{name + "@example.org", "eva@example.org"}[n/11], Sheet: code, Language: "en"})
		if err != nil {
			t.Fatal(err)
		}
	}
	_, got = k.api(t, reads, "GET", at, "")
	if sheet := got["sheets"].([]any)[0].(map[string]any); sheet["asked"] != 11.0 || sheet["enrolled"] != 0.0 || got["taken"] != 12.0 {
		t.Errorf("the sheet brought %v", got)
	}
	if status, got := k.api(t, reads, "GET", at+"/requests", ""); status != http.StatusForbidden {
		t.Errorf("who only looks on reads who asks: %d %v", status, got)
	}
	status, got = k.api(t, writes, "GET", at+"/requests?limit=100", "")
	items, _ := got["items"].([]any)
	if status != http.StatusOK || len(items) != 12 {
		t.Fatalf("who asks: %d %v", status, got)
	}
	var ids []string
	last := ""
	for _, item := range items {
		one := item.(map[string]any)
		if len(one["perhaps"].([]any)) > 0 {
			last = one["id"].(string)
			continue
		}
		ids = append(ids, `"`+one["id"].(string)+`"`)
	}
	for body, want := range map[string]int{`{}`: 422, `{"requests":[]}`: 422, `{"requests":["a","b"],"as":"P-001"}`: 422, `{"requests":["` + last + `"],"as":"P-404"}`: 422} {
		if status, got := k.api(t, writes, "POST", at+"/admit", body); status != want {
			t.Errorf("%s: %d %v", body, status, got)
		}
	}
	if status, got := k.api(t, writes, "POST", at+"/admit", `{"requests":[`+strings.Join(ids[:9], ",")+`,"`+last+`"]}`); status != http.StatusOK || got["admitted"] != 9.0 || got["left"] != 1.0 {
		t.Errorf("admitted: %d %v", status, got)
	}
	if status, got := k.api(t, writes, "POST", at+"/admit", `{"requests":["`+last+`"],"as":"P-001"}`); status != http.StatusOK || got["admitted"] != 1.0 {
		t.Errorf("admitted as who it is: %d %v", status, got)
	}
	if status, got := k.api(t, writes, "POST", at+"/decline", `{"requests":[`+strings.Join(ids[9:], ",")+`]}`); status != http.StatusOK || got["declined"] != 2.0 {
		t.Errorf("declined: %d %v", status, got)
	}
	if status, got := k.api(t, writes, "PUT", at, `{"open":false}`); status != http.StatusOK || got["open"] != false || got["taken"] != 10.0 {
		t.Errorf("closed: %d %v", status, got)
	}
}

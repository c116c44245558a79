package web

import (
	"encoding/csv"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/surveys"
	"soundings/web/auth"
)

// written returns a survey and four patients who are asked about it by one way; two of them read Spanish.
func (k *house) written(t *testing.T, by contact.Way) (survey string) {
	t.Helper()
	for n, ref := range []string{"P-001", "P-002", "P-003", "P-004"} {
		p := cohorts.Participant{
			Ref: ref, Group: cohorts.Patient, Language: []string{"en", "es"}[n%2], Name: []string{"Ana Peña", "Bo Núñez", "Cy <b>Young</b>", "Di Yu"}[n], Phone: "(615) 555-0134",
			Address: cohorts.Address{Street: "1 Elm Road", City: "Salem", Region: "OR", Postcode: "97301"}, BestTime: cohorts.Evening,
		}
		if _, err := k.Cohorts.SaveParticipant(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	cohort := k.services.Agreed(t, "Beta", "P-001", "P-002", "P-003", "P-004")
	survey = k.services.Portal(t).ID
	if _, err := k.Surveys.Invite(t.Context(), survey, surveys.Audience{Cohort: cohort}); err != nil {
		t.Fatal(err)
	}
	if _, err := k.Contact.Start(t.Context(), contact.ForSurvey, survey, []contact.Step{{AfterDays: 0, By: by}}); err != nil {
		t.Fatal(err)
	}
	k.takeFirstMessages(t)
	return survey
}

var codeOfSheet = regexp.MustCompile(`<p class="typed">([0-9A-Z-]{19})</p>`)

// Letters are printed by a press, never by a look, and again where paper jammed.
func TestLettersOnPaper(t *testing.T) {
	k := newClinic(t)
	k.written(t, contact.ByLetter)
	b := k.as(t, auth.Member)
	b.get("/outbox").says("Letters to print 4", "until you print it")
	for range 2 {
		b.get("/").says("4 letters are ready to print")
		b.get("/outbox/letters").says("Print 4 letters").hides("Printed lately")
	}
	sheets := b.post("/outbox/letters", nil).is(http.StatusSeeOther)
	at := sheets.header.Get("Location")
	printed := b.get(at).is(200).says("4 letters are ready to print", "Ana Peña", "1 Elm Road", "Salem, OR 97301", "quiere hacerle unas preguntas", "would like to ask you", "Cy <b>Young</b>")
	if got := printed.header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("links may be kept: %q", got)
	}
	codes := codeOfSheet.FindAllStringSubmatch(printed.body, -1)
	if len(codes) != 4 || strings.Count(printed.body, `class="qr"`) != 4 || strings.Count(printed.body, `class="leaf us"`) != 4 {
		t.Fatalf("%d codes are on it", len(codes))
	}
	k.visitor(t).get("/s/" + codes[0][1]).is(200)
	b.post("/outbox/letters", nil).is(http.StatusConflict).says("No letters are due now")
	b.get("/outbox/letters").says("No letters are due now", "Printed lately", "4 letters")
	if again := b.get(at + "?paper=a4&as=strips").is(200).body; strings.Count(again, `class="leaf a4"`) != 2 || strings.Count(again, `class="strip"`) != 4 {
		t.Error("the strips are not three on a page")
	}
	b.get("/outbox/letters/none").is(404)
}

// A letter and a text message tell no more than the clinic's name and telephone, and that there are questions.
func TestLettersTellNothing(t *testing.T) {
	k := newClinic(t)
	survey := k.written(t, contact.ByLetter)
	v, err := k.Surveys.Survey(t.Context(), survey)
	if err != nil {
		t.Fatal(err)
	}
	b := k.as(t, auth.Member)
	at := b.post("/outbox/letters", nil).header.Get("Location")
	_, sheets, _ := strings.Cut(b.get(at).body, `<div class="sheets"`)
	for _, secret := range []string{v.Title["en"], "Beta", "beta", "portal", "P-001", "patient"} {
		if strings.Contains(strings.ReplaceAll(sheets, strings.TrimPrefix(k.site.BaseURL, "http://"), ""), secret) {
			t.Errorf("a letter says %q", secret)
		}
	}
}

// People who want no letters, as they told the clinic by telephone, get none.
func TestNoMoreLetters(t *testing.T) {
	k := newClinic(t)
	survey := k.written(t, contact.ByLetter)
	invited, err := k.Contact.List(t.Context(), contact.ForSurvey, survey, "", 10)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range invited.Items {
		if i.Ref != "P-001" {
			if err := k.Contact.SaveChoices(t.Context(), i, true, true, false); err != nil {
				t.Fatal(err)
			}
		}
	}
	b := k.as(t, auth.Member)
	b.post("/outbox/letters", nil)
	b.get("/outbox?state=skipped").says("P-002", "P-003", "P-004", "does not want this way").hides("P-001")
}

// Text messages leave as a file for a gateway, with how many parts each takes.
func TestTextsForAGateway(t *testing.T) {
	k := newClinic(t)
	k.written(t, contact.ByText)
	b := k.as(t, auth.Member)
	b.get("/outbox/texts.csv").is(404)
	b.get("/outbox/texts").says("Take 4 text messages")
	b.post("/outbox/texts", nil).leads("/outbox/texts").says("4 text messages are in the file", "Taken lately")
	for range 2 {
		file := b.get("/outbox/texts.csv").is(200)
		rows, err := csv.NewReader(strings.NewReader(file.body)).ReadAll()
		if err != nil || len(rows) != 5 || strings.Join(rows[0], ",") != "phone,message,segments" {
			t.Fatalf("the file is %q: %v", file.body, err)
		}
		for _, row := range rows[1:] {
			if row[0] != "6155550134" || row[2] != "1" || !strings.Contains(row[1], k.site.BaseURL+"/s/") {
				t.Errorf("a row is %q", row)
			}
		}
	}
	b.post("/outbox/texts", nil).is(http.StatusConflict)
}

// A telephone number of letters gets its sentence, and is kept nowhere.
func TestAPhoneOfLetters(t *testing.T) {
	k := newClinic(t)
	status, text := k.sends(t, http.MethodPut, "/api/v1/participants/P-1", `{"group":"patient","phone":"call me"}`, "Authorization", "Bearer "+k.key(t, auth.Member))
	if status != http.StatusUnprocessableEntity || !strings.Contains(text, `"phone"`) {
		t.Errorf("%d %s", status, text)
	}
}

var callOn = regexp.MustCompile(`action="(/outbox/calls/[^"]+)"`)

// On the list of calls somebody notes what came of each. Who answers now is led to where that is entered.
func TestCallsByThePages(t *testing.T) {
	k := newClinic(t)
	survey := k.written(t, contact.ByPhone)
	b := k.as(t, auth.Member)
	list := b.get("/outbox/calls").is(200).says("Ana Peña", "(615) 555-0134", "English", "Spanish", "In the evening", "Answers with me now")
	calls := callOn.FindAllStringSubmatch(list.body, -1)
	if len(calls) != 4 || !strings.Contains(list.body, `href="tel:6155550134"`) {
		t.Fatalf("%d calls are on the list", len(calls))
	}
	b.post(calls[0][1], url.Values{"outcome": {"sang"}}).is(422)
	b.post(calls[0][1], url.Values{"outcome": {"no_answer"}}).leads("/outbox/calls").says("Noted")
	b.post(calls[0][1], url.Values{"outcome": {"reached"}}).is(http.StatusConflict).says("already noted")
	entered := b.post(calls[1][1], url.Values{"outcome": {"answered"}}).header.Get("Location")
	if !regexp.MustCompile(`^/surveys/` + survey + `/enter/P-00\d\?mode=phone$`).MatchString(entered) {
		t.Errorf("answers are entered at %q", entered)
	}
	b.post(calls[2][1], url.Values{"outcome": {"said_no"}}).leads("/outbox/calls")
	if left := callOn.FindAllString(b.get("/outbox/calls").body, -1); len(left) != 1 {
		t.Errorf("%d calls are left", len(left))
	}
	b.get("/outbox?state=sent").says("said no")
	k.clock.Advance(24 * time.Hour)
	b.get("/outbox/calls").says("called 1 time")
}

// A letter that came back is noted by the person's ref; a ref without a letter gets its sentence.
func TestALetterCameBack(t *testing.T) {
	k := newClinic(t)
	k.written(t, contact.ByLetter)
	b := k.as(t, auth.Member)
	b.post("/outbox/returned", url.Values{"ref": {"P-001"}}).is(422).says("No letter was sent to this person")
	b.post("/outbox/letters", nil)
	b.post("/outbox/returned", url.Values{"ref": {" P-001 "}}).leads("/outbox/letters").says("Noted")
	b.get("/outbox?ref=P-001").says("it came back")
}

// A program takes letters, texts and calls as the pages do.
func TestLettersByTheAPI(t *testing.T) {
	k := newClinic(t)
	k.written(t, contact.ByLetter)
	key := "Bearer " + k.key(t, auth.Member)
	call := func(method, path, body string, want int) (answer map[string]any) {
		t.Helper()
		status, text := k.sends(t, method, "/api/v1/outbox"+path, body, "Authorization", key)
		if status != want {
			t.Fatalf("%s %s %s: %d %s", method, path, body, status, text)
		}
		if err := json.Unmarshal([]byte(text), &answer); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		return answer
	}
	call("GET", "/letters", "", 404)
	for _, body := range []string{`{}`, `{"by":"mail"}`, `{"by":null}`} {
		call("POST", "/batches", body, 422)
	}
	batch := call("POST", "/batches", `{"by":"letter"}`, 200)
	call("POST", "/batches", `{"by":"letter"}`, 409)
	if batch["count"] != 4.0 || len(call("GET", "/batches", "", 200)["items"].([]any)) != 1 {
		t.Errorf("the batch is %v", batch)
	}
	letters := call("GET", "/letters?batch="+batch["id"].(string), "", 200)["items"].([]any)
	one := letters[1].(map[string]any)
	if len(letters) != 4 || one["name"] != "Bo Núñez" || one["language"] != "es" || one["url"] != k.site.BaseURL+"/s/"+one["code"].(string) {
		t.Errorf("the letters are %v", letters)
	}
	call("GET", "/letters?batch=none", "", 404)
	call("POST", "/returned", `{"ref":"P-002"}`, 200)
	for _, body := range []string{`{}`, `{"ref":"nobody"}`, `{"ref":"P-002"}`} {
		call("POST", "/returned", body, 422)
	}

	other := newClinic(t)
	other.written(t, contact.ByPhone)
	k, key = other, "Bearer "+other.key(t, auth.Member)
	calls := call("GET", "/calls", "", 200)["items"].([]any)
	first := calls[0].(map[string]any)
	if len(calls) != 4 || first["best_time"] != "evening" || first["phone"] != "(615) 555-0134" {
		t.Errorf("the calls are %v", calls)
	}
	at := "/calls/" + first["id"].(string)
	for _, body := range []string{`{}`, `{"outcome":"sang"}`} {
		call("POST", at, body, 422)
	}
	if noted := call("POST", at, `{"outcome":"no_answer"}`, 200); noted["state"] != "waiting" || noted["why"] != "no_answer" {
		t.Errorf("it is %v", noted)
	}
	call("POST", at, `{"outcome":"reached"}`, 409)
	call("POST", "/calls/none", `{"outcome":"reached"}`, 404)
}

// Somebody types steps of their own; what is wrong with them is said at its field, and nobody is asked.
func TestStepsOfOnesOwn(t *testing.T) {
	k := newClinic(t)
	cohort, survey := k.mailed(t)
	b := k.as(t, auth.Member)
	at, asks := "/surveys/"+survey+"/invite", "/cohorts/"+cohort+"/invite"
	own := func(pairs ...string) url.Values {
		return one(append([]string{"cohort", cohort, "protocol", "own"}, pairs...)...)
	}
	for about, wrong := range map[string]struct {
		typed url.Values
		field string
	}{
		"none":              {own(), "protocol[0].by"},
		"no number":         {own("protocol[0].after_days", "soon", "protocol[0].by", "mail"), "protocol[0].after_days"},
		"backwards":         {own("protocol[0].after_days", "4", "protocol[0].by", "mail", "protocol[1].after_days", "1", "protocol[1].by", "letter"), "protocol[1].after_days"},
		"one without a way": {own("protocol[0].by", "mail", "protocol[2].after_days", "9", "protocol[2].by", "letter"), "protocol[1].by"},
	} {
		if got := b.post(at, wrong.typed).is(422); !strings.Contains(got.body, `id="e-`+wrong.field+`"`) || !strings.Contains(got.body, `<details class="own" open>`) {
			t.Errorf("%s: nothing stands at %s", about, wrong.field)
		}
		b.post(asks, wrong.typed).is(422).says("Please check one thing")
	}
	if counts, err := k.Contact.Counts(t.Context(), contact.ForSurvey, survey); err != nil || counts.Invited() != 0 {
		t.Fatalf("a refusal invited %d people: %v", counts.Invited(), err)
	}
	steps := one("about", "survey", "of", survey, "steps", "letter 0, phone 9")
	b.post(at, own("protocol[0].after_days", "", "protocol[0].by", "letter", "protocol[1].after_days", "9", "protocol[1].by", "phone")).leads("/outbox/start?" + steps.Encode())
	b.post("/outbox/start", steps).leads("/outbox")
	p, err := k.Contact.Protocol(t.Context(), contact.ForSurvey, survey)
	if want := []contact.Step{{AfterDays: 0, By: contact.ByLetter}, {AfterDays: 9, By: contact.ByPhone}}; err != nil || !slices.Equal(p.Steps, want) {
		t.Errorf("the steps are %v: %v", p.Steps, err)
	}
}

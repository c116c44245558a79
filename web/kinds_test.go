package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/rollout"
	"soundings/server/services/servicestest"
	"soundings/surveys"
	"soundings/surveys/instruments"
	"soundings/surveys/kinds"
	"soundings/surveys/polls/methods"
	"soundings/web/answer"
	"soundings/web/auth"
	"soundings/web/page"
)

// answersOf are what somebody says to a question of each kind; an instrument's items are all answered alike.
var answersOf = map[string]string{
	"single": "a", "multiple": "b", "scale": "4", "number": "12,5", "date": "2027-3-31", "text": "Because.", "note": "", "sus": "3", "umux-lite": "6",
}

// everyKind makes a survey of a question of each kind, by the API, and opens it.
func everyKind(t *testing.T, k *house, key string) surveys.Survey {
	t.Helper()
	var questions []string
	for _, name := range kinds.Names() {
		if _, known := answersOf[name]; !known {
			t.Fatalf("nobody says what is answered to %s", name)
		}
		q, _ := kinds.New(name)
		q.ID = strings.ReplaceAll(name, "-", "_")
		text, err := json.Marshal(q)
		if err != nil {
			t.Fatal(err)
		}
		questions = append(questions, strings.Replace(string(text), "{", `{"text": "?", "options": [{"value": "a", "text": "A"}, {"value": "b", "text": "B"}], "step": 0.5,`, 1))
	}
	for i, q := range questions { // of the members above each kind has those that it knows
		if !strings.Contains(q, `"single"`) && !strings.Contains(q, `"multiple"`) {
			q = strings.Replace(q, `"options": [{"value": "a", "text": "A"}, {"value": "b", "text": "B"}], `, "", 1)
		}
		if !strings.Contains(q, `"number"`) {
			q = strings.Replace(q, `"step": 0.5,`, "", 1)
		}
		questions[i] = q
	}
	code, got := k.api(t, key, "POST", "/surveys", `{"title": "All", "pages": [{"questions": [`+strings.Join(questions, ",")+`]}]}`)
	if code != http.StatusCreated {
		t.Fatal(code, got)
	}
	if code, got = k.api(t, key, "POST", "/surveys/all/publish", ""); code != http.StatusOK {
		t.Fatal(code, got)
	}
	v, err := k.Surveys.Survey(t.Context(), "all")
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// A question of every kind is asked on a patient's page, answered there, and found in results, exports and scores.
func TestEveryKindIsAnswered(t *testing.T) {
	k := newClinic(t)
	key := k.key(t, auth.Member)
	v := everyKind(t, k, key)
	cohort, _ := k.wave(t, "Wave", surveys.MinimumBase)
	asked, err := k.Surveys.Invite(t.Context(), v.ID, surveys.Audience{Cohort: cohort})
	if err != nil {
		t.Fatal(err)
	}
	answers := one("_action", "submit")
	for _, q := range v.Questions() {
		for _, field := range q.Fields() {
			answers.Set(field, answersOf[q.Name()])
		}
	}
	for n, i := range asked {
		path := "/s/" + k.Contact.Token(i)
		for _, q := range v.Questions() {
			if q.Instrument != "" { // four of them differ, so that the deviation may be shown
				middle, err := strconv.Atoi(answersOf[q.Name()])
				if err != nil {
					t.Fatal(err)
				}
				answers.Set(q.ID+".1", strconv.Itoa(middle+[]int{0, -1, 0, 1, 0, -1, 0, 1, 0, 0, 0}[n]))
			}
		}
		k.visitor(t).get(path).is(200).fill(path, answers).leads(path).is(200)
	}
	team := k.as(t, auth.Member)
	team.get("/surveys/all/results").is(200).says("Ease of use (SUS)", "Grade", "UMUX-Lite", "83.3", "The score is 83.3 out of 100. Its 95% interval",
		"March 2027", "Earliest", "The full texts")
	_, results := k.api(t, key, "GET", "/surveys/all/results", "")
	for _, want := range []string{"first:2027-03", "value:2027-03", "instrument:umux-lite", "mean:83.3", "wording:published", "grade:F"} {
		if !strings.Contains(fmt.Sprint(results), want) {
			t.Errorf("the results do not say %s: %v", want, results)
		}
	}
	row := "a,b,4,12.5,2027-03-31,Because.,"
	if csv := team.get("/surveys/all/responses.csv").is(200).body; strings.Count(csv, row) != surveys.MinimumBase {
		t.Errorf("the table has no such row as %s: %s", row, csv)
	}
	if lines := team.get("/surveys/all/responses.ndjson").is(200).body; !strings.Contains(lines, `"date":"2027-03-31","multiple":["b"],"number":12.5`) {
		t.Error(lines)
	}
	for _, i := range instruments.All() {
		n := 0
		err := k.Surveys.Answers(t.Context(), rollout.Wave{Survey: v.ID, Instrument: i.ID, Cohort: cohort}, func(a rollout.Answer) {
			if a.Scored {
				n++
			}
		})
		if err != nil || n != surveys.MinimumBase || k.Surveys.Spread(i.ID) <= 0 {
			t.Errorf("a gate finds %d scores of %s: %v", n, i.ID, err)
		}
	}
	tally, err := k.Surveys.Store.Tally(t.Context(), v)
	if err != nil || len(tally.Total().Scores) != len(instruments.All()) || tally.Groups[cohorts.Patient].Completed != surveys.MinimumBase {
		t.Errorf("the tally is %+v: %v", tally, err)
	}
}

// "None of these" stands apart behind an "or". With another answer it is refused at the question, in the reader's language, and
// nothing that was chosen is lost.
func TestNoneOfThese(t *testing.T) {
	k := newClinic(t)
	v := k.services.Survey(t, "Which", servicestest.Pages(t, `[{"questions": [{"id": "used", "type": "multiple", "text": "What did you use?", "options": [
		{"value": "visits", "text": "Visits"}, {"value": "bills", "text": "Bills"}, {"value": "none", "text": {"en": "None of these", "es": "Ninguna de estas"}, "exclusive": true}]}]}]`)...)
	k.services.People(t, cohorts.Patient, servicestest.Refs(2)...)
	asked := k.services.Invite(t, v.ID, k.services.Agreed(t, "One", servicestest.Refs(2)...))
	for ref, says := range map[string][]string{
		"P-0001": {"Or choose only the last one.", "or None of these", "“None of these” cannot go with other answers."},
		"P-0002": {"O marque solo la última.", "o Ninguna de estas", "«Ninguna de estas» no puede ir con otras respuestas."},
	} {
		path, b := k.link(asked[ref]), k.visitor(t)
		asks := b.get(path + map[string]string{"P-0001": "?lang=en", "P-0002": "?lang=es"}[ref])
		if asks.status == http.StatusSeeOther {
			asks = b.get(path)
		}
		typed := one("used", "bills", "_action", "submit")
		typed.Add("used", "none")
		again := asks.is(200).says(says[:2]...).fill(path, typed).is(422).says(says[2])
		if n := strings.Count(again.body, " checked"); n != 2 || !strings.Contains(again.body, `href="#f-used"`) {
			t.Errorf("%d answers are kept, and the summary leads to the question: %s", n, again.body)
		}
		again.fill(path, one("used", "none", "_action", "submit")).leads(path)
	}
	team := k.as(t, auth.Member)
	if csv := team.get("/surveys/" + v.ID + "/responses.csv").is(200).body; strings.Count(csv, ",none\n") != 2 {
		t.Errorf("the answers are %s", csv)
	}
	if lines := team.get("/surveys/" + v.ID + "/responses.ndjson").is(200).body; strings.Count(lines, `"used":["none"]`) != 2 {
		t.Errorf("the answers are %s", lines)
	}
}

// What is in no table is refused by the API at its place, offered by no page, and drawn by none.
func TestUnknownKinds(t *testing.T) {
	k := newClinic(t)
	key := k.key(t, auth.Member)
	for question, field := range map[string]string{
		`{"id": "q", "type": "slider", "text": "?"}`:     "pages[0].questions[0].type",
		`{"id": "q", "type": "instrument", "text": "?"}`: "pages[0].questions[0].type",
		`{"id": "q", "text": "?"}`:                       "pages[0].questions[0].type",
		`{"id": "q", "instrument": "horoscope"}`:         "pages[0].questions[0].instrument",
	} {
		code, got := k.api(t, key, "POST", "/surveys", `{"title": "All", "pages": [{"questions": [`+question+`]}]}`)
		if code != http.StatusUnprocessableEntity || !strings.Contains(fmt.Sprint(got["fields"]), field) {
			t.Errorf("%s: %d %v", question, code, got)
		}
	}
	team := k.as(t, auth.Member)
	team.get("/surveys").fill("/surveys", one("title.en", "All")).leads("/surveys/all")
	team.get("/surveys/all/questions/new?type=slider").is(200).says("What kind of question?")
	team.post("/surveys/all/questions/new", one("type", "slider", "id", "q", "text.en", "?")).is(http.StatusUnprocessableEntity)

	pages, _, catalogue := newPages(t)
	frame := page.Page{Printer: catalogue.In("en")}
	for about, q := range map[string]surveys.Question{"a type": {ID: "q", Type: "slider"}, "an instrument": {ID: "q", Instrument: "horoscope"}, "none": {ID: "q"}} {
		drawn := page.ViewQuestion(frame, q).In(frame.Printer)
		if html, err := pages.Rows.Draw(drawn.Type, "ask", drawn); err == nil && len(drawn.Items)+strings.Count(string(html), "<input") > 0 {
			t.Errorf("%s that nobody knows is drawn: %s", about, html)
		}
	}
}

// A poll of no method that there is is refused by the API at its place, and drawn by no page.
func TestUnknownMethods(t *testing.T) {
	k := newClinic(t)
	k.features(t, "bills", "forms")
	code, got := k.api(t, k.key(t, auth.Member), "POST", "/polls", `{"title": "First?", "method": "vote", "features": ["bills", "forms"], "groups": {"staff": {}}}`)
	if code != http.StatusUnprocessableEntity || !strings.Contains(fmt.Sprint(got["fields"]), "name:method") {
		t.Errorf("%d %v", code, got)
	}
	pages, _, _ := newPages(t)
	if html, err := pages.Rows.Draw("vote", "ballot", answer.BallotPage{}); err == nil {
		t.Errorf("a ballot of it is drawn: %s", html)
	}
	for _, m := range methods.All() {
		if pages.Rows.Set.Lookup(string(m.Name)+".ballot") == nil {
			t.Errorf("%s has no template of its ballot", m.Name)
		}
	}
}

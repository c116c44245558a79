package web

import (
	"encoding/csv"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"soundings/cohorts/contact"
	"soundings/surveys"
	"soundings/web/auth"
)

// asksAll opens a survey with a question that hangs on another, and asks a wave of three.
func (k *house) asksAll(t *testing.T, key string) (survey string, refs, links []string) {
	t.Helper()
	_, got := k.api(t, key, "POST", "/surveys", `{"title": {"en": "Portal", "es": "Portal"}, "pages": [{"questions": [
		{"id": "helped", "type": "single", "required": true, "text": {"en": "Did it help?", "es": "¿Ayudó?"}, "options": [{"value": "yes", "text": {"en": "Yes", "es": "Sí"}}, {"value": "no", "text": {"en": "No", "es": "No"}}]}]},
		{"questions": [{"id": "why", "type": "text", "text": {"en": "What went wrong?", "es": "¿Qué salió mal?"}, "show_if": {"all": [{"question": "helped", "op": "eq", "value": "no"}]}},
		{"id": "hours", "type": "number", "min": 0, "max": 24, "text": {"en": "How many hours?", "es": "¿Cuántas horas?"}}]}]}`)
	survey = fmt.Sprint(got["id"])
	if code, got := k.api(t, key, "POST", "/surveys/"+survey+"/publish", ""); code != 200 {
		t.Fatal(code, got)
	}
	cohort, refs := k.wave(t, "Wave", 3)
	asked, err := k.Surveys.Invite(t.Context(), survey, surveys.Audience{Cohort: cohort})
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range asked {
		links = append(links, k.link(i))
	}
	return survey, refs, links
}

// What came back on a sheet is entered by its code on one page: the same link says afterwards that it was answered, a second
// sheet is told so, and the export has the mode.
func TestEnterASheet(t *testing.T) {
	k := newClinic(t)
	key := k.key(t, auth.Member)
	survey, refs, links := k.asksAll(t, key)
	at := "/surveys/" + survey + "/enter"
	team := k.as(t, auth.Member)
	team.get("/surveys/" + survey).is(200).says("Enter answers from paper")
	team.get("/participants/" + refs[0]).is(200).leadsOn(at + "/" + refs[0] + "?mode=paper")

	code := strings.TrimPrefix(links[0], "/s/")
	for _, typed := range []string{code, strings.ToLower(code), "https://portal.example.org" + links[0], refs[0]} {
		team.get(at + "?" + url.Values{"who": {typed}, "mode": {"paper"}}.Encode()).leads(at + "/" + refs[0] + "?mode=paper")
	}
	team.get(at + "?who=7K3M-Q9TX-2HBD-4W8C").is(422).says("was not invited")
	page := at + "/" + refs[0]
	team.get(page+"?mode=paper&language=es").is(200).says("¿Ayudó?", "Si respondió «No» a la pregunta 1:")
	team.get(page+"?mode=phone&language=en").is(200).says("1. Did it help?", "If you said “No” to question 1:", "2. What went wrong?")

	team.post(page, one("_mode", "paper", "_language", "en", "why", "slow", "hours", "99")).is(422).
		says("slow", "Please choose an answer", "Write a number from 0 to 24", "Keep it without the answers that are missing").
		fill(page, one("helped", "yes", "hours", "99")).is(422).hides("Please choose an answer").says("Write a number")
	k.visitor(t).get(links[0]).is(200).says("Did it help?")
	team.post(page, one("_mode", "paper", "_language", "en", "helped", "no", "why", "slow", "hours", "3")).leads(at + "?mode=paper").says("The answers were kept.")
	team.get(page + "?mode=paper").is(422).says("has answered this survey")
	team.post(page, one("_mode", "paper", "_language", "en", "helped", "yes")).is(422).says("has answered this survey")
	k.visitor(t).get(links[0]).is(200).says("Thank you")
	k.visitor(t).post(links[0], one("_action", "submit", "helped", "yes")).is(409)

	team.post(at+"/"+refs[1], one("_mode", "phone", "_language", "en", "hours", "2", "_blank", "yes")).leads(at + "?mode=phone")
	_, text := k.ask(t, "GET", "/api/v1/surveys/"+survey+"/responses.csv", "", "Authorization", "Bearer "+key)
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	kept := map[string]string{}
	for _, row := range rows[1:] {
		kept[row[0]] = strings.Join([]string{row[3], row[4], row[6], row[7], row[8]}, " ")
	}
	if want := map[string]string{refs[0]: "en paper no slow 3", refs[1]: "en phone   2"}; fmt.Sprint(kept) != fmt.Sprint(want) {
		t.Errorf("the export has %v, want %v", kept, want)
	}
	k.as(t, auth.Manager).get("/audit").is(200).says("Entered a person’s answers", "Sam-member")
}

// A sheet that was printed comes back filled in, with its crosses known by the numbers of the questions, and is entered by the code
// that stands on it: its link says that it was answered, and each of the exports how it came.
func TestASheetAndBack(t *testing.T) {
	k := newClinic(t)
	key := k.key(t, auth.Member)
	survey, refs, links := k.asksAll(t, key)
	team := k.as(t, auth.Member)
	sheet := team.get("/surveys/" + survey + "/paper?ref=" + refs[2]).is(200).text()
	code := regexp.MustCompile(`(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}`).FindString(sheet)
	crosses := url.Values{"_mode": {"paper"}, "_language": {"en"}}
	for field, written := range map[string]struct{ question, value string }{"helped": {"1. Did it help?", "no"}, "why": {"2. What went wrong?", "slow"}, "hours": {"3. How many hours?", "2"}} {
		if !strings.Contains(sheet, written.question) {
			t.Errorf("the sheet does not ask %s: %s", written.question, sheet)
		}
		crosses.Set(field, written.value)
	}
	at := "/surveys/" + survey + "/enter"
	page := at + "/" + refs[2]
	team.get(at+"?"+url.Values{"who": {code}, "mode": {"paper"}}.Encode()).leads(page+"?mode=paper").fill(page, crosses).leads(at + "?mode=paper")
	k.visitor(t).get(links[2]).is(200).says("Thank you")
	for format, want := range map[string]string{"csv": ",paper,", "ndjson": `"mode":"paper"`} {
		if _, text := k.ask(t, "GET", "/api/v1/surveys/"+survey+"/responses."+format, "", "Authorization", "Bearer "+key); !strings.Contains(text, want) {
			t.Errorf("%s does not have %s: %s", format, want, text)
		}
	}
	_, text := k.ask(t, "GET", "/api/v1/surveys/"+survey+"/responses.xlsx", "", "Authorization", "Bearer "+key)
	book, err := excelize.OpenReader(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := book.GetRows(book.GetSheetName(0))
	if err != nil || len(rows) != 2 || rows[0][4] != "mode" || rows[1][4] != "paper" {
		t.Errorf("the spreadsheet has %v (%v)", rows, err)
	}
}

// A program enters answers as numbers, texts and lists; whatever is wrong with them is named by its member, at once.
func TestEnterByProgram(t *testing.T) {
	k := newClinic(t)
	key := k.key(t, auth.Member)
	survey, refs, links := k.asksAll(t, key)
	secret, _ := k.anonymous(t, 1)
	for _, c := range []struct {
		about, survey, body string
		code                int
		says                string
	}{
		{"wrong", survey, `{"ref":"` + refs[0] + `","mode":"pigeon","answers":{"helped":"perhaps","wine":1}}`, 422, `answers.helped…answers.wine…mode`},
		{"a link", survey, `{"ref":"` + refs[0] + `","mode":"link","answers":{"helped":"yes"}}`, 422, `mode`},
		{"nobody", survey, `{"ref":"P-none","mode":"paper","answers":{"helped":"yes"}}`, 422, `was not invited`},
		{"anonymous", secret.ID, `{"ref":"S-1","mode":"paper","answers":{"helped":"yes"}}`, 422, `Nobody can enter answers for a person`},
		{"no survey", "none", `{"ref":"P-none","mode":"paper","answers":{"helped":"yes"}}`, 404, ``},
		{"good", survey, `{"ref":"` + refs[0] + `","mode":"phone","answers":{"helped":["no"],"why":"slow","hours":2.5}}`, 422, `answers.hours`},
		{"very good", survey, `{"ref":"` + refs[0] + `","mode":"phone","answers":{"helped":["no"],"why":"slow","hours":2}}`, 201, `"mode":"phone"`},
		{"again", survey, `{"ref":"` + refs[0] + `","mode":"phone","answers":{"helped":"no"}}`, 409, `has answered this survey`},
	} {
		got, text := k.ask(t, "POST", "/api/v1/surveys/"+c.survey+"/responses", c.body, "Authorization", "Bearer "+key)
		for _, part := range strings.Split(c.says, "…") {
			if got.StatusCode != c.code || !strings.Contains(text, part) {
				t.Errorf("%s: %d %s, want %d %s", c.about, got.StatusCode, text, c.code, part)
			}
		}
	}
	k.visitor(t).get(links[0]).is(200).says("Thank you")
}

// A sheet is printed for each person who has not answered, in their language, with their code; for one by ref, and for nobody.
// Of an anonymous survey there is a blank one, which says that it cannot be entered.
func TestPrintSheets(t *testing.T) {
	k := newClinic(t)
	survey, refs, links := k.asksAll(t, k.key(t, auth.Member))
	team := k.as(t, auth.Member)
	sheets := func(path string) string { return team.get(path).is(200).text() }
	all := sheets("/surveys/" + survey + "/paper")
	for n, link := range links {
		if code := strings.TrimPrefix(link, "/s/"); strings.Count(all, code) != 2 { // at the head and where it is typed in
			t.Errorf("the code of %s is not on its sheet", refs[n])
		}
	}
	for _, sentence := range []string{"If you said “No” to question 1:", "Mark one box.", refs[2]} {
		if !strings.Contains(all, sentence) {
			t.Errorf("no sheet says %q", sentence)
		}
	}
	k.visitor(t).post(links[0], one("_action", "submit", "helped", "yes")).is(303)
	if left := sheets("/surveys/" + survey + "/paper"); strings.Contains(left, strings.TrimPrefix(links[0], "/s/")) {
		t.Error("who has answered gets a sheet")
	}
	one := sheets("/surveys/" + survey + "/paper?ref=" + refs[1])
	if !strings.Contains(one, strings.TrimPrefix(links[1], "/s/")) || strings.Contains(one, strings.TrimPrefix(links[2], "/s/")) {
		t.Error("one sheet is", one)
	}
	team.get("/surveys/" + survey + "/paper?ref=" + refs[0]).is(409).says("has answered this survey")
	blank := team.get("/surveys/"+survey+"/paper?blank=yes&language=es").is(200).says("¿Ayudó?", "Marque una casilla.", "Si respondió «No» a la pregunta 1:").text()
	for _, link := range links {
		if strings.Contains(blank, strings.TrimPrefix(link, "/s/")) {
			t.Error("a blank sheet has somebody's code")
		}
	}
	secret, hidden := k.anonymous(t, 1)
	page := team.get("/surveys/" + secret.ID + "/paper").is(200).says("can not be entered").text()
	for _, link := range hidden {
		if strings.Contains(page, strings.TrimPrefix(link, "/s/")) {
			t.Error("a sheet of an anonymous survey has a code")
		}
	}
}

// A consent form is printed for each member who has not answered, in full, with the code of their link.
func TestPrintConsentForms(t *testing.T) {
	k := newClinic(t)
	k.services.People(t, "patient", "P-1", "P-2")
	cohort, asked := k.services.Asked(t, "Wave", "P-1", "P-2")
	team := k.as(t, auth.Member)
	page := team.get("/cohorts/"+cohort+"/paper").is(200).says("Signature", "Firma", "911")
	for ref, i := range asked {
		page.says(k.Contact.Token(i))
		team.get("/cohorts/" + cohort + "/paper?ref=" + ref).is(200).says(k.Contact.Token(i))
	}
	team.get("/cohorts/" + cohort + "/paper?blank=yes&language=es").is(200).says("Firma").hides(k.Contact.Token(asked["P-1"]))
	team.get("/cohorts/" + cohort + "/paper?ref=P-9").is(409)
}

// A lost link is made anew in two steps from the person's page: the new one leads where the old one did, which leads nowhere any
// more. Links that are shown once each are not handed out here.
func TestLostLink(t *testing.T) {
	k := newClinic(t)
	_, refs, links := k.asksAll(t, k.key(t, auth.Member))
	team := k.as(t, auth.Member)
	var at string
	for _, i := range k.invited(t, refs[0]) {
		if "/s/"+k.Contact.Token(i) == links[0] {
			at = "/participants/" + refs[0] + "/links/" + i.ID
		}
	}
	team.get("/participants/" + refs[0]).is(200).leadsOn(at)
	team.get(at).is(200).says("The old link ends at once.").hides(strings.TrimPrefix(links[0], "/s/"))
	k.visitor(t).get(links[0]).is(200)
	made := team.get(at).fill(at, nil).is(200).says("The old one no longer works.")
	fresh := made.links()
	if len(fresh) != 1 || fresh[0] == links[0] {
		t.Fatal("the new link is", fresh)
	}
	k.visitor(t).get(links[0]).is(404)
	k.visitor(t).post(fresh[0], one("_action", "submit", "helped", "yes")).is(303)
	k.visitor(t).get(fresh[0]).is(200).says("Thank you")
	team.get("/participants/" + refs[1] + "/links/" + strings.TrimPrefix(at, "/participants/"+refs[0]+"/links/")).is(404)

	secret, hidden := k.anonymous(t, 1)
	for _, i := range k.invited(t, "S-1") {
		if i.Subject == secret.ID {
			team.get("/participants/S-1/links/" + i.ID).is(409)
			team.post("/participants/S-1/links/"+i.ID, nil).is(409).hides(hidden[0])
		}
	}
}

// invited returns what somebody was asked.
func (k *house) invited(t *testing.T, ref string) []contact.Invitation {
	t.Helper()
	all, err := k.Contact.InvitationsOf(t.Context(), ref)
	if err != nil || len(all) == 0 {
		t.Fatal(ref, "was asked nothing", err)
	}
	return all
}

package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/surveys"
	"soundings/web/auth"
)

// anonymous opens an anonymous survey, asks so many of the staff and returns their links.
func (k *house) anonymous(t *testing.T, staff int) (v surveys.Survey, links []string) {
	t.Helper()
	v = k.services.Anonymous(t)
	var refs []string
	for n := range staff {
		refs = append(refs, fmt.Sprint("S-", n+1))
	}
	k.services.Team(t, refs...)
	all, err := k.Surveys.Invite(t.Context(), v.ID, surveys.Audience{Refs: refs})
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range all {
		links = append(links, "/s/"+k.Contact.Token(i))
	}
	return v, links
}

// Behind a link to an anonymous survey the page is the same before and after its use, and so is what follows a second sending. It
// says what is kept and what cannot be taken back before anything is sent, and keeps nothing meanwhile.
func TestAnAnonymousLinkTellsNothing(t *testing.T) {
	k := newClinic(t)
	_, links := k.anonymous(t, 1)
	v := k.visitor(t)
	before := v.get(links[0]).is(http.StatusOK).says("This survey is anonymous.", "you cannot see, change, or remove them",
		"We do not keep anything until you send it.", "Please do not write names").hides("Save and finish later")
	asked := v.post(links[0], url.Values{"_page": {"1"}, "_action": {"next"}, "helped": {"no"}, "_seen": {"helped", "why"}, "why": {"Slow"}}).is(http.StatusOK).says("How easy was it?")
	for _, kept := range []string{`name="helped" value="no"`, `name="why" value="Slow"`} {
		if !strings.Contains(asked.body, kept) {
			t.Errorf("the second page does not keep %s", kept)
		}
	}
	if docs := k.services.Documents(t, "unfinished", "anonymous_responses"); len(docs) > 0 {
		t.Errorf("before it is sent %d documents are kept", len(docs))
	}
	whole := url.Values{"_page": {"2"}, "_action": {"submit"}, "_seen": {"ease"}, "helped": {"no"}, "why": {"Slow"}, "ease": {"2"}}
	first := v.post(links[0], whole).leads(links[0] + "?sent=1").says("Thank you. If this link was not used before, your answers count.")
	if again := v.get(links[0]); again.body != before.body {
		t.Errorf("after its use the link shows\n%s\nand before\n%s", again.body, before.body)
	}
	if second := v.post(links[0], whole).leads(links[0] + "?sent=1"); second.body != first.body {
		t.Errorf("the second time it says\n%s", second.body)
	}
	if docs := k.services.Documents(t, "anonymous_responses"); len(docs) != 1 {
		t.Errorf("%d answers are kept", len(docs))
	}
	v.post(links[0], url.Values{"_page": {"2"}, "_action": {"submit"}, "_seen": {"ease"}}).is(http.StatusUnprocessableEntity).says("Nothing is filled in")
}

// The team sees of an open anonymous survey turnout in steps, and of the answers nothing; once it is closed one edition and its
// rows.
func TestAnAnonymousSurveySaysWhatItShows(t *testing.T) {
	k := newClinic(t)
	v, links := k.anonymous(t, 7)
	viewer, member, at := k.as(t, auth.Viewer), k.as(t, auth.Member), "/surveys/"+v.ID
	key := k.key(t, auth.Manager)
	person := member.get("/participants/S-1").is(http.StatusOK)
	nothing := "Fewer than 5 answers in each group so far: nothing would be shown."
	for n, link := range links {
		results, asks := viewer.get(at+"/results").says("Until it closes it shows only turnout, in steps of 5.", "It never shows who answered"), member.get(at)
		if results.hides("svg"); n < 5 {
			results.says(nothing, "fewer than 5")
			asks.says(nothing, "nothing of it will ever be shown: there are fewer than 5 answers in each group")
		} else {
			results.says("Groups with enough answers so far: Staff.", "at least 5").hides(nothing)
			asks.says("What is shown then is all that will ever be shown.").hides("nothing of it will ever be shown", "perhaps nothing")
		}
		values := url.Values{"_action": {"submit"}, "helped": {[]string{"yes", "no"}[n%2]}, "why": {fmt.Sprint("Word ", n)}, "ease": {fmt.Sprint(1 + n%5)}}
		k.visitor(t).post(link, values).is(http.StatusSeeOther)
	}
	member.get("/surveys").says("at least 5")
	viewer.get("/reports").says("at least 5").hides("7 of")
	member.get(at + "/responses.csv").is(http.StatusConflict)
	if status, got := k.api(t, key, "GET", at+"/responses.ndjson", ""); status != http.StatusConflict {
		t.Errorf("rows before closing: %d %v", status, got)
	}
	if now := member.get("/participants/S-1"); now.body != person.body {
		t.Errorf("the page of somebody who answered says\n%s\nand before\n%s", now.body, person.body)
	}

	member.post(at+"/close", nil).is(http.StatusSeeOther)
	for _, by := range []reply{viewer.get(at + "/results"), member.get(at + "/results?by=group")} {
		by.is(http.StatusOK).says("What is shown here is all that will ever be shown of this survey.", "Did it help?")
	}
	rows := member.get(at + "/responses.csv").is(http.StatusOK)
	if lines := strings.Count(rows.body, "\n"); lines != 8 || !strings.Contains(rows.body, "Word 1") || strings.Contains(rows.body, "S-") {
		t.Errorf("the rows are\n%s", rows.body)
	}
	k.visitor(t).get(links[0]).is(http.StatusGone)

	few := k.services.Anonymous(t)
	member.get("/surveys/" + few.ID).says("nothing of it will ever be shown: nobody was invited")
	member.post("/surveys/"+few.ID+"/close", nil)
	member.get("/surveys/" + few.ID + "/results").says("Too few answered. Nothing of this survey is shown, now or later.")
	if rows := member.get("/surveys/" + few.ID + "/responses.csv").is(http.StatusOK); strings.Count(rows.body, "\n") != 1 {
		t.Errorf("the rows of a survey that shows nothing are\n%s", rows.body)
	}
}

// Who leaves with their answers taken out is told before that anonymous ones stay.
func TestAnonymousAnswersStay(t *testing.T) {
	k := newClinic(t)
	v := k.services.Anonymous(t)
	k.services.People(t, cohorts.Patient, "P-1")
	cohort := k.services.Agreed(t, "Wave", "P-1")
	token := k.Contact.Token(k.services.Invite(t, v.ID, cohort)["P-1"])
	patient := k.visitor(t)
	patient.post("/s/"+token, url.Values{"_action": {"submit"}, "helped": {"no"}}).is(http.StatusSeeOther)
	patient.get("/u/"+token+"?leave="+cohort).is(http.StatusOK).says("Answers to these surveys are anonymous. Nobody can tell which ones are yours, so they stay:", "Anonymous")
	patient.post("/u/"+token, url.Values{"leave": {cohort}, "answers": {"remove"}}).is(http.StatusSeeOther)
	if docs := k.services.Documents(t, "anonymous_responses"); len(docs) != 1 {
		t.Errorf("%d answers are kept", len(docs))
	}
	patient.get("/s/" + token).is(http.StatusGone)
}

// The links of an anonymous survey are shown to the team once, by page and by API; issued anew they are new ones.
func TestLinksOfAnAnonymousSurveyAreShownOnce(t *testing.T) {
	k := newClinic(t)
	v, links := k.anonymous(t, 2)
	member, at, key := k.as(t, auth.Member), "/surveys/"+v.ID, k.key(t, auth.Member)
	member.get(at+"/links").says("2 links have not been shown yet.", "Anyone who has other people’s links can answer with them").hides("/s/")
	member.post(at+"/links", url.Values{"_action": {"show"}}).is(http.StatusOK).says("S-1", "S-2")
	member.get(at + "/links").says("Every link was shown already.").hides("/s/")
	if status, got := k.api(t, key, "POST", at+"/invitations", `{"refs": ["S-1"]}`); status != http.StatusOK || strings.Contains(fmt.Sprint(got), "/s/") {
		t.Errorf("by the API again: %d %v", status, got)
	}
	member.post(at+"/links", url.Values{"_action": {"reissue"}, "refs": {"nobody"}}).is(http.StatusUnprocessableEntity).says("“nobody” was not invited.")
	if status, got := k.api(t, key, "POST", at+"/invitations/reissue", `{"refs": ["S-1"]}`); status != http.StatusOK || !strings.Contains(fmt.Sprint(got), "/s/") {
		t.Errorf("issued anew: %d %v", status, got)
	}
	k.visitor(t).get(links[0]).is(http.StatusNotFound)
	k.visitor(t).get(links[1]).is(http.StatusOK)
	if counts, err := k.Contact.Counts(t.Context(), contact.ForSurvey, v.ID); err != nil || counts.Invited() != 2 {
		t.Errorf("invited %v %v", counts, err)
	}
}

// An anonymous survey is made by its form and by the API, and split by group alone.
func TestMakingAnAnonymousSurvey(t *testing.T) {
	k := newClinic(t)
	member, key := k.as(t, auth.Member), k.key(t, auth.Member)
	member.get("/surveys").says("Nobody can see whose an answer is, and nobody can find, change or remove one.")
	member.post("/surveys", url.Values{"title.en": {"Frankly"}, "anonymous": {"yes"}}).leads("/surveys/frankly")
	if v, err := k.Surveys.Survey(t.Context(), "frankly"); err != nil || !v.Anonymous {
		t.Errorf("made by the form: %v %v", v, err)
	}
	member.post("/surveys/frankly", url.Values{"title.en": {"Frankly"}, "anonymous": {"yes"}, "cuts": {"group", "language"}}).
		is(http.StatusUnprocessableEntity).says("Results of an anonymous survey are split by group alone.")
	member.post("/surveys/frankly", url.Values{"title.en": {"Frankly"}, "cuts": {"group", "language"}}).is(http.StatusSeeOther)
	if v, err := k.Surveys.Survey(t.Context(), "frankly"); err != nil || v.Anonymous {
		t.Errorf("named again: %v %v", v, err)
	}
	status, got := k.api(t, key, "POST", "/surveys", `{"title": {"en": "Other"}, "anonymous": true, "cuts": ["cohort"]}`)
	if status != http.StatusUnprocessableEntity || !strings.Contains(fmt.Sprint(got), "cuts[0]") {
		t.Errorf("another cut: %d %v", status, got)
	}
	if status, got := k.api(t, key, "POST", "/surveys", `{"title": {"en": "Other"}, "anonymous": true}`); status != http.StatusCreated || got["anonymous"] != true {
		t.Errorf("by the API: %d %v", status, got)
	}
}

// What refuses a file is no file: a program reads a problem document, and a person a page.
func TestARefusedExportIsNoFile(t *testing.T) {
	k := newClinic(t)
	v, _ := k.anonymous(t, 3)
	bearer, b := "Bearer "+k.key(t, auth.Member), k.as(t, auth.Member)
	for _, name := range []string{"responses.csv", "responses.ndjson"} {
		got, text := k.ask(t, "GET", "/api/v1/surveys/"+v.ID+"/"+name, "", "Authorization", bearer)
		if h := got.Header; got.StatusCode != 409 || h.Get("Content-Type") != "application/problem+json" || h.Get("Content-Disposition") != "" {
			t.Errorf("%s: %d %v %s", name, got.StatusCode, h, text)
		}
		if h := b.get("/surveys/" + v.ID + "/" + name).is(409).header; h.Get("Content-Type") != "text/html; charset=utf-8" || h.Get("Content-Disposition") != "" {
			t.Errorf("%s as a page: %v", name, h)
		}
	}
}

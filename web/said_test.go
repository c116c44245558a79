package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/server/services/servicestest"
	"soundings/surveys"
	"soundings/surveys/board"
	"soundings/web/auth"
)

// said is a named survey with one free text, about a feature by whose score a rollout goes, that two patients answered.
func (k *house) said(t *testing.T) (survey string) {
	t.Helper()
	cohort, refs := k.wave(t, "Spring", 3)
	v := servicestest.Translated(surveys.Survey{Title: base.Words{"en": "How is it"}, Pages: servicestest.Pages(t, `[{"questions": [{"id": "why", "type": "text", "text": "What went wrong?"}, {"id": "n", "type": "date", "text": "When?"}]}]`)})
	ctx := servicestest.ByManager(t)
	v, err := k.Surveys.Create(ctx, v)
	if err == nil {
		v, err = k.Surveys.Publish(ctx, v.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	asked, err := k.Surveys.Invite(ctx, v.ID, surveys.Audience{Cohort: cohort})
	if err != nil {
		t.Fatal(err)
	}
	for n, ref := range refs[:2] {
		link := "/s/" + k.Contact.Token(servicestest.ByRef(asked)[ref])
		k.visitor(t).get(link).fill(link, one("why", fmt.Sprint("It hangs <b> ", n), "_action", "submit")).is(http.StatusSeeOther)
	}
	return v.ID
}

// What somebody wrote in a named survey is made a report of theirs, once; the card leads back to the answers.
func TestTheTeamMakesAnAnswerAReport(t *testing.T) {
	k := newClinic(t)
	survey := k.said(t)
	k.shown(t, "labs", "spring", 50)
	key := k.key(t, auth.Manager)
	if code, got := k.api(t, key, http.MethodPut, "/features/labs/rollout", fmt.Sprintf(`{"cohort": "spring", "percent": 50, "gates": {"survey": %q, "answers": 1}}`, survey)); code != http.StatusOK {
		t.Fatal(code, got)
	}
	member, at := k.as(t, auth.Member), "/surveys/"+survey+"/texts/why"
	member.get("/surveys/" + survey + "/results").says("Read what people wrote").leadsOn(at)
	list := member.get(at).is(http.StatusOK).says("What went wrong?", "It hangs <b> 0", "It hangs <b> 1", "P-001", "Make this a report")
	if strings.Contains(list.body, "<b> 0") {
		t.Error("what somebody wrote is not escaped")
	}
	form := list.fill("/board/report", one("_action", "begin", "text", "It hangs <b> 1", "ref", "P-002", "_key", keyOf(t, k, survey, "P-002"))).is(http.StatusOK).
		says("From the answers to: How is it")
	if n := len(k.cards(t)); n != 0 {
		t.Fatalf("looking made %d cards", n)
	}
	if !strings.Contains(form.body, `value="labs" selected`) {
		t.Error("it is not known what the survey is about")
	}
	for range 2 {
		form.fill("/board/report", nil).leads("/board/B-1").says("It hangs <b> 1", "P-002", "From the answers to: How is it").leadsOn(at)
	}
	reports, err := k.Board.Reports(t.Context(), "B-1", "", 5)
	if err != nil || len(reports.Items) != 1 || reports.Items[0].From != board.FromStaff || reports.Items[0].Survey != survey || reports.Items[0].Language != "en" || reports.Items[0].Ref != "P-002" {
		t.Errorf("%+v, %v", reports.Items, err)
	}
	member.get(at).says("Now a report: B-1")
	k.as(t, auth.Viewer).get(at).is(http.StatusForbidden)
	member.get("/surveys/" + survey + "/texts/n").is(http.StatusNotFound)
	member.get("/surveys/none/texts/why").is(http.StatusNotFound)
}

// keyOf returns the key of the form by which an answer of somebody is made a report.
func keyOf(t *testing.T, k *house, survey, ref string) string {
	t.Helper()
	found, err := surveys.Said{Service: k.Surveys}.Page(t.Context(), survey, "why", "", 10)
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range found.Items {
		if one.Ref == ref {
			return "said/why/" + one.Key
		}
	}
	t.Fatalf("%s wrote nothing", ref)
	return ""
}

// What was written in an anonymous survey is shown once it is closed and where enough answered, and is nobody's report.
func TestAnAnonymousAnswerIsNobodysReport(t *testing.T) {
	k := newClinic(t)
	v, links := k.anonymous(t, 12)
	member, at := k.as(t, auth.Member), "/surveys/"+v.ID+"/texts/why"
	for n, link := range links {
		k.visitor(t).post(link, url.Values{"_action": {"submit"}, "helped": {"no"}, "why": {fmt.Sprint("Word ", n)}, "ease": {fmt.Sprint(1 + n%5)}}).is(http.StatusSeeOther)
	}
	member.get(at).is(http.StatusOK).hides("Word", "Make this a report")
	member.post("/surveys/"+v.ID+"/close", nil).is(http.StatusSeeOther)
	list := member.get(at).is(http.StatusOK).says("Nobody can tell who wrote which text, or when.", "Word 11").hides("S-1", "2027")
	form := list.fill("/board/report", one("_action", "begin", "ref", "S-1")).is(http.StatusOK).says("the report names nobody").hides("S-1").lacks(`name="ref"`)
	form.fill("/board/report", one("feature", "signing-in")).leads("/board/B-1").says("Staff", "From the answers to:").hides("S-1").leadsOn(at)
	reports, err := k.Board.Reports(t.Context(), "B-1", "", 5)
	if err != nil || len(reports.Items) != 1 || reports.Items[0].Ref != "" || reports.Items[0].Group != cohorts.Staff || reports.Items[0].Survey != v.ID {
		t.Errorf("%+v, %v", reports.Items, err)
	}
	member.get(at).says("Now a report: B-1")
	member.post("/board/report", one("survey", v.ID, "question", "why", "text", "Word", "feature", "signing-in", "ref", "S-1")).leads("/board/B-2").hides("S-1")

	few := k.services.Anonymous(t)
	member.post("/surveys/"+few.ID+"/close", nil)
	member.get("/surveys/" + few.ID + "/texts/why").is(http.StatusOK).says("Too few answered.").hides("Make this a report")
}

package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/cohorts/upload"
	"soundings/server/services/servicestest"
	"soundings/surveys"
	"soundings/web/auth"
)

// drawn returns a cohort that was drawn from two sites, of which all agreed, and a survey that asks them and two of the staff; two
// of the north have answered it.
func (k *house) drawn(t *testing.T) (survey string) {
	t.Helper()
	ctx := t.Context()
	for n := range 8 {
		p := cohorts.Participant{Ref: fmt.Sprintf("P-%03d", n), Group: cohorts.Patient, Language: "en", Attributes: map[string]string{"site": []string{"north", "south"}[n%2]}}
		if _, err := k.Cohorts.SaveParticipant(ctx, p); err != nil {
			t.Fatal(err)
		}
	}
	k.services.People(t, cohorts.Staff, "S-1", "S-2")
	made, err := k.Cohorts.CreateCohort(ctx, cohorts.Cohort{Name: base.Words{"en": "Beta", "es": "Beta"}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := k.Cohorts.Draw(ctx, made.ID, cohorts.DrawRule{Size: 8, Where: map[string]string{"group": "patient"}, Stratify: []string{"site"}}, ""); err != nil {
		t.Fatal(err)
	}
	asked, err := k.Contact.AskConsent(ctx, made.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range asked {
		if _, err := k.Contact.AnswerConsent(ctx, i, true, "en"); err != nil {
			t.Fatal(err)
		}
	}
	v := k.services.Survey(t, "Portal", servicestest.Pages(t, `[{"questions": [{"id": "ease", "type": "scale", "text": "How easy was it?", "min": 1, "max": 5}]}]`)...)
	if _, err := k.Surveys.Invite(ctx, v.ID, surveys.Audience{Refs: []string{"S-1", "S-2"}}); err != nil {
		t.Fatal(err)
	}
	invited, err := k.Surveys.Invite(ctx, v.ID, surveys.Audience{Cohort: made.ID})
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range invited {
		if i.Ref == "P-000" || i.Ref == "P-002" {
			k.services.Send(t, i, 0, surveys.Submit, "ease=3")
		}
	}
	return v.ID
}

// The page of a named survey shows its groups and strata beside the population, from asked to finished; to those who may not read
// answers whom it asked alone. Of an anonymous one there is neither.
func TestReachByGroupAndStratum(t *testing.T) {
	k := newClinic(t)
	survey := k.drawn(t)
	page := "/surveys/" + survey
	member := k.as(t, auth.Member)
	member.get(page).says("Groups, from asked to finished", "Patients 8 (80%) 2 (100%) 2 (100%) 2 (100%)", "Staff 2 (20%) 0 (0%) 0 (0%) 0 (0%)",
		"Subgroups of “Beta”, from asked to finished", "north 4 (50%) 4 (50%) 2 (100%) 2 (100%) 2 (100%)", "south 4 (50%) 4 (50%) 0 (0%) 0 (0%) 0 (0%)")
	k.as(t, auth.Viewer).get(page).says("Patients 8 (80%) Staff 2 (20%)", "north 4 (50%) 4 (50%) south 4 (50%) 4 (50%)").hides("100%", "Reached", "than expected")

	status, text := k.sends(t, http.MethodGet, "/api/v1/surveys/"+survey+"/reach", "", "Authorization", "Bearer "+k.key(t, auth.Member))
	if status != http.StatusOK || !strings.Contains(text, `{"group":"patient","asked":8,"reached":2,"started":2,"finished":2,"expected":0.8}`) ||
		!strings.Contains(text, `{"stratum":{"site":"south"},"population":4,"asked":4,"reached":0,"started":0,"finished":0,"expected":0.5}`) {
		t.Errorf("%d %s", status, text)
	}
	if status, text := k.sends(t, http.MethodGet, "/api/v1/surveys/"+survey+"/reach", "", "Authorization", "Bearer "+k.key(t, auth.Viewer)); status != http.StatusForbidden {
		t.Errorf("who may not read answers gets %d %s", status, text)
	}
	v := k.services.Anonymous(t)
	if _, err := k.Surveys.Invite(t.Context(), v.ID, surveys.Audience{Refs: []string{"S-1", "P-001"}}); err != nil {
		t.Fatal(err)
	}
	member.get("/surveys/" + v.ID).hides("from asked to finished")
	if status, text := k.sends(t, http.MethodGet, "/api/v1/surveys/"+v.ID+"/reach", "", "Authorization", "Bearer "+k.key(t, auth.Member)); status != http.StatusConflict {
		t.Errorf("of an anonymous survey: %d %s", status, text)
	}
}

// Who asks many people is led to how far that is, and from there to what comes next.
func TestManyAreAskedByThePages(t *testing.T) {
	k := newClinic(t)
	refs := make([]string, 2*upload.Chunk+1)
	for n := range refs {
		refs[n] = fmt.Sprintf("S-%05d", n)
	}
	k.services.People(t, cohorts.Staff, refs...)
	survey := k.services.Portal(t).ID
	b := k.as(t, auth.Member)
	b.post("/surveys/"+survey+"/invite", url.Values{"refs": {strings.Join(refs, " ")}, "protocol": {"mail"}, "expires": {"yesterday"}}).is(http.StatusUnprocessableEntity)
	at := b.post("/surveys/"+survey+"/invite", url.Values{"refs": {strings.Join(refs, " ")}, "protocol": {"mail"}}).is(http.StatusSeeOther).header.Get("Location")
	b.get(at).says("People are being invited", "0 of 1,801 people so far", "You can leave this page")
	b.get("/surveys/" + survey).says("People are being invited: 0 of 1,801 people so far")
	k.services.Clock.Advance(time.Minute)
	if err := k.Contact.Askings().Resume(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.get(at).says("People are invited", "1,801 people are invited.").hides("so far")
	b.get("/surveys/" + survey).hides("People are being invited")
	if counts, err := k.Contact.Counts(t.Context(), contact.ForSurvey, survey); err != nil || counts.People() != len(refs) {
		t.Errorf("%d people are invited, %v", counts.People(), err)
	}
}

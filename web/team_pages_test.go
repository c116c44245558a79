package web

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/server/services/servicestest"
	"soundings/surveys"
	"soundings/web/auth"
	"soundings/web/page"
)

// The first of the team sets up the clinic and their own account; a mistake in either costs neither the link nor what was typed.
func TestFirstSetUp(t *testing.T) {
	k := newHouse(t, servicestest.New(t))
	token, _, err := k.Auth.FirstSetupLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	b := k.visitor(t)
	typed := one("clinic.name", " Harbor Street ", "clinic.phone", "555-0100-22", "name", "Ana Lee", "email", "ana@example.org", "password", testPassword)
	for field, wrong := range map[string]string{"clinic.name": " ", "clinic.phone": "soon", "email": "nobody", "password": "short"} {
		form := maps.Clone(typed)
		form.Set(field, wrong)
		again := b.get("/setup?token="+token).is(200).says("Set up Soundings", "The clinic").fill("/setup", form).is(422)
		if !strings.Contains(again.body, `href="#f-`+field+`"`) || !strings.Contains(again.body, "Ana Lee") {
			t.Errorf("a wrong %s is not named, or the form is not kept", field)
		}
	}
	b.get("/setup?token="+token).fill("/setup", typed).leads("/").says("Harbor Street", "Ana Lee", "Manager")
	clinic, err := k.Cohorts.Clinic(t.Context())
	if err != nil || clinic.Name != "Harbor Street" || clinic.Phone != "555-0100-22" || !slices.Equal(clinic.Languages, []string{"en", "es"}) || clinic.TimeZone != "America/New_York" {
		t.Errorf("the clinic is %+v, %v", clinic, err)
	}
}

// The team manages itself: new members by a link that is shown once, other roles, removal; nobody does it to themself.
func TestTheTeamInTheSettings(t *testing.T) {
	k := newClinic(t)
	manager := k.as(t, auth.Manager)
	listed := manager.get("/settings").is(200).fill("/settings/staff", one("email", "Priya@example.org", "role", "viewer")).is(200).
		says("It is shown only once", "Not set up yet", "priya@example.org")
	_, rest, _ := strings.Cut(listed.text(), k.url+"/setup?token=")
	token, _, _ := strings.Cut(rest, " ")
	if strings.Contains(manager.get("/settings").body, token) {
		t.Error("the link is shown again")
	}
	priya := k.visitor(t)
	priya.get("/setup?token="+token).is(200).says("Set up your account").hides("Name of the clinic").
		fill("/setup", one("name", "Priya Raman", "password", testPassword)).leads("/").says("Priya Raman", "Viewer")
	priya.get("/settings").is(403)

	all, err := k.Auth.AllStaff(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	self, other := "/settings/staff/"+all[0].ID, "/settings/staff/"+all[1].ID // Jordan, Priya
	manager.get("/settings").fill(other, one("role", "member", "_action", "save")).leads("/settings").says("Role changed.")
	priya.get("/participants/new").is(200)
	manager.get("/settings").fill(other, one("_action", "link")).is(200).says("It is shown only once")
	manager.post(self, one("_action", "remove")).is(409).says("You cannot change your own account here.")
	manager.post(self, one("_action", "save", "role", "viewer")).is(409)
	manager.get("/settings").fill(other, one("_action", "remove")).leads("/settings").hides("priya@example.org")
	priya.get("/participants").is(303)
}

func TestKeysInTheSettings(t *testing.T) {
	k := newClinic(t)
	manager := k.as(t, auth.Manager)
	listed := manager.get("/settings").fill("/settings/keys", one("key.name", "Portal events", "key.role", "portal")).is(200).says("Copy this key now.", "Portal events")
	if !strings.Contains(listed.text(), "snd_") || strings.Contains(manager.get("/settings").text(), "snd_") {
		t.Error("the key is shown once, and only once")
	}
	keys, err := k.Auth.Keys(t.Context())
	if err != nil || len(keys) != 1 || keys[0].Role != auth.Portal {
		t.Fatalf("the keys are %+v, %v", keys, err)
	}
	manager.get("/settings").says("Programs that use “Portal events” stop working now.").
		fill("/settings/keys/"+keys[0].ID, nil).leads("/settings").says("Key revoked.").hides("Portal events")
}

// The clinic's own words stand on the consent page from when they are kept; an empty part goes back to the built-in ones.
func TestTheClinicsOwnWords(t *testing.T) {
	k := newClinic(t)
	manager := k.as(t, auth.Manager)
	listed := manager.get("/settings").is(200).says("The built-in text is shown now.")
	if !strings.Contains(listed.body, `placeholder="If you have a question, call Harbor Street Family Clinic at (555) 010-0134.`) {
		t.Error("the built-in words are not there to be read")
	}
	listed.fill("/settings", one("consent.en.whom", "Call Ana.\r\nShe answers.", "clinic.name", "Larkmoor")).leads("/settings").
		says("Settings saved.", "Version 1, saved on", "Larkmoor")
	manager.get("/settings").fill("/settings", nil).leads("/settings").says("Version 1, saved on")
	wording, err := k.Cohorts.ConsentWording(t.Context())
	if err != nil || wording.Texts["en"].Whom != "Call Ana.\nShe answers." || wording.Texts["en"].Care != "" {
		t.Errorf("the wording is %+v, %v", wording, err)
	}
	manager.get("/settings").fill("/settings", one("consent.en.whom", "", "clinic.languages", "en")).leads("/settings")
	manager.get("/").hides("Español")
}

// The audit says who did what, in words, and finds it again by any of them.
func TestTheAudit(t *testing.T) {
	k := newClinic(t)
	manager := k.as(t, auth.Manager)
	manager.get("/cohorts").fill("/cohorts", one("name.en", "Secure messaging", "name.es", "Secure messaging")).leads("/cohorts/secure-messaging")
	manager.upload(peopleFile(2), "import").is(200)
	manager.get("/cohorts/secure-messaging").fill("/cohorts/secure-messaging/select", one("refs", "P-001 P-002")).leads("/cohorts/secure-messaging")
	manager.get("/audit").is(200).says("Jordan Reyes", "Saved a cohort", "secure-messaging", "Selected members", "2 items", "Imported a file").hides("⟦")
	manager.get("/audit?q=saved+a+COHORT").says("Saved a cohort").hides("Imported a file")
	manager.get("/audit?q=nobody").says("Nothing matches these filters.")
	for i := range 2*page.ListLength + 3 {
		if _, err := k.Cohorts.SaveParticipant(t.Context(), cohorts.Participant{Ref: fmt.Sprintf("S-%d", i), Group: cohorts.Staff}); err != nil {
			t.Fatal(err)
		}
	}
	manager.get("/audit?q=saved+a+cohort").says("secure-messaging")
	if n := manager.get("/audit").turn(); n < 100 {
		t.Errorf("turning the pages shows %d acts", n)
	}
}

// Every list comes page by page, and no line is lost or doubled between them.
func TestListsComeInPages(t *testing.T) {
	k := newClinic(t)
	b, ctx := k.as(t, auth.Member), t.Context()
	b.upload(peopleFile(120), "import").is(200)
	var refs []string
	for i := 1; i <= 120; i++ {
		refs = append(refs, fmt.Sprintf("P-%03d", i))
	}
	for i := range 60 {
		if _, err := k.Cohorts.CreateCohort(ctx, cohorts.Cohort{Name: base.Words{"en": fmt.Sprintf("Cohort %02d", i), "es": fmt.Sprintf("Cohort %02d", i)}}); err != nil {
			t.Fatal(err)
		}
		if _, err := k.Surveys.Create(ctx, surveys.Survey{Title: base.Words{"en": fmt.Sprintf("Survey %02d", i)}}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := k.Cohorts.Select(ctx, "cohort-00", refs, cohorts.RefuseOverflow); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]int{
		"/participants": 120, "/participants?q=alvarez&group=patient": 120, "/participants?group=staff": 0,
		"/cohorts": 60, "/surveys": 60, "/cohorts/cohort-00": 120, "/cohorts/cohort-00?state=agreed": 0,
	} {
		if got := b.get(path).is(200).turn(); got != want {
			t.Errorf("%s shows %d lines, not %d", path, got, want)
		}
	}
}

// Nobody is handed the link of somebody who answered, whose time is over, or who left.
func TestLinksAreOfWhoMayStillAnswer(t *testing.T) {
	k := newClinic(t)
	b, ctx := k.as(t, auth.Member), t.Context()
	b.upload(peopleFile(5), "import").is(200)
	b.get("/cohorts").fill("/cohorts", one("name.en", "One", "name.es", "One")).leads("/cohorts/one").fill("/cohorts/one/select", one("refs", "P-001 P-002 P-003 P-004 P-005")).leads("/cohorts/one")
	b.get("/cohorts/one").fill("/cohorts/one/invite", nil)
	for _, ref := range []string{"P-001", "P-002", "P-003"} {
		b.get("/cohorts/one").fill("/cohorts/one/members/"+ref, one("state", "agreed")).leads("/cohorts/one").says("State changed.")
	}
	b.get("/cohorts/one").fill("/cohorts/one/members/P-004", one("state", "declined"))
	b.get("/cohorts/one/links").says("P-005").hides("P-001", "P-004")
	b.get("/surveys").fill("/surveys", one("title.en", "Two", "title.es", "Dos")).leads("/surveys/two").fill("/surveys/two/publish", nil)
	b.get("/surveys/two").fill("/surveys/two/invite", one("cohort", "one", "expires", k.clock.Now().AddDate(0, 0, 5).Format(time.DateOnly))).
		leads("/surveys/two/links").says("P-001", "P-002", "P-003").hides("P-004", "P-005")
	b.get("/cohorts/one").fill("/cohorts/one/members/P-002", one("state", "withdrawn"))
	b.get("/surveys/two/links").says("P-001", "P-003").hides("P-002")
	b.get("/participants/P-002").says("One: Withdrawn", "Sam-member", "Take part in One", "Two Not sent")
	b.get("/cohorts/one").fill("/cohorts/one/members/P-005", one("state", "agreed"))
	m, err := k.Cohorts.Membership(ctx, "one", "P-005")
	if err != nil || m.State != cohorts.Agreed {
		t.Fatalf("P-005 is %+v, %v", m, err)
	}
	k.clock.Set(k.clock.Now().AddDate(0, 0, 7))
	b.get("/surveys/two/links").says("No one is waiting for a link.")
	b.post("/cohorts/one/members/P-002", one("state", "agreed")).is(409).says("A member cannot go from “Withdrawn” to “Agreed”.")
}

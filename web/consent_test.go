package web

import (
	"strings"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/server/services/servicestest"
	"soundings/web/auth"
)

// call sends JSON to the API with a key, and returns the answer, which has to have this status.
func (k *house) call(t *testing.T, key, method, path, body string, want int) string {
	t.Helper()
	got, answer := k.ask(t, method, "/api/v1"+path, body, "Authorization", "Bearer "+key)
	if got.StatusCode != want {
		t.Errorf("%s %s answered %d, not %d: %s", method, path, got.StatusCode, want, answer)
	}
	return answer
}

// What nobody may take off the consent page stands there in both languages, whatever a clinic writes in its own words.
func TestWhatStandsOnEveryConsentPage(t *testing.T) {
	k := newClinic(t)
	c := k.services
	own := cohorts.ConsentText{}
	for _, part := range cohorts.ConsentParts() {
		*part.Of(&own) = "x"
	}
	clinic, err := k.Cohorts.Clinic(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := k.Cohorts.SaveClinic(t.Context(), clinic, map[string]cohorts.ConsentText{"en": own, "es": own}); err != nil {
		t.Fatal(err)
	}
	c.People(t, cohorts.Patient, "P-0001", "P-0002")
	cohort, asked := c.Asked(t, "One", "P-0001", "P-0002")
	b := k.visitor(t)
	b.get(k.link(asked["P-0001"])).is(200).says("What we count x", "Please do not ask for medical help on this page.", "call Harbor Street Family Clinic: (555) 010-0134", "In an emergency, call 911", "The test has no set end date.")
	b.get(k.link(asked["P-0002"])).is(200).says("Lo que contamos x", "llame a Harbor Street Family Clinic: (555) 010-0134", "911", "La prueba no tiene fecha de fin.")
	if _, err := k.Cohorts.EditCohort(t.Context(), cohort, cohorts.Cohort{Name: base.Words{"en": "One", "es": "Uno"}, Purpose: base.Words{"en": "To see.", "es": "Para ver."}, Months: 6}); err != nil {
		t.Fatal(err)
	}
	b.get(k.link(asked["P-0002"])).says("Le invitamos a un grupo de prueba: Uno.", "Por qué le preguntamos Para ver.", "La prueba dura más o menos 6 meses.").hides("To see.")
}

// A person has a copy of what they agreed to, as the words were then.
func TestTheCopyOfAConsent(t *testing.T) {
	k := newClinic(t)
	c := k.services
	c.People(t, cohorts.Patient, servicestest.Refs(3)...)
	cohort, asked := c.Asked(t, "One", servicestest.Refs(3)...)
	link := k.link(asked["P-0001"])
	b := k.visitor(t)
	b.get(link + "?copy=1").leads(link)
	page := b.get(link).is(200)
	if _, err := k.Cohorts.EditCohort(t.Context(), cohort, cohorts.Cohort{Name: base.Words{"en": "Renamed", "es": "Otro"}}); err != nil {
		t.Fatal(err)
	}
	page.fill(link, one("consent", "agree")).is(422).says("We changed this page while you were reading it.", "test group: Renamed")
	b.get(link).fill(link, one("consent", "agree")).leads(link).says("Read or print what you agreed to")
	if _, err := k.Cohorts.EditCohort(t.Context(), cohort, cohorts.Cohort{Name: base.Words{"en": "Later", "es": "Luego"}}); err != nil {
		t.Fatal(err)
	}
	b.get(link+"?copy=1").is(200).says("What you agreed to", "You said yes on", "test group: Renamed", "In an emergency, call 911").hides("Later")
	b.post(link, one("consent", "decline")).leads(link).says("You have left the test group", "Read or print what you agreed to")
	b.get(link + "?copy=1").is(200).says("test group: Renamed")
	expect.Equal(t, "copies kept", len(c.Documents(t, "consent_copies")), 1)

	two := k.link(asked["P-0003"])
	b.get(two).fill(two, one("consent", "agree")).leads(two)
	expect.Equal(t, "other words, another copy", len(c.Documents(t, "consent_copies")), 2)
}

// Who says no on a page that was still open after a yes is taken out and told so; both buttons at once are no answer; who
// agreed and left is not told that they said no.
func TestNoAfterYes(t *testing.T) {
	servicestest.Each(t, func(t *testing.T, c *servicestest.Clinic) {
		k := newClinicOver(t, c)
		c.People(t, cohorts.Patient, "P-0001", "P-0002")
		cohort, asked := c.Asked(t, "One", "P-0001", "P-0002")
		link, b := k.link(asked["P-0001"]), k.visitor(t)
		open := b.get(link).is(200)
		b.post(link, map[string][]string{"consent": {"agree", "decline"}}).is(422).says("Please choose yes or no.")
		open.fill(link, one("consent", "agree")).leads(link).says("You said yes.")
		open.fill(link, one("consent", "decline")).leads(link).says("You have left the test group", "Join again").hides("You said no")
		m, err := k.Cohorts.Membership(t.Context(), cohort, "P-0001")
		if err != nil || m.State != cohorts.Withdrawn {
			t.Errorf("they are %s: %v", m.State, err)
		}
		b.get(link + "?again=1").says("You left this test group before.").hides("You said no")
		b.get(link+"?again=1").fill(link, one("consent", "agree")).leads(link).says("You said yes.")

		second := k.link(asked["P-0002"])
		b.get(second).fill(second, one("consent", "decline")).leads(second).says("Usted dijo que no.")
		b.get(second + "?again=1").says("Usted ya dijo que no")
	})
}

// A parent is told whose care is meant, and asks the child first; what the child says is kept.
func TestAMinorIsAsked(t *testing.T) {
	k := newClinic(t)
	c := k.services
	for _, p := range []cohorts.Participant{
		{Ref: "child", Name: "Lucía Vega", Group: cohorts.Patient, Language: "en", Minor: true, Proxy: "mother"}, {Ref: "mother", Group: cohorts.Patient, Language: "en"},
		{Ref: "teen", Group: cohorts.Patient, Language: "en", Minor: true, Proxy: "mother"},
	} {
		if _, err := k.Cohorts.SaveParticipant(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	cohort, asked := c.Asked(t, "One", "child", "teen")
	link, b := k.link(asked["child"]), k.visitor(t)
	b.get(link).is(200).says("This is about Lucía.", "“you” means that person", "Did you ask the child if they want to take part?")
	b.get(link).fill(link, one("consent", "agree")).is(422).says("Please tell us if you asked the child.")
	b.get(link).fill(link, one("consent", "agree", "assent", "no")).is(422).says("The child does not want to take part.")
	b.get(link).fill(link, one("consent", "agree", "assent", "young")).leads(link).says("You said yes.")
	steps, err := c.Store.History(t.Context(), cohort, "child")
	if last := steps[len(steps)-1]; err != nil || last.Assent != cohorts.AssentYoung || last.By.ID != "mother" {
		t.Errorf("kept is %+v: %v", last, err)
	}
	b.get(link + "?copy=1").says("They are too young or too sick to say.")

	key, path := k.key(t, auth.Member), "/cohorts/"+cohort+"/members/teen"
	if answer := k.call(t, key, "PUT", path, `{"state": "agreed", "channel": "paper"}`, 422); !strings.Contains(answer, `"assent"`) {
		t.Errorf("on paper, without asking: %s", answer)
	}
	k.call(t, key, "PUT", path, `{"state": "agreed", "channel": "paper", "assent": "yes"}`, 200)
}

// Nothing goes out of a clinic that is not set up, by page or API; its settings are set by either.
func TestNothingGoesOutOfAnUnfinishedClinic(t *testing.T) {
	servicestest.Each(t, func(t *testing.T, c *servicestest.Clinic) {
		k := newHouse(t, c)
		key := k.key(t, auth.Manager)
		api := func(method, path, body string, want int) string {
			t.Helper()
			return k.call(t, key, method, path, body, want)
		}
		c.People(t, cohorts.Patient, "P-0001")
		c.Features(t, "mail", "labs")
		api("POST", "/cohorts", `{"name": "Beta", "purpose": "To try"}`, 201)
		api("POST", "/cohorts/beta/select", `{"refs": ["P-0001"]}`, 200)
		api("POST", "/surveys", `{"title": "Portal", "pages": [{"questions": [{"id": "why", "type": "text", "text": "Why?"}]}]}`, 201)
		api("POST", "/polls", `{"title": "What first?", "method": "rank", "features": ["mail", "labs"], "groups": {"staff": {}}}`, 201)
		for _, path := range []string{"/cohorts/beta/invite", "/surveys/portal/publish", "/polls/what-first/publish"} {
			if answer := api("POST", path, "{}", 409); !strings.Contains(answer, "name and telephone number in Settings") {
				t.Errorf("%s says %s", path, answer)
			}
		}
		manager := k.as(t, auth.Manager)
		manager.get("/cohorts/beta").is(200).says("Before you can invite everyone:", "name and telephone number in Settings first")
		refused := manager.post("/surveys/portal/publish", nil).is(409).says("name and telephone number in Settings first")
		if !strings.Contains(refused.body, `href="/settings"`) {
			t.Error("the page does not lead to the settings")
		}
		api("PUT", "/settings", `{"name": "Harbor"}`, 422)
		api("PUT", "/settings", `{"name": "Harbor", "phone": "615-555-0100", "languages": ["fr"]}`, 422)
		api("PUT", "/settings", `{"name": "Harbor", "phone": "615-555-0100", "consent": {"en": {"care": "The same."}, "fr": {}}}`, 422)
		got := api("PUT", "/settings", `{"name": "Harbor", "phone": "615-555-0100"}`, 200)
		expect.Equal(t, "settings", api("GET", "/settings", "", 200), got)
		for _, want := range []string{`"name":"Harbor"`, `"languages":["en","es"]`, `"time_zone":"America/New_York"`, `"consent":{}`} {
			if !strings.Contains(got, want) {
				t.Errorf("the settings are %s without %s", got, want)
			}
		}
		for _, path := range []string{"/cohorts/beta/invite", "/surveys/portal/publish", "/polls/what-first/publish"} {
			api("POST", path, "{}", 200)
		}
	})
}

// Nobody is invited in a language whose words are missing; the page and the API list what is.
func TestNoInvitationWithoutTheWords(t *testing.T) {
	servicestest.Each(t, func(t *testing.T, c *servicestest.Clinic) {
		k := newClinicOver(t, c)
		key := k.key(t, auth.Member)
		api := func(method, path, body string, want int) string {
			t.Helper()
			return k.call(t, key, method, path, body, want)
		}
		lists := func(answer string, names ...string) {
			t.Helper()
			for _, name := range names {
				if !strings.Contains(answer, `"`+name+`"`) {
					t.Errorf("%s is not listed: %s", name, answer)
				}
			}
			if n := strings.Count(answer, `"name":`); n != len(names) {
				t.Errorf("%d are listed, not %d: %s", n, len(names), answer)
			}
		}
		c.People(t, cohorts.Patient, "P-0001", "P-0002") // the second reads Spanish
		api("POST", "/cohorts", `{"name": "Beta", "purpose": "To try"}`, 201)
		api("POST", "/cohorts/beta/select", `{"refs": ["P-0001", "P-0002"]}`, 200)
		lists(api("POST", "/cohorts/beta/invite", "{}", 422), "name.es", "purpose.es")
		member := k.as(t, auth.Member)
		shown := member.get("/cohorts/beta").says("“Beta” has no Spanish text.")
		shown.fill("/cohorts/beta/invite", nil).is(422).says("“To try” has no Spanish text.")
		shown.fill("/cohorts/beta", one("name.es", "Beta", "purpose.es", "Para probar")).leads("/cohorts/beta").hides("has no Spanish text")
		api("POST", "/cohorts/beta/invite", "{}", 200)
		for _, ref := range []string{"P-0001", "P-0002"} {
			api("PUT", "/cohorts/beta/members/"+ref, `{"state": "agreed", "channel": "paper"}`, 200)
		}

		api("POST", "/surveys", `{"title": "Portal", "pages": [{"questions": [{"id": "ok", "type": "single", "text": {"en": "Well?", "es": "¿Bien?"}, "options": [{"value": "y", "text": "Yes"}, {"value": "n", "text": {"en": "No", "es": "No"}}]}]}]}`, 201)
		member.get("/surveys/portal").says("“Portal” has no Spanish text.", "“Yes” has no Spanish text.").hides("“Well?”")
		api("POST", "/surveys/portal/publish", "", 200)
		lists(api("POST", "/surveys/portal/invitations", `{"cohort": "beta"}`, 422), "title.es", "pages[0].questions[0].options[0].text.es")
		api("POST", "/surveys/portal/invitations", `{"refs": ["P-0001"]}`, 200)
		api("POST", "/surveys", `{"title": {"es": "Portal"}, "pages": [{"questions": [{"id": "why", "type": "text", "text": "Why?"}]}]}`, 201)
		lists(api("POST", "/surveys/portal-2/publish", "", 422), "title.en", "pages[0].questions[0].text.es")

		c.Features(t, "mail")
		api("PUT", "/features/labs", `{"name": "Labs", "stage": "idea"}`, 200)
		api("POST", "/polls", `{"title": "What?", "method": "rank", "features": ["mail", "labs"], "groups": {"patient": {}}}`, 201)
		api("POST", "/polls/what/publish", "", 200)
		lists(api("POST", "/polls/what/invitations", `{"cohort": "beta"}`, 422), "title.es", "texts.labs.name.es")
		api("POST", "/polls/what/invitations", `{"refs": ["P-0001"]}`, 200)
		api("POST", "/cohorts", `{"name": "Study", "kind": "research"}`, 422)
		api("POST", "/cohorts", `{"name": "Study", "kind": "research", "approval": "IRB 7"}`, 201)
		api("POST", "/cohorts/study/select", `{"refs": ["P-0003"]}`, 422)
		c.People(t, cohorts.Patient, "P-0003")
		api("POST", "/cohorts/study/select", `{"refs": ["P-0003"]}`, 200)
		lists(api("POST", "/cohorts/study/invite", "", 422), "approval_contact", "months")
		api("PUT", "/cohorts/study", `{"name": "Study", "approval": "IRB 7", "approval_contact": "The board, (555) 010-0199", "months": 9}`, 200)
		invited := api("POST", "/cohorts/study/invite", "", 200)
		at := invited[strings.Index(invited, "/s/"):]
		at = at[:strings.Index(at, `"`)]
		k.visitor(t).get(at).is(200).says("This is a research study.", "call the board: The board, (555) 010-0199", "about 9 months")
	})
}

package web

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/server/services/servicestest"
	"soundings/surveys"
	"soundings/surveys/polls"
	"soundings/web/auth"
)

// askedOne makes a cohort whose members are asked for their consent, and returns their links by ref.
func (k *house) askedOne(t *testing.T, b *browser, refs ...string) map[string]string {
	t.Helper()
	b.get("/cohorts").fill("/cohorts", one("name.en", "One", "name.es", "One")).leads("/cohorts/one").
		fill("/cohorts/one/select", one("refs", strings.Join(refs, " "))).leads("/cohorts/one")
	invitations, err := k.Contact.AskConsent(t.Context(), "one")
	if err != nil {
		t.Fatal(err)
	}
	links := map[string]string{}
	for _, i := range invitations {
		links[i.Ref] = "/s/" + k.Contact.Token(i)
	}
	return links
}

// choicesOf returns where a patient's page leads to choose what to be sent.
func (a reply) choicesOf() string {
	a.b.t.Helper()
	for n := range a.nodes() {
		if href := attribute(n, "href"); strings.HasPrefix(href, "/u/") {
			return href
		}
	}
	a.b.t.Fatalf("%s leads nowhere to choose: %s", a.path, a.text())
	return ""
}

// Whoever has agreed finds on every page of theirs where to choose what to be sent, and leaves in two taps: everything stops
// at once, and what they answered is removed if they say so.
func TestChoosingAndLeaving(t *testing.T) {
	k := newClinic(t)
	b := k.as(t, auth.Member)
	b.upload(peopleFile(14), "import").is(200)
	refs := []string{"P-001", "P-002", "P-003"}
	links := k.askedOne(t, b, refs...)
	patient := k.visitor(t)
	if listed := patient.get(links["P-002"]); strings.Contains(listed.body, `"/u/`) {
		t.Error("who has not agreed is led to choices")
	}
	b.get("/surveys").fill("/surveys", one("title.en", "Two")).leads("/surveys/two").fill("/surveys/two/publish", nil)
	b.get("/surveys/two").fill("/surveys/two/invite", one("cohort", "one"))
	for _, ref := range refs {
		patient.post(links[ref], one("consent", "agree")).is(303)
	}
	welcome := patient.get(links["P-002"]).is(200).says("Change how we reach you, or leave the test group")
	path := welcome.choicesOf()
	patient.get(path).is(200).says("How we send you messages", "Leave “One”").fill(path, url.Values{"mail": nil, "text": {"yes"}, "letter": {"yes"}}).
		leads(path + "?done=saved").says("We saved your choices.")
	b.get("/participants/P-002").says("May be reached by: Letter, Text message")

	invited, err := k.Contact.InvitationsOf(t.Context(), "P-002")
	if err != nil {
		t.Fatal(err)
	}
	survey := ""
	for _, i := range invited {
		if i.Kind == "survey" {
			survey = "/s/" + k.Contact.Token(i)
			sheet, err := k.Surveys.Answer(t.Context(), i, surveys.Typed{Page: -1, Action: surveys.Submit, Values: surveys.Answers{"helped": {"yes"}}})
			if err != nil || sheet.Status != surveys.Done {
				t.Fatal(sheet, err)
			}
		}
	}
	if also := patient.get(survey).is(200).choicesOf(); !strings.HasPrefix(also, "/u/") {
		t.Error("the page after answering leads nowhere to choose")
	} else {
		patient.get(also).is(200).says("Leave “One”")
	}
	ask := patient.get(path+"?leave=one").is(200).says("Leave “One”?", "Do you want us to keep your answers?", "we delete your answers to the surveys and polls of this group")
	ask.fill(path, one("answers", "remove")).leads(path+"?done=remove").says("You have left the test group. We removed your answers.", "You are not in a test group").hides("Your answers from before")
	patient.get(survey).is(410).says("Your answers are removed")
	results, err := k.Surveys.Results(t.Context(), "two", surveys.Team, "")
	if err != nil || results.Completed != 0 {
		t.Errorf("%d answers are left, %v", results.Completed, err)
	}
	b.get("/cohorts/one").says("Withdrawn 1", "Agreed 2")
	b.get("/participants/P-002").says("One: Withdrawn · by link")
	patient.get(links["P-002"]).says("You have left the test group", "Join again")
	other := patient.get(patient.get(links["P-003"]).choicesOf() + "?leave=one")
	other.fill(strings.TrimSuffix(other.path, "?leave=one"), one("answers", "keep")).is(303)
	patient.get(path + "?leave=one").says("You are not in a test group right now.")
	patient.get("/u/0000-0000-0000-0000").is(404)
	stays := patient.get(strings.TrimSuffix(other.path, "?leave=one")).says("Sus respuestas de antes", "Borrar mis respuestas de «One»")
	later := patient.get(stays.path + "?remove=one").is(200).says("¿Borrar sus respuestas de «One»?").hides("Paramos de inmediato")
	later.fill(stays.path, one("remove", "one")).leads(stays.path + "?done=removed").says("Borramos sus respuestas.").hides("Sus respuestas de antes")
	b.get("/participants/P-001").fill("/participants/P-001/answers/remove", one("confirm_answers", "P-002", "of", "one")).is(422).says("Type exactly")
	b.get("/participants/P-001").fill("/participants/P-001/answers/remove", one("confirm_answers", "P-001", "of", "one")).leads("/participants/P-001").says("0 answers and records of portal use are removed.")
	k.as(t, auth.Manager).get("/audit").says("Removed someone’s answers", "one/P-001")
}

// Other words ask nobody again, unless the team says so; then whoever agreed to the old ones takes part until they answer.
func TestAskingAgain(t *testing.T) {
	k := newClinic(t)
	manager := k.as(t, auth.Manager)
	manager.upload(peopleFile(3), "import").is(200)
	links := k.askedOne(t, manager, "P-001", "P-002")
	patient := k.visitor(t)
	for _, link := range links {
		patient.post(link, one("consent", "agree")).is(303)
	}
	manager.get("/cohorts/one").hides("Ask everyone again")
	k.clock.Advance(time.Hour)
	manager.get("/settings").fill("/settings", one("consent.en.asked", "Something else.")).leads("/settings")
	manager.get("/cohorts/one").fill("/cohorts/one/ask-again", nil).is(422).says("“Something else.” has no Spanish text.")
	manager.get("/settings").fill("/settings", one("consent.es.asked", "Otra cosa.")).leads("/settings")
	patient.get(links["P-002"]).says("Thank you for joining")
	manager.get("/cohorts/one").says("Ask everyone again").fill("/cohorts/one/ask-again", nil).leads("/cohorts/one/links").says("P-001", "P-002")
	patient.get(links["P-002"]).says("We changed this page", "Something else.").fill(links["P-002"], one("consent", "agree")).leads(links["P-002"]).says("Thank you for joining")
	manager.get("/cohorts/one/links").says("P-001").hides("P-002")
	manager.get("/participants/P-002").says("One: agreed to the clinic’s text, version 2, read in English · by link")
	patient.get(links["P-001"]).says("Cambiamos este texto").fill(links["P-001"], one("consent", "decline")).is(303)
	manager.get("/cohorts/one").says("Agreed 1", "Withdrawn 1").hides("Ask everyone again")
	manager.post("/cohorts/one/ask-again", nil).is(409)
}

// The team notes how it heard of a yes; a beta that ends graduates who agreed, and nobody joins it any more.
func TestPaperAndTheEnd(t *testing.T) {
	k := newClinic(t)
	b := k.as(t, auth.Member)
	b.upload(peopleFile(4), "import").is(200)
	links := k.askedOne(t, b, "P-001", "P-002", "P-003")
	b.get("/cohorts/one").fill("/cohorts/one/members/P-001", one("state", "agreed", "channel", "paper")).leads("/cohorts/one")
	b.get("/participants/P-001").says("One: agreed to the built-in text, read in Spanish · on paper")
	b.get("/cohorts/one").fill("/cohorts/one/members/P-002", one("state", "agreed", "channel", "phone")).leads("/cohorts/one")
	b.get("/cohorts/one").fill("/cohorts/one/end", one("confirm", "Two")).is(422).says("Type exactly One.")
	b.get("/cohorts/one").fill("/cohorts/one/end", one("confirm", "One")).leads("/cohorts/one").
		says("The beta has ended. 2 members graduated.", "Graduated 2", "The beta ended on").hides("Select more people")
	k.visitor(t).get(links["P-003"]).is(410)
	b.post("/cohorts/one/select", one("refs", "P-004")).is(409).says("This beta has ended.")
	b.get("/cohorts").fill("/cohorts", one("name.en", "Trial", "name.es", "Trial", "kind", "research")).is(422)
	b.get("/cohorts").fill("/cohorts", one("name.en", "Trial", "name.es", "Trial", "kind", "research", "approval", "IRB 27-114")).leads("/cohorts/trial").says("Research, approval number IRB 27-114")
}

// A minor is asked only through a proxy, who has a link and a language of their own; it ends when somebody else is the proxy.
func TestProxies(t *testing.T) {
	k := newClinic(t)
	b := k.as(t, auth.Member)
	b.upload("ref,group,language,name,proxy,minor\nCHILD,patient,en,Kim,,yes\nMUM,patient,es,Ana,,\nDAD,patient,en,Bo,,\n", "import").is(200)
	b.get("/cohorts").fill("/cohorts", one("name.en", "One", "name.es", "One")).leads("/cohorts/one").fill("/cohorts/one/select", one("refs", "CHILD")).is(422).says("is a minor and has no proxy")
	b.get("/participants/CHILD").fill("/participants/CHILD", one("proxy", "MUM")).leads("/participants/CHILD")
	b.get("/cohorts/one").fill("/cohorts/one/select", one("refs", "CHILD MUM")).leads("/cohorts/one")
	invitations, err := k.Contact.AskConsent(t.Context(), "one")
	if err != nil || len(invitations) != 2 {
		t.Fatal(invitations, err)
	}
	links := map[string]string{}
	for _, i := range invitations {
		links[i.Ref] = "/s/" + k.Contact.Token(i)
	}
	b.get("/cohorts/one/links").says("CHILD Ana")
	proxy := k.visitor(t)
	proxy.get(links["CHILD"]).says("Usted responde por una persona a su cuidado. En estas páginas, «usted» es esa persona. Si ella puede responder, pregúntele primero.")
	proxy.post(links["CHILD"], one("consent", "agree", "assent", "yes")).is(303)
	listed := proxy.get(links["CHILD"])
	b.get("/participants/CHILD").says("agreed to the built-in text, read in Spanish")
	history, err := k.Cohorts.History(t.Context(), "CHILD")
	if err != nil || history[len(history)-1].By.ID != "MUM" {
		t.Errorf("who agreed is %+v, %v", history, err)
	}
	b.get("/participants/CHILD").fill("/participants/CHILD", one("proxy", "DAD")).leads("/participants/CHILD")
	proxy.get(links["CHILD"]).is(410)
	proxy.get(listed.choicesOf()).is(410)
}

// No page of somebody without an account writes anything when it is opened, by whom or what ever; nor does a form with nothing
// in it use a link up: it asks once whether that is meant.
func TestOpeningIsNotStarting(t *testing.T) {
	k := newClinic(t)
	b := k.as(t, auth.Member)
	b.upload(peopleFile(14), "import").is(200)
	links := k.askedOne(t, b, "P-001", "P-002")
	patient := k.visitor(t)
	patient.post(links["P-002"], one("consent", "agree")).is(303)
	v := k.services.Survey(t, "Two", servicestest.Pages(t, `[{"questions": [{"id": "a", "type": "text", "text": {"en": "A"}}]}]`)...)
	asked := k.services.Invite(t, v.ID, "one")
	survey := "/s/" + k.Contact.Token(asked["P-002"])
	poll := k.services.Poll(t, func(p *polls.Poll) {
		p.Groups = map[cohorts.Group]polls.Share{cohorts.Patient: {Weight: 1}}
		p.Open = true
	})
	ballots, err := k.Polls.Invite(t.Context(), poll.ID, polls.Audience{Refs: []string{"P-002"}})
	if err != nil {
		t.Fatal(err)
	}
	ballot := "/s/" + k.Contact.Token(ballots[0])
	before := k.services.Documents(t)
	for _, path := range []string{
		links["P-001"], links["P-002"], survey, survey + "?saved=1", ballot, "/p/" + k.Polls.Code(poll), strings.Replace(survey, "/s/", "/u/", 1),
		strings.Replace(survey, "/s/", "/u/", 1) + "?leave=one", "/",
	} {
		patient.get(path).is(200)
	}
	if after := k.services.Documents(t); !slices.Equal(before, after) {
		t.Errorf("opening pages wrote: %d documents before, %d after, or others", len(before), len(after))
	}
	figures := func(started, completed int) {
		t.Helper()
		r, err := k.Surveys.Results(t.Context(), v.ID, surveys.Team, "")
		if err != nil || r.Started != started || r.Completed != completed {
			t.Errorf("%d started, %d completed, %v; want %d and %d", r.Started, r.Completed, err, started, completed)
		}
	}
	figures(0, 0)
	empty := patient.post(survey, one("_page", "1", "_action", "submit")).is(422).says("Send it empty?", "we did not keep anything yet")
	patient.post(survey, one("_page", "1", "_action", "save", "a", "  ")).is(303)
	figures(0, 0)
	patient.get(survey).is(200).says("Send my answers")
	empty.fill(survey, nil).is(303)
	figures(1, 1)
}

// A link that is good to the end of a day says that day.
func TestFinishBy(t *testing.T) {
	k := newClinic(t)
	b := k.as(t, auth.Member)
	b.upload(peopleFile(14), "import").is(200)
	patient := k.visitor(t)
	for link := range map[string]bool{k.askedOne(t, b, "P-001", "P-002")["P-002"]: true} {
		patient.post(link, one("consent", "agree")).is(303)
	}
	k.clock.Set(time.Date(2027, 2, 1, 12, 0, 0, 0, time.UTC))
	v := k.services.Survey(t, "Two", servicestest.Pages(t, `[{"questions": [{"id": "a", "type": "text", "text": {"en": "A"}}]}]`)...)
	b = k.as(t, auth.Manager)
	b.get("/surveys/"+v.ID).fill("/surveys/"+v.ID+"/invite", one("cohort", "one", "expires", "2027-02-20")).is(303)
	invited, err := k.Contact.InvitationsOf(t.Context(), "P-002")
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range invited {
		if i.Kind != contact.ForSurvey {
			continue
		}
		link := "/s/" + k.Contact.Token(i)
		patient.post(link, one("_page", "1", "_action", "save", "a", "x")).is(303)
		patient.get(link + "?saved=1").says("Please finish by February 20, 2027.")
		k.clock.Set(time.Date(2027, 2, 21, 4, 59, 0, 0, time.UTC)) // 23:59 at the clinic
		patient.get(link).is(200)
		k.clock.Set(time.Date(2027, 2, 21, 5, 0, 0, 0, time.UTC))
		patient.get(link).is(410).says("It worked until February 20, 2027.")
	}
}

// Whoever hands links out sees in which ways each person wants to be reached; who wants none of them is on no list, which says
// how many those are and why, on pages, in the API and in the export.
func TestChoicesAreHonoured(t *testing.T) {
	k := newClinic(t)
	b := k.as(t, auth.Member)
	b.upload(peopleFile(14), "import").is(200)
	k.askedOne(t, b, "P-001", "P-002", "P-003")
	v := k.services.Survey(t, "Two", servicestest.Pages(t, `[{"questions": [{"id": "a", "type": "text", "text": {"en": "A"}}]}]`)...)
	links, err := k.Contact.AskConsent(t.Context(), "one")
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range links {
		switch i.Ref {
		case "P-001":
			err = k.Contact.SaveChoices(t.Context(), i, false, false, false)
		case "P-002":
			err = k.Contact.SaveChoices(t.Context(), i, true, false, true)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	b.get("/cohorts/one/links").says("P-002", "E-mail, Letter", "E-mail, Text message, Letter", "1 person is left out").hides("P-001")
	for _, i := range links {
		k.visitor(t).post("/s/"+k.Contact.Token(i), one("consent", "agree")).is(303)
	}
	k.services.Invite(t, v.ID, "one")
	b.get("/surveys/"+v.ID+"/links").says("P-002", "E-mail, Letter", "1 person is left out").hides("P-001")
	csv := b.get("/participants.csv").is(200).body
	for _, row := range []string{"reached_by", "P-001,", ",none", ",mail letter", ",mail text letter"} {
		if !strings.Contains(csv, row) {
			t.Errorf("the export has no %q: %s", row, csv)
		}
	}
	again := b.upload(csv, "import").is(200)
	again.says("14")
	if names, err := k.Cohorts.AttributeNames(t.Context()); err != nil || slices.Contains(names, "reached_by") {
		t.Errorf("the export comes in again as %v, %v", names, err)
	}
}

package web

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"soundings/web/auth"
)

// one is a form with single values: one("name", "x", "phone", "y").
func one(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return v
}

// The main job, as the team and its patients do it with forms: from a file of people to a result.
func TestTheMainJob(t *testing.T) {
	k := newClinic(t)
	team := k.as(t, auth.Member)

	t.Log("Today shows the way to the first result")
	today := team.get("/").is(200).says("Getting started", "Import participants").hides("Needs attention now")
	if strings.Contains(today.body, "class=\"done\"") {
		t.Error("nothing was done yet")
	}

	t.Log("a file with a mistake is refused as a whole, a good one is checked and then imported")
	team.upload("ref,group,email\nP-001,patient,nobody\n", "check").is(200).says("The file has mistakes", "Nothing is imported", "name@example.org")
	team.get("/participants").says("There are no participants yet")
	team.upload(peopleFile(14), "check").is(200).says("The file is ready to import", "Added 14")
	team.get("/participants").says("There are no participants yet")
	team.upload(peopleFile(14), "import").is(200).says("The file was imported", "Added 14")
	team.get("/participants?q=P-003").is(200).says("Maria Alvarez 3").hides("Maria Alvarez 4")
	team.get("/participants?q=alvarez&group=staff").is(200).says("Nothing matches these filters.")

	t.Log("a cohort, its members, and their consent links")
	cohorts := team.get("/cohorts").is(200).says("There is no cohort yet")
	cohort := cohorts.fill("/cohorts", one("name.en", "Secure messaging", "name.es", "Secure messaging", "purpose.en", "To learn whether messages help.", "purpose.es", "Para saber si los mensajes ayudan.", "capacity", "14")).
		leads("/cohorts/secure-messaging").says("Cohort created", "There are no members yet", "Room for 14, 14 left")
	var refs []string
	for i := 1; i <= 13; i++ {
		refs = append(refs, fmt.Sprintf("P-%03d", i))
	}
	cohort = cohort.fill("/cohorts/secure-messaging/select", one("refs", strings.Join(refs, "\r\n"))).
		leads("/cohorts/secure-messaging").says("13 people added to this cohort.", "Invite 13 members to agree", "Maria Alvarez 7")
	team.get("/").says("13 selected members of “Secure messaging” are not invited yet")
	links := cohort.fill("/cohorts/secure-messaging/invite", nil).leads("/cohorts/secure-messaging/links").says("Maria Alvarez 7")
	if n := len(links.links()); n != 13 {
		t.Fatalf("%d consent links, not 13", n)
	}

	t.Log("twelve agree, one declines; each gets an own page")
	for i, link := range links.links() {
		patient, answer := k.visitor(t), "agree"
		if i == 12 {
			answer = "decline"
		}
		patient.get(link).is(200)
		patient.post(link, one("consent", answer)).leads(link)
	}
	team.get("/cohorts/secure-messaging").says("Agreed 12", "Declined 1")
	team.get("/cohorts/secure-messaging/links").says("No one is waiting for a link.")
	team.get("/participants/P-001").says("Secure messaging", "Agreed", "Secure messaging: agreed to the built-in text, read in")

	aSurvey(t, team)

	t.Log("its invitations go to who agreed")
	survey := team.get("/surveys/is-it-working").says("Secure messaging (agreed: 12)")
	links = survey.fill("/surveys/is-it-working/invite", one("cohort", "secure-messaging")).
		leads("/surveys/is-it-working/links").says("12 links are ready to send.", "Maria Alvarez 7").hides("Maria Alvarez 13")

	t.Log("ten answers are withheld, eleven are shown")
	for i, link := range links.links()[:11] {
		if i == 10 {
			team.get("/surveys/is-it-working/results").is(200).says("There are 10 so far.").hides("Wilson", "Grade")
		}
		answerByForms(t, k.visitor(t), link)
	}
	team.get("/surveys/is-it-working/results").is(200).
		says("Did it help you?", "Ease of use (SUS)", "Grade", "Yes", "almost everyone", "The sentences one by one", "What did you use?", "Answered by 11 of the 11 who were asked").
		hides("There are 10 so far.", "chart-helped")
	team.get("/surveys/is-it-working").says("Invited 12", "Finished 11", "92% of those invited")
	team.get("/surveys/is-it-working/links").says("P-0")
	if n := len(team.get("/surveys/is-it-working/links").links()); n != 1 {
		t.Errorf("%d links are left, not 1", n)
	}
	team.get("/reports").is(200).says("Secure messaging", "Is it working?", "92%")
	team.get("/").hides("Getting started").says("Nothing needs your attention right now.", "Members who agreed 12", "Answers so far 11")

	t.Log("a closed survey takes no more answers")
	team.get("/surveys/is-it-working").fill("/surveys/is-it-working/close", nil).leads("/surveys/is-it-working").says("The survey is closed.")
	k.visitor(t).get(links.links()[11]).is(410)
}

// aSurvey makes a survey by its forms, and publishes it.
func aSurvey(t *testing.T, team *browser) {
	t.Helper()
	const path = "/surveys/is-it-working"
	team.get("/surveys").is(200).fill("/surveys", one("title.en", "Is it working?", "title.es", "¿Funciona?")).
		leads(path).says("Draft created", "Did the portal help you do what you wanted to do?", "What went wrong?", "shown if helped is one of")

	t.Log("its questions are changed, added, moved and deleted")
	team.get(path+"/questions/helped").is(200).fill(path+"/questions/helped", one("text.en", "Did it help you?", "_action", "save")).
		leads(path).says("Question saved.", "Did it help you?").hides("what you wanted to do?")
	team.get(path+"/questions/new").is(200).says("What kind of question?", "Several choices")
	survey := team.get(path+"/questions/new?type=multiple").is(200).
		fill(path+"/questions/new", one("id", "used", "text.en", "What did you use?", "text.es", "¿Qué usó?",
			"options", "messages = Messages | Mensajes\nTest results | Resultados", "page", "1", "show_if.all[0].question", "helped", "show_if.all[0].op", "eq", "show_if.all[0].value", "Sí", "_action", "save")).
		leads(path).says("What did you use?", `shown if helped is “Yes”`)
	team.get(path+"/questions/used").says("messages = Messages | Mensajes", "test-results = Test results | Resultados")
	survey.fill(path+"/questions/sus/move", one("_action", "up"))
	survey = team.get(path)
	if page2 := strings.Index(survey.text(), "Page 2"); !strings.Contains(survey.text()[page2:], "SUS") || strings.Contains(survey.text(), "Page 3") {
		t.Error("the SUS has not moved to page 2: " + survey.text())
	}

	t.Log("what another question hangs on can neither go nor move behind it")
	team.get(path+"/questions/helped").fill(path+"/questions/helped", one("_action", "delete")).is(422).says("“used”: Choose an earlier question")
	team.post(path+"/questions/used/move", one("_action", "up")).is(422).says("“used”: Choose an earlier question")
	team.get(path+"/questions/why").fill(path+"/questions/why", one("_action", "delete")).leads(path).says("Question deleted.").hides("What went wrong?")

	team.get(path).fill(path+"/publish", nil).leads(path).says("The survey is open.", "Version 1")
	team.get(path + "/questions/helped").is(409).says("It can no longer be changed.")
	team.post(path+"/questions/helped", one("_action", "delete")).is(409)
	team.get("/").says("“Is it working?” is open, but no one is invited")
}

// answerByForms returns page by page, as it is asked.
func answerByForms(t *testing.T, patient *browser, link string) {
	t.Helper()
	listed := patient.get(link).is(200).fill(link, one("helped", "yes", "_action", "next")).leads(link)
	listed = listed.fill(link, one("used", "messages", "_action", "next")).leads(link)
	sus := one("_action", "submit")
	for i := range 10 {
		sus.Set(fmt.Sprintf("sus.%d", i+1), fmt.Sprint(1+(i+len(link))%5))
	}
	listed.fill(link, sus).leads(link)
}

// What a page says was done is said once, to who did it, and nothing that a browser sends can be put into its mouth.
func TestTheFlash(t *testing.T) {
	k := newClinic(t)
	team, other, nobody := k.as(t, auth.Member), k.as(t, auth.Manager), k.visitor(t)
	made := team.get("/cohorts").fill("/cohorts", one("name.en", "One", "name.es", "One")).is(303)
	if got := made.header.Values("Set-Cookie"); len(got) > 0 {
		t.Errorf("an act sets %q", got)
	}
	other.get("/cohorts").hides("Cohort created")
	nobody.get("/").is(200)
	if got := len(nobody.http.Jar.Cookies(mustURL(t, k.url))); got != 0 {
		t.Errorf("a visitor has %d cookies", got)
	}
	team.get("/cohorts/one").says("Cohort created")
	team.get("/cohorts/one").hides("Cohort created")
	for _, forged := range []string{"flash.cohort_made", "flash.selected:3", "<b>"} {
		team.http.Jar.SetCookies(mustURL(t, k.url), cookies("soundings_flash", forged))
		if listed := team.get("/cohorts"); strings.Contains(listed.body, `class="flash"`) {
			t.Errorf("the cookie %q made the page say something", forged)
		}
	}
}

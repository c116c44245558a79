package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"soundings/cohorts/rollout"
	"soundings/web/auth"
)

// readLinks returns where the departments of a page read its workflow, in their order.
func readLinks(r reply) (links []string) {
	for _, part := range strings.Split(r.body, `<a href="`)[1:] {
		if link, _, _ := strings.Cut(part, `"`); strings.Contains(link, "/w/") {
			links = append(links, link[strings.Index(link, "/w/"):])
		}
	}
	return links
}

// A workflow is written, published and read by each department behind its own link; written anew it is read anew.
func TestAWorkflowIsReadByEachDepartment(t *testing.T) {
	k := newClinic(t)
	team := k.as(t, auth.Member)
	k.stage(t, "labs", rollout.Beta)
	const page = "/workflows/a-result-comes"
	form := team.get("/features/labs/workflows/new").says("New workflow")
	form.fill("/features/labs/workflows", one("steps.0.role", "Lead")).is(422).names("title.en")
	draft := form.fill("/features/labs/workflows", one("title.en", "A result comes", "title.es", "Llega un resultado", "steps.0.department", "Laboratory", "steps.0.role", "Technician", "steps.0.text.en", "Release it.",
		"steps.2.department", "Nursing", "steps.2.text.en", "Call if urgent.")).leads(page+"/edit").says("The draft is saved.", "Step 2", "This is a draft.")
	team.get(page).says("Draft", "Release it.", "Nobody works by this yet.").hides("/w/")
	draft.fill(page, one("_action", "publish")).is(422).names("steps.1.role").says("Name the role that does step 2.")
	team.get(page+"/edit").fill(page, one("steps.1.role", "Nurse", "steps.1.place", "0.5", "_action", "publish")).leads(page).
		says("The workflow is published.", "Read by 0 of 2 departments", "Version 1", "Call if urgent.")
	links := readLinks(team.get(page))
	if len(links) != 2 || links[0] == links[1] {
		t.Fatalf("links are %v", links)
	}
	k.as(t, auth.Viewer).get(page).says("Nursing", "Not read yet").hides("/w/", "/edit")

	t.Log("opening it says nothing, however often; a name and a button do")
	nurse := k.visitor(t)
	for range 2 {
		nurse.get(links[0]).is(200).says("A result comes", "For: Nursing", "Your step", "Version 1", "Release it.").hides("Who has read this")
	}
	team.get(page).says("Read by 0 of 2 departments")
	nurse.get(links[0]).fill(links[0], one("name", " ")).is(422).names("name")
	nurse.get(links[0]).fill(links[0], one("name", "Ana <Ruiz>")).leads(links[0]+"?read=yes").says("Thank you. The portal team can see that you have read this.", "Ana <Ruiz>")
	nurse.get(links[0]).fill(links[0], one("name", "ana <ruiz>")).leads(links[0] + "?read=yes")
	spanish := k.visitor(t)
	spanish.get(links[0]+"?lang=es").leads(links[0]).says("Llega un resultado", "Su paso").has(`<p lang="en">Release it.</p>`)
	team.get(page).says("Read by 1 of 2 departments", "Ana <Ruiz>")
	nurse.get(strings.ToLower(strings.ReplaceAll(links[0], "-", ""))).is(200)
	nurse.get("/w/7K3M-Q9TX-2V8D-HW5E").is(http.StatusNotFound).says("We could not find this workflow")
	nurse.get("/w/x").is(http.StatusNotFound)

	t.Log("on paper, for everybody or for one department")
	team.get(page+"/print").says("A result comes", "Call if urgent.").hides("For: ")
	team.get(page+"/print?version=1&department=Laboratory").says("For: Laboratory", links[1]).has(`<svg class="qr"`)
	team.get(page + "/print?version=9").is(http.StatusNotFound)
	team.get(page + "/print?version=x").is(http.StatusNotFound)

	t.Log("written anew")
	edit := team.get(page + "/edit").says("This version stays in force while you write.")
	edit.fill(page, one("steps.0.text.en", "Call at once.")).leads(page + "/edit")
	team.get(page).says("A newer version is being written.", "Call if urgent.").hides("Call at once.")
	edit.fill(page, one("steps.0.text.en", "Wait.")).is(http.StatusConflict).says("Someone else saved this", "Call at once.", "Wait.").
		fill(page, one("_action", "publish")).leads(page).says("Version 2", "Wait.", "Read by 0 of 2 departments", "Earlier versions").leadsOn(page + "/print?version=1")
	nurse.get(links[0]).says("There is a newer version of this workflow.", "Read the newer version").leadsOn(readLinks(team.get(page))[0])

	t.Log("a draft is taken back")
	team.get(page+"/edit").fill(page, one("steps.0.text.en", "No.")).leads(page + "/edit")
	team.get(page+"/edit").fill(page+"/drop", url.Values{}).leads(page).says("The draft is removed.", "Wait.")
	team.post(page+"/drop", nil).is(http.StatusConflict)
}

// A rollout stands still for what its feature lacks, says each piece with where it is mended, and moves once it is there.
func TestARolloutSaysWhatItsFeatureLacks(t *testing.T) {
	k := newClinic(t)
	team, key := k.as(t, auth.Member), k.key(t, auth.Member)
	cohort, _ := k.wave(t, "First wave", 4)
	k.stage(t, "labs", rollout.Beta)
	const page = "/features/labs/rollouts/first-wave"
	if _, err := k.Rollouts.SaveRollout(t.Context(), "labs", rollout.Settings{Cohort: cohort, Ramp: []rollout.Step{{Percent: 25}, {Percent: 100}}, Gates: rollout.Gates{HoldHours: 1}}); err != nil {
		t.Fatal(err)
	}
	team.get("/features/labs").fill("/features/labs/requirements", url.Values{"must": {"training", "help", "workflows"}}).leads("/features/labs#ready").says("Saved what must be ready.")
	k.clock.Advance(2 * time.Hour)
	if err := k.Rollouts.Advance(t.Context()); err != nil {
		t.Fatal(err)
	}
	team.get(page).says("25%", "The first training is not planned yet.", "There is no help for patients yet.", "There is no published workflow yet.", "Before you move on, look at what is missing:").leadsOn("/features/labs/help")
	team.get("/").says("There is no help for patients yet.")
	if got := k.call(t, key, "GET", "/features/labs/rollout", "", 200); !strings.Contains(got, "There is no help for patients yet.") {
		t.Errorf("the API says %s", got)
	}
	k.call(t, key, "PUT", "/features/labs/help", `{"questions":[{"question":{"en":"How?","es":"¿Cómo?"},"answer":{"en":"So.","es":"Así."}}]}`, 200)
	k.call(t, key, "POST", "/charter", `{"kind":"training","session":"first","title":"At the desk","feature":"labs","date":"2020-01-04"}`, 201)
	k.call(t, key, "POST", "/features/labs/workflows", `{"title":"A result comes","steps":[{"department":"Laboratory","role":"Lead","text":"Release it."}]}`, 201)
	if got := k.call(t, key, "GET", "/features/labs/requirements", "", 200); !strings.Contains(got, `"missing":[{"of":"workflows","text":"There is no published workflow yet."}]`) {
		t.Errorf("the API says %s", got)
	}
	published := k.call(t, key, "POST", "/workflows/a-result-comes/publish", "", 200)
	team.get(page).says("Laboratory has not read the workflow “A result comes”.").leadsOn("/workflows/a-result-comes#departments")
	_, link, _ := strings.Cut(published, `"url":"`)
	link, _, _ = strings.Cut(link[strings.Index(link, "/w/"):], `"`)
	k.visitor(t).get(link).fill(link, one("name", "Mei Lin")).leads(link + "?read=yes")
	if got := k.call(t, key, "GET", "/features/labs/workflows", "", 200); !strings.Contains(got, `"name":"Mei Lin"`) {
		t.Errorf("the API says %s", got)
	}
	if got := k.call(t, k.key(t, auth.Viewer), "GET", "/workflows/a-result-comes", "", 200); strings.Contains(got, `"url"`) {
		t.Errorf("a viewer's key is told links: %s", got)
	}
	if err := k.Rollouts.Advance(t.Context()); err != nil {
		t.Fatal(err)
	}
	team.get(page).says("25% → 100%")

	k.call(t, key, "PUT", "/workflows/a-result-comes", `{"title":"A result","steps":[]}`, 200)
	k.call(t, key, "POST", "/workflows/a-result-comes/publish", "", 422)
	k.call(t, key, "DELETE", "/workflows/a-result-comes/draft", "", 204)
	k.call(t, key, "DELETE", "/workflows/a-result-comes/draft", "", 409)
	k.call(t, key, "PUT", "/features/labs/requirements", `{"must":["luck"]}`, 422)
	k.call(t, key, "GET", "/features/none/requirements", "", 404)
	k.call(t, key, "PUT", "/features/labs/requirements", `{"must":[]}`, 200)
}

// Who tries links is slowed down, as with those of patients.
func TestGuessesAtWorkflowsAreSlowed(t *testing.T) {
	k := newClinic(t)
	stranger := k.visitor(t)
	for range 1000 {
		if got := stranger.get("/w/7K3M-Q9TX-2V8D-HW5E"); got.status == http.StatusTooManyRequests {
			return
		}
	}
	t.Error("a thousand guesses were answered")
}

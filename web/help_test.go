package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/ready"
	"soundings/cohorts/rollout"
	"soundings/web/auth"
)

// stage puts a feature, called as its key, into a stage.
func (k *house) stage(t *testing.T, key string, stage rollout.Stage) {
	t.Helper()
	f := rollout.Feature{Key: key, Name: base.Words{"en": strings.ToUpper(key), "es": "El " + key}, Stage: stage}
	if _, err := k.Rollouts.SaveFeature(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

// The team writes help in both languages side by side; what is missing is marked, and every mistake is named at once.
func TestHelpIsWrittenWhereTheFeatureIs(t *testing.T) {
	k := newClinic(t)
	team := k.as(t, auth.Member)
	k.stage(t, "labs", rollout.Planned)
	const page = "/features/labs/help"
	team.get("/features/labs").says("What must be ready", "There is no help for patients yet.").leadsOn(page)
	form := team.get(page).says("Help: LABS", "English is not complete", "Spanish is not complete", "Patients read it once the feature is in beta.")
	form.fill(page, one("questions.1.question.en", "When do I see it?", "film.es", "http://films.example")).is(422).
		names("film.es", "questions.0.answer.en").has(`value="When do I see it?"`)
	saved := form.fill(page, one(
		"questions.0.question.en", "When do I see it?", "questions.0.answer.en", "Within a day.\n\nSome take a week.",
		"questions.1.question.en", "Who else does?", "questions.1.answer.en", "Your doctor.", "questions.1.question.es", "¿Quién más?", "questions.1.answer.es", "Su médico.",
		"film.en", "https://films.example/labs", "limits.en", "No pictures.\nNo notes.",
	)).leads(page).says("The help is saved.", "Spanish is not complete", "English is complete", "Question 2")
	saved.fill(page, one("questions.1.place", "0.5")).leads(page)
	h, err := k.Ready.Help(t.Context(), "labs")
	if err != nil || h.Questions[0].Question["es"] != "¿Quién más?" || h.Questions[1].Answer["en"] != "Within a day.\n\nSome take a week." {
		t.Errorf("kept is %+v, %v", h, err)
	}

	t.Log("somebody else was quicker")
	stale := saved.fill(page, one("limits.en", "No pictures, no notes.")).is(http.StatusConflict).says("Someone else saved this while you were writing.", "As it is now", "No pictures, no notes.")
	stale.fill(page, nil).leads(page).says("No pictures, no notes.")
	k.as(t, auth.Viewer).get(page).says("Members of the team can edit this.").hides("<textarea")
	team.get("/features/none/help").is(http.StatusNotFound)
}

// Patients read help in their language, of what they see alone; every page of theirs leads there once there is something.
func TestThePublicReadsHelp(t *testing.T) {
	k := newClinic(t)
	patient := k.visitor(t)
	patient.get("/").hides("/help")
	patient.get("/help").is(200).says("There is nothing to read here yet.", "555")
	patient.get("/help/labs").is(http.StatusNotFound).says("There is no help on this")

	q := ready.Question{Question: base.Words{"en": "When <b>?", "es": "¿Cuándo?"}, Answer: base.Words{"en": "Within a day.\n\nSome take a week.", "es": "En un día."}}
	help := ready.Help{Feature: "labs", Questions: []ready.Question{q}, Film: base.Words{"en": "https://films.example/labs"}, Limits: base.Words{"en": "No pictures.\nNo notes.", "es": "Sin fotos."}}
	k.stage(t, "labs", rollout.Planned)
	if _, err := k.Ready.SaveHelp(t.Context(), help); err != nil {
		t.Fatal(err)
	}
	patient.get("/help/labs").is(http.StatusNotFound)
	patient.get("/help").hides("LABS")
	k.stage(t, "labs", rollout.Beta)
	k.clock.Advance(time.Minute)
	patient.get("/").leadsOn("/help")
	patient.get("/join/none").leadsOn("/help")
	patient.get("/help").says("Help with one part of the portal", "LABS").leadsOn("/help/labs").hides("Signing in and getting access")
	patient.get("/help/labs").is(200).says("Help: LABS", "When <b>?", "on films.example", "555", "911").
		has("When &lt;b&gt;?", "<p>Within a day.</p>", "<p>Some take a week.</p>", "<li>No pictures.</li>", "<li>No notes.</li>")
	patient.get("/help/labs?lang=es").leads("/help/labs").says("Ayuda: El labs", "¿Cuándo?", "En un día.", "Sin fotos.", "(Inglés)").has(`hreflang="en"`).hides("When")

	team := k.as(t, auth.Member)
	team.get("/features").leadsOn("/getting-in")
	team.get("/getting-in").fill("/getting-in", one("questions.0.question.en", "I forgot my password.", "questions.0.answer.en", "Choose “Forgot”.")).leads("/getting-in").says("The help is saved.", "Spanish is not complete")
	patient.get("/help").says("Cómo iniciar sesión y abrir una cuenta", "El labs").has(`<h3 lang="en">I forgot my password.</h3>`)
	k.stage(t, "labs", rollout.Retired)
	patient.get("/help/labs").is(http.StatusNotFound)
}

// The same by the API.
func TestHelpByTheAPI(t *testing.T) {
	k := newClinic(t)
	key := k.key(t, auth.Member)
	k.stage(t, "labs", rollout.Beta)
	k.call(t, key, "PUT", "/features/labs/help", `{"questions":[{"question":"How?","answer":"So."}],"film":{"en":"https://films.example"}}`, 200)
	if got := k.call(t, key, "GET", "/features/labs/help", "", 200); !strings.Contains(got, `"missing":["es"]`) || !strings.Contains(got, `"version":1`) {
		t.Errorf("got %s", got)
	}
	k.call(t, key, "PUT", "/features/labs/help", `{"questions":[],"version":7}`, 409)
	k.call(t, key, "PUT", "/features/labs/help", `{"questions":[{"question":"How?"}],"film":{"es":"ftp://x"}}`, 422)
	k.call(t, key, "PUT", "/features/none/help", `{"questions":[]}`, 404)
	k.call(t, key, "PUT", "/help", `{"questions":[{"question":{"en":"In?","es":"¿Entrar?"},"answer":{"en":"So.","es":"Así."}}]}`, 200)
	if got := k.call(t, key, "GET", "/help", "", 200); !strings.Contains(got, `"missing":[]`) {
		t.Errorf("got %s", got)
	}
}

// has checks that a page has these pieces of HTML.
func (a reply) has(pieces ...string) reply {
	a.b.t.Helper()
	for _, piece := range pieces {
		if !strings.Contains(a.body, piece) {
			a.b.t.Errorf("%s has no %s", a.path, piece)
		}
	}
	return a
}

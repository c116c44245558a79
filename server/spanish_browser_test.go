package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"soundings/server/needs"
)

// englishWords are words that no English sentence does without, and that are none in Spanish.
var englishWords = strings.Fields("the you your and please with this that what we our us for not of to is are have from page when which it by or yes thank answer answers can will do does they was has been any")

// englishIn returns the sentences that have an English word in them.
func englishIn(sentences []string) []string {
	return slices.DeleteFunc(slices.Clone(sentences), func(sentence string) bool {
		words := strings.FieldsFunc(strings.ToLower(sentence), func(r rune) bool { return strings.ContainsRune(" \u00a0.,:;!?¿¡«»“”()\"", r) })
		return !slices.ContainsFunc(words, func(word string) bool { return slices.Contains(englishWords, word) })
	})
}

// readAloud returns what a screen reader says of the page: of everything in the accessibility tree its name, its description
// and its value.
func readAloud(ctx context.Context, t *testing.T) []string {
	t.Helper()
	tree, err := chromedp.Call(ctx, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, n := range tree.Nodes {
		if n.Ignored {
			continue
		}
		for _, said := range []*accessibility.Value{n.Name, n.Description, n.Value} {
			var text string
			if said != nil && json.Unmarshal([]byte(said.Value), &text) == nil && strings.TrimSpace(text) != "" && !slices.Contains(all, text) {
				all = append(all, text)
			}
		}
	}
	return all
}

// spanishBeta makes a clinic with a test group, a survey and a poll in both languages, and returns the code that is printed
// for a patient who reads Spanish.
func (s *server) spanishBeta(t *testing.T) (code string) {
	t.Helper()
	program := newClient(s.BaseURL)
	program.must(t, "PUT", "/settings", `{"name": "Clínica del Puerto", "phone": "(555) 010-0134"}`, nil)
	program.must(t, "PUT", "/participants/P-1", `{"group": "patient", "name": "Ana Ruiz", "language": "es"}`, nil)
	program.must(t, "POST", "/cohorts", `{"name": {"en": "First testers", "es": "Primer grupo"}, "purpose": {"en": "To see if it works.", "es": "Para ver si funciona."}, "months": 6}`, nil)
	program.must(t, "POST", "/cohorts/first-testers/select", `{"refs": ["P-1"]}`, nil)
	program.must(t, "POST", "/surveys", `{"title": {"en": "The portal", "es": "El portal"}, "pages": [
		{"questions": [{"id": "helped", "type": "single", "required": true, "text": {"en": "Did it help you?", "es": "¿Le ayudó?"},
			"options": [{"value": "yes", "text": {"en": "Yes", "es": "Sí"}}, {"value": "no", "text": {"en": "No", "es": "No"}}]}, {"id": "sus", "instrument": "sus"}]},
		{"questions": [{"id": "why", "type": "text", "text": {"en": "What went wrong?", "es": "¿Qué salió mal?"}}]}]}`, nil)
	program.must(t, "POST", "/surveys/the-portal/publish", "", nil)
	program.must(t, "POST", "/surveys/the-portal/invitations", `{"cohort": "first-testers"}`, nil)
	var invited struct{ Items []struct{ URL string } }
	program.must(t, "POST", "/cohorts/first-testers/invite", "", &invited)
	_, code, _ = strings.Cut(invited.Items[0].URL, "/s/")
	return code
}

// A patient who reads Spanish goes from the code of a letter to leaving the test group, with a screen reader, without one
// English sentence.
func TestSpanishReadAloud(t *testing.T) {
	needs.Time(t)
	ctx := browser(t)
	if _, err := chromedp.Call(ctx, emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{UserAgent: "Mozilla/5.0", AcceptLanguage: "es-MX"}); err != nil {
		t.Fatal(err)
	}
	s := start(t, "--data", t.TempDir(), "--api-key", testKey)
	code := s.spanishBeta(t)
	link := s.BaseURL + "/s/" + code
	var choose []step
	for i := 1; i <= 10; i++ {
		choose = append(choose, click(fmt.Sprintf(`input[name="sus.%d"][value="%d"]`, i, 1+i%5)))
	}
	do := acting(ctx, t)
	heard := 0
	for _, act := range []struct {
		about string
		steps []step
		says  string // in between, to a screen reader
	}{
		{"where a code is typed", []step{chromedp.Navigate(s.BaseURL + "/"), shows(`input[name="code"]`)}, "Escriba"},
		{"half a code", []step{chromedp.SendKeys(chromedp.CSS(`input[name="code"]`), "ABCD"), click("main button"), shows(`.problem, [role="alert"]`)}, "código"},
		{"the code", []step{chromedp.Navigate(s.BaseURL + "/"), chromedp.SendKeys(chromedp.CSS(`input[name="code"]`), code), click("main button"), shows(`button[value="agree"]`)}, "Le invitamos a un grupo de prueba: Primer grupo."},
		{"no answer", []step{click(`button[value="agree"]`), says("Usted dijo que sí")}, "Leer o imprimir lo que usted aceptó"},
		{"the copy", []step{click(`a[href$="copy=1"]`), says("Usted dijo que sí el")}, "Lo que usted aceptó"},
		{"back", []step{chromedp.Navigate(link), says("Usted dijo que sí")}, "Responder unas preguntas ahora"},
		{"the questions", []step{click("main a.button"), shows(`input[name="helped"]`)}, "¿Le ayudó?"},
		{"nothing chosen", []step{click(`button[value="next"]:not(.unseen)`), shows(`a[href="#f-helped"]`)}, "Error"},
		{"the second page", append(choose, click(`input[name="helped"][value="no"]`), click(`button[value="next"]:not(.unseen)`), shows(`textarea[name="why"]`)), "911"},
		{"saved", []step{chromedp.SendKeys(chromedp.CSS(`textarea[name="why"]`), "No pude entrar"), click(`button[value="save"]`), says("Guardamos sus respuestas")}, "Guardamos sus respuestas"},
		{"sent", []step{click("main a"), shows(`button[value="submit"]`), click(`button[value="submit"]:not(.unseen)`), says("Recibimos sus respuestas")}, "Gracias"},
		{"what is sent", []step{click(`footer a[href^="/u/"]`), shows(`input[name="mail"]`)}, "Correo electrónico"},
		{"kept", []step{click("main button"), says("Guardamos sus cambios")}, "Guardamos sus cambios."},
		{"leaving", []step{click(`main a[href*="leave="]`), shows(`button[value="remove"]`)}, "¿Salir de «Primer grupo»?"},
		{"left", []step{click(`button[value="remove"]`), says("Usted salió del grupo de prueba")}, "Usted salió"},
		{"the letter's link once more", []step{chromedp.Navigate(link), says("Salió el")}, "Usted salió del grupo de prueba"},
		{"joining again", []step{click(`main a[href$="again=1"]`), shows(`button[value="decline"]`)}, "Usted salió antes de este grupo de prueba."},
	} {
		do(act.about, act.steps...)
		spoken := readAloud(ctx, t)
		heard += len(spoken)
		if !slices.ContainsFunc(spoken, func(said string) bool { return strings.Contains(said, act.says) }) {
			t.Errorf("%s: nobody hears %q but %q", act.about, act.says, spoken)
		}
		for _, english := range englishIn(spoken) {
			t.Errorf("%s: a screen reader says in English %q", act.about, english)
		}
	}
	do("in English", chromedp.Navigate(link+"?lang=en&again=1"), shows(`main h1`))
	if spoken := readAloud(ctx, t); len(englishIn(spoken)) < 10 {
		t.Errorf("English is not recognised: %q", spoken)
	}
	t.Logf("%d things were heard", heard)
}

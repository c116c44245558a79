package web

import (
	"fmt"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"soundings/web/texts"
)

// example is one page as it may be sent.
type example struct {
	name string
	view View
}

// newPages returns the templates and the printers of a test.
func newPages(t *testing.T) (*templates, *static, *texts.Catalogue) {
	t.Helper()
	files, err := newStatic()
	if err != nil {
		t.Fatal(err)
	}
	pages, err := newTemplates(files)
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := texts.Load()
	if err != nil {
		t.Fatal(err)
	}
	return pages, files, catalogue
}

// pageOf returns what stands around an example.
func pageOf(p texts.Printer, path string) Page {
	return Page{
		Printer: p, Clinic: "Harbor Street Family Clinic", Phone: "(555) 010-0134", Path: path,
		Languages: []Language{{"en", "English"}, {"es", "Español"}},
	}
}

func patientExamples(p texts.Printer) []example {
	link := func() Page { return pageOf(p, "/s/7K3M-Q9TX-2V8D-HW5E") }
	wrong := link()
	wrong.Form.Problems = []Problem{{"helped", p.T("answer.required_choice")}, {"minutes", p.T("answer.range", "Low", 0, "High", 60)}}
	mistyped := pageOf(p, "/")
	mistyped.Form = Form{url.Values{"code": {"7K3M-Q9TX"}}, []Problem{{"code", p.T("link.unknown")}}}
	larger := link()
	larger.Larger, larger.Demo = true, true
	return []example{
		{"home", HomePage{pageOf(p, "/")}},
		{"home, mistyped", HomePage{mistyped}},
		{"consent", ConsentPage{Page: link(), Cohort: "Secure messaging, spring", Parts: examplePart(p)}},
		{"consent, said before", ConsentPage{Page: larger, Cohort: "Secure messaging, spring", Purpose: "We want to learn whether messages reach the nurses faster.", Parts: examplePart(p), Said: "agree"}},
		{"survey", AnswerPage{Page: link(), Survey: "Is the portal working for you?", Number: 1, Pages: 3, First: true, Questions: exampleQuestions(p, "")}},
		{"survey, SUS", AnswerPage{Page: link(), Survey: "Is the portal working for you?", Number: 2, Pages: 3, Questions: []Question{exampleSUS(p)}}},
		{"survey, wrong", AnswerPage{Page: wrong, Survey: "Is the portal working for you?", Number: 3, Pages: 3, Last: true, FreeText: true, Questions: exampleQuestions(p, p.T("answer.required_choice"))}},
		{"survey, larger", AnswerPage{Page: larger, Survey: "Is the portal working for you?", Number: 1, Pages: 1, First: true, Last: true, FreeText: true, Questions: append(exampleQuestions(p, ""), exampleSUS(p))}},
		{"survey, empty", AnswerPage{Page: link(), Survey: "Nothing", Number: 1, Pages: 1, First: true, Last: true}},
		{"thanks", ThanksPage{Page: link(), Kind: "answered", Survey: "Is the portal working for you?", When: "March 4, 2027", News: "/news"}},
		{"thanks, agreed", ThanksPage{Page: link(), Kind: "agreed"}},
		{"thanks, declined", ThanksPage{Page: link(), Kind: "declined"}},
		{"message, answered", MessagePage{Page: link(), Kind: "answered", Date: "March 4, 2027"}},
		{"message, closed", MessagePage{Page: link(), Kind: "closed", Date: "March 4, 2027"}},
		{"message, expired", MessagePage{Page: link(), Kind: "expired", Date: "March 4, 2027"}},
		{"choices", ChoicesPage{Page: link(), Mail: true, Letter: true, Cohorts: []Link{{"Secure messaging", "/u/7K3M?leave=messaging"}}}},
		{"choices, left", ChoicesPage{Page: link(), Done: "remove"}},
		{"leave", LeavePage{Page: link(), ID: "messaging", Name: "Secure messaging"}},
		{"message, unknown", MessagePage{Page: link(), Kind: "unknown", Back: "/"}},
		{"message, saved", MessagePage{Page: link(), Kind: "saved", Date: "March 4, 2027", Code: "7K3M-Q9TX-2V8D-HW5E", Back: "/s/7K3M-Q9TX-2V8D-HW5E"}},
		{"message, not asked", MessagePage{Page: link(), Kind: "not_asked"}},
		{"message, not found", MessagePage{Page: pageOf(p, "/nowhere"), Kind: "not_found", Back: "/"}},
		{"message, busy", MessagePage{Page: link(), Kind: "busy"}},
		{"message, too large", MessagePage{Page: link(), Kind: "too_large"}},
		{"message, forbidden", MessagePage{Page: link(), Kind: "forbidden"}},
		{"message, fault", MessagePage{Page: Page{Printer: p}, Kind: "fault"}},
	}
}

func examplePart(p texts.Printer) []ConsentPart {
	var parts []ConsentPart
	for _, part := range []string{"asked", "use", "care", "stop", "kept", "whom"} {
		id := "consent." + part
		parts = append(parts, ConsentPart{
			Heading:    p.T(id + ".heading"),
			Paragraphs: []string{p.T(id+".text", "Clinic", "Harbor Street Family Clinic", "Phone", "(555) 010-0134")},
		})
	}
	return parts
}

func exampleQuestions(p texts.Printer, problem string) []Question {
	return []Question{
		{ID: "intro", Type: "note", Text: "Think of the last time you used the portal."},
		{ID: "helped", Type: "single", Text: "Did the portal help you do what you wanted to do?", Required: true, Error: problem,
			Options: []Option{{"yes", "Yes", false}, {"partly", "Partly, but I had to call the clinic as well because something was missing", false}, {"no", "No", false}}},
		{ID: "used", Type: "multiple", Text: "What did you use?", Many: true, MaxChoices: 2,
			Options: []Option{{"messages", "Messages to the clinic", true}, {"results", "Test results", false}, {"visits", "Visits", true}}},
		{ID: "likely", Type: "scale", Text: "How likely would you tell a friend to use the portal?", Required: true, Low: "Not likely", High: "Very likely", Options: exampleSteps(p, 0, 10, 7)},
		{ID: "minutes", Type: "number", Text: "How many minutes did it take?", Help: "A guess is fine.", Value: "75", Error: problem},
		{ID: "why", Type: "text", Text: "What went wrong?", Value: "I could not find\nmy <results>"},
	}
}

func exampleSteps(p texts.Printer, from, to, chosen int) []Option {
	var steps []Option
	for i := from; i <= to; i++ {
		steps = append(steps, Option{Value: fmt.Sprint(i), Text: p.Int(i), Chosen: i == chosen})
	}
	return steps
}

func exampleSUS(p texts.Printer) Question {
	q := Question{ID: "sus", Type: "instrument", Help: p.T("sus.intro")}
	for i := 1; i <= 10; i++ {
		q.Items = append(q.Items, Question{
			ID: fmt.Sprintf("sus.%d", i), Type: "scale", Text: p.T(fmt.Sprintf("sus.%d", i)),
			Low: p.T("sus.low"), High: p.T("sus.high"), Options: exampleSteps(p, 1, 5, i%5),
		})
	}
	return q
}

// Every page is whole in every language: no text is missing, nothing is left unfilled, and a reader can find the main part.
func TestPagesAreWhole(t *testing.T) {
	pages, _, catalogue := newPages(t)
	seen := map[string]bool{}
	for _, lang := range texts.Languages() {
		p := catalogue.In(lang)
		for _, e := range examples(p) {
			t.Run(lang+"/"+e.name, func(t *testing.T) {
				seen[e.view.template()] = true
				w := httptest.NewRecorder()
				if err := pages.render(w, 200, e.view); err != nil {
					t.Fatal(err)
				}
				body := w.Body.String()
				for _, bad := range []string{"⟦", "<no value>", "ZgotmplZ", "style=", "<script>", " onclick=", "%!"} {
					if i := strings.Index(body, bad); i >= 0 {
						t.Errorf("the page holds %q: …%s…", bad, body[max(0, i-80):min(len(body), i+80)])
					}
				}
				if scripts := strings.Count(body, "<script"); scripts != strings.Count(body, `<script type="module" src="/static/`) {
					t.Error("a script stands in the page itself")
				}
				for _, part := range []string{`<html lang="` + lang + `"`, "<title>", "<h1", `<main id="main"`, "</html>"} {
					if strings.Count(body, part) != 1 {
						t.Errorf("the page holds %q %d times, not once", part, strings.Count(body, part))
					}
				}
			})
		}
	}
	for name := range pages.pages {
		if !seen[name] {
			t.Errorf("no example shows %s", name)
		}
	}
}

func examples(p texts.Printer) []example {
	return slices.Concat(
		patientExamples(p), ballotExamples(p), frameExamples(p), todayExamples(p), clinicExamples(p), peopleExamples(p), featureExamples(p), planExamples(p),
		surveyExamples(p), pollExamples(p), reportExamples(p), eventExamples(p),
	)
}

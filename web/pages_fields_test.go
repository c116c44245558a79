package web

import (
	"net/url"
	"testing"
)

func TestFields(t *testing.T) {
	_, _, catalogue := newPages(t)
	page := pageOf(catalogue.In("en"), "/settings")
	page.Form = Form{url.Values{"languages": {"es"}, "email": {"x"}, "empty": {""}}, []Problem{{"email", "Write an e-mail address."}}}
	options := []Option{{"en", "English", true}, {"es", "Spanish", false}}

	if got := page.Field("languages", "settings.languages", "choices").Of(options).Options; got[0].Chosen || !got[1].Chosen {
		t.Errorf("what was typed does not count: %v", got)
	}
	if got := page.Field("other", "settings.languages", "choices").Of(options).Options; !got[0].Chosen || got[1].Chosen {
		t.Errorf("what the options say does not count where nothing was typed: %v", got)
	}
	if !options[0].Chosen || options[1].Chosen {
		t.Error("the options were changed")
	}
	email := page.Field("email", "field.email", "email", "settings.name_hint").Optional()
	if email.Described() != "h-email e-email" || email.Value != "x" || !email.Maybe || email.Label != "E-mail" {
		t.Errorf("a field with a hint and a problem: %+v", email)
	}
	for got, want := range map[string]string{
		page.Field("empty", "field.email", "text").Holds("y").Value:    "", // somebody emptied it
		page.Field("fresh", "field.email", "text").Holds("y").Value:    "y",
		page.Field("p", "field.password", "new-password").Type():       "password",
		page.Field("p", "field.password", "password").Fills("no").Auto: "no",
		page.Field("site", "field.email", "text").Called("Site").Label: "Site",
		page.Field("none", "field.email", "text").Described():          "",
		page.Call():                           "5550100134",
		Page{Phone: "+1 555 010 0134"}.Call(): "+15550100134",
		page.Others()[0].Code:                 "es",
		page.Offered()[1].Text:                "Spanish",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if page.Field("p", "field.password", "password").Keeps() || !email.Keeps() {
		t.Error("a page shows a password again, or no address")
	}
}

func TestMenu(t *testing.T) {
	here := func(p Page) (names []string, current string) {
		for _, g := range p.Menu() {
			for _, e := range g.Entries {
				names = append(names, e.Name)
				if e.Here {
					current += e.Href
				}
			}
		}
		return names, current
	}
	for _, test := range []struct {
		path    string
		manages bool
		entries int
		current string
	}{
		{"/", false, 8, "/"},
		{"/cohorts", false, 8, "/cohorts"},
		{"/cohorts/messaging/links", true, 10, "/cohorts"},
		{"/cohortsandmore", true, 10, ""},
		{"/settings", true, 10, "/settings"},
		{"/charter/JNA9", true, 10, "/plan"},
		{"/events", true, 10, "/reports"},
	} {
		names, current := here(Page{Path: test.path, Staff: &Staff{Manages: test.manages}})
		if len(names) != test.entries || current != test.current {
			t.Errorf("%s: %v with %q as the present one", test.path, names, current)
		}
	}
}

func TestQuestionsAsDrawn(t *testing.T) {
	_, _, catalogue := newPages(t)
	p := catalogue.In("en")
	scale := Question{ID: "likely", Type: "scale", Low: "Not", High: "Very", Options: exampleSteps(p, 1, 3, 0)}.In(p)
	if scale.End(0) != "Not" || scale.End(1) != "" || scale.End(2) != "Very" {
		t.Error("the ends of a scale are not where they belong")
	}
	if !scale.Maybe || scale.Quiet().Maybe {
		t.Error("the mark of an optional question")
	}
	for _, test := range []struct {
		q               Question
		hint, described string
	}{
		{Question{ID: "a", Type: "single"}, "", ""},
		{Question{ID: "a", Type: "single", Help: "Help.", Error: "No."}, "Help.", "h-a e-a"},
		{Question{ID: "a", Type: "multiple", Many: true}, "Choose all that fit.", "h-a"},
		{Question{ID: "a", Type: "multiple", Many: true, MaxChoices: 2}, "Choose up to 2.", "h-a"},
		{Question{ID: "a", Type: "multiple", Many: true, MaxChoices: 2, Help: "Help."}, "Help. Choose up to 2.", "h-a"},
	} {
		if q := test.q.In(p); q.Hint() != test.hint || q.Described() != test.described {
			t.Errorf("%+v: hint %q, described by %q", test.q, q.Hint(), q.Described())
		}
	}
}

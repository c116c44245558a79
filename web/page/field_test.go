package page

import (
	"net/url"
	"testing"

	"soundings/web/texts"
)

func TestFields(t *testing.T) {
	frame := ExamplePage(english(t), "/settings")
	frame.Form = Form{url.Values{"languages": {"es"}, "email": {"x"}, "empty": {""}}, []Problem{{Field: "email", Text: "Write an e-mail address."}}}
	options := []Option{{"en", "English", true}, {"es", "Spanish", false}}

	if got := frame.Field("languages", "settings.languages", "choices").Of(options).Options; got[0].Chosen || !got[1].Chosen {
		t.Errorf("what was typed does not count: %v", got)
	}
	if got := frame.Field("other", "settings.languages", "choices").Of(options).Options; !got[0].Chosen || got[1].Chosen {
		t.Errorf("what the options say does not count where nothing was typed: %v", got)
	}
	if !options[0].Chosen || options[1].Chosen {
		t.Error("the options were changed")
	}
	email := frame.Field("email", "field.email", "email", "settings.name_hint").Optional()
	if email.Described() != "h-email e-email" || email.Value != "x" || !email.Maybe || email.Label != "E-mail" {
		t.Errorf("a field with a hint and a problem: %+v", email)
	}
	for got, want := range map[string]string{
		frame.Field("empty", "field.email", "text").Holds("y").Value:    "", // somebody emptied it
		frame.Field("fresh", "field.email", "text").Holds("y").Value:    "y",
		frame.Field("p", "field.password", "new-password").Type():       "password",
		frame.Field("p", "field.password", "password").Fills("no").Auto: "no",
		frame.Field("site", "field.email", "text").Called("Site").Label: "Site",
		frame.Field("none", "field.email", "text").Described():          "",
		frame.Call():                          "5550100134",
		Page{Phone: "+1 555 010 0134"}.Call(): "+15550100134",
		frame.Others()[0].Code:                "es",
		frame.Offered()[1].Text:               "Spanish",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if frame.Field("p", "field.password", "password").Keeps() || !email.Keeps() {
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
		{"/", false, 9, "/"},
		{"/cohorts", false, 9, "/cohorts"},
		{"/cohorts/messaging/links", true, 11, "/cohorts"},
		{"/cohortsandmore", true, 11, ""},
		{"/settings", true, 11, "/settings"},
		{"/charter/JNA9", true, 11, "/plan"},
		{"/team/duty", true, 11, "/team"},
		{"/events", true, 11, "/reports"},
	} {
		names, current := here(Page{Path: test.path, Staff: &Staff{Manages: test.manages}})
		if len(names) != test.entries || current != test.current {
			t.Errorf("%s: %v with %q as the present one", test.path, names, current)
		}
	}
}

// english returns what says texts in English.
func english(t *testing.T) texts.Printer {
	t.Helper()
	catalogue, err := texts.Load()
	if err != nil {
		t.Fatal(err)
	}
	return catalogue.In("en")
}

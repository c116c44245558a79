package page

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"soundings/web/texts"
)

// View is a page with its data: the type of the data decides the template, so neither can be mistaken for another.
type View interface {
	Template() string // "answer/home": the room and its file, without the ending
}

// Page is what every page says around its own content; each page's type embeds it. The embedded Printer says texts in
// the reader's language: {{.T "home.title"}}. Titles stand in the templates.
type Page struct {
	texts.Printer
	Clinic    string     // the clinic's name; empty before set-up
	Phone     string     // the clinic's telephone
	Path      string     // of this page, for the links of the switches: "/s/7K3M-…"
	Demo      bool       // a made-up clinic
	Larger    bool       // the reader asked for larger text
	Languages []Language // the language switch; fewer than two: none is shown
	Staff     *Staff     // who is signed in; nil on pages for people without an account
	Flash     string     // one sentence about what was just done
	Proxy     bool       // who reads a personal page does so in somebody else's place
	Choices   string     // where a participant chooses what to be sent; empty: they have not agreed to anything yet
	Form      Form       // what was typed, and what is wrong with it
	Refresh   int        // seconds after which the page loads itself again; 0: never
	Folds     bool       // under 40 rem the team's menu is one button: of pages made of the parts in anatomy.go

	Zone *time.Location // in which the clinic's clocks run
}

// Language is one choice of the language switch.
type Language struct {
	Code string // "es"
	Name string // in itself: "Español"
}

// Staff is the signed-in member of the portal team.
type Staff struct {
	Name    string
	Role    string // in the reader's language
	Writes  bool   // may change things: shows forms and buttons
	Manages bool   // may manage settings, staff and keys: shows them in the menu
}

// Form is what somebody typed into a page's form, and what is wrong with it.
type Form struct {
	Values   url.Values
	Problems []Problem // in the order of the fields; the summary at the top links to each
}

// Problem is one bad input. Field is the field's name; empty: the form as a whole.
type Problem struct {
	Field string
	Text  string
}

// Value returns what stands in a field.
func (f Form) Value(name string) string { return f.Values.Get(name) }

// Has reports whether value is among those of a field that may have several.
func (f Form) Has(name, value string) bool { return slices.Contains(f.Values[name], value) }

// Problem returns what is wrong with a field; empty: nothing.
func (f Form) Problem(name string) string {
	for _, p := range f.Problems {
		if p.Field == name {
			return p.Text
		}
	}
	return ""
}

// At reports whether this page is path or lies under it.
func (p Page) At(path string) bool {
	return p.Path == path || path != "/" && strings.HasPrefix(p.Path, path+"/")
}

// Option is one choice of a field.
type Option struct {
	Value  string
	Text   string
	Chosen bool
}

// Badge is a state with its name. Look is the shape and colour: "waiting", "active", "done", "stopped".
type Badge struct {
	Text string
	Look string
}

// Link is a text that leads somewhere.
type Link struct {
	Text string
	Href string
}

// Pager leads through the pages of a list; an empty address shows no link.
type Pager struct {
	First string
	Next  string
}

// Happening is one line of a history, newest first.
type Happening struct {
	At   string
	What string
	Who  string // empty: not said
}

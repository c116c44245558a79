package page

import (
	"net/url"
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
	Asked     url.Values // the parameters of this page's address, which the switches keep
	Demo      bool       // a made-up clinic
	Larger    bool       // the reader asked for larger text
	Languages []Language // the language switch; fewer than two: none is shown
	Staff     *Staff     // who is signed in; nil on pages for people without an account
	Flash     string     // one sentence about what was just done
	Proxy     bool       // who reads a personal page does so in somebody else's place
	For       string     // whom they answer for, by the name that one is called; empty: not known, or a page for oneself
	Help      string     // where questions are answered; empty: nothing is written there
	Choices   string     // where a participant chooses what to be sent; empty: they have not agreed to anything yet
	Report    string     // where who has the page's link tells what went wrong; empty: nowhere
	News      string     // where to read what was heard and done; empty: there is nothing yet, or not from this page
	Form      Form       // what was typed, and what is wrong with it
	Refresh   int        // seconds after which the page loads itself again; 0: never
	Nearby    *Nearby    // to the team, where other machines cannot open the links that pages hand out; nil: they can
	Grafana   string     // where the team opens Grafana; empty: not known, or a page for somebody else
	Kiosk     string     // where the kiosk starts on which the page is shown; empty: it is none
	Preview   *Preview   // of a page that the team only tries; nil: it is the page itself

	Zone *time.Location // in which the clinic's clocks run

	newsByLink bool // there are news, and they stand behind a personal link
}

// Personal returns the page as it stands behind the personal link with a token: the news may stand behind one too.
func (p Page) Personal(token string) Page {
	if p.newsByLink {
		p.News = Address("/news", "link", token)
	}
	return p
}

// Keeps returns the _action of the Enter key in a page's form "answers". The switches send that form, so that what was typed into
// it goes on in another language, or larger. Empty: nothing can be typed, and the switches are links.
func (Page) Keeps() string { return "" }

// Wrong reports whether something that was typed into the page's form is wrong.
func (p Page) Wrong() bool { return len(p.Form.Problems) > 0 }

// Staff is the signed-in member of the portal team.
type Staff struct {
	Name    string
	Role    string // in the reader's language
	Writes  bool   // may change things: shows forms and buttons
	Manages bool   // may manage settings, staff and keys: shows them in the menu
}

// At reports whether this page is path or lies under it.
func (p Page) At(path string) bool {
	return p.Path == path || path != "/" && strings.HasPrefix(p.Path, path+"/")
}

package page

import (
	"slices"
)

// MenuGroup is one step of the work in the team's menu. Its name is a text's id; empty: the entries stand alone.
type MenuGroup struct {
	Name    string
	Entries []MenuEntry
}

// MenuEntry is one page of the menu.
type MenuEntry struct {
	Name string // a text's id
	Href string
	Here bool // the page is this one or lies under it
}

// Menu returns the team's menu in the order of the work, for who is signed in.
func (p Page) Menu() []MenuGroup {
	entry := func(name, href string, under ...string) MenuEntry {
		return MenuEntry{name, href, p.At(href) || slices.ContainsFunc(under, p.At)}
	}
	asks := []MenuEntry{entry("menu.polls", "/polls"), entry("menu.surveys", "/surveys")}
	if p.Writes() {
		asks = append(asks, entry("menu.outbox", "/outbox"))
	}
	var heard []MenuEntry
	if p.Writes() { // what people wrote is read by those who may read answers
		heard = []MenuEntry{entry("menu.board", "/board")}
	}
	groups := []MenuGroup{
		{"", []MenuEntry{entry("menu.today", "/")}},
		{"menu.people", []MenuEntry{entry("menu.participants", "/participants"), entry("menu.cohorts", "/cohorts")}},
		{"menu.portal", []MenuEntry{entry("menu.features", "/features", "/workflows", "/getting-in"), entry("menu.plan", "/plan", "/charter", "/calendar"), entry("menu.team", "/team", "/vendor")}},
		{"menu.ask", asks},
		{"menu.listen", heard},
		{"menu.learn", []MenuEntry{entry("menu.reports", "/reports", "/events")}},
	}
	if p.Manages() {
		groups = append(groups, MenuGroup{"menu.clinic", []MenuEntry{entry("menu.settings", "/settings"), entry("menu.audit", "/audit")}})
	}
	return slices.DeleteFunc(groups, func(g MenuGroup) bool { return len(g.Entries) == 0 })
}

// Writes reports whether who is signed in may change things.
func (p Page) Writes() bool { return p.Staff != nil && p.Staff.Writes }

// Manages reports whether the reader may change the clinic's settings.
func (p Page) Manages() bool { return p.Staff != nil && p.Staff.Manages }

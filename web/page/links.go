package page

import (
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
)

// LinksLength is how many links a page to print has at most.
const LinksLength = 1000

// LinksPage fills in a page of links with those of the invitations that wait.
func (s *Site) LinksPage(c echo.Context, v LinksPage, waiting base.Page[contact.Invitation]) (LinksPage, error) {
	reach, err := s.Contact.Reachable(c.Request().Context(), waiting.Items)
	if err != nil {
		return v, err
	}
	waiting.Items, v.LeftOut = reach.Invitations, reach.LeftOut
	slices.SortFunc(waiting.Items, func(a, b contact.Invitation) int { return strings.Compare(a.Ref, b.Ref) })
	refs := make([]string, len(waiting.Items))
	for n, i := range waiting.Items {
		refs[n] = i.By().ID
	}
	people, err := s.Cohorts.People(c.Request().Context(), refs...)
	if err != nil {
		return v, err
	}
	_, v.Home, _ = strings.Cut(s.BaseURL, "://")
	v.Pager = v.PagerOf(c, waiting.Next)
	for n, i := range waiting.Items {
		v.Rows = append(v.Rows, LinkRow{Ref: i.Ref, Name: people[refs[n]].Name, URL: s.LinkOf(i), Code: s.Contact.Token(i), By: v.ways(reach.Ways[i.Ref])})
	}
	return v, s.TookLinks(c, v.Subject.Href, len(v.Rows))
}

// ways says in which ways somebody wants to be reached.
func (p Page) ways(ways []contact.Way) string {
	names := make([]string, len(ways))
	for i, way := range ways {
		names[i] = p.T("choices." + string(way))
	}
	return strings.Join(names, ", ")
}

// LinksPage lists personal links, to print or to copy.
type LinksPage struct {
	Page
	Subject Link // the cohort or survey
	Pager   Pager
	Consent bool   // links that ask for consent; else for answers
	Poll    bool   // to a poll
	Home    string // the address under which a code is typed in: "portal-beta.example.org"
	Rows    []LinkRow
	LeftOut int        // people who want to be reached by none of the ways
	Once    *LinksOnce // of a secret poll
}

// LinksOnce is what stands on a page of links that are shown once. It posts to the page of the Subject and /links: _action with
// show or reissue, and refs.
type LinksOnce struct {
	Unseen int    // how many links wait to be shown
	Sent   bool   // the server sends the links of all whom mail reaches
	Start  string // where the server can be told to send them; empty: it does, or they are no more to be had
}

// LinkRow is one personal link.
type LinkRow struct {
	Ref  string
	Name string
	URL  string
	Code string // in fours
	By   string // the ways in which they want to be reached
}

// Template returns the name of the page's template.
func (LinksPage) Template() string { return "page/links" }

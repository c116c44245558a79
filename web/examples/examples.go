// Package examples shows every page as it may be sent, for whoever works on one. It is there with a made-up clinic only.
package examples

import (
	"embed"
	"strconv"

	"github.com/labstack/echo/v4"

	"soundings/web/page"
	"soundings/web/texts"
)

//go:embed *.gohtml
var files embed.FS

// Templates returns the pages of this room.
func Templates() page.Folder { return page.Folder{Room: "examples", Layout: page.Team, Files: files} }

// Room is a part of the site with its examples.
type Room struct {
	Name  string // of its folder
	Pages func(texts.Printer) []page.Example
}

// Pages are the list of examples and the examples themselves.
type Pages struct {
	*page.Site
	Rooms []Room
}

// ListPage lists the examples of all rooms.
type ListPage struct {
	page.Page
	Rooms []Group
}

// Template returns the name of the page's template.
func (ListPage) Template() string { return "examples/examples" }

// Group is the examples of one room.
type Group struct {
	Name  string
	Lines []Line
}

// Line is one example, with a link for each language.
type Line struct {
	Name     string
	Template string // "ask/poll"
	Links    []page.Link
}

// List shows what there is, by room and name.
func (s *Pages) List(c echo.Context) error {
	frame, err := s.Page(c, "")
	if err != nil {
		return err
	}
	return s.Render(c, 200, listed(frame, s.Rooms))
}

func listed(frame page.Page, rooms []Room) ListPage {
	v := ListPage{Page: frame}
	for _, room := range rooms {
		group := Group{Name: room.Name}
		for n, e := range room.Pages(frame.Printer) {
			line := Line{Name: e.Name, Template: e.View.Template()}
			for _, lang := range texts.Languages() {
				href := "/examples/" + room.Name + "/" + strconv.Itoa(n) + "?lang=" + lang
				line.Links = append(line.Links, page.Link{Text: page.LanguageNames[lang], Href: href})
			}
			group.Lines = append(group.Lines, line)
		}
		v.Rooms = append(v.Rooms, group)
	}
	return v
}

// Show shows one example in the language that the address asks for.
func (s *Pages) Show(c echo.Context) error {
	lang := texts.Match(c.QueryParam("lang"), texts.Languages())
	for _, room := range s.Rooms {
		if room.Name != c.Param("room") {
			continue
		}
		all := room.Pages(s.Texts.In(lang))
		if n, err := strconv.Atoi(c.Param("n")); err == nil && n >= 0 && n < len(all) {
			return s.Render(c, 200, all[n].View)
		}
	}
	return echo.ErrNotFound
}

// Examples returns the page of this room as it may be sent.
func Examples(p texts.Printer) []page.Example {
	one := Room{"today", func(texts.Printer) []page.Example { return []page.Example{{Name: "full", View: ListPage{}}} }}
	return []page.Example{{Name: "list", View: listed(page.ExamplePage(p, "/examples"), []Room{one})}}
}

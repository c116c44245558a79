package ask

import (
	"fmt"
	"html/template"
	"strings"

	"github.com/labstack/echo/v4"
	"rsc.io/qr"

	"soundings/cohorts/base"
	"soundings/surveys/polls"
	"soundings/web/page"
)

// posterPage is a sheet for a wall, in every language of the clinic.
type posterPage struct {
	page.Page
	Poll  page.Link
	QR    template.HTML
	Home  string // the address at which a code can be typed
	Code  string
	Parts []posterPart
}

func (posterPage) Template() string { return "ask/poster" }

// posterPart is what the sheet says in one language.
type posterPart struct {
	Lang    string
	Title   string
	Scan    string
	Type    string
	Promise string
}

// ShowPoster shows a sheet for a wall.
func (s *Polls) ShowPoster(c echo.Context) error {
	return s.Show(c, func(c echo.Context, frame page.Page) (page.View, error) {
		p, err := s.Polls.Poll(c.Request().Context(), c.Param("id"))
		if err != nil {
			return nil, err
		}
		if p.CodeHash == "" || p.State != polls.Open {
			return nil, base.Refuse(base.Conflict, "polls.no_code")
		}
		v := posterPage{Page: frame, Poll: page.Link{Text: p.Title.In(frame.Lang()), Href: page.PollHref(p.ID)}, Code: s.Polls.Code(p)}
		_, v.Home, _ = strings.Cut(s.BaseURL, "://")
		if v.QR, err = qrPicture(s.pollURL(p), frame.T("polls.qr")); err != nil {
			return nil, err
		}
		promise := "ballots.unnamed"
		if p.ByCode() {
			promise = "ballots.by_code"
		}
		for _, l := range frame.Languages {
			say := s.Texts.In(l.Code)
			v.Parts = append(v.Parts, posterPart{l.Code, p.Title.In(l.Code), say.T("polls.poster.scan"), say.T("polls.poster.type"), say.T(promise)})
		}
		return v, nil
	})
}

// qrMargin is how many light squares stand around a QR code, as its standard asks for.
const qrMargin = 4

// qrPicture draws a text as a QR code that can be printed at any size. It stays dark on light in every colour scheme.
func qrPicture(text, title string) (template.HTML, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return "", fmt.Errorf("making a QR code: %w", err)
	}
	var path strings.Builder
	for y := range code.Size {
		for x := range code.Size {
			if code.Black(x, y) {
				fmt.Fprintf(&path, "M%d %dh1v1h-1z", x+qrMargin, y+qrMargin)
			}
		}
	}
	side := code.Size + 2*qrMargin
	return template.HTML(fmt.Sprintf( // of numbers, and of a title that is escaped
		`<svg class="qr" role="img" aria-label="%s" viewBox="0 0 %d %d" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h%dv%dH0z"/><path fill="#000" d="%s"/></svg>`,
		template.HTMLEscapeString(title), side, side, side, side, path.String())), nil
}

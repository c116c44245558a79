package ask

import (
	"html/template"
	"strings"

	"github.com/labstack/echo/v4"

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
		if v.QR, err = page.QRPicture(s.pollURL(p), frame.T("polls.qr")); err != nil {
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

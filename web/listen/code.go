package listen

import (
	"html/template"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/web/page"
)

// codePage is a sheet for the wall of the break room, in every language of the clinic, with the code by which colleagues report.
type codePage struct {
	page.Page
	QR    template.HTML
	Home  string // the address at which the code can be typed
	Code  string
	Parts []codePart
}

func (codePage) Template() string { return "listen/code" }

// codePart is what the sheet says in one language.
type codePart struct{ Lang, Title, Scan, Type, Promise string }

// ShowCode shows the sheet.
func (s *Bumps) ShowCode(c echo.Context) error {
	return s.Show(c, func(c echo.Context, frame page.Page) (page.View, error) {
		code, err := s.Board.Code(c.Request().Context())
		if err != nil {
			return nil, err
		}
		v := codePage{Page: frame, Code: code}
		_, v.Home, _ = strings.Cut(s.BaseURL, "://")
		if v.QR, err = page.QRPicture(s.BaseURL+"/b/"+code, frame.T("board.code_qr")); err != nil {
			return nil, err
		}
		for _, l := range frame.Languages {
			say := s.Texts.In(l.Code)
			v.Parts = append(v.Parts, codePart{l.Code, say.T("board.code_title"), say.T("board.code_scan"), say.T("board.code_type"), say.T("report.unnamed")})
		}
		return v, nil
	})
}

// RenewCode issues the code anew: sheets with the one before lead nowhere from then on.
func (s *Bumps) RenewCode(c echo.Context) error {
	if err := s.Board.RenewCode(c.Request().Context()); err != nil {
		return err
	}
	return s.Done(c, "/board/code", "flash.code_renewed")
}

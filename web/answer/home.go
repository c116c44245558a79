package answer

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/contact"
	"soundings/web/page"
)

// HomePage is / for who is not signed in: one box for a code from a letter, field "code".
type HomePage struct {
	page.Page
}

// Template returns the name of the page's template.
func (HomePage) Template() string { return "answer/home" }

// Keeps keeps what was typed when the reader switches.
func (HomePage) Keeps() string { return "go" }

// Welcome is one box for a printed code.
func (s *Pages) Welcome(c echo.Context) error {
	frame, err := s.Page(c, "")
	if err != nil {
		return err
	}
	return s.Render(c, http.StatusOK, HomePage{frame})
}

// FindLink takes a code from a letter to its page.
func (s *Pages) FindLink(c echo.Context) error {
	form, switched, err := s.Sent(c)
	if err != nil {
		return err
	}
	typed := form.Get("code")
	if token, ok := contact.ReadToken(typed); ok && !switched {
		return c.Redirect(http.StatusSeeOther, "/s/"+contact.PrintToken(token))
	}
	frame, err := s.Page(c, "")
	if err != nil {
		return err
	}
	frame.Form.Values = url.Values{"code": {typed}}
	if switched {
		return s.Render(c, http.StatusOK, HomePage{frame})
	}
	frame.Form.Problems = []page.Problem{{Field: "code", Text: frame.T("home.code_problem")}}
	return s.Render(c, http.StatusUnprocessableEntity, HomePage{frame})
}

package web

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/contact"
	"soundings/web/auth"
)

// home is Today for the team, and one box for a printed code for anybody else.
func (s *Server) home(c echo.Context) error {
	if auth.WhoFrom(c.Request().Context()).Known() {
		return s.today(c)
	}
	page, err := s.page(c, "")
	if err != nil {
		return err
	}
	return s.templates.render(c.Response(), http.StatusOK, HomePage{page})
}

// findLink takes a code from a letter to its page.
func (s *Server) findLink(c echo.Context) error {
	typed := c.FormValue("code")
	if token, ok := contact.ReadToken(typed); ok {
		return c.Redirect(http.StatusSeeOther, "/s/"+contact.PrintToken(token))
	}
	page, err := s.page(c, "")
	if err != nil {
		return err
	}
	page.Form = Form{url.Values{"code": {typed}}, []Problem{{"code", page.T("home.code_problem")}}}
	return s.templates.render(c.Response(), http.StatusUnprocessableEntity, HomePage{page})
}

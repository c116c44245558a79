package web

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/contact"
)

// welcome is one box for a printed code.
func (s *Server) welcome(c echo.Context) error {
	page, err := s.page(c, "")
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, HomePage{page})
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
	return s.render(c, http.StatusUnprocessableEntity, HomePage{page})
}

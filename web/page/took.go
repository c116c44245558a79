package page

import (
	"cmp"
	"context"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/web/auth"
)

// Export sends what many people said or are, and keeps a trace of how many it was, also where it broke off. What could not
// be traced is not sent whole.
func (s *Site) Export(c echo.Context, act auth.TraceAct, subject string, send func() (int, error)) error {
	n, err := send()
	traced := s.Auth.Took(context.WithoutCancel(c.Request().Context()), act, subject, c.RealIP(), n)
	if err = cmp.Or(err, traced); err != nil {
		return CutShort(c, err)
	}
	return nil
}

// Traced is the door of an export that is of no single person.
func (s *Site) Traced(act auth.TraceAct, param string, next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if err := s.Auth.Took(c.Request().Context(), act, c.Param(param), c.RealIP(), 0); err != nil {
			return err
		}
		return next(c)
	}
}

// TookLinks keeps a trace of personal links that somebody is about to see, at or under the address of what they ask for: its
// subject is as "surveys/portal".
func (s *Site) TookLinks(c echo.Context, path string, count int) error {
	if count == 0 {
		return nil
	}
	c.Set(linksIn, count)
	parts := strings.Split(strings.TrimPrefix(strings.TrimPrefix(path, "/api/v1"), "/"), "/")
	return s.Auth.Took(c.Request().Context(), auth.TookLinks, strings.Join(parts[:min(2, len(parts))], "/"), c.RealIP(), count)
}

// ReadPeople keeps a trace of people whom a program is about to read, and of which list: "participants", also where it asks for
// one after the other, or "cohorts/spring/members".
func (s *Site) ReadPeople(c echo.Context, list string, count int) error {
	if count == 0 {
		return nil
	}
	t := auth.Trace{Act: auth.TookList, Subject: list, From: c.RealIP(), Count: count}
	return s.Auth.Store.TraceRead(c.Request().Context(), t, s.Auth.Now().Truncate(auth.ReadTogether).Add(auth.ReadTogether))
}

// linksIn is under what a request remembers how many personal links its answer has.
const linksIn = "links in the answer"

// LinksIn returns how many personal links are in the answer to a request.
func LinksIn(c echo.Context) int {
	count, _ := c.Get(linksIn).(int)
	return count
}

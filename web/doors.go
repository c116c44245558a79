package web

import (
	"github.com/labstack/echo/v4"

	"soundings/web/auth"
)

// home is Today for the team, and one box for a printed code for anybody else.
func (s *Server) home(c echo.Context) error {
	if auth.WhoFrom(c.Request().Context()).Known() {
		return s.guard.SecondFirst(s.today.Home)(c)
	}
	return s.answer.Welcome(c)
}

// demo hides what is there with a made-up clinic only.
func (s *Server) demo(next echo.HandlerFunc) echo.HandlerFunc {
	if s.Demo {
		return next
	}
	return func(echo.Context) error { return echo.ErrNotFound }
}

// again is the door of what is done with a password that was given lately.
func (s *Server) again(door echo.MiddlewareFunc) echo.MiddlewareFunc {
	allow, proved := s.both(door), s.guard.Proved(s.profile.AskPassword)
	return func(next echo.HandlerFunc) echo.HandlerFunc { return allow(proved(next)) }
}

// both lets a page through its door and gives it the reader's switches.
func (s *Server) both(door echo.MiddlewareFunc) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc { return door(s.site.Switches(next)) }
}

package web

import (
	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/rollout"
)

// makeMove returns what makes a move that somebody asks for by a form with nothing but a note.
func (s *Server) makeMove(move moveByHand, flash string) echo.HandlerFunc {
	return func(c echo.Context) error {
		_, err := move(c.Request().Context(), c.Param("key"), c.Param("cohort"), c.FormValue("note"))
		return s.moved(c, err, flash)
	}
}

// moved leads back to a rollout after a move, or says what is wrong with it.
func (s *Server) moved(c echo.Context, err error, flash string) error {
	path := rolloutHref(c.Param("key"), c.Param("cohort"))
	if err != nil {
		return s.again(c, path, err, s.rolloutPage)
	}
	return s.done(c, path, flash)
}

func (s *Server) jump(c echo.Context) error {
	to, err := decimal(c, "percent")
	switch {
	case err == nil && to == nil:
		err = invalid("percent", "error.required")
	case err == nil:
		_, err = s.Rollouts.Jump(c.Request().Context(), c.Param("key"), c.Param("cohort"), rollout.Percent(*to), c.FormValue("note"))
	}
	return s.moved(c, err, "flash.rollout_moved")
}

// override says what one member sees: field "on" is yes, no, or empty for as the share says.
func (s *Server) override(c echo.Context) error {
	on := map[string]*bool{"yes": new(true), "no": new(false)}[c.FormValue("on")]
	var err error
	if refs := refsIn(c.FormValue("ref")); len(refs) != 1 {
		err = invalid("ref", "rollouts.one_ref")
	} else {
		_, err = s.Rollouts.Override(c.Request().Context(), c.Param("key"), c.Param("cohort"), refs[0], on)
	}
	if base.IsCode(err, base.NotFound) {
		err = invalid("ref", "rollouts.not_member")
	}
	return s.moved(c, err, "flash.rollout_override")
}

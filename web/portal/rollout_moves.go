package portal

import (
	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/rollout"
	"soundings/web/page"
)

// MakeMove returns the handler of a move that takes nothing but a note.
func (s *Features) MakeMove(move moveByHand, flash string) echo.HandlerFunc {
	return func(c echo.Context) error {
		_, err := move(c.Request().Context(), c.Param("key"), c.Param("cohort"), c.FormValue("note"))
		return s.moved(c, err, flash)
	}
}

// moved redirects to the rollout after a move, or shows what is wrong with the form.
func (s *Features) moved(c echo.Context, err error, flash string) error {
	path := page.RolloutHref(c.Param("key"), c.Param("cohort"))
	if err != nil {
		return s.Again(c, path, err, s.rolloutPage)
	}
	return s.Done(c, path, flash)
}

// Jump moves a rollout to the share in field "percent".
func (s *Features) Jump(c echo.Context) error {
	to, err := page.Decimal(c, "percent")
	switch {
	case err == nil && to == nil:
		err = page.Invalid("percent", "error.required")
	case err == nil:
		_, err = s.Rollouts.Jump(c.Request().Context(), c.Param("key"), c.Param("cohort"), rollout.Percent(*to), c.FormValue("note"))
	}
	return s.moved(c, err, "flash.rollout_moved")
}

// Override sets what one member sees: field "on" is yes, no, or empty for what the share says.
func (s *Features) Override(c echo.Context) error {
	on := map[string]*bool{"yes": new(true), "no": new(false)}[c.FormValue("on")]
	var err error
	if refs := page.RefsIn(c.FormValue("ref")); len(refs) != 1 {
		err = page.Invalid("ref", "rollouts.one_ref")
	} else {
		_, err = s.Rollouts.Override(c.Request().Context(), c.Param("key"), c.Param("cohort"), refs[0], on)
	}
	if base.IsCode(err, base.NotFound) {
		err = page.Invalid("ref", "rollouts.not_member")
	}
	return s.moved(c, err, "flash.rollout_override")
}

package ready

import (
	"context"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/ready"
	"soundings/web/page"
)

// helpBody is what PUT /features/{key}/help and PUT /help take.
type helpBody struct {
	Questions []ready.Question `json:"questions" rule:"max=30"`
	Film      base.Words       `json:"film"`
	Limits    base.Words       `json:"limits"`
	Version   int64            `json:"version"` // 0: whatever is there
}

// helpAnswer is a help with the languages in which it is not complete.
type helpAnswer struct {
	Questions []ready.Question `json:"questions"`
	Film      base.Words       `json:"film"`
	Limits    base.Words       `json:"limits"`
	Missing   []string         `json:"missing"` // languages
	Changed   time.Time        `json:"changed,omitzero"`
	Version   int64            `json:"version"`
}

func (s *Helps) helpAnswer(ctx context.Context, h ready.Help) (helpAnswer, error) {
	missing, err := s.Ready.LacksHelp(ctx, h)
	a := helpAnswer{Questions: h.Questions, Film: h.Film, Limits: h.Limits, Missing: missing, Changed: h.Changed, Version: h.Version}
	if a.Questions == nil {
		a.Questions = []ready.Question{}
	}
	if a.Missing == nil {
		a.Missing = []string{}
	}
	for _, w := range []*base.Words{&a.Film, &a.Limits} {
		if *w == nil {
			*w = base.Words{}
		}
	}
	return a, err
}

// APIHelp returns the help of a feature, or that about getting in.
func (s *Helps) APIHelp(c echo.Context) error {
	h, err := s.Ready.Help(c.Request().Context(), c.Param("key"))
	if err != nil {
		return err
	}
	a, err := s.helpAnswer(c.Request().Context(), h)
	return page.OK(c, a, err)
}

// APIPutHelp puts a help in the place of the one there is.
func (s *Helps) APIPutHelp(c echo.Context) error {
	b, err := page.Decode[helpBody](c)
	if err != nil {
		return err
	}
	h, err := s.Ready.SaveHelp(c.Request().Context(), ready.Help{
		Feature: c.Param("key"), Questions: b.Questions, Film: b.Film, Limits: b.Limits, Version: b.Version,
	})
	if err != nil {
		return err
	}
	a, err := s.helpAnswer(c.Request().Context(), h)
	return page.OK(c, a, err)
}

// requirementsBody is what a feature must have before its rollouts move.
type requirementsBody struct {
	Must []ready.Requirement `json:"must" rule:"required,max=3"`
}

// requirementsAnswer says what a feature must have, and what of that it lacks.
type requirementsAnswer struct {
	Must    []ready.Requirement `json:"must"`
	Missing []pieceAnswer       `json:"missing"`
}

type pieceAnswer struct {
	Of       ready.Requirement `json:"of"`
	Text     string            `json:"text"`
	Workflow string            `json:"workflow,omitempty"`
}

// APIRequirements returns what a feature must have before its rollouts move, and what of that it lacks.
func (s *Helps) APIRequirements(c echo.Context) error {
	ctx := c.Request().Context()
	r, err := s.Ready.Requirements(ctx, c.Param("key"))
	if err != nil {
		return err
	}
	missing, err := s.Ready.Missing(ctx, r.Feature)
	a := requirementsAnswer{append([]ready.Requirement{}, r.Must...), []pieceAnswer{}}
	for _, piece := range missing {
		a.Missing = append(a.Missing, pieceAnswer{piece.Of, s.Texts.In("en").Say(piece.Text), piece.Workflow})
	}
	return page.OK(c, a, err)
}

// APIRequire decides what a feature must have before its rollouts move.
func (s *Helps) APIRequire(c echo.Context) error {
	b, err := page.Decode[requirementsBody](c)
	if err != nil {
		return err
	}
	if b.Must == nil {
		return page.Invalid("must", "error.required")
	}
	if _, err := s.Ready.Require(c.Request().Context(), c.Param("key"), b.Must); err != nil {
		return err
	}
	return s.APIRequirements(c)
}

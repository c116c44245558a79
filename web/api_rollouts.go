package web

import (
	"context"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/rollout"
)

func (s *Server) apiPutRollout(c echo.Context) error {
	b, err := decode[rollout.Settings](c)
	if err != nil {
		return err
	}
	r, err := s.Rollouts.SaveRollout(c.Request().Context(), c.Param("key"), b)
	return ok(c, r, err)
}

// standing is a rollout with what it waits for, in sentences.
type standing struct {
	rollout.Rollout
	Next    *rollout.Step `json:"next,omitempty"`
	Answers int           `json:"answers"`
	Waiting []string      `json:"waiting"`
}

func (s *Server) apiRollout(c echo.Context) error {
	cohort, err := s.cohortOf(c, c.QueryParam("cohort"))
	if err != nil {
		return err
	}
	st, err := s.Rollouts.Status(c.Request().Context(), c.Param("key"), cohort)
	body := standing{st.Rollout, st.Next, st.Answers, []string{}}
	for _, text := range st.WaitsFor {
		body.Waiting = append(body.Waiting, s.texts.In("en").Say(text))
	}
	return ok(c, body, err)
}

// cohortOf returns the cohort that a request about a feature's rollout means. Where there is one rollout it need not be
// named.
func (s *Server) cohortOf(c echo.Context, named string) (string, error) {
	if named != "" {
		return named, nil
	}
	if _, err := s.Rollouts.Feature(c.Request().Context(), c.Param("key")); err != nil {
		return "", err
	}
	all, err := s.Rollouts.Rollouts(c.Request().Context(), c.Param("key"))
	switch {
	case err != nil:
		return "", err
	case len(all) == 0:
		return "", base.Refuse(base.NotFound, "rollout.unknown")
	case len(all) > 1:
		return "", invalid("cohort", "error.required")
	}
	return all[0].Cohort, nil
}

func (s *Server) apiRollouts(c echo.Context) error {
	ctx := c.Request().Context()
	if _, err := s.Rollouts.Feature(ctx, c.Param("key")); err != nil {
		return err
	}
	all, err := s.Rollouts.Rollouts(ctx, c.Param("key"))
	return ok(c, listOf(base.Page[rollout.Rollout]{Items: all}, func(r rollout.Rollout) rollout.Rollout { return r }), err)
}

// apiPreview returns the figures of each step of settings that are not kept yet.
func (s *Server) apiPreview(c echo.Context) error {
	b, err := decode[rollout.Settings](c)
	if err != nil {
		return err
	}
	all, err := s.Rollouts.Preview(c.Request().Context(), c.Param("key"), b)
	return ok(c, listOf(base.Page[rollout.StepPreview]{Items: all}, func(f rollout.StepPreview) rollout.StepPreview { return f }), err)
}

// moveAnswer is one move with who made it and why.
type moveAnswer struct {
	rollout.Move
	By     actorAnswer `json:"by"`
	Reason string      `json:"reason"`
}

type actorAnswer struct {
	Kind base.ActorKind `json:"kind"`
	ID   string         `json:"id,omitempty"`
}

func (s *Server) apiMoves(c echo.Context) error {
	after, limit, err := paging(c)
	if err != nil {
		return err
	}
	cohort, err := s.cohortOf(c, c.QueryParam("cohort"))
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	if _, err := s.Rollouts.Rollout(ctx, c.Param("key"), cohort); err != nil {
		return err
	}
	page, err := s.Rollouts.Moves(ctx, c.Param("key"), cohort, after, limit)
	return ok(c, listOf(page, func(m rollout.Move) moveAnswer {
		return moveAnswer{m, actorAnswer{m.By.Kind, m.By.ID}, s.texts.In("en").Say(m.Reason())}
	}), err)
}

// moveBody is what a move by hand takes. The cohort need not be named where there is one rollout.
type moveBody struct {
	Cohort string `json:"cohort"`
	Note   string `json:"note"`
}

// jumpBody is what a jump takes.
type jumpBody struct {
	moveBody
	Percent *rollout.Percent `json:"percent"`
}

// overrideBody is what an override takes; On nil: as the share says.
type overrideBody struct {
	Cohort string `json:"cohort"`
	Ref    string `json:"ref"`
	On     *bool  `json:"on"`
}

// moveByHand is a move that takes nothing but a note.
type moveByHand func(ctx context.Context, feature, cohort, note string) (rollout.Rollout, error)

// apiMove returns what makes a move by hand.
func (s *Server) apiMove(move moveByHand) echo.HandlerFunc {
	return func(c echo.Context) error {
		var b moveBody
		var err error
		if c.Request().ContentLength != 0 {
			if b, err = decode[moveBody](c); err != nil {
				return err
			}
		}
		if b.Cohort, err = s.cohortOf(c, b.Cohort); err != nil {
			return err
		}
		r, err := move(c.Request().Context(), c.Param("key"), b.Cohort, b.Note)
		return ok(c, r, err)
	}
}

func (s *Server) apiJump(c echo.Context) error {
	b, err := decode[jumpBody](c)
	if err != nil {
		return err
	}
	if b.Percent == nil {
		return invalid("percent", "error.required")
	}
	if b.Cohort, err = s.cohortOf(c, b.Cohort); err != nil {
		return err
	}
	r, err := s.Rollouts.Jump(c.Request().Context(), c.Param("key"), b.Cohort, *b.Percent, b.Note)
	return ok(c, r, err)
}

func (s *Server) apiOverride(c echo.Context) error {
	b, err := decode[overrideBody](c)
	if err != nil {
		return err
	}
	if b.Ref == "" {
		return invalid("ref", "error.required")
	}
	if b.Cohort, err = s.cohortOf(c, b.Cohort); err != nil {
		return err
	}
	r, err := s.Rollouts.Override(c.Request().Context(), c.Param("key"), b.Cohort, b.Ref, b.On)
	return ok(c, r, err)
}

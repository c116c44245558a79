package portal

import (
	"context"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/rollout"
	"soundings/web/auth"
	"soundings/web/page"
)

// APIPutRollout saves the settings of a rollout.
func (s *Features) APIPutRollout(c echo.Context) error {
	b, err := page.Decode[rollout.Settings](c)
	if err != nil {
		return err
	}
	r, err := s.Rollouts.SaveRollout(c.Request().Context(), c.Param("key"), b)
	return page.OK(c, r, err)
}

// rolloutAnswer is a rollout with what its next step waits for, in sentences.
type rolloutAnswer struct {
	rollout.Rollout
	Next    *rollout.Step `json:"next,omitempty"`
	Answers *int          `json:"answers,omitempty"` // for those who may read them
	Waiting []string      `json:"waiting"`
}

// readsAnswers reports whether a key may read single answers.
func readsAnswers(c echo.Context) bool {
	return auth.WhoFrom(c.Request().Context()).Role.Covers(auth.Member)
}

// APIRollout returns one rollout and what it waits for.
func (s *Features) APIRollout(c echo.Context) error {
	cohort, err := s.cohortOf(c, c.QueryParam("cohort"))
	if err != nil {
		return err
	}
	st, err := s.Rollouts.Status(c.Request().Context(), c.Param("key"), cohort)
	if err != nil {
		return err
	}
	answers := &st.Answers
	if !readsAnswers(c) {
		st, answers = st.Told(), nil
	}
	if err := s.ReadPeople(c, "features/"+c.Param("key"), len(st.Rollout.Overrides)); err != nil {
		return err
	}
	body := rolloutAnswer{st.Rollout, st.Next, answers, []string{}}
	for _, text := range st.WaitsFor {
		body.Waiting = append(body.Waiting, s.Texts.In("en").Say(text))
	}
	return page.OK(c, body, nil)
}

// cohortOf returns the cohort that a request means: the named one, or that of the only rollout.
func (s *Features) cohortOf(c echo.Context, named string) (string, error) {
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
		return "", page.Invalid("cohort", "error.required")
	}
	return all[0].Cohort, nil
}

// APIRollouts lists the rollouts of a feature.
func (s *Features) APIRollouts(c echo.Context) error {
	ctx := c.Request().Context()
	if _, err := s.Rollouts.Feature(ctx, c.Param("key")); err != nil {
		return err
	}
	all, err := s.Rollouts.Rollouts(ctx, c.Param("key"))
	named := 0
	for _, r := range all {
		named += len(r.Overrides)
	}
	if err == nil {
		err = s.ReadPeople(c, "features/"+c.Param("key"), named)
	}
	return page.OK(c, page.ListOf(base.Page[rollout.Rollout]{Items: all}, func(r rollout.Rollout) rollout.Rollout {
		if !readsAnswers(c) {
			return r.Told()
		}
		return r
	}), err)
}

// APIPreview returns what each step would come to, and saves nothing.
func (s *Features) APIPreview(c echo.Context) error {
	b, err := page.Decode[rollout.Settings](c)
	if err != nil {
		return err
	}
	all, err := s.Rollouts.Preview(c.Request().Context(), c.Param("key"), b)
	return page.OK(c, page.ListOf(base.Page[rollout.StepPreview]{Items: all}, func(f rollout.StepPreview) rollout.StepPreview { return f }), err)
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

// APIMoves lists the moves of a rollout, the latest first.
func (s *Features) APIMoves(c echo.Context) error {
	after, limit, err := page.Paging(c)
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
	listed, err := s.Rollouts.Moves(ctx, c.Param("key"), cohort, after, limit)
	return page.OK(c, page.ListOf(listed, func(m rollout.Move) moveAnswer {
		why := m.Reason()
		if !readsAnswers(c) {
			why, m.Finding = rollout.Told(why), nil
		}
		return moveAnswer{m, actorAnswer{m.By.Kind, m.By.ID}, s.Texts.In("en").Say(why)}
	}), err)
}

// moveBody is what a move by hand takes. Where there is one rollout, its cohort need not be named.
type moveBody struct {
	Cohort string `json:"cohort"`
	Note   string `json:"note"`
}

// jumpBody is what a jump takes.
type jumpBody struct {
	moveBody
	Percent *rollout.Percent `json:"percent" rule:"required"`
}

// overrideBody is what an override takes. Without On the member sees what the share says.
type overrideBody struct {
	Cohort string `json:"cohort"`
	Ref    string `json:"ref" rule:"required"`
	On     *bool  `json:"on"`
}

// moveByHand makes a move that takes nothing but a note.
type moveByHand func(ctx context.Context, feature, cohort, note string) (rollout.Rollout, error)

// APIMove returns the handler of a move by hand that takes nothing but a note.
func (s *Features) APIMove(move moveByHand) echo.HandlerFunc {
	return func(c echo.Context) error {
		var b moveBody
		var err error
		if c.Request().ContentLength != 0 {
			if b, err = page.Decode[moveBody](c); err != nil {
				return err
			}
		}
		if b.Cohort, err = s.cohortOf(c, b.Cohort); err != nil {
			return err
		}
		r, err := move(c.Request().Context(), c.Param("key"), b.Cohort, b.Note)
		return page.OK(c, r, err)
	}
}

// APIJump moves a rollout to another share.
func (s *Features) APIJump(c echo.Context) error {
	b, err := page.Decode[jumpBody](c)
	if err != nil {
		return err
	}
	if b.Percent == nil {
		err = page.Invalid("percent", "error.required")
	}
	cohort, unclear := s.cohortOf(c, b.Cohort)
	if err = page.Together(err, unclear); err != nil {
		return err
	}
	b.Cohort = cohort
	r, err := s.Rollouts.Jump(c.Request().Context(), c.Param("key"), b.Cohort, *b.Percent, b.Note)
	return page.OK(c, r, err)
}

// APIOverride sets what one member sees.
func (s *Features) APIOverride(c echo.Context) error {
	b, err := page.Decode[overrideBody](c)
	if err != nil {
		return err
	}
	if b.Ref == "" {
		err = page.Invalid("ref", "error.required")
	}
	cohort, unclear := s.cohortOf(c, b.Cohort)
	if err = page.Together(err, unclear); err != nil {
		return err
	}
	b.Cohort = cohort
	r, err := s.Rollouts.Override(c.Request().Context(), c.Param("key"), b.Cohort, b.Ref, b.On)
	return page.OK(c, r, err)
}

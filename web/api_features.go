package web

import (
	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/rollout"
)

// featureBody is what PUT /features/{key} takes: a feature without the key, which the address says.
type featureBody struct {
	Name        base.Words    `json:"name"`
	Description base.Words    `json:"description"`
	Effort      float64       `json:"effort"`
	Needs       []string      `json:"needs"`
	Stage       rollout.Stage `json:"stage"`
	Owner       string        `json:"owner"`
}

func (s *Server) apiPutFeature(c echo.Context) error {
	b, err := decode[featureBody](c)
	if err != nil {
		return err
	}
	f, err := s.Rollouts.SaveFeature(c.Request().Context(), rollout.Feature{
		Key: c.Param("key"), Name: b.Name, Description: b.Description, Effort: b.Effort, Needs: b.Needs, Stage: b.Stage, Owner: b.Owner,
	})
	return ok(c, f, err)
}

func (s *Server) apiFeature(c echo.Context) error {
	f, err := s.Rollouts.Feature(c.Request().Context(), c.Param("key"))
	return ok(c, f, err)
}

func (s *Server) apiFeatures(c echo.Context) error {
	all, err := s.Rollouts.Features(c.Request().Context())
	return ok(c, listOf(base.Page[rollout.Feature]{Items: all}, func(f rollout.Feature) rollout.Feature { return f }), err)
}

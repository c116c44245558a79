package portal

import (
	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/rollout"
	"soundings/web/page"
)

// featureBody is what PUT /features/{key} takes: a feature without its key.
type featureBody struct {
	Name        base.Words    `json:"name" rule:"required"`
	Description base.Words    `json:"description"`
	Effort      float64       `json:"effort" rule:"min=0,max=1000000"`
	Needs       []string      `json:"needs"`
	Stage       rollout.Stage `json:"stage" rule:"omitempty,oneof=idea planned beta live retired"`
	Owner       string        `json:"owner" rule:"max=100"`
}

// APIPutFeature adds a feature or replaces it.
func (s *Features) APIPutFeature(c echo.Context) error {
	b, err := page.Decode[featureBody](c)
	if err != nil {
		return err
	}
	f, err := s.Rollouts.SaveFeature(c.Request().Context(), rollout.Feature{
		Key: c.Param("key"), Name: b.Name, Description: b.Description, Effort: b.Effort, Needs: b.Needs, Stage: b.Stage, Owner: b.Owner,
	})
	return page.OK(c, f, err)
}

// APIFeature returns one feature.
func (s *Features) APIFeature(c echo.Context) error {
	f, err := s.Rollouts.Feature(c.Request().Context(), c.Param("key"))
	return page.OK(c, f, err)
}

// APIFeatures lists all features.
func (s *Features) APIFeatures(c echo.Context) error {
	all, err := s.Rollouts.Features(c.Request().Context())
	return page.OK(c, page.ListOf(base.Page[rollout.Feature]{Items: all}, func(f rollout.Feature) rollout.Feature { return f }), err)
}

package portal

import (
	"context"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/rollout"
	"soundings/web/page"
)

func (s *Features) ListFeatures(c echo.Context) error { return s.Show(c, s.featuresPage) }

func (s *Features) featuresPage(c echo.Context, frame page.Page) (page.View, error) {
	ctx := c.Request().Context()
	all, err := s.Rollouts.Features(ctx)
	if err != nil {
		return nil, err
	}
	rollouts, err := s.Rollouts.Rollouts(ctx, "")
	if err != nil {
		return nil, err
	}
	names, err := s.cohortNames(ctx)
	if err != nil {
		return nil, err
	}
	shares := map[string][]page.Link{}
	for _, r := range rollouts {
		text := frame.T("features.share_of", "Cohort", names[r.Cohort], "Percent", r.Percent.String())
		shares[r.Feature] = append(shares[r.Feature], page.Link{Text: text, Href: page.RolloutHref(r.Feature, r.Cohort)})
	}
	some := page.Cut(all, c.QueryParam("after"), func(f rollout.Feature) string { return f.Key })
	v := FeaturesPage{
		Page: frame, Pager: frame.PagerOf(c, some.Next), Stages: stageOptions(frame, rollout.Idea), Needable: needOptions(frame, all, rollout.Feature{}),
	}
	for _, f := range some.Items {
		row := FeatureRow{Key: f.Key, Name: f.Name.In(frame.Lang()), Href: page.FeatureHref(f.Key), Stage: stageBadge(frame, f.Stage), Effort: effortText(f), Owner: f.Owner}
		if f.Stage == rollout.Beta {
			row.Shares = shares[f.Key]
		}
		v.Rows = append(v.Rows, row)
	}
	return v, nil
}

// cohortNames returns the names of all cohorts by id.
func (s *Features) cohortNames(ctx context.Context) (map[string]string, error) {
	all, err := s.Cohorts.Cohorts(ctx)
	names := make(map[string]string, len(all))
	for _, c := range all {
		names[c.ID] = c.Name
	}
	return names, err
}

// AddFeature adds a feature whose key nobody has.
func (s *Features) AddFeature(c echo.Context) error {
	ctx := c.Request().Context()
	f, err := typedFeature(c, c.FormValue("key"))
	if _, known := s.Rollouts.Feature(ctx, f.Key); err == nil && known == nil {
		err = page.Invalid("key", "features.key_taken")
	}
	if err == nil {
		f, err = s.Rollouts.SaveFeature(ctx, f)
	}
	if err != nil {
		return s.Again(c, "/features", page.Renamed(err, featureFields), s.featuresPage)
	}
	return s.Done(c, page.FeatureHref(f.Key), "flash.feature_added")
}

func (s *Features) SaveFeature(c echo.Context) error {
	ctx, key := c.Request().Context(), c.Param("key")
	if _, err := s.Rollouts.Feature(ctx, key); err != nil {
		return err
	}
	f, err := typedFeature(c, key)
	if err == nil {
		_, err = s.Rollouts.SaveFeature(ctx, f)
	}
	if err != nil {
		return s.Again(c, page.FeatureHref(key), page.Renamed(err, featureFields), s.featurePage)
	}
	return s.Done(c, page.FeatureHref(key), "flash.feature_saved")
}

func (s *Features) ShowFeature(c echo.Context) error { return s.Show(c, s.featurePage) }

func (s *Features) featurePage(c echo.Context, frame page.Page) (page.View, error) {
	ctx := c.Request().Context()
	f, err := s.Rollouts.Feature(ctx, c.Param("key"))
	if err != nil {
		return nil, err
	}
	all, err := s.Rollouts.Features(ctx)
	if err != nil {
		return nil, err
	}
	if frame.Form.Values == nil {
		frame.Form.Values = featureValues(f)
	}
	v := FeaturePage{
		Page: frame, Key: f.Key, Name: f.Name.In(frame.Lang()), About: f.Description.In(frame.Lang()), Stage: stageBadge(frame, f.Stage),
		Since: frame.Day(f.Since), Effort: effortText(f), Owner: f.Owner, Stages: stageOptions(frame, f.Stage), Needable: needOptions(frame, all, f),
	}
	for _, other := range all {
		row := NeedRow{page.Link{Text: other.Name.In(frame.Lang()), Href: page.FeatureHref(other.Key)}, stageBadge(frame, other.Stage)}
		if slices.Contains(f.Needs, other.Key) {
			v.Needs = append(v.Needs, row)
		}
		if slices.Contains(other.Needs, f.Key) {
			v.NeededBy = append(v.NeededBy, row)
		}
	}
	if err := s.addRollouts(ctx, &v, f); err != nil {
		return nil, err
	}
	if err := s.addAround(ctx, &v); err != nil {
		return nil, err
	}
	v.Next = v.nextStep(f)
	return v, nil
}

// addRollouts shows each rollout of a feature, and offers the cohorts that have none.
func (s *Features) addRollouts(ctx context.Context, v *FeaturePage, f rollout.Feature) error {
	rollouts, err := s.Rollouts.Rollouts(ctx, f.Key)
	if err != nil {
		return err
	}
	there := map[string]bool{}
	for _, r := range rollouts {
		there[r.Cohort] = true
	}
	all, err := s.Cohorts.Cohorts(ctx)
	if err != nil {
		return err
	}
	names := map[string]string{}
	for _, c := range all {
		names[c.ID] = c.Name
		if !there[c.ID] {
			v.Cohorts = append(v.Cohorts, page.Option{Value: c.ID, Text: c.Name})
		}
	}
	for _, r := range rollouts {
		card, err := s.rolloutCard(ctx, v.Page, f, r, names[r.Cohort])
		if err != nil {
			return err
		}
		v.Rollouts = append(v.Rollouts, card)
	}
	return nil
}

// nextStep returns what the main button of a feature's page leads to, for who may change things.
func (p FeaturePage) nextStep(f rollout.Feature) page.Link {
	switch {
	case !p.Writes():
		return page.Link{}
	case f.Stage == rollout.Idea || f.Stage == rollout.Planned && len(p.Rollouts) > 0:
		return page.Link{Text: p.T("features.begin"), Href: "#edit"}
	case len(p.Rollouts) == 0 && len(p.Cohorts) > 0 && (f.Stage == rollout.Beta || f.Stage == rollout.Planned):
		return page.Link{Text: p.T("features.roll_out"), Href: "#new"}
	case len(p.Rollouts) == 1 && f.Stage == rollout.Beta:
		return p.Rollouts[0].Next
	}
	return page.Link{}
}

// ChooseRollout leads to the rollout to a cohort that was chosen in a form.
func (s *Features) ChooseRollout(c echo.Context) error {
	cohort, err := s.Cohorts.Cohort(c.Request().Context(), c.QueryParam("cohort"))
	if err != nil {
		return err
	}
	if _, err := s.Rollouts.Feature(c.Request().Context(), c.Param("key")); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, page.RolloutHref(c.Param("key"), cohort.ID))
}

package web

import (
	"context"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/rollout"
)

func (s *Server) listFeatures(c echo.Context) error { return s.show(c, s.featuresPage) }

func (s *Server) featuresPage(c echo.Context, page Page) (View, error) {
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
	shares := map[string][]Link{}
	for _, r := range rollouts {
		text := page.T("features.share_of", "Cohort", names[r.Cohort], "Percent", r.Percent.String())
		shares[r.Feature] = append(shares[r.Feature], Link{text, rolloutHref(r.Feature, r.Cohort)})
	}
	some := cut(all, c.QueryParam("after"), func(f rollout.Feature) string { return f.Key })
	v := FeaturesPage{
		Page: page, Pager: page.pager(c, some.Next), Stages: stageOptions(page, rollout.Idea), Needable: needOptions(page, all, rollout.Feature{}),
	}
	for _, f := range some.Items {
		row := FeatureRow{Key: f.Key, Name: f.Name.In(page.Lang()), Href: featureHref(f.Key), Stage: page.stageBadge(f.Stage), Effort: effortText(f), Owner: f.Owner}
		if f.Stage == rollout.Beta {
			row.Shares = shares[f.Key]
		}
		v.Rows = append(v.Rows, row)
	}
	return v, nil
}

func featureHref(key string) string { return "/features/" + key }

func rolloutHref(feature, cohort string) string { return featureHref(feature) + "/rollouts/" + cohort }

// cohortNames returns the names of all cohorts by id.
func (s *Server) cohortNames(ctx context.Context) (map[string]string, error) {
	all, err := s.Cohorts.Cohorts(ctx)
	names := make(map[string]string, len(all))
	for _, c := range all {
		names[c.ID] = c.Name
	}
	return names, err
}

// addFeature adds a feature whose key nobody has.
func (s *Server) addFeature(c echo.Context) error {
	ctx := c.Request().Context()
	f, err := typedFeature(c, c.FormValue("key"))
	if _, known := s.Rollouts.Feature(ctx, f.Key); err == nil && known == nil {
		err = invalid("key", "features.key_taken")
	}
	if err == nil {
		f, err = s.Rollouts.SaveFeature(ctx, f)
	}
	if err != nil {
		return s.again(c, "/features", renamed(err, featureFields), s.featuresPage)
	}
	return s.done(c, featureHref(f.Key), "flash.feature_added")
}

func (s *Server) saveFeature(c echo.Context) error {
	ctx, key := c.Request().Context(), c.Param("key")
	if _, err := s.Rollouts.Feature(ctx, key); err != nil {
		return err
	}
	f, err := typedFeature(c, key)
	if err == nil {
		_, err = s.Rollouts.SaveFeature(ctx, f)
	}
	if err != nil {
		return s.again(c, featureHref(key), renamed(err, featureFields), s.featurePage)
	}
	return s.done(c, featureHref(key), "flash.feature_saved")
}

func (s *Server) showFeature(c echo.Context) error { return s.show(c, s.featurePage) }

func (s *Server) featurePage(c echo.Context, page Page) (View, error) {
	ctx := c.Request().Context()
	f, err := s.Rollouts.Feature(ctx, c.Param("key"))
	if err != nil {
		return nil, err
	}
	all, err := s.Rollouts.Features(ctx)
	if err != nil {
		return nil, err
	}
	if page.Form.Values == nil {
		page.Form.Values = featureValues(f)
	}
	v := FeaturePage{
		Page: page, Key: f.Key, Name: f.Name.In(page.Lang()), About: f.Description.In(page.Lang()), Stage: page.stageBadge(f.Stage),
		Since: page.date(f.Since), Effort: effortText(f), Owner: f.Owner, Stages: stageOptions(page, f.Stage), Needable: needOptions(page, all, f),
	}
	for _, other := range all {
		row := NeedRow{Link{other.Name.In(page.Lang()), featureHref(other.Key)}, page.stageBadge(other.Stage)}
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
func (s *Server) addRollouts(ctx context.Context, v *FeaturePage, f rollout.Feature) error {
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
			v.Cohorts = append(v.Cohorts, Option{Value: c.ID, Text: c.Name})
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
func (p FeaturePage) nextStep(f rollout.Feature) Link {
	switch {
	case !p.Writes():
		return Link{}
	case f.Stage == rollout.Idea || f.Stage == rollout.Planned && len(p.Rollouts) > 0:
		return Link{p.T("features.begin"), "#edit"}
	case len(p.Rollouts) == 0 && len(p.Cohorts) > 0 && (f.Stage == rollout.Beta || f.Stage == rollout.Planned):
		return Link{p.T("features.roll_out"), "#new"}
	case len(p.Rollouts) == 1 && f.Stage == rollout.Beta:
		return p.Rollouts[0].Next
	}
	return Link{}
}

// chooseRollout leads to the rollout to a cohort that was chosen in a form.
func (s *Server) chooseRollout(c echo.Context) error {
	cohort, err := s.Cohorts.Cohort(c.Request().Context(), c.QueryParam("cohort"))
	if err != nil {
		return err
	}
	if _, err := s.Rollouts.Feature(c.Request().Context(), c.Param("key")); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, rolloutHref(c.Param("key"), cohort.ID))
}

// sees lists what a participant sees of the features that anybody sees.
func (s *Server) sees(ctx context.Context, page Page, ref string) ([]SeesRow, error) {
	all, err := s.Rollouts.Sees(ctx, ref)
	if err != nil {
		return nil, err
	}
	features, err := s.Rollouts.Features(ctx)
	if err != nil {
		return nil, err
	}
	names := map[string]base.Words{}
	for _, f := range features {
		names[f.Key] = f.Name
	}
	var rows []SeesRow
	for _, e := range all {
		if e.Reason == rollout.ReasonDisabled {
			continue
		}
		rows = append(rows, SeesRow{Link{names[e.Key].In(page.Lang()), featureHref(e.Key)}, page.seesBadge(e.On), page.T(whyIDs[e.Reason])})
	}
	return rows, nil
}

package portal

import (
	"context"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/rollout"
	"soundings/web/page"
)

// FeaturesPage lists features. Its form adds one, with the fields of FeaturePage and "key".
type FeaturesPage struct {
	page.Page
	Rows     []featureRow
	Pager    page.Pager
	Stages   []page.Option
	Needable []page.Option // features that a new one may need
}

// Template returns the name of the page's template.
func (FeaturesPage) Template() string { return "portal/features" }

// featureRow is one feature in a list.
type featureRow struct {
	Key    string
	Name   string
	Href   string
	Stage  page.Badge
	Shares []page.Link // one for each cohort: "First testers: 25%"
	Effort string
	Owner  string
}

// ListFeatures shows the list of features.
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
	names, err := s.cohortNames(ctx, frame.Lang())
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
		row := featureRow{
			Key: f.Key, Name: f.Name.In(frame.Lang()), Href: page.FeatureHref(f.Key), Stage: stageBadge(frame, f.Stage), Effort: effortText(f), Owner: f.Owner,
		}
		if f.Stage == rollout.Beta {
			row.Shares = shares[f.Key]
		}
		v.Rows = append(v.Rows, row)
	}
	return v, nil
}

// cohortNames returns the names of all cohorts by id, in a language.
func (s *Features) cohortNames(ctx context.Context, language string) (map[string]string, error) {
	all, err := s.Cohorts.Cohorts(ctx)
	if err != nil {
		return nil, err
	}
	names := make(map[string]string, len(all))
	for _, c := range all {
		names[c.ID] = c.Name.In(language)
	}
	return names, nil
}

// AddFeature adds a feature under a key that is free.
func (s *Features) AddFeature(c echo.Context) error {
	ctx := c.Request().Context()
	f, err := typedFeature(c, c.FormValue("key"))
	if err = page.Together(err, s.checkFree(ctx, f.Key)); err != nil {
		err = page.Besides(err, s.Rollouts.CheckFeature(ctx, f))
	} else {
		f, err = s.Rollouts.SaveFeature(ctx, f)
	}
	if err != nil {
		return s.Again(c, "/features", featureRefusal(err), s.featuresPage)
	}
	return s.Done(c, page.FeatureHref(f.Key), "flash.feature_added")
}

// checkFree refuses a key that a feature has.
func (s *Features) checkFree(ctx context.Context, key string) error {
	switch _, err := s.Rollouts.Feature(ctx, key); {
	case err == nil:
		return page.Invalid("key", "features.key_taken")
	case !base.IsCode(err, base.NotFound):
		return err
	}
	return nil
}

package portal

import (
	"context"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/plan"
	"soundings/cohorts/rollout"
	"soundings/web/page"
)

// FeaturePage shows one feature with its rollouts. Its form has the fields "name.en", "name.es", "description.en",
// "description.es", "stage", "effort", "needs" (several) and "owner".
type FeaturePage struct {
	page.Page
	Key      string
	Name     string
	About    string
	Stage    page.Badge
	Since    string
	Next     page.Link // the next step; empty: none
	Effort   string
	Owner    string
	Needs    []needRow
	NeededBy []needRow
	Rollouts []rolloutCard
	Cohorts  []page.Option // those without a rollout of it
	Stages   []page.Option
	Needable []page.Option // features that it may need
	Around   []charterKind // its entries in the charter

	Ready     []readyRow // what it must have before its rollouts move
	Workflows []workflowRow
}

// Template returns the name of the page's template.
func (FeaturePage) Template() string { return "portal/feature" }

// Row returns an entry as a line of the page.
func (p FeaturePage) Row(row charterRow) ticking { return ticking{row, p.Writes()} }

// nextStep returns the main button of the page: what comes next for the feature. There is none for those who may only look.
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

// needRow is a feature that another one needs, or that needs it.
type needRow struct {
	Feature page.Link
	Stage   page.Badge
}

// ShowFeature shows one feature with its rollouts.
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
		row := needRow{page.Link{Text: other.Name.In(frame.Lang()), Href: page.FeatureHref(other.Key)}, stageBadge(frame, other.Stage)}
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
	if err := s.addReady(ctx, &v); err != nil {
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
		names[c.ID] = c.Name.In(v.Lang())
		if !there[c.ID] {
			v.Cohorts = append(v.Cohorts, page.Option{Value: c.ID, Text: names[c.ID]})
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

// addAround shows the entries of the charter about the feature.
func (s *Room) addAround(ctx context.Context, v *FeaturePage) error {
	names, _, err := s.featureNames(ctx, v.Lang())
	if err != nil {
		return err
	}
	entries, err := s.Plans.EntriesAbout(ctx, v.Key)
	if err != nil {
		return err
	}
	for i := range entries {
		entries[i].Feature = "" // the page is about it
	}
	for _, kind := range plan.Kinds() {
		of := slices.DeleteFunc(slices.Clone(entries), func(e plan.Entry) bool { return e.Kind != kind })
		if len(of) > 0 {
			v.Around = append(v.Around, s.charterKind(v.Page, names, kind, of))
		}
	}
	return nil
}

// SaveFeature saves what the form of a feature says.
func (s *Features) SaveFeature(c echo.Context) error {
	ctx, key := c.Request().Context(), c.Param("key")
	if _, err := s.Rollouts.Feature(ctx, key); err != nil {
		return err
	}
	f, err := typedFeature(c, key)
	if err != nil {
		err = page.Besides(err, s.Rollouts.CheckFeature(ctx, f))
	} else {
		_, err = s.Rollouts.SaveFeature(ctx, f)
	}
	if err != nil {
		return s.Again(c, page.FeatureHref(key), featureRefusal(err), s.featurePage)
	}
	return s.Done(c, page.FeatureHref(key), "flash.feature_saved")
}

// ChooseRollout redirects to the rollout to the cohort that was chosen in a form.
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

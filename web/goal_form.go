package web

import (
	"context"
	"math"
	"slices"
	"strings"

	"soundings/cohorts/base"
	"soundings/cohorts/plan"
	"soundings/surveys"
)

// goalOf is what a goal can be of, each with its name and, first, nothing.
type goalOf struct {
	Figures, Features, Surveys, Cohorts []Option
}

// goalChoices returns what the form of a goal offers.
func (s *Server) goalChoices(ctx context.Context, page Page, features []Option) (goalOf, error) {
	none := func(text string) []Option { return []Option{{Text: page.T(text)}} }
	of := goalOf{Features: slices.Concat(none("plans.goal_portal"), features), Surveys: none("plans.goal_no_survey"), Cohorts: none("plans.goal_reported")}
	for _, f := range plan.Figures() {
		of.Figures = append(of.Figures, Option{Value: string(f), Text: page.T("plans.figure_unit", "Figure", page.figureName(f), "Unit", page.T("plans.unit."+unitOf(f)))})
	}
	asked, err := s.Surveys.Surveys(ctx)
	if err != nil {
		return of, err
	}
	for _, v := range asked {
		if v.State != surveys.Draft {
			of.Surveys = append(of.Surveys, Option{Value: v.ID, Text: v.Title.In(page.Lang())})
		}
	}
	all, err := s.Cohorts.Cohorts(ctx)
	for _, c := range all {
		of.Cohorts = append(of.Cohorts, Option{Value: c.ID, Text: c.Name})
	}
	return of, err
}

// checkGoalOf refuses a goal of a feature, survey or cohort that is not there.
func (s *Server) checkGoalOf(ctx context.Context, e plan.Entry) error {
	if e.Kind != plan.Goal {
		return nil
	}
	var errs []error
	look := func(field, id, text string, err error) {
		if id != "" && base.IsCode(err, base.NotFound) {
			errs = append(errs, invalid(field, text, "Key", id))
		} else if id != "" {
			errs = append(errs, err)
		}
	}
	_, err := s.Rollouts.Feature(ctx, e.Feature)
	look("feature", e.Feature, "feature.unknown", err)
	_, err = s.Surveys.Survey(ctx, e.Survey)
	look("survey", e.Survey, "survey.unknown", err)
	_, err = s.Cohorts.Cohort(ctx, e.Cohort)
	look("cohort", e.Cohort, "cohort.unknown", err)
	return together(errs...)
}

// unitOf names the unit in which a figure's target is typed.
func unitOf(f plan.Figure) string {
	switch {
	case f.Share():
		return "percent"
	case f == plan.Score:
		return "score"
	}
	return "people"
}

// figureName says what a goal measures; of one that nobody measures what was written.
func (p Page) figureName(f plan.Figure) string {
	if !f.Known() {
		return p.T("plans.not_measured", "Figure", string(f))
	}
	return p.T("plans.figure." + string(f))
}

// target writes a target as it was typed, with its unit.
func (p Page) target(f plan.Figure, typed float64) string {
	decimals := 0
	if typed != math.Trunc(typed) {
		decimals = 1
	}
	if f.Share() {
		return p.T("plans.percent", "Number", p.Number(typed, decimals))
	}
	return p.Number(typed, decimals)
}

// goalAbout says what a goal is of, with the names of survey and cohort.
func (p Page) goalAbout(of goalOf, e plan.Entry) string {
	about := []string{p.T("plans.target_of", "Figure", p.figureName(e.Figure), "Target", p.target(e.Figure, e.Target))}
	for _, one := range []struct {
		id    string
		names []Option
	}{{e.Feature, of.Features}, {e.Survey, of.Surveys}, {e.Cohort, of.Cohorts}} {
		if one.id != "" {
			about = append(about, nameIn(one.names, one.id))
		}
	}
	return strings.Join(about, " · ")
}

// nameIn returns what an option is called; its value where there is none.
func nameIn(options []Option, value string) string {
	for _, o := range options {
		if o.Value == value {
			return o.Text
		}
	}
	return value
}

package portal

import (
	"context"
	"slices"
	"strings"

	"soundings/cohorts/base"
	"soundings/cohorts/plan"
	"soundings/surveys"
	"soundings/web/page"
)

// goalSubjects are what a goal can be about. All but the figures begin with the choice of none.
type goalSubjects struct {
	Figures, Features, Surveys, Cohorts []page.Option
}

// goalChoices returns what the fields of a goal offer.
func (s *Charter) goalChoices(ctx context.Context, frame page.Page, features []page.Option) (goalSubjects, error) {
	none := func(text string) []page.Option { return []page.Option{{Text: frame.T(text)}} }
	of := goalSubjects{Features: slices.Concat(none("plans.goal_portal"), features), Surveys: none("plans.goal_no_survey"), Cohorts: none("plans.goal_reported")}
	for _, f := range plan.Figures() {
		unit := frame.T("plans.unit." + unitOf(f))
		of.Figures = append(of.Figures, page.Option{Value: string(f), Text: frame.T("plans.figure_unit", "Figure", frame.FigureName(f), "Unit", unit)})
	}
	asked, err := s.Surveys.Surveys(ctx)
	if err != nil {
		return of, err
	}
	for _, v := range asked {
		if v.State != surveys.Draft {
			of.Surveys = append(of.Surveys, page.Option{Value: v.ID, Text: v.Title.In(frame.Lang())})
		}
	}
	all, err := s.Cohorts.Cohorts(ctx)
	if err != nil {
		return of, err
	}
	for _, c := range all {
		of.Cohorts = append(of.Cohorts, page.Option{Value: c.ID, Text: c.Name.In(frame.Lang())})
	}
	return of, nil
}

// checkGoal refuses a goal about a feature, survey or cohort that does not exist.
func (s *Charter) checkGoal(ctx context.Context, e plan.Entry) error {
	if e.Kind != plan.Goal {
		return nil
	}
	var errs []error
	look := func(field, id, text string, err error) {
		if id != "" && base.IsCode(err, base.NotFound) {
			errs = append(errs, page.Invalid(field, text, "Key", id))
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
	return page.Together(errs...)
}

// unitOf returns the unit in which a figure's target is typed.
func unitOf(f plan.Figure) string {
	switch {
	case f.Share():
		return "percent"
	case f == plan.Score:
		return "score"
	}
	return "people"
}

// goalAbout says what a goal is about, with the names of survey and cohort.
func goalAbout(p page.Page, of goalSubjects, e plan.Entry) string {
	about := []string{p.T("plans.target_of", "Figure", p.FigureName(e.Figure), "Target", p.Target(e.Figure, e.Target))}
	for _, one := range []struct {
		id    string
		names []page.Option
	}{{e.Feature, of.Features}, {e.Survey, of.Surveys}, {e.Cohort, of.Cohorts}} {
		if one.id != "" {
			about = append(about, nameIn(one.names, one.id))
		}
	}
	return strings.Join(about, " · ")
}

// nameIn returns the text of the option with a value, or the value where no option has it.
func nameIn(options []page.Option, value string) string {
	for _, o := range options {
		if o.Value == value {
			return o.Text
		}
	}
	return value
}

package people

import (
	"context"
	"slices"
	"strings"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/web/page"
)

// compareRow is one stratum: how many and which share it is of the population, those selected, agreed and answered.
type compareRow struct {
	Name  string
	Cells [4]string
}

// compare adds to the page of a cohort how the people selected, agreed and answered look beside the population, by the strata
// of the latest draw that had some.
func (s *Cohorts) compare(ctx context.Context, v *CohortPage, cohort cohorts.Cohort) error {
	draws, err := s.Cohorts.Draws(ctx, cohort.ID)
	if err != nil {
		return err
	}
	showDraws(v, draws)
	for _, d := range draws {
		if len(d.Rule.Stratify) > 0 {
			return s.compareDraw(ctx, v, cohort, d)
		}
	}
	return nil
}

func (s *Cohorts) compareDraw(ctx context.Context, v *CohortPage, cohort cohorts.Cohort, d cohorts.Draw) error {
	counts, err := s.Cohorts.StrataCounts(ctx, cohort.ID)
	if err != nil {
		return err
	}
	answered, survey, err := s.answeredByStratum(ctx, v.Page, cohort.ID)
	if err != nil {
		return err
	}
	v.Compared = v.T("compare.about", "Date", v.Day(d.At), "Seed", d.Seed)
	if survey != "" {
		v.Answered = v.T("compare.answered_of", "Survey", survey)
	}
	columns := [4][]int{}
	for _, in := range d.Strata {
		of := counts[in.Name]
		ever := counts.Active(in.Name) + of[cohorts.Declined] + of[cohorts.Withdrawn]
		for i, n := range []int{in.Population, ever, of[cohorts.Agreed] + of[cohorts.Graduated], answered[in.Name]} {
			columns[i] = append(columns[i], n)
		}
	}
	for i, in := range d.Strata {
		row := compareRow{Name: v.StratumName(d.Rule.Stratify, in.Values)}
		for n, column := range columns {
			row.Cells[n] = v.T("compare.cell", "N", v.Int(column[i]), "Share", v.Percent(ratio(column[i], total(column))))
		}
		v.Compare = append(v.Compare, row)
	}
	return nil
}

// total returns the sum of counts.
func total(counts []int) int {
	n := 0
	for _, m := range counts {
		n += m
	}
	return n
}

// answeredByStratum returns how many answered the latest survey of a cohort, by stratum, and what the survey is called. Those
// who may not read answers are told of none: a stratum may be one person.
func (s *Cohorts) answeredByStratum(ctx context.Context, frame page.Page, cohort string) (map[string]int, string, error) {
	if !frame.Writes() {
		return nil, "", nil
	}
	all, err := s.Surveys.Surveys(ctx)
	if err != nil {
		return nil, "", err
	}
	for _, survey := range all {
		if survey.Anonymous || !slices.Contains(survey.Audience, cohort) { // of an anonymous one nobody knows who answered
			continue
		}
		counts, err := s.Contact.Counts(ctx, contact.ForSurvey, survey.ID)
		if err != nil {
			return nil, "", err
		}
		found := map[string]int{}
		for key, n := range counts.Strata {
			if in, stratum, _ := strings.Cut(key, "/"); in == cohort {
				found[stratum] = n
			}
		}
		return found, survey.Title.In(frame.Lang()), nil
	}
	return nil, "", nil
}

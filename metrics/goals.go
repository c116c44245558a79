package metrics

import (
	"context"
	"fmt"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/cohorts/plan"
	"soundings/surveys"
)

// GoalStatus says how a figure stands against its goal.
type GoalStatus string

// The statuses of a goal. Behind is one that would miss its target if the figure went on changing until the goal's day as
// it did in the last four weeks; where no earlier figure is known a goal is on the way until its day.
const (
	Reached    GoalStatus = "reached"
	OnTheWay   GoalStatus = "on_the_way"
	Behind     GoalStatus = "behind"
	Overdue    GoalStatus = "overdue"
	Unmeasured GoalStatus = "unmeasured" // there is no figure: none that reports know, withheld, or not known of a past day
)

// GoalStatuses returns them, the best first.
func GoalStatuses() []GoalStatus { return []GoalStatus{Reached, OnTheWay, Behind, Overdue, Unmeasured} }

// GoalReport is a goal of the charter held against its figure at the end of the period.
type GoalReport struct {
	ID      string      `json:"id"`
	Title   string      `json:"title"`
	Figure  plan.Figure `json:"figure"`
	Feature string      `json:"feature,omitempty"` // what it is of
	Survey  string      `json:"survey,omitempty"`
	Cohort  string      `json:"cohort,omitempty"` // empty: a survey's
	Now     *float64    `json:"now"`              // people, a share from 0 to 1, or a score; nil: not measured
	Target  float64     `json:"target"`           // the same
	By      Day         `json:"by"`
	Owner   string      `json:"owner"`
	Status  GoalStatus  `json:"standing"`
}

// Release is a release of the vendor's.
type Release struct {
	Day   Day    `json:"day"`
	Title string `json:"title"`
}

// paceOver is over how many days a goal's pace is taken.
const paceOver = 28

// charter holds the goals against their figures, and fills in the releases of the period.
func (at reading) charter(ctx context.Context, r *Report, t Tally) error {
	r.Goals, r.Releases = []GoalReport{}, []Release{}
	if at.s.Plans == nil {
		return nil
	}
	goals, err := at.s.Plans.Entries(ctx, plan.Goal)
	if err != nil {
		return err
	}
	if r.Goals, err = (measuring{reading: at, tallies: map[string]Tally{r.Cohort: t}}).goals(ctx, goals, r.Cohort, r.To); err != nil {
		return err
	}
	releases, err := at.s.Plans.Entries(ctx, plan.Release)
	if err != nil {
		return err
	}
	for _, e := range releases {
		if d := dayOf(e.Date); r.From <= d && d <= r.To {
			r.Releases = append(r.Releases, Release{d, e.Title})
		}
	}
	return nil
}

// Goals returns the goals of the charter held against their figures of today. It reads what they name and nothing else.
func (s *Service) Goals(ctx context.Context) ([]GoalReport, error) {
	goals, err := s.Plans.Entries(ctx, plan.Goal)
	if err != nil || len(goals) == 0 {
		return nil, err
	}
	zone, err := s.Zone(ctx)
	if err != nil {
		return nil, err
	}
	at, err := s.reading(ctx, zone)
	if err != nil {
		return nil, err
	}
	return at.goals(ctx, goals, map[string]Tally{})
}

// goals holds goals of the charter against their figures of today; tallies are those that were read already.
func (at reading) goals(ctx context.Context, goals []plan.Entry, tallies map[string]Tally) ([]GoalReport, error) {
	cohort, err := at.s.reported(ctx, "")
	if err != nil && !base.IsCode(err, base.NotFound) { // without a cohort there are goals of surveys
		return nil, err
	}
	return measuring{reading: at, tallies: tallies}.goals(ctx, goals, cohort.ID, at.today)
}

// goals holds goals against their figures of a day; those that name no cohort are of this one.
func (m measuring) goals(ctx context.Context, goals []plan.Entry, cohort string, d Day) ([]GoalReport, error) {
	all := []GoalReport{}
	for _, e := range goals {
		if e.Cohort == "" && !e.Figure.OfSurvey() {
			e.Cohort = cohort
		}
		g, err := m.goal(ctx, e, d)
		if err != nil {
			return nil, err
		}
		all = append(all, g)
	}
	return all, nil
}

// measuring measures the goals of one report.
type measuring struct {
	reading
	tallies map[string]Tally // by cohort; nil: there is no such cohort
}

func (m measuring) goal(ctx context.Context, e plan.Entry, d Day) (GoalReport, error) {
	g := GoalReport{
		ID: e.ID, Title: e.Title, Figure: e.Figure, Feature: e.Feature, Survey: e.Survey, Cohort: e.Cohort, Target: e.Target, By: dayOf(e.Date), Owner: e.Owner,
	}
	if e.Figure.Share() {
		g.Target /= 100
	}
	var before *float64
	var err error
	if g.Now, err = m.figure(ctx, e, d); err != nil {
		return g, err
	}
	if g.Now != nil && !e.Figure.OfSurvey() && d <= g.By && *g.Now < g.Target {
		if before, err = m.figure(ctx, e, d-paceOver); err != nil {
			return g, err
		}
	}
	g.stand(before, d)
	return g, nil
}

// stand settles how a goal stands on a day; before is the figure of paceOver days earlier, nil if that is not known.
func (g *GoalReport) stand(before *float64, today Day) {
	switch {
	case g.Now == nil:
		g.Status = Unmeasured
	case *g.Now >= g.Target:
		g.Status = Reached
	case today > g.By:
		g.Status = Overdue
	case before != nil && *g.Now+(*g.Now-*before)/paceOver*float64(g.By-today) < g.Target:
		g.Status = Behind
	default:
		g.Status = OnTheWay
	}
}

// figure returns what a goal measures, at the end of a day; nil where that is not known.
func (m measuring) figure(ctx context.Context, e plan.Entry, d Day) (*float64, error) {
	if e.Figure.OfSurvey() {
		return m.ofSurvey(ctx, e, d)
	}
	t, err := m.tally(ctx, e.Cohort)
	if err != nil || t == nil {
		return nil, err
	}
	count := func(measure Measure) *float64 { n := float64(t.On(Portal, measure, d)); return &n }
	switch e.Figure {
	case plan.Active7:
		return count(Active7), nil
	case plan.Active28:
		return count(Active28), nil
	case plan.EnrolledShare:
		return shareOf(t.upTo(Portal, Enrolled, d), t.upTo(Portal, Agreed, d)), nil
	case plan.FirstUse:
		return t.firstUse(e.Feature, d).Within28, nil
	case plan.FeatureShare:
		return m.featureShare(ctx, e, t, d)
	}
	return nil, nil
}

// featureShare returns the share of those who see a feature who used it in the week that ends with a day.
func (m measuring) featureShare(ctx context.Context, e plan.Entry, t Tally, d Day) (*float64, error) {
	exposed, err := m.exposed(ctx, e.Cohort, t.agreedOn(d), d)
	if err != nil {
		return nil, err
	}
	users, err := m.users(ctx, cohortDay{e.Cohort, d}, t)
	if err != nil {
		return nil, err
	}
	n, known := users[e.Feature]
	if !known {
		return nil, nil
	}
	return shareOf(n, exposed[e.Feature]), nil
}

// tally returns what members of a cohort did; nil where there is no such cohort.
func (m measuring) tally(ctx context.Context, cohort string) (Tally, error) {
	if t, known := m.tallies[cohort]; known {
		return t, nil
	}
	switch _, err := m.s.Cohorts.Cohort(ctx, cohort); {
	case base.IsCode(err, base.NotFound):
		m.tallies[cohort] = nil
		return nil, nil
	case err != nil:
		return nil, err
	}
	t, err := m.s.Store.Adoption(ctx, cohort)
	if err != nil {
		return nil, fmt.Errorf("read what members did: %w", err)
	}
	m.tallies[cohort] = t
	return t, nil
}

// ofSurvey returns a figure of a survey, which is known of today only.
func (m measuring) ofSurvey(ctx context.Context, e plan.Entry, d Day) (*float64, error) {
	if d < m.today {
		return nil, nil
	}
	r, err := m.s.Surveys.Results(ctx, e.Survey, surveys.Viewers, "")
	if base.IsCode(err, base.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if e.Figure == plan.ResponseRate {
		if r.Floored {
			return nil, nil // how many answered an anonymous survey is not shown before it is closed
		}
		return contact.ResponseRate(r.Completed, r.Delivered), nil
	}
	for _, score := range r.Scores {
		if score.Mean != nil {
			return score.Mean, nil
		}
	}
	return nil, nil
}

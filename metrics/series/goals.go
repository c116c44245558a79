package series

import (
	"context"
	"slices"

	"soundings/cohorts/plan"
	"soundings/metrics"
)

var (
	goalValue = gauge("soundings_goal_value",
		"What a goal of the charter measures now, in its base unit: people, a share from 0 to 1, points; absent while it cannot be told.", "goal")
	goalTarget   = gauge("soundings_goal_target", "What a goal of the charter aims at, in the unit of soundings_goal_value.", "goal")
	goalDue      = gauge("soundings_goal_due_timestamp_seconds", "When the last day of a goal is over at the clinic, in seconds since 1970.", "goal")
	goalStanding = gauge("soundings_goal_standing", "Whether a goal stands so: 1 or 0.", "goal", "standing")
	goalInfo     = gauge("soundings_goal_info",
		"What a goal is called, what it measures and of what; always 1. The entry is its id in the charter.", "goal", "title", "figure", "cohort", "feature", "survey", "entry")
	goalsBy = gauge("soundings_goals", "Goals of the charter, by how they stand.", "standing")
)

// goals have no past: since when there is one, and what it aimed at before, is not kept.
var goals = subject{families: []family{goalValue, goalTarget, goalDue, goalStanding, goalInfo, goalsBy}, now: goalsNow}

// goalsNow adds each goal as reports hold it against its figure: what is drawn from answers is that of the last edition.
func goalsNow(ctx context.Context, s *Service, f *figures) error {
	zone, err := s.Figures.Zone(ctx)
	if err != nil {
		return err
	}
	titles := map[string]string{}
	for _, g := range f.adoption.Goals {
		titles[g.ID] = g.Title
	}
	labels, standing := slugs(titles, "goal"), map[metrics.GoalStatus]int{}
	for _, g := range f.adoption.Goals {
		label := labels[g.ID]
		standing[g.Status]++
		if g.Now != nil {
			f.add(goalValue, *g.Now, label)
		}
		f.add(goalTarget, g.Target, label)
		f.add(goalDue, float64(g.By.End(zone).Unix()-1), label)
		f.add(goalInfo, 1, label, g.Title, figureLabel(g.Figure), g.Cohort, g.Feature, g.Survey, g.ID)
		for _, each := range metrics.GoalStatuses() {
			f.add(goalStanding, isSo(g.Status == each), label, string(each))
		}
	}
	for _, each := range metrics.GoalStatuses() {
		f.add(goalsBy, float64(standing[each]), string(each))
	}
	return nil
}

// unknownFigure is the figure of a goal that an older program let name something else.
const unknownFigure = "other"

func figureLabel(figure plan.Figure) string {
	if !slices.Contains(plan.Figures(), figure) {
		return unknownFigure
	}
	return string(figure)
}

func isSo(so bool) float64 {
	if so {
		return 1
	}
	return 0
}

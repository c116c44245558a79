package plan

import (
	"math"
	"slices"
	"strings"

	"soundings/cohorts/base"
)

// Figure is the figure of the reports by which a goal is measured.
type Figure string

// The figures that a goal can name.
const (
	Active7       Figure = "active_7d"      // members who used the portal in the 7 days up to a day
	Active28      Figure = "active_28d"     // the same in 28 days
	EnrolledShare Figure = "enrolled_share" // members with an account in the portal, of those who agreed
	FeatureShare  Figure = "feature_share"  // members who used Feature in 7 days, of those entitled to see it
	FirstUse      Figure = "first_use_28d"  // members who used the portal, or Feature, within 28 days, of those who agreed
	ResponseRate  Figure = "response_rate"  // completed invitations to Survey, of those delivered
	Score         Figure = "score"          // the mean score of Survey, from 0 to 100
)

// Figures returns them in the order in which forms offer them.
func Figures() []Figure {
	return []Figure{Active7, Active28, EnrolledShare, FeatureShare, FirstUse, ResponseRate, Score}
}

// Known reports whether the reports have the figure. Goals saved before there was a list may name another.
func (f Figure) Known() bool { return slices.Contains(Figures(), f) }

// Share reports whether the figure is a share, with its target in percent.
func (f Figure) Share() bool { return f.Known() && !f.Count() && f != Score }

// Count reports whether the figure is a number of people.
func (f Figure) Count() bool { return f == Active7 || f == Active28 }

// OfSurvey reports whether the figure is about one survey, and so about no cohort.
func (f Figure) OfSurvey() bool { return f == ResponseRate || f == Score }

// tidyGoal returns the goal without the fields that its figure does not use.
func (e Entry) tidyGoal() Entry {
	if e.Figure != FeatureShare && e.Figure != FirstUse {
		e.Feature = ""
	}
	if e.Figure.OfSurvey() {
		e.Cohort = ""
	} else {
		e.Survey = ""
	}
	return e
}

// checkGoal returns nil, or an Invalid error that names every bad field of a goal.
func (e Entry) checkGoal() error {
	var fields []base.Field
	bad := func(name, text string, pairs ...any) {
		fields = append(fields, base.Field{Name: name, Text: base.T(text, pairs...)})
	}
	if !e.Figure.Known() {
		var all []string
		for _, f := range Figures() {
			all = append(all, string(f))
		}
		bad("figure", "error.oneof", "Choices", strings.Join(all, ", "))
	}
	if e.Figure == FeatureShare && e.Feature == "" {
		bad("feature", "error.required")
	}
	if e.Figure.OfSurvey() && e.Survey == "" {
		bad("survey", "error.required")
	}
	switch {
	case e.Figure.Share() && !(e.Target > 0 && e.Target <= 100):
		bad("target", "plan.target_percent")
	case e.Figure == Score && !(e.Target > 0 && e.Target <= 100):
		bad("target", "plan.target_score")
	case e.Figure.Count() && !(e.Target >= 1 && e.Target <= maxTarget && e.Target == math.Trunc(e.Target)):
		bad("target", "plan.target_count", "Limit", maxTarget)
	}
	return base.InvalidFields(fields...)
}

// maxTarget is the greatest target that is a number of people.
const maxTarget = 1_000_000

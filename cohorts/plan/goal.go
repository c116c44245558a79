package plan

import (
	"math"
	"slices"
	"strings"

	"soundings/cohorts/base"
)

// Figure is what a goal is measured by, as reports have it.
type Figure string

// The figures that a goal can name.
const (
	Active7       Figure = "active_7d"      // members who used the portal in the 7 days up to a day
	Active28      Figure = "active_28d"     // the same in 28 days
	EnrolledShare Figure = "enrolled_share" // of those who agreed, who has an account in the portal
	FeatureShare  Figure = "feature_share"  // of those who are exposed to Feature, who used it in 7 days
	FirstUse      Figure = "first_use_28d"  // of those who agreed, who used the portal, or Feature, within 28 days
	ResponseRate  Figure = "response_rate"  // of those whose invitation to Survey did not bounce, who answered
	Score         Figure = "score"          // the mean score of Survey, from 0 to 100
)

// Figures lists them in the order in which forms offer them.
func Figures() []Figure {
	return []Figure{Active7, Active28, EnrolledShare, FeatureShare, FirstUse, ResponseRate, Score}
}

// Known reports whether reports measure the figure. Goals that were kept before there was a list may name another.
func (f Figure) Known() bool { return slices.Contains(Figures(), f) }

// Share reports whether the figure is a share: its targets are in percent.
func (f Figure) Share() bool { return f.Known() && !f.Count() && f != Score }

// Count reports whether the figure is a number of people.
func (f Figure) Count() bool { return f == Active7 || f == Active28 }

// OfSurvey reports whether the figure is of one survey, and so of no cohort.
func (f Figure) OfSurvey() bool { return f == ResponseRate || f == Score }

// tidyGoal takes out of a goal what its figure is not of.
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

// checkGoal returns nil, or an Invalid error that names what a goal lacks.
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

// maxTarget bounds a number of people.
const maxTarget = 1_000_000

// Package evidence knows the figures that decisions of the team rest on, one file a source: what polls and surveys found, as their
// editions tell everybody on the team, how rollouts stand, and what goes wrong.
package evidence

import (
	"strings"

	"soundings/cohorts/base"
	"soundings/cohorts/plan"
	"soundings/cohorts/rollout"
	"soundings/surveys"
	"soundings/surveys/board"
	"soundings/surveys/polls"
)

// offered is how many of its grounds a source offers.
const offered = 12

// Of returns every source over the services that know the figures.
func Of(p *polls.Service, s *surveys.Service, r *rollout.Service, b *board.Service) []plan.Source {
	return []plan.Source{Polls{p}, Surveys{s}, Rollouts{r}, Bumps{b, r}}
}

// ground returns a ground without figures.
func ground(source, of string, title base.Words) plan.Evidence {
	return plan.Evidence{Ground: plan.Ground{Source: source, Of: of}, Title: title}
}

// halves returns the two ids that an id is made of.
func halves(id string) (feature, cohort string) {
	feature, cohort, _ = strings.Cut(id, "/")
	return feature, cohort
}

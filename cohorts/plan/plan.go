package plan

import (
	"time"

	"soundings/cohorts/base"
)

// Quarters is how many a plan has.
const Quarters = 4

// What Feature.Pinned says besides a quarter from 1 to 4.
const (
	Anywhere = 0  // the planner chooses
	LeftOut  = -1 // the team wants it in no quarter
)

// Feature is something to be planned.
type Feature struct {
	Key      string   `json:"key"`
	Effort   float64  `json:"effort"`   // in the unit of the capacity, to three decimals
	Needs    []string `json:"needs"`    // what has to be ready before; it may be so in the same quarter
	Must     bool     `json:"must"`     // regulation asks for it: it comes before all that is wanted
	Priority float64  `json:"priority"` // between 0 and 1: the weighted Borda share of the polls
	Pinned   int      `json:"pinned"`   // the quarter in which the team wants it ready, from 1; Anywhere; LeftOut
	Guessed  bool     `json:"guessed"`  // nobody has said the effort: it is UnknownEffort
}

// UnknownEffort is what a feature is taken to need while nobody has said it.
const UnknownEffort = 1

// takes sets the effort; 0: it is not known.
func (f *Feature) takes(effort float64) {
	if f.Effort, f.Guessed = effort, effort == 0; f.Guessed {
		f.Effort = UnknownEffort
	}
}

// Plan is a year of four quarters. Value is what it is good for: of all planned features the priority times the quarters
// of use that remain of the year, 4 for what is ready in the first quarter, 1 for the last.
type Plan struct {
	ID        string
	Title     string
	Polls     []string // whose results the priorities are
	Start     time.Time
	Capacity  [Quarters]float64
	Features  []Feature
	Phases    []Phase
	Unplanned []Left
	Value     float64
	Best      float64              // the value that the plan would have without changes by hand, never less than Value
	Baseline  map[string]time.Time // when the team adopted the plan: the end of the quarter in which each feature would be ready
	Adopted   time.Time
	Earlier   []Baseline // those before, the oldest first
	Created   time.Time
	Version   int64
}

// Baseline is what the team adopted at some time: the end of the quarter in which each feature would be ready.
type Baseline struct {
	Adopted time.Time
	Ready   map[string]time.Time
}

// Phase is one quarter of a plan.
type Phase struct {
	Quarter  int // from 1
	Starts   time.Time
	Capacity float64
	Used     float64
	Features []Item
}

// Item is the work on one feature in one quarter. Only a feature for which no one quarter has room has several.
type Item struct {
	Feature string
	Effort  float64 // in this quarter
	Ready   bool    // at the end of this quarter it is ready
	Why     base.Text
}

// Left is a feature that is in no quarter.
type Left struct {
	Feature string
	Why     base.Text
}

// Ends returns when a quarter, from 1, is over.
func (p Plan) Ends(quarter int) time.Time { return p.Start.AddDate(0, 3*quarter, 0) }

// Quarter returns which quarter, from 1, is over at a time; 0: none.
func (p Plan) Quarter(over time.Time) int {
	for quarter := 1; quarter <= Quarters; quarter++ {
		if p.Ends(quarter).Equal(over) {
			return quarter
		}
	}
	return 0
}

// Ready returns in which quarter, from 1, each planned feature is ready.
func (p Plan) Ready() map[string]int {
	ready := map[string]int{}
	for _, phase := range p.Phases {
		for _, item := range phase.Features {
			if item.Ready {
				ready[item.Feature] = phase.Quarter
			}
		}
	}
	return ready
}

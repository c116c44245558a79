package plan

import (
	"time"

	"soundings/cohorts/base"
)

// Quarters is the number of quarters in a plan.
const Quarters = 4

// The values of Feature.Pinned that are no quarter.
const (
	Anywhere = 0  // the planner chooses
	LeftOut  = -1 // the team wants it in no quarter
)

// Feature is a feature of the portal as it is planned.
type Feature struct {
	Key      string   `json:"key"`
	Effort   float64  `json:"effort"`   // in the unit of the capacity, to three decimals
	Needs    []string `json:"needs"`    // keys of features that have to be ready before, or in the same quarter
	Must     bool     `json:"must"`     // regulation asks for it, so that it comes before everything that is only wanted
	Priority float64  `json:"priority"` // from 0 to 1: the weighted Borda share of the polls
	Pinned   int      `json:"pinned"`   // quarter in which the team wants it ready, from 1; Anywhere; LeftOut
	Guessed  bool     `json:"guessed"`  // the effort is unknown and taken to be UnknownEffort
}

// UnknownEffort is the effort that a feature is taken to need while it is unknown, in the unit of the capacity.
const UnknownEffort = 1

// takes sets the effort; 0 means that it is unknown.
func (f *Feature) takes(effort float64) {
	if f.Effort, f.Guessed = effort, effort == 0; f.Guessed {
		f.Effort = UnknownEffort
	}
}

// Plan is a year of four quarters. Its Value is the sum over all planned features of priority × quarters of use: 4 quarters
// for a feature ready in the first, 1 for one ready in the last.
type Plan struct {
	ID        string
	Title     string   // empty: pages make one from Start, in the reader's language
	Polls     []string // ids; the priorities are their results
	Start     time.Time
	Capacity  [Quarters]float64
	Features  []Feature
	Phases    []Phase
	Unplanned []Left
	Value     float64
	Best      float64              // the value without changes by hand, never less than Value
	Baseline  map[string]time.Time // as Baseline.Ready, when the team adopted the plan last
	Adopted   time.Time            // zero: never
	Earlier   []Baseline           // earlier baselines, oldest first
	Created   time.Time
	Version   int64
}

// Baseline is a plan as the team adopted it.
type Baseline struct {
	Adopted time.Time
	Ready   map[string]time.Time // by key: the end of the quarter in which the feature was to be ready
}

// Phase is one quarter of a plan.
type Phase struct {
	Quarter  int // from 1
	Starts   time.Time
	Capacity float64
	Used     float64
	Features []Item
}

// Item is the work on one feature in one quarter. A feature has several items only when no single quarter has room for it.
type Item struct {
	Feature string
	Effort  float64 // in this quarter
	Ready   bool    // the feature is ready at the end of this quarter
	Why     base.Text
}

// Left is a feature that is in no quarter.
type Left struct {
	Feature string
	Why     base.Text
}

// Ends returns the moment at which a quarter, from 1, is over.
func (p Plan) Ends(quarter int) time.Time { return p.Start.AddDate(0, 3*quarter, 0) }

// Quarter returns the quarter, from 1, that is over at exactly this moment; 0 when there is none.
func (p Plan) Quarter(over time.Time) int {
	for quarter := 1; quarter <= Quarters; quarter++ {
		if p.Ends(quarter).Equal(over) {
			return quarter
		}
	}
	return 0
}

// Ready returns the quarter, from 1, in which each planned feature is ready, by key.
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

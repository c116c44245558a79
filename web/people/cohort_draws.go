package people

import "soundings/cohorts"

// drawRow is one draw of a cohort's members.
type drawRow struct {
	When     string
	Selected string
	Waiting  string
	Seed     string
	Typed    bool   // an earlier version drew, which let people type a seed
	Reason   string // why it was drawn again
	First    bool
}

// showDraws adds to the page of a cohort every draw, the latest first.
func showDraws(v *CohortPage, draws []cohorts.Draw) {
	for i, d := range draws {
		selected, waiting := 0, 0
		for _, in := range d.Strata {
			selected, waiting = selected+in.Selected, waiting+in.Waiting
		}
		v.Draws = append(v.Draws, drawRow{
			When: v.Time(d.At), Selected: v.Int(selected), Waiting: v.Int(waiting), Seed: d.Seed, Typed: d.Candidates == "",
			Reason: d.Reason, First: i == len(draws)-1,
		})
	}
}

package page

import (
	"math"

	"soundings/cohorts/plan"
)

// FigureName returns what a goal measures; of one that nobody measures, what was written.
func (p Page) FigureName(f plan.Figure) string {
	if !f.Known() {
		return p.T("plans.not_measured", "Figure", string(f))
	}
	return p.T("plans.figure." + string(f))
}

// Target writes a target as it was typed, with its unit.
func (p Page) Target(f plan.Figure, typed float64) string {
	decimals := 0
	if typed != math.Trunc(typed) {
		decimals = 1
	}
	if f.Share() {
		return p.T("plans.percent", "Number", p.Number(typed, decimals))
	}
	return p.Number(typed, decimals)
}

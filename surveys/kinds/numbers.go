package kinds

import (
	"math"

	"soundings/cohorts/base"
)

// checkLimits checks the ends of a question whose answers are numbers, and then, where those are right, what more says.
func checkLimits(q Question, c *Checker, more func(low, high float64)) {
	c.Words("text", q.Text, true)
	if q.Min == nil || q.Max == nil {
		c.Bad("min", "survey.limits")
		return
	}
	low, high := *q.Min, *q.Max
	if !(low < high) || math.Abs(low) > 1e9 || math.Abs(high) > 1e9 {
		c.Bad("max", "survey.limits_order")
	} else {
		more(low, high)
	}
	c.Words("min_label", q.MinLabel, false)
	c.Words("max_label", q.MaxLabel, false)
}

// decodeNumber reads a number between low and high in steps from low. Both decimal signs are understood, and signs
// between thousands.
func decodeNumber(typed string, low, high, step float64) ([]string, *base.Text) {
	whole := low == math.Trunc(low) && step == math.Trunc(step)
	x, ok := base.ParseNumber(typed, whole)
	if few, many, both := base.TwoNumbers(typed); both && !whole {
		within := func(x float64) bool { return x >= low && x <= high }
		if within(few) && within(many) {
			return refuse("answer.which", "Few", FormatNumber(few), "Many", FormatNumber(many))
		}
		if x = few; within(many) {
			x = many
		}
	}
	switch {
	case !ok:
		return refuse("answer.number")
	case x < low || x > high:
		return refuse("answer.range", "Low", FormatNumber(low), "High", FormatNumber(high))
	}
	steps := math.Round((x - low) / step)
	if math.Abs(low+steps*step-x) > step*1e-6 {
		if step == 1 {
			return refuse("answer.whole")
		}
		return refuse("answer.step", "Step", FormatNumber(step))
	}
	return []string{FormatNumber(math.Round((low+steps*step)*1e9)/1e9 + 0)}, nil // + 0: minus nothing is 0
}

// endLabel returns what a value means that is one of the ends.
func endLabel(q Question, value string) Label {
	switch {
	case q.Min != nil && value == FormatNumber(*q.Min):
		return Label{Words: q.MinLabel, Beside: true}
	case q.Max != nil && value == FormatNumber(*q.Max):
		return Label{Words: q.MaxLabel, Beside: true}
	}
	return Label{}
}

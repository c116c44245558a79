package kinds

import (
	"math"

	"soundings/cohorts/base"
)

// Number asks for a number between two limits.
const Number Type = "number"

// maxSteps is how many steps a number may have between its limits: results keep a count of each.
const maxSteps = 1000

func number() Kind {
	low, high := 0.0, 100.0
	return Kind{
		Type: Number, Name: "question.type.number", About: "question.about.number", Missing: "answer.required",
		Start: Question{Min: &low, Max: &high}, Members: []string{"min", "max"}, Check: checkNumber,
		Decode: func(q Question, typed []string) ([]string, *base.Text) {
			return decodeNumber(typed[0], *q.Min, *q.Max, q.step())
		},
		Span: func(q Question) int {
			if q.Min == nil || q.Max == nil || !(q.step() > 0) {
				return 0 // not checked yet
			}
			return int(math.Min((*q.Max-*q.Min)/q.step(), math.MaxInt32))
		},
		Summary: Means, Native: asNumber,
	}
}

func checkNumber(q Question, c *Checker) {
	checkLimits(q, c, func(low, high float64) {
		if step := q.step(); !(step > 0) || (high-low)/step > maxSteps {
			c.Bad("step", "survey.step", "Limit", maxSteps)
		}
	})
}

// step returns the distance of a number question's possible answers.
func (q Question) step() float64 {
	if q.Step == nil {
		return 1
	}
	return *q.Step
}

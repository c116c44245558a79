package kinds

import (
	"math"

	"soundings/cohorts/base"
)

// Scale asks for a whole number between two ends that have a meaning.
const Scale Type = "scale"

// maxScale is how many points a scale may have.
const maxScale = 21

func scale() Kind {
	low, high := 1.0, 5.0
	return Kind{
		Type: Scale, Name: "question.type.scale", About: "question.about.scale", Missing: "answer.required_choice",
		Start: Question{Min: &low, Max: &high}, Members: []string{"min", "max", "min_label", "max_label"}, Check: checkScale,
		Decode: func(q Question, typed []string) ([]string, *base.Text) {
			return decodeNumber(typed[0], *q.Min, *q.Max, 1)
		},
		Choices: func(q Question) []string {
			if q.Min == nil || q.Max == nil || *q.Max-*q.Min >= maxScale {
				return nil // not checked yet
			}
			return wholes(*q.Min, *q.Max)
		},
		Label: endLabel, Summary: Means, Native: asNumber,
	}
}

func checkScale(q Question, c *Checker) {
	checkLimits(q, c, func(low, high float64) {
		if low != math.Trunc(low) || high != math.Trunc(high) || high-low+1 > maxScale || q.Step != nil {
			c.Bad("max", "survey.scale", "Limit", maxScale)
		}
	})
}

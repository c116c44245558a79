package rollout

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Step is a share at which a ramp stands for a while. A nil gate is that of the rollout.
type Step struct {
	Percent   Percent  `json:"percent"`
	HoldHours *float64 `json:"hold_hours,omitempty"`
	Answers   *int     `json:"answers,omitempty"`
}

// plainStep is a Step whose JSON is that of its fields.
type plainStep Step

// UnmarshalJSON reads {"percent": 5, "hold_hours": 24, "answers": 20} or a plain number.
func (s *Step) UnmarshalJSON(data []byte) error {
	*s = Step{}
	if data = bytes.TrimSpace(data); len(data) > 0 && data[0] != '{' {
		return json.Unmarshal(data, &s.Percent)
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode((*plainStep)(s)); err != nil {
		return fmt.Errorf("a step is a number or {\"percent\": …, \"hold_hours\": …, \"answers\": …}: %w", err)
	}
	return nil
}

// MarshalJSON writes a step as a plain number when it has no gates of its own.
func (s Step) MarshalJSON() ([]byte, error) {
	if s.HoldHours == nil && s.Answers == nil {
		return json.Marshal(s.Percent)
	}
	return json.Marshal(plainStep(s))
}

// DefaultRamp returns the steps that a new ramp is suggested to have.
func DefaultRamp() []Step {
	return []Step{{Percent: 1}, {Percent: 5}, {Percent: 10}, {Percent: 25}, {Percent: 50}, {Percent: 100}}
}

// Gates are the conditions under which a ramp goes on from a step. Without any it goes on only by hand.
type Gates struct {
	HoldHours  float64 `json:"hold_hours" rule:"min=0,max=8784"` // the least time at the share, in hours
	Answers    int     `json:"answers" rule:"min=0,max=100000"`  // the least number of answers to Survey since then, by people who see the feature
	Survey     string  `json:"survey,omitempty"`                 // an id
	Instrument string  `json:"instrument,omitempty"`             // its score is compared; empty: answers are only counted
	Margin     float64 `json:"margin,omitempty"`                 // the drop in points that is tolerated
	Looks      int     `json:"looks,omitempty"`                  // interim looks at a step, at Answers, 2 × Answers …; 0: DefaultLooks
	Baseline   *Sample `json:"baseline,omitempty"`               // the score before, to compare with when the same wave has too few others
}

// DefaultLooks is the number of interim looks at a step unless Gates say otherwise.
const DefaultLooks = 4

// none reports whether the ramp goes on only by hand.
func (g Gates) none() bool { return g.HoldHours == 0 && g.Answers == 0 }

// looks returns the number of interim looks at a step; 0 when no score is compared.
func (g Gates) looks() int {
	switch {
	case g.Instrument == "":
		return 0
	case g.Looks == 0:
		return DefaultLooks
	}
	return g.Looks
}

// Limits of a ramp and its gates; margins are in points.
const (
	maxSteps     = 20
	maxHoldHours = 24 * 366
	maxAnswers   = 100_000
	maxLooks     = 10
	maxMargin    = 100
)

// MinimumBase is the least number of answers on each side of a comparison: one more than a small cell of patients.
const MinimumBase = 11

func (k *checker) percent(name string, p Percent) {
	if !p.ok() {
		k.bad(name, "rollout.percent")
	}
}

// ramp checks the steps: they rise strictly, from above 0 to at most 100.
func (k *checker) ramp(steps []Step, g Gates) {
	if len(steps) > maxSteps {
		k.bad("ramp", "error.max_items", "Limit", maxSteps)
		return
	}
	before := Percent(0)
	for i, s := range steps {
		name := fmt.Sprintf("ramp[%d]", i)
		k.percent(name, s.Percent)
		if s.Percent.ok() && s.Percent <= before {
			k.bad(name, "rollout.rising", "Before", before.String())
		}
		before = s.Percent
		if s.HoldHours != nil {
			k.number(name+".hold_hours", *s.HoldHours, 0, maxHoldHours)
		}
		if s.Answers != nil {
			k.answers(name+".answers", *s.Answers, g)
		}
	}
}

// answers checks a minimum of answers: a score that is compared never rests on a small cell.
func (k *checker) answers(name string, n int, g Gates) {
	least := 0
	if g.Instrument != "" {
		least = MinimumBase
	}
	k.number(name, float64(n), least, maxAnswers)
}

func (k *checker) gates(g Gates) {
	k.number("gates.hold_hours", g.HoldHours, 0, maxHoldHours)
	k.answers("gates.answers", g.Answers, g)
	if g.Survey == "" && (g.Answers > 0 || g.Instrument != "") {
		k.bad("gates.survey", "error.required")
	}
	if g.Instrument == "" {
		return
	}
	if !(g.Margin > 0) {
		k.bad("gates.margin", "rollout.margin")
	}
	k.number("gates.margin", max(g.Margin, 0), 0, maxMargin)
	k.number("gates.looks", float64(g.Looks), 0, maxLooks)
	if b := g.Baseline; b != nil {
		k.number("gates.baseline.n", float64(b.N), MinimumBase, maxAnswers)
		k.number("gates.baseline.sd", b.SD, 0, maxMargin)
	}
}

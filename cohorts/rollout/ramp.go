package rollout

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Step is a share at which a ramp stands for a while. What its own gates leave out, those of the rollout say.
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

// MarshalJSON writes a step without gates of its own as a plain number.
func (s Step) MarshalJSON() ([]byte, error) {
	if s.HoldHours == nil && s.Answers == nil {
		return json.Marshal(s.Percent)
	}
	return json.Marshal(plainStep(s))
}

// DefaultRamp returns the steps that an editor begins with.
func DefaultRamp() []Step {
	return []Step{{Percent: 1}, {Percent: 5}, {Percent: 10}, {Percent: 25}, {Percent: 50}, {Percent: 100}}
}

// Gates are what has to hold before a ramp goes on from a step. With none of them it goes on only by hand.
type Gates struct {
	HoldHours  float64 `json:"hold_hours"`           // the share stands at least so long, in hours
	Answers    int     `json:"answers"`              // people who see the feature have answered Survey since then, at least
	Survey     string  `json:"survey,omitempty"`     // its id
	Instrument string  `json:"instrument,omitempty"` // whose score is compared; empty: answers are only counted
	Margin     float64 `json:"margin,omitempty"`     // by how many points the score may be worse
	Looks      int     `json:"looks,omitempty"`      // at Answers, 2 × Answers … the score is compared, so often; 0: DefaultLooks
	Baseline   *Sample `json:"baseline,omitempty"`   // the score before, for when there is nobody in the same wave to compare with
}

// DefaultLooks is how often a score is compared at one step when nothing else is said.
const DefaultLooks = 4

// none reports whether there is nothing to wait for but a hand.
func (g Gates) none() bool { return g.HoldHours == 0 && g.Answers == 0 }

// looks returns how often the score is compared at one step; 0: it is not.
func (g Gates) looks() int {
	switch {
	case g.Instrument == "":
		return 0
	case g.Looks == 0:
		return DefaultLooks
	}
	return g.Looks
}

// What a ramp and its gates may hold.
const (
	maxSteps     = 20
	maxHoldHours = 24 * 366
	maxAnswers   = 100_000
	maxLooks     = 10
	maxMargin    = 100
)

// MinimumBase is how many answers each side of a comparison needs: one more than a small cell of patients.
const MinimumBase = 11

func (k *checker) percent(name string, p Percent) {
	if !p.ok() {
		k.bad(name, "rollout.percent")
	}
}

// ramp holds the steps against the rules: strictly rising, from above 0 to at most 100.
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

// answers holds a minimum of answers against the rules: a score that is compared rests on no small cell.
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

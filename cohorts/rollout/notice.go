package rollout

import (
	"strconv"

	"soundings/cohorts/base"
)

// MovedNotice is what programs outside are told where a rollout has another share.
type MovedNotice struct {
	Feature string   `json:"feature"`
	Cohort  string   `json:"cohort"`
	Kind    MoveKind `json:"kind"`
	From    Percent  `json:"from"`
	To      Percent  `json:"to"`
}

// HeldNotice is what they are told where something keeps a ramp from its next step. It is told each time that this begins.
type HeldNotice struct {
	Feature string    `json:"feature"`
	Cohort  string    `json:"cohort"`
	Percent Percent   `json:"percent"`
	By      []Subject `json:"by"` // what has to be seen to
}

// Notices returns what programs outside are told of the change.
func (c Change) Notices() []base.Notice {
	var all []base.Notice
	r := c.Rollout
	if m := c.Move; m != nil && m.From != m.To {
		all = append(all, base.NewNotice(base.RolloutMoved, m.At, MovedNotice{m.Feature, m.Cohort, m.Kind, m.From, m.To}, m.ID))
	}
	if len(c.Holds) > 0 {
		held := HeldNotice{Feature: r.Feature, Cohort: r.Cohort, Percent: r.Percent, By: []Subject{}}
		for _, hold := range c.Holds {
			if hold.About != (Subject{}) {
				held.By = append(held.By, hold.About)
			}
		}
		all = append(all, base.NewNotice(base.RolloutHeld, r.HeldSince, held, r.Feature, r.Cohort, strconv.FormatInt(r.Version+1, 10)))
	}
	return all
}

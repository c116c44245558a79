package rollout

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"soundings/cohorts/base"
)

// What programs are told of a change: that people see more or less, and that something has begun to hold a ramp.
func TestNotices(t *testing.T) {
	at := time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)
	ramp := Rollout{Feature: "labs", Cohort: "spring", Percent: 10, Ramp: []Step{{Percent: 10}, {Percent: 50}}, State: Running, Version: 6}
	with := func(change func(*Rollout)) Rollout { r := ramp; change(&r); return r }
	blocker := Hold{Text: base.T("bump.holds"), About: Subject{"bump", "B-1"}}
	for name, test := range map[string]struct {
		change Change
		holds  []Hold
		held   bool
		want   string
	}{
		"a move":         {Change{Rollout: with(func(r *Rollout) { r.Percent = 50 }), Move: &Move{ID: "M1", Feature: "labs", Cohort: "spring", Kind: Advance, From: 10, To: 50, At: at}}, nil, false, `rollout-moved_M1 {"feature":"labs","cohort":"spring","kind":"advance","from":10,"to":50}; `},
		"a look":         {Change{Rollout: ramp, Move: &Move{ID: "M1", Kind: InterimLook, From: 10, To: 10, At: at}}, nil, false, ""},
		"nothing holds":  {Change{Rollout: ramp}, nil, false, ""},
		"it is held":     {Change{Rollout: ramp}, []Hold{blocker, {Text: base.T("rollout.wait.hand")}}, true, `rollout-held_labs_spring_7 {"feature":"labs","cohort":"spring","percent":10,"by":[{"kind":"bump","id":"B-1"}]}; `},
		"it was held":    {Change{Rollout: with(func(r *Rollout) { r.HeldSince = at })}, []Hold{blocker}, true, ""},
		"it is free":     {Change{Rollout: with(func(r *Rollout) { r.HeldSince = at })}, nil, false, ""},
		"it is paused":   {Change{Rollout: with(func(r *Rollout) { r.State = Paused })}, []Hold{blocker}, false, ""},
		"it has arrived": {Change{Rollout: with(func(r *Rollout) { r.Percent = 50 })}, []Hold{blocker}, false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			c := test.change.heldBy(test.holds, at)
			got := ""
			for _, n := range c.Notices() {
				data, err := json.Marshal(n.Data)
				if err != nil || !n.At.Equal(at) {
					t.Error(n.At, err)
				}
				got += fmt.Sprintf("%s %s; ", n.ID, data)
			}
			if got != test.want || c.Rollout.HeldSince.IsZero() == test.held {
				t.Errorf("%s, held since %s", got, c.Rollout.HeldSince)
			}
		})
	}
}

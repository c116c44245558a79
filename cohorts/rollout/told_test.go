package rollout

import (
	"slices"
	"testing"
	"time"

	"soundings/cohorts/base"
)

// To those who may not read answers no reason and no gate says what people answered, or how many did.
func TestToldWithoutAnswers(t *testing.T) {
	now := time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC)
	good, worse := &Finding{Low: -1, High: 3, Margin: 5, Against: Others}, &Finding{Low: -19, High: -13, Margin: 5}
	gates := Gates{HoldHours: 5, Answers: 11, Survey: "portal", Instrument: "sus", Margin: 5}
	var all []base.Text
	for _, m := range []Move{
		{Kind: Advance, Finding: good}, {Kind: RollBack, Finding: worse}, {Kind: InterimLook, Finding: good}, {Kind: InterimLook, Finding: worse}, {Kind: Set}, {Kind: Advance},
	} {
		all = append(all, m.Reason())
	}
	ramp := []Step{{Percent: 10}, {Percent: 50}}
	for _, r := range []Rollout{{Gates: gates}, {Gates: gates, Finding: good}, {Gates: gates, Finding: worse}, {Gates: gates, Finding: worse, InterimLooks: 9}} {
		r.Percent, r.Ramp, r.State = 10, ramp, Running
		for _, answers := range []int{3, 12} {
			o := observed{answers: answers, others: Sample{N: 30, Mean: 70, SD: 9}}
			st := Status{Rollout: r, Answers: answers, Gates: r.gateStatuses(o, now), WaitsFor: r.closedGates(o, now)}.Told()
			if st.Answers != 0 || st.Rollout.Finding != nil || len(st.Gates) < 2 {
				t.Errorf("told is %+v", st)
			}
			for _, gate := range st.Gates {
				all = append(all, gate.Text)
			}
			all = append(all, st.WaitsFor...)
		}
	}
	told := 0
	for _, text := range all {
		text = Told(text)
		for _, figure := range []string{"Answers", "Difference", "Low", "High", "Against", "Look"} {
			if _, ok := text.Args[figure]; ok {
				t.Errorf("%s tells %s", text.ID, figure)
			}
		}
		if slices.Contains([]string{"rollout.told.good", "rollout.told.worse", "rollout.told.answers", "rollout.told.score_good"}, text.ID) {
			told++
		}
	}
	if told < 4 {
		t.Errorf("only %d are told in other words", told)
	}
}

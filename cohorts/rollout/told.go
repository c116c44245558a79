package rollout

import "soundings/cohorts/base"

// toldIDs are the sentences in place of those that say what people answered, or how many did.
var toldIDs = map[string]string{
	"rollout.reason.good":         "rollout.told.good",
	"rollout.reason.worse":        "rollout.told.worse",
	"rollout.reason.look_good":    "rollout.told.look_good",
	"rollout.reason.look_unclear": "rollout.told.look_unclear",
	"rollout.open.score":          "rollout.told.score_good",
	"rollout.wait.score":          "rollout.told.score_unclear",
	"rollout.wait.answers":        "rollout.told.answers",
}

// Told returns what a reason or a gate says to those who may not read answers: gates look at them as they come, so only
// whether a gate is open is told.
func Told(t base.Text) base.Text {
	id, ok := toldIDs[t.ID]
	if !ok {
		return t
	}
	return base.T(id, "Margin", t.Args["Margin"], "Needed", t.Args["Needed"])
}

// Told returns the rollout without what people answered.
func (r Rollout) Told() Rollout {
	r.Finding = nil
	return r
}

// Told returns the status without what people answered, and how many did.
func (st Status) Told() Status {
	st.Rollout, st.Answers = st.Rollout.Told(), 0
	gates, waits := make([]GateStatus, len(st.Gates)), make([]base.Text, len(st.WaitsFor))
	for i, gate := range st.Gates {
		gates[i] = GateStatus{gate.Open, Told(gate.Text), gate.About}
	}
	for i, text := range st.WaitsFor {
		waits[i] = Told(text)
	}
	st.Gates, st.WaitsFor = gates, waits
	return st
}

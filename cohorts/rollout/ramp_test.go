package rollout

import (
	"encoding/json"
	"testing"
)

func TestRampInJSON(t *testing.T) {
	var in Settings
	text := `{"cohort": "first-wave", "percent": 5, "ramp": [1, 5.5, {"percent": 50, "hold_hours": 12, "answers": 30}]}`
	if err := json.Unmarshal([]byte(text), &in); err != nil {
		t.Fatal(err)
	}
	equal(t, "percent", *in.Percent, 5)
	equal(t, "plain steps", in.Ramp[:2], at(1, 5.5))
	equal(t, "hold", *in.Ramp[2].HoldHours, 12)
	equal(t, "answers", *in.Ramp[2].Answers, 30)
	out, err := json.Marshal(in.Ramp)
	equal(t, "error", err, nil)
	equal(t, "written", string(out), `[1,5.5,{"percent":50,"hold_hours":12,"answers":30}]`)
	for _, wrong := range []string{`["5"]`, `[{"share": 5}]`, `[{"percent": 5, "hold": 1}]`, `[[5]]`, `5`} {
		if json.Unmarshal([]byte(wrong), &in.Ramp) == nil {
			t.Errorf("%s is accepted as a ramp", wrong)
		}
	}
}

func TestRampAndGatesRules(t *testing.T) {
	ten, minus := 10, -1.0
	score := Gates{Survey: "portal", Instrument: "sus", Answers: 20, Margin: 5}
	with := func(change func(*Gates)) Gates {
		g := score
		change(&g)
		return g
	}
	for _, c := range []struct {
		about string
		ramp  []Step
		gates Gates
		want  string
	}{
		{"none", nil, Gates{}, ""},
		{"the default", DefaultRamp(), score, ""},
		{"one step", at(0.01), Gates{HoldHours: 24}, ""},
		{"one that goes down", at(25, 10), Gates{}, "ramp[1]: rollout.rising"},
		{"one that stays", at(25, 25), Gates{}, "ramp[1]: rollout.rising"},
		{"one from 0", at(0, 5), Gates{}, "ramp[0]: rollout.rising"},
		{"more than everybody", at(50, 100.01), Gates{}, "ramp[1]: rollout.percent"},
		{"three decimals", at(0.125, 50), Gates{}, "ramp[0]: rollout.percent"},
		{"too many steps", make([]Step, 21), Gates{}, "ramp: error.max_items"},
		{"a hold below 0", []Step{{Percent: 5, HoldHours: &minus}}, Gates{HoldHours: -2},
			"gates.hold_hours: error.min, ramp[0].hold_hours: error.min"},
		{"a score on a small cell", []Step{{Percent: 5, Answers: &ten}}, with(func(g *Gates) { g.Answers = 10 }),
			"gates.answers: error.min, ramp[0].answers: error.min"},
		{"answers without a score may be few", []Step{{Percent: 5, Answers: &ten}}, Gates{Survey: "portal"}, ""},
		{"answers to nothing", at(5), Gates{Answers: 3}, "gates.survey: error.required"},
		{"no margin", at(5), with(func(g *Gates) { g.Margin = 0 }), "gates.margin: rollout.margin"},
		{"a margin above the scale", at(5), with(func(g *Gates) { g.Margin = 101 }), "gates.margin: error.max"},
		{"too many looks", at(5), with(func(g *Gates) { g.Looks = 11 }), "gates.looks: error.max"},
		{"a small baseline", at(5), with(func(g *Gates) { g.Baseline = &Sample{N: 10, SD: -1} }),
			"gates.baseline.n: error.min, gates.baseline.sd: error.min"},
	} {
		var k checker
		k.ramp(c.ramp, c.gates)
		k.gates(c.gates)
		equal(t, c.about, bad(k.err()), c.want)
	}
}

func TestPositionInTheRamp(t *testing.T) {
	three := 3
	r := Rollout{Ramp: []Step{{Percent: 5}, {Percent: 25, Answers: &three}, {Percent: 100}}, Gates: Gates{HoldHours: 24, Answers: 9}}
	for _, c := range []struct {
		percent, previous, next Percent // next 0: none
		answers                 int
	}{
		{0, 0, 5, 0}, {3, 0, 5, 0}, {5, 0, 25, 9}, {10, 5, 25, 9}, {25, 5, 100, 3}, {60, 25, 100, 3}, {100, 25, 0, 9},
	} {
		r.Percent = c.percent
		next, _ := r.Next()
		equal(t, c.percent.String()+" next", next.Percent, c.next)
		equal(t, c.percent.String()+" previous", r.Previous(), c.previous)
		equal(t, c.percent.String()+" answers", r.GatesNow().Answers, c.answers)
		equal(t, c.percent.String()+" hold", r.GatesNow().HoldHours, 24)
	}
}

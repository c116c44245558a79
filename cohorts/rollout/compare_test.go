package rollout

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// Welch's test of two published samples, of 15 each, has p = 0.021: with 97.9 % confidence the interval ends near 0.
func TestCompare(t *testing.T) {
	a, b := Sample{15, 20.8, math.Sqrt(7.9)}, Sample{15, 23.0, math.Sqrt(3.8)}
	difference, low, high := Compare(a, b, 1-0.021)
	near(t, "difference", difference, -2.2, 1e-9)
	near(t, "high", high, 0, 0.03)
	near(t, "low", low, -4.4, 0.03)
	_, low, high = Compare(a, b, 0.95)
	near(t, "95 %, low", low, -4.02, 0.01)
	near(t, "95 %, high", high, -0.38, 0.01)
}

func TestSums(t *testing.T) {
	var s sums
	equal(t, "nothing", s.sample(), Sample{})
	s.add(55)
	equal(t, "one", s.sample(), Sample{1, 55, 0})
	for _, x := range []float64{50, 100} {
		s.add(x)
	}
	got := s.sample()
	near(t, "mean", got.Mean, 68.3333, 1e-4)
	near(t, "standard deviation", got.SD, 27.5379, 1e-4)
}

// The interim looks of a ramp share an error of 5 %.
func TestConfidence(t *testing.T) {
	r := Rollout{Ramp: DefaultRamp(), Gates: Gates{Instrument: "sus", Looks: 5}}
	near(t, "six steps of five looks", r.confidence(), 1-0.05/30, 1e-12)
	r.Gates.Looks = 0
	near(t, "of the usual looks", r.confidence(), 1-0.05/24, 1e-12)
}

func TestDetectable(t *testing.T) {
	r := Rollout{Ramp: at(50), Gates: Gates{Instrument: "sus", Looks: 1, Margin: 5}}
	near(t, "100 and 100", r.detectable(20, 100, 100), 5+2.80159*20*math.Sqrt(0.02), 1e-3)
}

// susLike returns a random score like those of SUS: a multiple of 2.5 from 0 to 100.
func susLike(random *rand.Rand, mean, sd float64) float64 {
	return min(100, max(0, 2.5*math.Round((mean+sd*random.NormFloat64())/2.5)))
}

// ramping runs a ramp until it is rolled back or has arrived, and returns its moves. Each step gets answers, nine at a time
// on one side and eleven on the other; a step that all interim looks leave unclear is taken by hand.
func ramping(r Rollout, answers func() (exposed, other float64)) []MoveKind {
	var made []MoveKind
	now := noon
	r.setPercent(r.Ramp[0].Percent, now)
	for r.State == Running {
		var exposed, others sums
		at := r.Percent
		for r.Percent == at && r.State == Running && (r.Finding == nil || r.InterimLooks < r.GatesNow().looks()) {
			for range 9 {
				e, o := answers()
				exposed.add(e)
				others.add(o)
			}
			_, o := answers()
			others.add(o)
			now = now.Add(time.Hour)
			var m *Move
			if r, m = r.decide(observed{answers: exposed.n, exposed: exposed.sample(), others: others.sample()}, now); m != nil {
				made = append(made, m.Kind)
			}
		}
		if next, more := r.Next(); r.Percent == at && r.State == Running && more {
			r.setPercent(next.Percent, now)
		} else if !more {
			break
		}
	}
	return made
}

// Of 2,000 ramps of six steps without any change at most 5 % are rolled back, even without a margin, where every interim
// look may err and hardly any lets the ramp go on.
func TestRampsWithoutAnyChange(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	r := Rollout{Ramp: DefaultRamp(), State: Running, Gates: Gates{Survey: "portal", Instrument: "sus", Answers: 20}}
	back, looks := 0, 0
	for range 2000 {
		made := ramping(r, func() (float64, float64) { return susLike(random, 72, 18), susLike(random, 72, 18) })
		looks += len(made)
		if slices.Contains(made, RollBack) {
			back++
		}
	}
	t.Logf("%d of 2,000 ramps were rolled back, after %d moves and looks", back, looks)
	if back > 100 {
		t.Errorf("%d of 2,000 ramps without any change were rolled back", back)
	}
	if looks < 2000*6*3 {
		t.Errorf("only %d looks were taken: the ramps were not held to the test", looks)
	}
}

// A drop as small as StepPreview.Smallest is detected with a probability of at least 80 %.
func TestDetectableDropIsDetected(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	r := Rollout{Ramp: at(50), State: Running, Gates: Gates{Survey: "portal", Instrument: "sus", Answers: 25, Margin: 4, Looks: 4}}
	drop := r.detectable(15, 100, 100)
	back := 0
	for range 500 {
		made := ramping(r, func() (float64, float64) { return 50 - drop + 15*random.NormFloat64(), 50 + 15*random.NormFloat64() })
		if slices.Contains(made, RollBack) {
			back++
		}
	}
	t.Logf("a drop of %.1f points was found in %d of 500 ramps", drop, back)
	if back < 400 {
		t.Errorf("a drop of %.1f points was found in only %d of 500 ramps", drop, back)
	}
}

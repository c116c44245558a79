package rollout

import (
	"fmt"
	"math"
	"testing"

	"github.com/twmb/murmur3"
)

func TestMurmurHash(t *testing.T) {
	for text, want := range map[string]uint32{"": 0, "hello": 0x248bfa47, "hello, world": 0x149bbb7f} {
		if got := murmur3.Sum32([]byte(text)); got != want {
			t.Errorf("%q: %#x, want %#x", text, got, want)
		}
	}
}

func TestBucket(t *testing.T) {
	long := fmt.Sprintf("%0200d", 7)
	for _, c := range []struct{ key, ref string }{{"secure-messaging", "P-0001"}, {"labs", ""}, {"", ""}, {"labs", long}} {
		equal(t, c.key+":"+c.ref, Bucket(c.key, c.ref), int(murmur3.Sum32([]byte(c.key+":"+c.ref))%10000))
	}
}

// Raising a share takes the feature from nobody, and a share of 25 % is about 25 % of people.
func TestRaisingTakesNothingAway(t *testing.T) {
	const people = 20_000
	seen := map[string]bool{}
	for _, p := range []Percent{0, 0.01, 5, 25, 60, 100} {
		r := Rollout{Feature: "secure-messaging", Percent: p}
		n := 0
		for i := range people {
			ref := fmt.Sprintf("P-%05d", i)
			shows := r.Shows(ref)
			if seen[ref] && !shows {
				t.Fatalf("%s lost the feature at %v %%", ref, p)
			}
			if seen[ref] = shows; shows {
				n++
			}
		}
		near(t, fmt.Sprint(p, " %"), 100*float64(n)/people, float64(p), 1)
		if (p == 0 && n != 0) || (p == 100 && n != people) {
			t.Errorf("at %v %% %d of %d see it", p, n, people)
		}
	}
}

func TestPercent(t *testing.T) {
	for p, want := range map[Percent]int{0: 0, 0.01: 1, 0.07: 7, 0.29: 29, 1: 100, 33.33: 3333, 99.99: 9999, 100: 10000} {
		if !p.ok() || p.hundredths() != want {
			t.Errorf("%v: fine %v, %d hundredths, want %d", p, p.ok(), p.hundredths(), want)
		}
	}
	for _, p := range []Percent{-0.01, 100.01, 101, 0.001, 33.333, Percent(math.NaN()), Percent(math.Inf(1)), -1e300} {
		if p.ok() {
			t.Errorf("%v is accepted", p)
		}
	}
}

func TestOverride(t *testing.T) {
	r := Rollout{Feature: "labs", Overrides: map[string]bool{"on": true, "off": false}}
	for _, p := range []Percent{0, 100} {
		r.Percent = p
		equal(t, "by hand on", r.Shows("on"), true)
		equal(t, "by hand off", r.Shows("off"), false)
		equal(t, "by the share", r.Shows("P-1"), p == 100)
	}
}

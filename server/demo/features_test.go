package demo

import (
	"fmt"
	"testing"

	"soundings/cohorts/rollout"
)

// One feature went up by time and is live; another is on its way behind a survey, and is held.
func TestFeatures(t *testing.T) {
	c := newClinic(t, aTime(), "UTC")
	for key, want := range map[string]string{
		"refills":          "set 0>10, advance 10>50, advance 50>100",
		"secure-messaging": "set 0>15, look 15>15, pause 15>15, resume 15>15, look 15>15, advance 15>40",
	} {
		moves, err := c.Rollouts.Moves(t.Context(), key, firstID, "", 100)
		if err != nil {
			t.Fatal(err)
		}
		history := ""
		for _, m := range moves.Items {
			history = fmt.Sprint(m.Kind, " ", m.From, ">", m.To, ", ") + history
			if m.At.After(c.now) {
				t.Errorf("%s moves at %v, in the future", key, m.At)
			}
		}
		if history != want+", " {
			t.Errorf("the history of %s is %s", key, history)
		}
	}
	f, err := c.Rollouts.Feature(t.Context(), "secure-messaging")
	if err != nil {
		t.Fatal(err)
	}
	if r, err := c.Rollouts.Rollout(t.Context(), f.Key, firstID); err != nil || !r.Held(f, c.now) {
		t.Errorf("the ramp is not held: %+v, %v", r, err)
	}
	counts, err := c.Rollouts.Counts(t.Context())
	if err != nil || len(counts) != 2 {
		t.Fatal(counts, err)
	}
	for _, n := range counts {
		if n.Seen == 0 || n.Seen > n.Exposed {
			t.Errorf("%d of %d have seen %s", n.Seen, n.Exposed, n.Feature)
		}
	}
	features, err := c.Rollouts.Features(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range features {
		if f.Name["es"] == "" || f.Description["es"] == "" || f.Stage == rollout.Beta && f.Key != "secure-messaging" {
			t.Errorf("%+v", f)
		}
	}
}

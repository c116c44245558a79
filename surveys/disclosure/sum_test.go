package disclosure

import (
	"fmt"
	"testing"

	"soundings/cohorts/base/expect"
)

func TestShut(t *testing.T) {
	for _, c := range []struct {
		about string
		total Sum
		parts []Sum
		want  string
	}{
		{"all are open", Sum{22, []float64{-40, 40}}, []Sum{{11, []float64{-20, 20}}, {11, []float64{-20, 20}}}, "[false false]"},
		{"one is at an end, and would follow", Sum{22, []float64{-20, 60}}, []Sum{{11, []float64{0, 40}}, {11, []float64{-20, 20}}}, "[true true]"},
		{"the next smallest", Sum{38, []float64{-40, 96}}, []Sum{{16, []float64{-20, 36}}, {11, []float64{0, 40}}, {11, []float64{-20, 20}}}, "[false true true]"},
		{"two at one end", Sum{38, []float64{-20, 116}}, []Sum{{16, []float64{-20, 36}}, {11, []float64{0, 40}}, {11, []float64{0, 40}}}, "[true true true]"},
		{"two at both ends hide each other", Sum{38, []float64{-60, 76}}, []Sum{{16, []float64{-20, 36}}, {11, []float64{0, 40}}, {11, []float64{-40, 0}}}, "[false true true]"},
		{"who is in no part is at an end", Sum{33, []float64{-40, 80}}, []Sum{{11, []float64{-20, 20}}, {11, []float64{-20, 20}}}, "[true false]"},
		{"numbers without ends", Sum{22, nil}, []Sum{{11, nil}, {11, nil}}, "[false false]"},
	} {
		expect.Equal(t, c.about, fmt.Sprint(Shut(c.total, c.parts, 5)), c.want)
	}
}

func TestSpread(t *testing.T) {
	for _, c := range []struct {
		about  string
		scores []int
		want   bool
	}{
		{"in the middle", []int{6}, true},
		{"on both sides", []int{5, 11}, true},
		{"on one side", []int{8, 9, 11}, false},
		{"at the ends", []int{0, 12, 12}, false},
	} {
		expect.Equal(t, c.about, Spread(c.scores, 2, 6), c.want)
	}
	expect.Equal(t, "of ten items", Spread([]int{33}, 10, 4), true)
}

// What comes to an edition waits until it is open, or there is very much of it.
func TestBatchesWaitToBeOpen(t *testing.T) {
	var c Class
	shut := func(unit string, entries []Entry) bool { return unit != "score" || len(entries) > 8 }
	expect.Equal(t, "five wait", len(c.Renew(many(1, 5, "score"), 5, shut).Shown["score"]), 0)
	b := c.Renew(many(6, 10, "score"), 5, shut)
	expect.Equal(t, "five more come with them", []int{len(b.Told), len(b.Shown["score"])}, []int{5, 10})
	never := func(unit string, _ []Entry) bool { return unit != "score" }
	expect.Equal(t, "many wait", len(c.Renew(many(11, 310, "score"), 5, never).Shown["score"]), 0)
	expect.Equal(t, "but not too many", len(c.Renew(many(311, 315, "score"), 5, never).Shown["score"]), 305)

	for _, w := range []Waiting{{Class: &Class{Values: []string{"staff"}}, Coming: many(1, 6, "score"), Bound: 5}} {
		for _, m := range Close([]Waiting{w}, shut) {
			expect.Equal(t, "at the end", m.Unit, Everyone)
		}
	}
}

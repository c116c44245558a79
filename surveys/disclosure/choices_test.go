package disclosure

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"soundings/cohorts/base/expect"
)

func TestHeld(t *testing.T) {
	for _, c := range []struct {
		about string
		total Counted
		parts []Counted
		most  int
		want  string
	}{
		{"each is told by itself", Counted{20, []int{20, 1, 3}}, nil, 3, "[false false false]"},
		{"almost none for each is two for each", Counted{6, []int{2, 2, 2}}, nil, 3, "[true true true]"},
		{"beside numbers", Counted{11, []int{2, 4, 5}}, nil, 3, "[false true false]"},
		{"nobody chose the last, as all chose two", Counted{11, []int{8, 8, 6, 0}}, nil, 2, "[false false true false]"},
		{"in a part", Counted{22, []int{14, 14, 11, 5}}, []Counted{{11, []int{8, 8, 6, 0}}, {11, []int{6, 6, 5, 5}}}, 2, "[false false true true]"},
	} {
		expect.Equal(t, c.about, fmt.Sprint(Held(c.total, c.parts, c.most)), c.want)
	}
}

// Whatever people choose, two values at least are possible for each count that is not told as a number, if it is known how
// many values everybody may choose.
func TestChoicesStayOpen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, most := rapid.IntRange(OfOthers, 12).Draw(t, "n"), rapid.IntRange(1, 4).Draw(t, "most")
		total := Counted{n, make([]int, 4)}
		for range n {
			for _, v := range rapid.Permutation([]int{0, 1, 2, 3}).Draw(t, "of")[:rapid.IntRange(1, most).Draw(t, "chosen")] {
				total.Counts[v]++
			}
		}
		told := total.words(Words)
		for v, held := range Held(total, nil, most) {
			switch {
			case held:
				told[v] = LeftOut
			case Countable(n, total.Counts[v]):
				told[v] = Number
			}
		}
		possible := [4]map[int]bool{{}, {}, {}, {}}
		for sum := n; sum <= most*n; sum++ {
			if !slices.ContainsFunc(told, func(t Told) bool { return t != LeftOut }) {
				return // nothing is said
			}
			each(n, total.Counts, told, make([]int, 4), 0, sum, func(others []int) {
				for v, k := range others {
					possible[v][k] = true
				}
			})
		}
		for v := range told {
			if told[v] != Number && len(possible[v]) < 2 {
				t.Fatalf("of %v, up to %d by each of %d, told as %q, the count at %d follows", total.Counts, most, n, told, v)
			}
		}
	})
}

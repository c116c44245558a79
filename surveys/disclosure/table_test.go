package disclosure

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Whatever is told of the parts of a cut beside their total: each hidden count has two values at least.
func TestPartsStayOpen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.IntRange(2, 3).Draw(t, "values")
		var parts []Counted
		total := Counted{Counts: make([]int, values)}
		for p := range rapid.IntRange(2, 3).Draw(t, "parts") {
			c := counted(rapid.SliceOfN(rapid.IntRange(0, 5), values, values).Draw(t, fmt.Sprint(p)))
			if c.N < OfOthers {
				return
			}
			parts = append(parts, c)
			for i, k := range c.Counts {
				total.Counts[i] += k
			}
			total.N += c.N
		}
		told, summaries, ok := TellParts(total, parts, Numbers)
		if !ok {
			return
		}
		whole, _ := Tell(total.N, total.Counts)
		silent := told[0][0] == LeftOut && !slices.ContainsFunc(told, func(one []Told) bool {
			return slices.ContainsFunc(one, func(told Told) bool { return told != LeftOut })
		})
		possible := map[[2]int]map[int]bool{}
		w := world{total, whole, parts, told, summaries, silent, make([][]int, len(parts)), func(others [][]int) {
			for p, counts := range others {
				for i, k := range counts {
					at := [2]int{p, i}
					if possible[at] == nil {
						possible[at] = map[int]bool{}
					}
					possible[at][k] = true
				}
			}
		}}
		w.part(0, make([]int, values))
		for p := range parts {
			for i := range values {
				if told[p][i] != Number && len(possible[[2]int{p, i}]) < 2 {
					t.Fatalf("of %v, told as %q with %+v, the count of part %d at %d follows", parts, told, summaries, p, i)
				}
			}
		}
	})
}

// world goes through all answers of which the same would be told.
type world struct {
	total     Counted
	whole     []Told
	parts     []Counted
	told      [][]Told
	summaries []Summary
	silent    bool
	others    [][]int
	yield     func([][]int)
}

// part tries all counts of a part, beside which the parts before it add up to sum.
func (w world) part(p int, sum []int) {
	if p == len(w.parts) {
		for i, k := range sum {
			if s := w.whole[i].span(w.total.Counts[i], w.total.N); k < s.low || k > s.high {
				return
			}
		}
		w.yield(w.others)
		return
	}
	w.counts(p, make([]int, len(sum)), 0, w.parts[p].N, sum)
}

func (w world) counts(p int, counts []int, at, rest int, sum []int) {
	c := w.parts[p]
	if at == len(counts) {
		a, b := moments(counts), moments(c.Counts)
		if rest > 0 || w.summaries[p].Mean && a[0] != b[0] || w.summaries[p].Deviation && a[1] != b[1] {
			return
		}
		w.others[p] = slices.Clone(counts)
		next := slices.Clone(sum)
		for i, k := range counts {
			next[i] += k
		}
		w.part(p+1, next)
		return
	}
	within := w.told[p][at].span(c.Counts[at], c.N)
	if w.silent {
		within = span{0, c.N}
	}
	for k := within.low; k <= min(within.high, rest); k++ {
		counts[at] = k
		w.counts(p, counts, at+1, rest-k, sum)
	}
}

// moments returns the sums of numbers and of their squares.
func moments(counts []int) (sums [2]int) {
	for i, k := range counts {
		sums[0] += i * k
		sums[1] += i * i * k
	}
	return sums
}

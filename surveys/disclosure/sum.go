package disclosure

import (
	"math"
	"slices"
)

// Sum is of how many people the numbers are that are summed up, and how many steps all of them together are away from each
// end; ends that there are not are left out.
type Sum struct {
	N    int
	Ends []float64
}

// Open reports whether what people answered does not follow from their mean: whether they are at least so many steps away from
// each end, together.
func (s Sum) Open(least int) bool {
	return !slices.ContainsFunc(s.Ends, func(steps float64) bool { return math.Abs(steps) < float64(least)-1e-6 })
}

func (s Sum) less(t Sum) Sum {
	rest := Sum{s.N - t.N, slices.Clone(s.Ends)}
	for i := range t.Ends {
		rest.Ends[i] -= t.Ends[i]
	}
	return rest
}

// Shut returns which parts of a cut tell no mean beside that of their total: those that are not open, and then the next
// smallest until all who are in no part that tells one are open together, or nobody is.
func Shut(total Sum, parts []Sum, least int) []bool {
	shut, left := make([]bool, len(parts)), total
	for i, p := range parts {
		if shut[i] = !p.Open(least); !shut[i] {
			left = left.less(p)
		}
	}
	for left.N > 0 && !left.Open(least) {
		next := -1
		for i, p := range parts {
			if !shut[i] && (next < 0 || p.N < parts[next].N) {
				next = i
			}
		}
		if next < 0 {
			break
		}
		shut[next] = true
		left.N += parts[next].N
		for k, steps := range parts[next].Ends {
			left.Ends[k] += steps
		}
	}
	return shut
}

// Spread reports whether the deviation of scores may stand beside their mean: whether each item could have any value, also if
// every score is known. scores are in steps from the lowest on, of so many items of so many steps each.
func Spread(scores []int, items, most int) bool {
	for v := range most + 1 {
		if !slices.ContainsFunc(scores, func(s int) bool { return s > 0 && s < items*most && v <= s && s-v <= (items-1)*most }) {
			return false
		}
	}
	return true
}

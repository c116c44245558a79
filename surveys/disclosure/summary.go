package disclosure

import (
	"math"
	"slices"
)

// Summary says which summaries of numbers may stand beside their told counts. An interval of the mean goes with the deviation.
type Summary struct{ Mean, Median, Deviation bool }

// levels are what may be shown, from the most on.
var levels = [...]Summary{{true, true, true}, {true, true, false}, {true, false, false}}

// Summaries returns which summaries may be shown beside counts of values in equal steps that are told so: as many as leave
// every hidden count a second possible value, to be had by answers of up to three people being others.
func Summaries(n int, counts []int, told []Told) Summary {
	s := newSwaps(n, counts, told)
	for size := 1; size <= mostSwapped && len(s.open[0]) < len(s.hidden); size++ {
		bySum := map[int][][]int{}
		for _, some := range choose(s.hidden, size) {
			sum := 0
			for _, place := range some {
				sum += place
			}
			bySum[sum] = append(bySum[sum], some)
		}
		for _, same := range bySum {
			s.exchange(same)
		}
	}
	for i, level := range levels {
		if len(s.open[i]) == len(s.hidden) {
			return level
		}
	}
	return Summary{}
}

// Unlisted returns which summaries of numbers may be shown whose counts are not: none so near an end that all answers
// follow, and no deviation where almost all are the same. ends are how many steps all answers together are away from each.
func Unlisted(n, most int, ends ...float64) Summary {
	if NearEnd(ends...) {
		return Summary{}
	}
	return Summary{true, true, most < n-near}
}

// Together returns which summaries may be shown of n numbers whose counts are told in no way: of two values a mean would tell
// both counts, and of a few values the deviation. ends are as for Unlisted: nearer to one than from the first value to the
// last, a mean tells that nobody is at the other.
func Together(n, values int, ends ...float64) Summary {
	near := func(steps float64) bool { return math.Abs(steps) < float64(values)-1e-6 }
	return Summary{Mean: values > 2 && Unlisted(n, n, ends...).Mean && !slices.ContainsFunc(ends, near)}
}

// LeastSteps is how many steps numbers whose counts are not told have to be away from each end, all together, to tell a mean.
const LeastSteps = near + 1

// NearEnd reports whether answers are so few steps, all together, away from one of the ends that they follow from their mean.
func NearEnd(ends ...float64) bool {
	return slices.ContainsFunc(ends, func(steps float64) bool { return math.Abs(steps) <= near+1e-6 })
}

// mostSwapped is of how many people the answers are exchanged at once: with three the sum of squares can stay as well.
const mostSwapped = 3

// swaps are other answers that some people could have given without any change to the mean.
type swaps struct {
	n      int
	counts []int
	told   []Told
	hidden []int // places of the counts that are not told as numbers
	change []int // by place, of the exchange that is looked at
	middle int
	open   [len(levels)]map[int]bool // the places that an exchange changes which changes nothing of a level
}

func newSwaps(n int, counts []int, told []Told) *swaps {
	s := &swaps{n: n, counts: counts, told: told, change: make([]int, len(counts))}
	for i := range counts {
		if told[i] != Number {
			s.hidden = append(s.hidden, i)
		}
	}
	for i := range levels {
		s.open[i] = map[int]bool{}
	}
	s.middle = middle(counts, s.change)
	return s
}

// exchange looks at every exchange of answers that have the same sum.
func (s *swaps) exchange(same [][]int) {
	for _, out := range same {
		if len(s.open[0]) == len(s.hidden) {
			return // nothing more is to be found
		}
		for _, in := range same {
			clear(s.change)
			squares := 0
			for i := range out {
				s.change[out[i]]--
				s.change[in[i]]++
				squares += in[i]*in[i] - out[i]*out[i]
			}
			if s.fits() {
				s.note(squares == 0)
			}
		}
	}
}

// fits reports whether what is told of the counts allows the exchange.
func (s *swaps) fits() bool {
	for i, change := range s.change {
		if k := s.counts[i] + change; change != 0 {
			if within := s.told[i].span(s.counts[i], s.n); k < within.low || k > within.high {
				return false
			}
		}
	}
	return true
}

// note notes which counts an exchange leaves open.
func (s *swaps) note(sameSquares bool) {
	sameMiddle := middle(s.counts, s.change) == s.middle
	for l, level := range levels {
		if level.Deviation && !sameSquares || level.Median && !sameMiddle {
			continue
		}
		for i, change := range s.change {
			if change != 0 {
				s.open[l][i] = true
			}
		}
	}
}

// middle returns twice the place of the median of counts with a change.
func middle(counts, change []int) int {
	n := 0
	for _, k := range counts {
		n += k
	}
	at := func(rank int) int {
		for i, k := range counts {
			if rank -= k + change[i]; rank < 0 {
				return i
			}
		}
		return len(counts)
	}
	return at((n-1)/2) + at(n/2)
}

// choose returns every way to take size of the places, also several times the same.
func choose(places []int, size int) [][]int {
	if size == 0 {
		return [][]int{nil}
	}
	var all [][]int
	for i, place := range places {
		for _, rest := range choose(places[i:], size-1) {
			all = append(all, append([]int{place}, rest...))
		}
	}
	return all
}

package disclosure

// Told is how a count is said where its number would say too much.
type Told string

// The ways to tell a count.
const (
	Number     Told = ""            // as it is
	AlmostNone Told = "almost_none" // 0, 1 or 2
	AlmostAll  Told = "almost_all"  // n, n − 1 or n − 2
	LeftOut    Told = "left_out"    // because another would follow from it
)

// near is how far from nobody and from everybody a count is not told as a number.
const near = 2

// Countable reports whether a count of n people may be told as a number by itself.
func Countable(n, count int) bool { return count > near && count < n-near }

// span returns between which limits a reader knows a count of n to be that is told so.
func (t Told) span(count, n int) span {
	switch t {
	case AlmostNone:
		return span{0, min(near, n)}
	case AlmostAll:
		return span{max(0, n-near), n}
	case LeftOut:
		return span{min(near+1, n), max(0, n-near-1)}
	}
	return span{count, count}
}

// span is what a whole number lies in, with both ends.
type span struct{ low, high int }

func (s span) plus(t span) span  { return span{s.low + t.low, s.high + t.high} }
func (s span) minus(t span) span { return span{s.low - t.high, s.high - t.low} }
func (s span) and(t span) span   { return span{max(s.low, t.low), min(s.high, t.high)} }

// follows reports whether one of several numbers, of which these spans are known, has only one possible value where all
// add up to sum.
func follows(spans []span, sum span) bool {
	all := span{}
	for _, s := range spans {
		all = all.plus(s)
	}
	for _, s := range spans {
		others := span{all.low - s.low, all.high - s.high}
		if known := s.and(sum.minus(others)); known.low >= known.high {
			return true
		}
	}
	return false
}

// Tell returns how the counts of n answers are told, each of which is one of the counted. So they add up to n, and counts are
// left out from the smallest on until each one that is not a number has at least two possible values. It reports false where
// nothing is left to leave out: then the figure cannot be shown at all.
func Tell(n int, counts []int) ([]Told, bool) {
	told := make([]Told, len(counts))
	for i, k := range counts {
		switch {
		case k <= near:
			told[i] = AlmostNone
		case k >= n-near:
			told[i] = AlmostAll
		}
	}
	for (Counted{n, counts}).follows(told, 1, Words) {
		if !leaveOut(counts, told) {
			return told, false
		}
	}
	return told, true
}

// leaveOut leaves out the smallest count that is told as a number; false: there is none.
func leaveOut(counts []int, told []Told) bool {
	smallest := -1
	for i, k := range counts {
		if told[i] == Number && (smallest < 0 || k < counts[smallest]) {
			smallest = i
		}
	}
	if smallest < 0 {
		return false
	}
	told[smallest] = LeftOut
	return true
}

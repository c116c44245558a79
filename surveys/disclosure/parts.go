package disclosure

// Counted is the answers of one part of a cut: how many there are, and how often each value was given.
type Counted struct {
	N      int
	Counts []int
}

// TellParts returns how the counts of the parts of a cut are told beside those of their total, so that none follows from the
// others of its part nor from those of the other parts. one is as for Tell. It reports false where no part can be shown.
func TellParts(total Counted, parts []Counted, one bool) ([][]Told, bool) {
	whole, ok := Tell(total.N, total.Counts, one)
	if !ok {
		return nil, false
	}
	told := make([][]Told, len(parts))
	for p, part := range parts {
		if told[p], ok = Tell(part.N, part.Counts, one); !ok {
			return nil, false
		}
	}
	for changed := true; changed; {
		changed = false
		for i := range total.Counts {
			if columnSafe(total, whole, parts, told, i) {
				continue
			}
			p := smallestShown(parts, told, i)
			if p < 0 {
				return nil, false
			}
			told[p][i], changed = LeftOut, true
			for one && !safe(parts[p].N, parts[p].Counts, told[p]) {
				if !leaveOut(parts[p].Counts, told[p]) {
					return nil, false
				}
			}
		}
	}
	return told, true
}

// columnSafe reports whether no hidden count of one value follows from those of the other parts and of the total.
func columnSafe(total Counted, whole []Told, parts []Counted, told [][]Told, i int) bool {
	rest := whole[i].span(total.Counts[i], total.N)
	withheld, hidden := total.N, []span(nil)
	for p, part := range parts {
		withheld -= part.N
		s := told[p][i].span(part.Counts[i], part.N)
		if told[p][i] == Number {
			rest = rest.minus(s)
		} else {
			hidden = append(hidden, s)
		}
	}
	if len(hidden) == 0 {
		return true
	}
	if withheld > 0 {
		rest = rest.minus(span{0, withheld})
	}
	return !follows(hidden, rest)
}

// smallestShown returns the part whose count of a value is the smallest that is told as a number; −1: there is none.
func smallestShown(parts []Counted, told [][]Told, i int) int {
	smallest := -1
	for p := range parts {
		if told[p][i] == Number && (smallest < 0 || parts[p].Counts[i] < parts[smallest].Counts[i]) {
			smallest = p
		}
	}
	return smallest
}

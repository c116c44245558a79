package disclosure

// Counted is the answers of one part of a cut: how many there are, and how often each value was given.
type Counted struct {
	N      int
	Counts []int
}

// Hides reports whether one count of a total or of its parts is not told as a number by itself: then no part tells numbers,
// as others would follow from them and the total.
func Hides(total Counted, parts []Counted) bool {
	for _, c := range append([]Counted{total}, parts...) {
		told, ok := Tell(c.N, c.Counts)
		if !ok {
			return true
		}
		for _, t := range told {
			if t != Number {
				return true
			}
		}
	}
	return false
}

// TellParts returns how the counts of the parts of a cut are told beside those of their total, and which summaries of them
// where values are in equal steps. A part of everybody tells the same as the total. It reports false where the total cannot
// be shown.
func TellParts(total Counted, parts []Counted, wording Wording) ([][]Told, []Summary, bool) {
	if wording.countless() {
		told := make([][]Told, len(parts))
		for p, part := range parts {
			told[p] = part.words(Silence)
		}
		return told, make([]Summary, len(parts)), true
	}
	whole, ok := Tell(total.N, total.Counts)
	if wording != Numbers && Hides(total, nil) {
		whole = total.words(Words) // which count is left out would tell what it is left out for
		ok = !total.follows(whole, 1, Words)
	}
	if !ok {
		return nil, nil, false
	}
	if wording == Numbers && Hides(total, parts) {
		wording = Words
	}
	told := make([][]Told, len(parts))
	all := make([]Summary, len(parts))
	if wording == Numbers || len(parts) == 1 && parts[0].N == total.N {
		for p, part := range parts {
			told[p] = whole
			if wording == Numbers {
				told[p] = make([]Told, len(part.Counts))
			}
			all[p] = Summaries(part.N, part.Counts, told[p])
		}
		return told, all, true
	}
	for _, w := range []Wording{wording, Silence} {
		t := newTable(total, whole, parts, w)
		open := t.open()
		for p := range parts {
			told[p], all[p] = t.rows[p].told, t.rows[p].summary()
		}
		if open {
			break
		}
	}
	return told, all, true
}

// words returns how the counts of a part are told that tells none as a number.
func (c Counted) words(w Wording) []Told {
	told := make([]Told, len(c.Counts))
	for i, k := range c.Counts {
		switch {
		case w == Words && k <= near:
			told[i] = AlmostNone
		case w == Words && k >= c.N-near:
			told[i] = AlmostAll
		default:
			told[i] = LeftOut
		}
	}
	return told
}

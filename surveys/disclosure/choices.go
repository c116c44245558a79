package disclosure

import "slices"

// Less returns the answers that are more than others.
func (c Counted) Less(others Counted) Counted {
	rest := Counted{c.N - others.N, slices.Clone(c.Counts)}
	for v, k := range others.Counts {
		rest.Counts[v] -= k
	}
	return rest
}

// Choice returns the answers as to one value alone, where everybody may choose several: it was chosen, or not.
func (c Counted) Choice(value int) Counted {
	return Counted{c.N, []int{c.Counts[value], c.N - c.Counts[value]}}
}

// Choices returns the same of several parts.
func Choices(parts []Counted, value int) []Counted {
	all := make([]Counted, len(parts))
	for i, c := range parts {
		all[i] = c.Choice(value)
	}
	return all
}

// Held returns which values are told no count beside the others where everybody may choose several, up to most. Each value is
// a question by itself, chosen or not; but whoever answers chooses one at least, so that of six people "almost none" for each
// of three values is two for each. Values are held from the smallest count on, until none follows in the total or in a part.
func Held(total Counted, parts []Counted, most int) []bool {
	told := total.words(Words)
	for v, k := range total.Counts {
		if Countable(total.N, k) {
			told[v] = Number
		}
	}
	for total.follows(told, most, Words) || follow(parts, told, most) {
		if !leaveOut(total.Counts, told) {
			told = total.words(Silence)
			break
		}
	}
	held := make([]bool, len(told))
	for v := range told {
		held[v] = told[v] == LeftOut
	}
	return held
}

// follow reports whether a count of a part follows: parts tell no word, and a number only where all do.
func follow(parts []Counted, whole []Told, most int) bool {
	told := slices.Clone(whole)
	for v := range told {
		if slices.ContainsFunc(parts, func(c Counted) bool { return !Countable(c.N, c.Counts[v]) }) {
			told[v] = LeftOut
		}
	}
	return slices.ContainsFunc(parts, func(c Counted) bool { return c.follows(told, most, Silence) })
}

// follows reports whether a count that is not told as a number follows from the others: together they are as many as there
// are people at least, and as all of them may choose at most.
func (c Counted) follows(told []Told, most int, w Wording) bool {
	known, hidden := 0, []span(nil)
	for v, k := range c.Counts {
		switch {
		case told[v] == Number:
			known += k
		case w == Silence:
			hidden = append(hidden, span{0, c.N})
		default:
			hidden = append(hidden, told[v].span(k, c.N))
		}
	}
	return follows(hidden, span{c.N - known, most*c.N - known})
}

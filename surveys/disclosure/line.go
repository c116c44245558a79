package disclosure

import "slices"

// Line is how N people are in what a unit shows: from one moment to another, or, To being Now, to this day.
type Line struct {
	Who      string // as in Entry
	From, To int
	N        int
}

// Now is the end of a line of somebody who is still in what is shown.
const Now = 0

// with returns the lines as they are after these entries left or came at a moment. They leave first: whoever takes the place of
// what somebody said before has no line that could end.
func (u *Unit) with(entries []Entry, moment int) []Line {
	lines := slices.Clone(u.Lines)
	for _, e := range entries {
		if e.comes() {
			continue
		}
		if i := u.find(lines, e); i >= 0 {
			from := lines[i].From
			lines[i].N--
			lines = draw(lines, Line{e.Who, from, moment, 1})
		}
	}
	for _, e := range entries {
		if e.comes() {
			lines = draw(lines, Line{e.Who, moment, Now, 1})
		}
	}
	return slices.DeleteFunc(lines, func(l Line) bool { return l.N == 0 })
}

// find returns the place of the line of an entry that leaves: its own, or else one of the many of its moment.
func (u *Unit) find(lines []Line, e Entry) int {
	if e.Who != "" {
		own := slices.IndexFunc(lines, func(l Line) bool { return l.Who == e.Who && l.From >= e.Told && l.To == Now && l.N > 0 })
		if own >= 0 {
			return own
		}
	}
	shown := slices.IndexFunc(u.Flushes, func(moment int) bool { return moment >= e.Told })
	return slices.IndexFunc(lines, func(l Line) bool {
		return shown >= 0 && l.Who == "" && l.From == u.Flushes[shown] && l.To == Now && l.N > 0
	})
}

func draw(lines []Line, l Line) []Line {
	i := slices.IndexFunc(lines, func(m Line) bool { return m.Who == l.Who && m.From == l.From && m.To == l.To })
	if i < 0 {
		return append(lines, l)
	}
	lines[i].N += l.N
	return lines
}

// mostApart is for how many groups of moments every way of parting them is tried; beyond it those who leave wait.
const mostApart = 14

// together reports whether no sum or difference of figures tells fewer than bound people apart: whether each way of parting
// the moments in two cuts the lines of nobody or of at least the bound.
func together(lines []Line, bound int) bool {
	side := join(lines, bound)
	var sides []int
	for _, moment := range side {
		if !slices.Contains(sides, moment) {
			sides = append(sides, moment)
		}
	}
	if len(sides) > mostApart {
		return false
	}
	for parted := 1; parted < 1<<(len(sides)-1); parted++ {
		there := map[int]bool{}
		for i, moment := range sides {
			there[moment] = parted>>i&1 == 1
		}
		n := persons(lines, func(l Line) bool { return there[side[l.From]] != there[side[l.To]] })
		if n > 0 && n < bound {
			return false
		}
	}
	return true
}

// join returns for each moment one that stands for all those that no parting with fewer people than the bound parts.
func join(lines []Line, bound int) map[int]int {
	side := map[int]int{}
	for _, l := range lines {
		side[l.From], side[l.To] = l.From, l.To
	}
	for joined := true; joined; {
		joined = false
		between := map[[2]int][]Line{}
		for _, l := range lines {
			a, b := side[l.From], side[l.To]
			if a != b {
				pair := [2]int{min(a, b), max(a, b)}
				between[pair] = append(between[pair], l)
			}
		}
		for pair, some := range between {
			if persons(some, func(Line) bool { return true }) < bound {
				continue
			}
			for moment, s := range side {
				if s == pair[1] {
					side[moment] = pair[0]
				}
			}
			joined = true
			break
		}
	}
	return side
}

// persons counts whom some of the lines are of.
func persons(lines []Line, of func(Line) bool) int {
	n, known := 0, map[string]bool{}
	for _, l := range lines {
		switch {
		case !of(l):
		case l.Who == "":
			n += l.N
		case !known[l.Who]:
			known[l.Who] = true
			n++
		}
	}
	return n
}

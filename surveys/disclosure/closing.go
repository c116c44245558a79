package disclosure

import (
	"slices"
	"strings"
)

// Waiting is what comes to a class and was not told when its survey or poll closed, and the bound of its people.
type Waiting struct {
	Class  *Class
	Coming []Entry
	Bound  int
}

// Merged is what the last edition shows in the total and in the parts of the first cuts alone.
type Merged struct {
	Unit    string
	Values  []string // the parts of the first cuts
	Entries []Entry
}

// Close puts together what still waits: without the last cut, then without the one before it, until there are enough people
// and they are open; each unit for itself. Somebody of whom an earlier answer is still shown stays out, and so does who leaves.
func Close(waiting []Waiting, open Opens) []Merged {
	var left []rest
	for _, w := range waiting {
		for _, e := range w.fresh(w.Coming) {
			left = append(left, rest{e, w.Class.Values, w.Bound, len(w.Class.Values) - 1})
		}
	}
	all, told := coarsen(Everyone, left, Whatever)
	for _, unit := range units(waiting) {
		var left []rest
		for _, r := range told {
			if slices.Contains(r.Units, unit) {
				left = append(left, r)
			}
		}
		for _, w := range waiting {
			if u := w.Class.Units[unit]; u != nil {
				for _, e := range w.fresh(u.Pool) {
					left = append(left, rest{e, w.Class.Values, w.Bound, len(w.Class.Values) - 1})
				}
			}
		}
		merged, _ := coarsen(unit, left, open)
		all = append(all, merged...)
	}
	return all
}

// fresh returns those who come of whom nothing else is there.
func (w Waiting) fresh(entries []Entry) []Entry {
	gone := map[string]bool{}
	for _, e := range slices.Concat(entries, w.Class.Leaving) {
		if !e.comes() && e.Who != "" {
			gone[e.Who] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(entries), func(e Entry) bool { return !e.comes() || gone[e.Who] })
}

// rest is an entry that waits, and the number of cuts in which it may still be counted.
type rest struct {
	Entry
	values []string
	bound  int
	cuts   int
}

// coarsen returns what is told together of one unit, and the same one by one.
func coarsen(unit string, left []rest, open Opens) (merged []Merged, told []rest) {
	cuts := 0
	for _, r := range left {
		cuts = max(cuts, r.cuts)
	}
	for ; cuts >= 0; cuts-- {
		groups, order := map[string][]rest{}, []string(nil)
		var later []rest
		for _, r := range left {
			if r.cuts < cuts {
				later = append(later, r)
				continue
			}
			key := strings.Join(r.values[:cuts], "\x00")
			if groups[key] == nil {
				order = append(order, key)
			}
			groups[key] = append(groups[key], r)
		}
		for _, key := range order {
			m, bound := Merged{Unit: unit, Values: groups[key][0].values[:cuts]}, 0
			for _, r := range groups[key] {
				m.Entries = append(m.Entries, r.Entry)
				bound = max(bound, r.bound)
			}
			if people(m.Entries) < bound || !open(unit, m.Entries) {
				later = append(later, groups[key]...)
				continue
			}
			merged = append(merged, m)
			for _, r := range groups[key] {
				r.cuts = cuts
				told = append(told, r)
			}
		}
		left = later
	}
	return merged, told
}

// units lists the units that anybody waits for, in order.
func units(waiting []Waiting) []string {
	var all []string
	for _, w := range waiting {
		for name, u := range w.Class.Units {
			if name != Everyone && len(u.Pool) > 0 {
				all = append(all, name)
			}
		}
		for _, e := range w.Coming {
			all = append(all, e.Units...)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

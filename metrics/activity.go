package metrics

import (
	"maps"
	"math/bits"
	"slices"

	"soundings/cohorts/rollout"
)

// Portal is the feature that stands for the portal as a whole: a login or the use of any feature is use of it.
const Portal = ""

// Measure is something that is counted of a cohort's members.
type Measure string

// What is counted, each by a day and for some also by how many days or weeks after it. An active member logged in or used
// a feature on one of the days of a window that ends with the day, and had not left by its end.
const (
	Active1  Measure = "active_1d"
	Active7  Measure = "active_7d"
	Active28 Measure = "active_28d"
	Sliced7  Measure = "sliced_7d" // those of Active7 who are in a slice of the members, of 0.5 % by their bucket for a feature
	Regular  Measure = "regular"   // active in at least three of the four weeks that end with the day
	Agreed   Measure = "agreed"    // by the first day on which they agreed
	Left     Measure = "left"      // by that day, and how many days after it they left; those who are back do not count
	Enrolled Measure = "enrolled"  // in the portal, by the first day that something is known of them
	First    Measure = "first_use" // by the day they agreed, and how many days after it they used it first
	UsedLeft Measure = "used_left" // those of Left who had used it
	Repeat   Measure = "repeat"    // the same to the second day on which they used it
	Retained Measure = "retained"  // by the Monday of the week in which they agreed: active so many weeks later
)

// Cell is one thing that is counted.
type Cell struct {
	Feature string // Portal: the portal as a whole
	Measure Measure
	Day     Day
	After   int // of Sliced7: which slice
}

// Tally is how many members fall into each cell of one cohort.
type Tally map[Cell]int

// add counts so many in a cell; none leaves no trace.
func (t Tally) add(c Cell, n int) {
	if t[c] += n; t[c] == 0 {
		delete(t, c)
	}
}

// Activity is what one member of a cohort did while they agreed to take part in it.
type Activity struct {
	Ref      string
	Agreed   Day  // the first day on which they agreed
	Left     *Day // when they left; nil: they have not
	Enrolled *Day // the first day that something is known of them in the portal
	Uses     map[string]Days
	Version  int64 // as read from the store; 0: not kept yet
}

// Apply takes one effect in and adds to t what it changes. Effects may come in any order and any number of times.
func (a *Activity) Apply(e Effect, t Tally) {
	a.count(t, -1)
	if a.Enrolled == nil || e.Day < *a.Enrolled {
		a.Enrolled = &e.Day
	}
	if e.Kind != EnrolledKind {
		a.use(Portal, e.Day, t)
	}
	if e.Kind == Used {
		a.use(e.Feature, e.Day, t)
	}
	a.count(t, 1)
}

// Stand notes when the member agreed and left, and adds to t what that changes.
func (a *Activity) Stand(agreed Day, left *Day, known bool, t Tally) {
	if known {
		a.count(t, -1)
		a.countWindows(t, -1)
	}
	a.Agreed, a.Left = agreed, left
	a.count(t, 1)
	a.countWindows(t, 1)
}

// here reports whether the member had not left by the end of a day.
func (a *Activity) here(d Day) bool { return a.Left == nil || d < *a.Left }

// countWindows adds n to the cells of windows.
func (a *Activity) countWindows(t Tally, n int) {
	for feature, days := range a.Uses {
		next := days[0]
		for _, used := range days {
			for d := max(next, used); d < used+reach; d++ {
				a.countDay(t, feature, d, days.around(d), 0, n)
			}
			next = used + reach
		}
	}
}

// countDay adds n to the cells of those windows that end with a day and have a use in is and none in was, the lowest 28 bits
// for the days up to this one.
func (a *Activity) countDay(t Tally, feature string, d Day, is, was uint64, n int) {
	if !a.here(d) {
		return
	}
	for _, w := range windows {
		if !w.has(is) || w.has(was) {
			continue
		}
		t.add(Cell{Feature: feature, Measure: w.measure, Day: d}, n)
		if w.measure == Active7 && feature != Portal {
			t.add(Cell{feature, Sliced7, d, rollout.Bucket(feature, a.Ref) / slice}, n)
		}
	}
}

// slice is how many buckets of rollout.Bucket are counted together: shares in steps of 0.5 % are told exactly.
const slice = 50

// count adds n to the cells of what the member is: all but those of windows and weeks, which each new day adds itself.
func (a *Activity) count(t Tally, n int) {
	t.add(Cell{Measure: Agreed, Day: a.Agreed}, n)
	if a.Left != nil {
		t.add(Cell{Measure: Left, Day: a.Agreed, After: int(*a.Left - a.Agreed)}, n)
	}
	if a.Enrolled != nil {
		t.add(Cell{Measure: Enrolled, Day: *a.Enrolled}, n)
	}
	for feature, days := range a.Uses {
		t.add(Cell{feature, First, a.Agreed, int(days[0] - a.Agreed)}, n)
		if a.Left != nil {
			t.add(Cell{feature, UsedLeft, a.Agreed, int(*a.Left - a.Agreed)}, n)
		}
		if len(days) > 1 {
			t.add(Cell{feature, Repeat, a.Agreed, int(days[1] - a.Agreed)}, n)
		}
	}
}

// use adds a day to those on which a feature was used.
func (a *Activity) use(feature string, d Day, t Tally) {
	days, isNew := a.Uses[feature].with(d)
	if !isNew {
		return
	}
	if a.Uses == nil {
		a.Uses = map[string]Days{}
	}
	a.Uses[feature] = days
	after := days.around(d)
	before := after &^ (1 << (reach - 1))
	for i := range reach { // every day whose longest window takes d in
		a.countDay(t, feature, d+Day(i), after>>i, before>>i, 1)
	}
	if feature == Portal && !days.twice(d.Monday()) {
		week := a.Agreed.Monday()
		t.add(Cell{Measure: Retained, Day: week, After: int(d.Monday()-week) / 7}, 1)
	}
}

// twice reports whether there are two days of one week in the set.
func (s Days) twice(monday Day) bool {
	n := 0
	for _, d := range s {
		if d.Monday() == monday {
			n++
		}
	}
	return n > 1
}

// window is a measure over the 28 days that end with a day: the lowest 28 bits, the day itself the highest of them.
type window struct {
	measure Measure
	has     func(bits uint64) bool
}

// windows never change.
var windows = []window{
	{Active1, func(b uint64) bool { return lastDays(b, 1) }},
	{Active7, func(b uint64) bool { return lastDays(b, 7) }},
	{Active28, func(b uint64) bool { return lastDays(b, 28) }},
	{Regular, func(b uint64) bool {
		var weeks uint
		for w := range 4 {
			if b>>(7*w)&0x7f != 0 {
				weeks |= 1 << w
			}
		}
		return bits.OnesCount(weeks) >= 3
	}},
}

// lastDays reports whether one of the last n of 28 days is set.
func lastDays(b uint64, n int) bool { return b<<(64-reach)>>(64-n) != 0 }

// Recount adds to t all that the activity counts for.
func (a Activity) Recount(t Tally) {
	anew := Activity{Ref: a.Ref, Agreed: a.Agreed, Left: a.Left}
	for feature, days := range a.Uses {
		for _, d := range days {
			anew.use(feature, d, t)
		}
	}
	a.count(t, 1)
}

// Note takes an effect in without counting it.
func (a *Activity) Note(e Effect) { a.Apply(e, Tally{}) }

// Equal reports whether two activities are the same, whatever their versions.
func (a Activity) Equal(b Activity) bool {
	same := func(x, y *Day) bool { return x == y || x != nil && y != nil && *x == *y }
	return a.Agreed == b.Agreed && same(a.Left, b.Left) && same(a.Enrolled, b.Enrolled) &&
		maps.EqualFunc(a.Uses, b.Uses, func(x, y Days) bool { return slices.Equal(x, y) })
}

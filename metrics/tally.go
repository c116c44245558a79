package metrics

import (
	"maps"
	"math"
	"slices"
)

// On returns how many members a measure of a feature counts on one day.
func (t Tally) On(feature string, m Measure, d Day) int {
	return t[Cell{Feature: feature, Measure: m, Day: d}]
}

// upTo returns how many a measure counts up to a day, whatever came after.
func (t Tally) upTo(feature string, m Measure, d Day) int {
	n := 0
	for c, k := range t {
		if c.Feature == feature && c.Measure == m && c.Day <= d {
			n += k
		}
	}
	return n
}

// since returns how many counted by a day and what came so many days after it are in the days from one to the other.
func (t Tally) since(feature string, m Measure, from, to Day) int {
	n := 0
	for c, k := range t {
		if d := c.Day + Day(c.After); c.Feature == feature && c.Measure == m && from <= d && d <= to {
			n += k
		}
	}
	return n
}

// agreedOn returns how many had agreed and not left at the end of a day; a member who came back counts as never gone.
func (t Tally) agreedOn(d Day) int { return t.upTo(Portal, Agreed, d) - t.since(Portal, Left, 0, d) }

// Survival is the share of members who had not used a feature yet, by the days since they agreed. Members who left, or who
// agreed too short a time ago to tell, count for as long as they were watched.
//
// Kaplan, E. L. and Meier, P. (1958): Nonparametric estimation from incomplete observations. Journal of the American
// Statistical Association 53, 457–481.
type Survival []float64 // by day, from day 0

// Used returns the share that had used it within so many days, NaN where nobody who had not was watched for so long.
func (s Survival) Used(days int) float64 {
	switch last := len(s) - 1; {
	case days <= last:
		return 1 - s[days]
	case last >= 0 && s[last] == 0: // all had
		return 1
	}
	return math.NaN()
}

// Median returns the day by which half had used it; ok: it is known. A curve that touches one half exactly may miss it by
// the rounding of its factors.
func (s Survival) Median() (days int, ok bool) {
	const rounding = 1e-9
	for day, share := range s {
		if share <= 0.5+rounding {
			return day, true
		}
	}
	return 0, false
}

// Survival returns that of a feature as it stands at the end of a day.
func (t Tally) Survival(feature string, today Day) Survival {
	var used, gone []int // by days since they agreed: who used it then, who was watched no longer
	grow := func(list []int, at, n int) []int {
		for len(list) <= at {
			list = append(list, 0)
		}
		list[at] += n
		return list
	}
	atRisk := 0
	for c, n := range t {
		watched := int(today - c.Day)
		if watched < 0 {
			continue
		}
		switch {
		case c.Measure == Agreed:
			atRisk += n
			gone = grow(gone, watched, n)
		case c.Measure == First && c.Feature == feature && c.After <= watched:
			used, gone = grow(used, c.After, n), grow(gone, watched, -n)
		case c.Measure == Left && c.After < watched: // watched until they left, unless they had used it
			gone = grow(grow(gone, c.After, n), watched, -n)
		case c.Measure == UsedLeft && c.Feature == feature && c.After < watched:
			gone = grow(grow(gone, c.After, -n), watched, n)
		}
	}
	return survive(atRisk, used, gone)
}

// survive multiplies the shares that went on from day to day. Who is watched no longer on a day was still at risk on it.
func survive(atRisk int, used, gone []int) Survival {
	var s Survival
	left := 1.0
	for day := 0; atRisk > 0 && day < max(len(used), len(gone)); day++ {
		if day < len(used) {
			left *= 1 - float64(used[day])/float64(atRisk)
			atRisk -= used[day]
		}
		s = append(s, left)
		if day < len(gone) {
			atRisk -= gone[day]
		}
	}
	return s
}

// Features returns those that anybody used.
func (t Tally) Features() []string {
	used := map[string]bool{}
	for c := range t {
		if c.Feature != Portal {
			used[c.Feature] = true
		}
	}
	return slices.Sorted(maps.Keys(used))
}

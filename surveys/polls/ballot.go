package polls

import (
	"time"

	"soundings/cohorts"
)

// Ballot is one answer to a poll: a fact, rewritten only once its voter is removed for good, without Ref and Shown. A named
// ballot that is changed is a new one that says which it takes the place of. Of a secret poll's ballot only the first five
// fields, Shown and Answer are set, and At is the beginning of a day.
type Ballot struct {
	ID         string // random
	Poll       string
	Group      cohorts.Group
	Unverified bool      // it came by the open code
	At         time.Time // UTC
	Ref        string    // of who was invited; empty: by the open code, or the voter was removed
	Practice   string    // of another practice: the same for all ballots by its link
	Before     string    // the ballot that this one takes the place of
	Shown      []string  // the features in the order in which they were shown; of a MaxDiff poll its sets say it
	Answer     Answer
}

// Answer is what a ballot says, in canonical form; which field is set is the method's.
type Answer struct {
	Places  map[string]int  // rank: from 1 without gaps; who has none is tied last
	Points  map[string]int  // dots, and rating from 1 to 5; of dots who has none has 0
	Sets    []Set           // maxdiff: those that were answered
	Feeling map[string]Pair // kano
}

// Set is a few features shown together, and which of them were said to matter most and least.
type Set struct {
	Shown       []string
	Best, Worst string
}

// Pair is what was answered to the two questions of a Kano poll.
type Pair struct {
	With, Without Feel
}

// Right is a right to vote: of an invitation, or of a browser that came by the open code. There is one document of it
// from the moment in which it is used. It does not say when, and of a secret poll not for what.
type Right struct {
	ID      string
	Poll    string
	Ballot  string // the ballot that counts; empty in a secret poll
	Version int64
}

// mark is what a ballot says of one feature as a number: how many answers, and their sum.
type mark struct{ n, sum int }

func once(x int) mark { return mark{1, x} }

// scale returns the lowest and the highest number that an answer can be.
func (p Poll) scale() (low, high int) {
	switch p.Method {
	case Rank:
		return 0, 2 * (len(p.Features) - 1)
	case Dots:
		return 0, p.Dots
	case Rating:
		return 1, maxRating
	case MaxDiff:
		return -1, 1
	default:
		return 0, 1
	}
}

// marks returns what a ballot says of each feature as a number on the poll's scale, in the order of Features:
// for a ranking twice its Borda points, so that a tie's halves are whole; dots and ratings as they are; for MaxDiff 1 for
// each time best, −1 for worst and 0 for neither; for Kano 1 where having the feature does good, 0 where it does not.
// before is called for each time that one feature was set before another.
func (p Poll) marks(a Answer, before func(i, j int)) []mark {
	all := make([]mark, len(p.Features))
	switch p.Method {
	case Rank:
		p.compare(func(f string) (int, bool) { return last(a.Places[f]), true }, func(i, j int) {
			before(i, j)
			all[i].sum += 2
		}, func(i, j int) {
			all[i].sum++
			all[j].sum++
		})
		for i := range all {
			all[i] = once(all[i].sum)
		}
	case MaxDiff:
		p.marksOfSets(a.Sets, all, before)
	case Kano:
		for i, f := range p.Features {
			if pair, ok := a.Feeling[f]; ok {
				if good, counts := pair.category().better(); counts {
					all[i] = once(good)
				}
			}
		}
	default:
		for i, f := range p.Features {
			if x, ok := a.Points[f]; ok || p.Method == Dots {
				all[i] = once(x)
			}
		}
		p.compare(func(f string) (int, bool) { x, ok := a.Points[f]; return -x, ok || p.Method == Dots }, before, func(int, int) {})
	}
	return all
}

// last puts what has no place behind all that have one.
func last(place int) int {
	if place == 0 {
		return maxFeatures + 1
	}
	return place
}

// compare goes once through all pairs of features that have a level: before is called for each where the first has the
// lower level, tied for each where both have the same.
func (p Poll) compare(level func(feature string) (int, bool), before, tied func(i, j int)) {
	levels, known := make([]int, len(p.Features)), make([]bool, len(p.Features))
	for i, f := range p.Features {
		levels[i], known[i] = level(f)
	}
	for i := range levels {
		for j := range i {
			switch {
			case !known[i] || !known[j]:
			case levels[i] < levels[j]:
				before(i, j)
			case levels[j] < levels[i]:
				before(j, i)
			default:
				tied(i, j)
			}
		}
	}
}

func (p Poll) marksOfSets(sets []Set, all []mark, before func(i, j int)) {
	at := p.index()
	for _, set := range sets {
		best, worst := at[set.Best], at[set.Worst]
		for _, f := range set.Shown {
			i := at[f]
			all[i].n++
			if i != best {
				before(best, i)
			}
			if i != worst && i != best {
				before(i, worst)
			}
		}
		all[best].sum++
		all[worst].sum--
	}
}

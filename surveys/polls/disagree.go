package polls

import (
	"cmp"
	"slices"

	"soundings/cohorts"
)

// Disagreement is how far the groups are apart.
type Disagreement struct {
	Pairs []Pairwise `json:"pairs"`
}

// Pairwise is how far two groups' rankings are apart.
type Pairwise struct {
	Groups   [2]cohorts.Group `json:"groups"`
	TauB     *float64         `json:"tau_b"`    // 1: the same order, −1: the opposite; null where one of them ties everything
	Features []Parting        `json:"features"` // on which they part most, the farthest first
}

// Parting is a feature that two groups put in different places.
type Parting struct {
	Feature string `json:"feature"`
	Places  [2]int `json:"places"`
}

// Which features a pair of groups is said to part on.
const (
	partAt   = 2 // places apart, at least
	partMost = 3 // features
)

// add compares a group's ranking with those of the groups before it.
func (d *Disagreement) add(p Poll, ranking []Placed, g cohorts.Group, before []GroupResult) {
	for _, other := range before {
		if len(other.Ranking) == 0 {
			continue
		}
		a, b := p.placesIn(other.Ranking), p.placesIn(ranking)
		pair := Pairwise{Groups: [2]cohorts.Group{other.Group, g}, Features: []Parting{}}
		if tau, ok := tauB(a, b); ok {
			pair.TauB = &tau
		}
		for f, key := range p.Features {
			if apart(a[f], b[f]) >= partAt {
				pair.Features = append(pair.Features, Parting{key, [2]int{a[f], b[f]}})
			}
		}
		slices.SortStableFunc(pair.Features, func(x, y Parting) int {
			return cmp.Compare(apart(y.Places[0], y.Places[1]), apart(x.Places[0], x.Places[1]))
		})
		pair.Features = pair.Features[:min(len(pair.Features), partMost)]
		d.Pairs = append(d.Pairs, pair)
	}
}

func apart(a, b int) int { return max(a-b, b-a) }

// placesIn returns the places of a ranking in the order of Features.
func (p Poll) placesIn(ranking []Placed) []int {
	at, all := p.index(), make([]int, len(p.Features))
	for _, r := range ranking {
		all[at[r.Feature]] = r.Place
	}
	return all
}

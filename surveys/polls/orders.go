package polls

import (
	"cmp"
	"math/big"
	"slices"

	"soundings/surveys/polls/methods"
)

// The methods that make an order of pairwise votes, by their names in results.
const (
	Borda    = "borda"
	Schulze  = "schulze"
	Copeland = "copeland"
)

// methods returns what every method that fits the poll makes of these groups' ballots, each in the order of places.
func (p Poll) methods(voices []voice) map[string][]Standing {
	m := p.How()
	all := map[string][]Standing{m.By: p.first(voices)}
	if !m.Pairwise {
		return all
	}
	n := len(p.Features)
	wins := ranks(combined(voices, func(c *Counts) []int { return c.Wins }))
	beats, beaten := schulze(wins, n)
	for f := range beaten {
		beaten[f]++
	}
	all[Schulze] = p.standings(beaten, beats)
	beats, beaten = copeland(wins, n)
	for f := range beats {
		beats[f] -= beaten[f]
	}
	all[Copeland] = p.standings(places(n, highest(beats)), beats)
	if m.Complete {
		all[Borda] = p.borda(voices)
	}
	return all
}

// first returns what the poll's own method makes of these groups' ballots.
func (p Poll) first(voices []voice) []Standing {
	switch p.How().Order {
	case methods.ByPoints:
		return p.borda(voices)
	case methods.ByCategories:
		return p.kano(voices)
	default:
		return p.means(voices)
	}
}

// standings makes the list of one method, in the order of places.
func (p Poll) standings(places, score []int) []Standing {
	all := make([]Standing, len(p.Features))
	for f, key := range p.Features {
		points := float64(score[f])
		all[f] = Standing{Feature: key, Score: &points, Place: places[f]}
	}
	return inOrder(all)
}

func inOrder(all []Standing) []Standing {
	slices.SortStableFunc(all, func(a, b Standing) int { return cmp.Compare(a.Place, b.Place) })
	return all
}

// borda gives a feature on each ballot as many points as there are features behind it, half a point for each that is
// level. Of pairwise votes: half of (others + votes for it − votes against it). Borda (1781); ties as in Kendall (1948).
func (p Poll) borda(voices []voice) []Standing {
	n, ballots := len(p.Features), 0
	for _, v := range voices {
		ballots += v.ballots()
	}
	votes := combined(voices, func(c *Counts) []int { return c.Wins })
	whole := combined(voices, func(c *Counts) []int { return []int{c.Ballots} })[0] // what all ballots together count
	points, score := make([]*big.Int, n), make([]int, n)
	for i := range points {
		points[i] = new(big.Int).Mul(whole, big.NewInt(int64(n-1)))
		for j := range n {
			points[i].Add(points[i], votes[i*n+j])
			points[i].Sub(points[i], votes[j*n+i])
		}
	}
	all := p.standings(places(n, func(i, j int) int { return points[j].Cmp(points[i]) }), score)
	at := p.index()
	for k := range all {
		scaled := new(big.Int).Mul(points[at[all[k].Feature]], big.NewInt(int64(ballots)))
		*all[k].Score, _ = new(big.Rat).SetFrac(scaled, new(big.Int).Mul(whole, big.NewInt(2))).Float64()
	}
	return all
}

// means puts features in the order of their means, with 95 % intervals. For MaxDiff the mean is
// (times best − times worst) / times shown.
func (p Poll) means(voices []voice) []Standing {
	estimates := p.estimates(voices)
	place := places(len(estimates), func(i, j int) int { return estimates[i].compare(estimates[j]) })
	all := make([]Standing, len(estimates))
	for f, e := range estimates {
		score := 0.0
		if e.known {
			score, _ = e.mean.Float64()
		}
		all[f] = Standing{Feature: p.Features[f], Score: &score, Place: place[f]}
		if e.freedom > 0 {
			all[f].Low, all[f].High = &e.low, &e.high
		}
	}
	return inOrder(all)
}

// compare puts the higher mean first, and what nobody said anything of last.
func (e estimate) compare(other estimate) int {
	switch {
	case e.known && other.known:
		return other.mean.Cmp(e.mean)
	case e.known:
		return -1
	case other.known:
		return 1
	}
	return 0
}

// kano puts features in the order of better, then of worse: what does the most good before, of equals what is missed most.
// A feature's category is the one most often found, weighted. Berger, C. and others (1993), section 5.
func (p Poll) kano(voices []voice) []Standing {
	better := p.estimates(voices)
	missed := p.estimates(missing(voices))
	place := places(len(better), func(i, j int) int {
		return cmp.Or(better[i].compare(better[j]), missed[i].compare(missed[j]))
	})
	categories := len(p.How().Categories)
	found := combined(voices, func(c *Counts) []int { return c.Kano })
	all := make([]Standing, len(better))
	for f := range all {
		most := slices.MaxFunc([]methods.Category{methods.Questionable, methods.Reverse, methods.Indifferent, methods.Attractive, methods.OneDimensional, methods.MustBe}, func(a, b methods.Category) int {
			return cmp.Or(found[f*categories+int(a)].Cmp(found[f*categories+int(b)]), cmp.Compare(b, a))
		})
		all[f] = Standing{Feature: p.Features[f], Score: new(float64), Place: place[f]}
		if found[f*categories+int(most)].Sign() > 0 {
			all[f].Category = most.String()
		}
		if better[f].known {
			good, _ := better[f].mean.Float64()
			bad, _ := missed[f].mean.Float64()
			bad = -bad
			all[f].Score, all[f].Better, all[f].Worse = &good, &good, &bad
		}
	}
	return inOrder(all)
}

// missing returns the same groups with, in the place of who likes to have a feature, who misses it when it is not there.
func missing(voices []voice) []voice {
	all, categories := slices.Clone(voices), len(methods.CategoryNames())
	for i, v := range all {
		all[i].units = make([]unit, len(v.units))
		for k, u := range v.units {
			other := *u.Counts
			other.Sum = make([]int, len(u.Sum))
			for f := range other.Sum {
				other.Sum[f] = u.Kano[f*categories+int(methods.OneDimensional)] + u.Kano[f*categories+int(methods.MustBe)]
			}
			other.Squares = other.Sum
			all[i].units[k] = unit{&other, u.practice}
		}
	}
	return all
}

// placed makes the ranking of the headline method's list, with shares of points if they may be shown.
func (p Poll) placed(voices []voice, list []Standing, points bool) []Placed {
	shares := p.shares(voices, list, points)
	all := make([]Placed, len(list))
	for i, s := range list {
		all[i] = Placed{Feature: s.Feature, Place: s.Place, Share: shares[s.Feature]}
	}
	return all
}

// shares returns the share of each feature: that of the Borda points that could be had, where ballots set all features in
// an order (what somebody did not rate is level with all they rated) and points may be shown; else that of places.
func (p Poll) shares(voices []voice, list []Standing, points bool) map[string]float64 {
	if !points || !p.How().Complete {
		return sharesOfPlaces(list)
	}
	if p.How().Order != methods.ByPoints {
		list = p.borda(voices)
	}
	all, others, ballots := map[string]float64{}, float64(len(p.Features)-1), 0
	for _, v := range voices {
		ballots += v.ballots()
	}
	for _, s := range list {
		all[s.Feature] = *s.Score / (float64(ballots) * others)
	}
	return all
}

// sharesOfPlaces counts the places of a list as one ballot, ties averaged.
func sharesOfPlaces(list []Standing) map[string]float64 {
	all, level, others := map[string]float64{}, map[int]int{}, float64(len(list)-1)
	for _, s := range list {
		level[s.Place]++
	}
	for _, s := range list {
		behind := len(list) - s.Place - (level[s.Place] - 1)
		all[s.Feature] = (float64(behind) + float64(level[s.Place]-1)/2) / others
	}
	return all
}

// agree reports whether all methods put the features in the same order.
func agree(methods map[string][]Standing) bool {
	place := map[string]int{}
	for _, list := range methods {
		for _, s := range list {
			if before, known := place[s.Feature]; known && before != s.Place {
				return false
			}
			place[s.Feature] = s.Place
		}
	}
	return true
}

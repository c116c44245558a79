package polls

import (
	"cmp"
	"math/big"
	"slices"

	"soundings/cohorts"
)

// voice is a group that has a part in the total: its weight, and its counts by practice, or as one.
type voice struct {
	group  cohorts.Group
	weight *big.Rat
	units  []unit
}

func (v voice) ballots() int {
	n := 0
	for _, u := range v.units {
		n += u.Ballots
	}
	return n
}

// combined returns a row of the counts of all groups together: of every practice divided by its ballots, of every group
// divided by its practices, then weighted. To stay exact and fast the figures are whole multiples of one small fraction,
// the same for all of them.
func combined(voices []voice, row func(*Counts) []int) []*big.Int {
	type part struct {
		counts []int
		factor *big.Rat
	}
	var parts []part
	whole := big.NewInt(1) // a common multiple of the denominators
	for _, v := range voices {
		for _, u := range v.units {
			factor := new(big.Rat).Mul(v.weight, big.NewRat(1, int64(u.Ballots)*int64(len(v.units))))
			parts = append(parts, part{row(u.Counts), factor})
			common := new(big.Int).GCD(nil, nil, whole, factor.Denom())
			whole.Mul(whole, new(big.Int).Div(factor.Denom(), common))
		}
	}
	var sum []*big.Int
	product, count := new(big.Int), new(big.Int)
	for _, p := range parts {
		factor := new(big.Int).Div(new(big.Int).Mul(p.factor.Num(), whole), p.factor.Denom())
		for i, n := range p.counts {
			if i == len(sum) {
				sum = append(sum, new(big.Int))
			}
			if n != 0 {
				sum[i].Add(sum[i], product.Mul(factor, count.SetInt64(int64(n))))
			}
		}
	}
	return sum
}

// ranks puts the place of each number among all of them in its place, from the smallest, 0 for zero: whole numbers that
// compare as they do.
func ranks(numbers []*big.Int) []int {
	order := make([]int, len(numbers))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return numbers[a].Cmp(numbers[b]) })
	places := make([]int, len(numbers))
	place, before := 0, new(big.Int)
	for _, i := range order {
		if numbers[i].Cmp(before) != 0 {
			place++
			before = numbers[i]
		}
		places[i] = place
	}
	return places
}

// schulze returns for each of n features how many others it beats, by the strongest paths over winning votes: a defeat is
// as strong as the votes for its winner. wins is the matrix of pairwise votes in any measure that compares as they do.
// Schulze, M. (2011): A new monotonic, clone-independent … single-winner election method, section 2.2 (Floyd and Warshall).
func schulze(wins []int, n int) (beats, beaten []int) {
	path := make([]int, n*n)
	for i := range n {
		for j := range n {
			if wins[i*n+j] > wins[j*n+i] {
				path[i*n+j] = wins[i*n+j]
			}
		}
	}
	for k := range n {
		for i := range n {
			for j := range n {
				if over := min(path[i*n+k], path[k*n+j]); i != j && over > path[i*n+j] {
					path[i*n+j] = over
				}
			}
		}
	}
	return duels(path, n)
}

// copeland returns for each of n features how many others it is set before by more votes than after, and by how many it
// is beaten so. Its score is the difference. Copeland (1951).
func copeland(wins []int, n int) (beats, beaten []int) { return duels(wins, n) }

func duels(strength []int, n int) (beats, beaten []int) {
	beats, beaten = make([]int, n), make([]int, n)
	for i := range n {
		for j := range n {
			if strength[i*n+j] > strength[j*n+i] {
				beats[i]++
				beaten[j]++
			}
		}
	}
	return beats, beaten
}

// places returns the place of each of n features: 1 and how many are before it.
func places(n int, compare func(i, j int) int) []int {
	all := make([]int, n)
	for i := range n {
		all[i] = 1
		for j := range n {
			if compare(j, i) < 0 {
				all[i]++
			}
		}
	}
	return all
}

// highest compares features by a score, the highest first.
func highest[T cmp.Ordered](score []T) func(i, j int) int {
	return func(i, j int) int { return cmp.Compare(score[j], score[i]) }
}

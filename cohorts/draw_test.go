package cohorts

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"
)

// Places are shared in proportion to the population, by largest remainder.
func TestLargestRemainder(t *testing.T) {
	for _, c := range []struct {
		weights []int
		n       int
		want    []int
	}{
		{[]int{50, 30, 20}, 10, []int{5, 3, 2}},
		{[]int{1, 1, 1}, 10, []int{4, 3, 3}},
		{[]int{47, 16, 158, 12, 61, 6}, 100, []int{16, 5, 53, 4, 20, 2}},
		{[]int{1, 1000}, 10, []int{0, 10}},
		{[]int{0, 5}, 3, []int{0, 3}},
		{[]int{0, 0}, 3, []int{0, 0}},
	} {
		equal(t, fmt.Sprint(c.weights), largestRemainder(c.weights, c.n), c.want)
	}
}

// In every population all places are given, to nobody who cannot be drawn; when every stratum has enough people, none is
// off its share by a whole person.
func TestShares(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		strata := make([]Stratum, rapid.IntRange(1, 12).Draw(r, "strata"))
		population, eligible, enough := 0, 0, true
		for i := range strata {
			strata[i].Population = rapid.IntRange(1, 400).Draw(r, "population")
			strata[i].Eligible = rapid.IntRange(0, strata[i].Population).Draw(r, "eligible")
			population, eligible = population+strata[i].Population, eligible+strata[i].Eligible
		}
		size := rapid.IntRange(0, eligible).Draw(r, "size")
		share(strata, size)
		given := 0
		for _, s := range strata {
			given += s.Wanted
			enough = enough && s.Eligible > size*s.Population/population
			if s.Wanted > s.Eligible {
				r.Fatalf("%d places for %d people", s.Wanted, s.Eligible)
			}
		}
		if given != size {
			r.Fatalf("%d of %d places are given", given, size)
		}
		for _, s := range strata {
			if off := math.Abs(float64(s.Wanted) - float64(size*s.Population)/float64(population)); enough && off >= 1 {
				r.Fatalf("a stratum is off by %v", off)
			}
		}
	})
}

// Enough people wait to fill every place when the expected share says no.
func TestReserves(t *testing.T) {
	for _, c := range [][3]int{{100, 0, 0}, {70, 30, 30}, {10, 50, 10}, {1, 30, 1}, {0, 30, 0}, {10, 90, 90}} {
		equal(t, fmt.Sprint(c), reserves(c[0], c[1]), c[2])
	}
}

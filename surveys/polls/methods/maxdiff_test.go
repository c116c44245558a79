package methods

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// many returns n features.
func many(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf("f%02d", i)
	}
	return all
}

// setsOf returns what one of many people sees.
func setsOf(features []string, person int) [][]string {
	return sets(features, rand.New(rand.NewPCG(1, uint64(person))))
}

// Of every size of poll, one person sees each feature equally often or once more, in at most twelve sets of four or five
// different ones.
func TestSetsOfOnePerson(t *testing.T) {
	for n := 2; n <= 30; n++ {
		features := many(n)
		sets := setsOf(features, 1)
		shown := map[string]int{}
		for _, set := range sets {
			if want := map[int]int{2: 2, 3: 3, 4: 3}[n]; len(set) > 5 || len(set) < 4 && len(set) != want {
				t.Fatalf("%d features: a set of %d", n, len(set))
			}
			if unique := slices.Compact(slices.Sorted(slices.Values(set))); len(unique) != len(set) {
				t.Fatalf("%d features: a set shows one twice: %v", n, set)
			}
			for _, f := range set {
				shown[f]++
			}
		}
		low, high := 99, 0
		for _, f := range features {
			low, high = min(low, shown[f]), max(high, shown[f])
		}
		if len(sets) > 12 || low == 0 || high > low+1 {
			t.Errorf("%d features: %d sets show each from %d to %d times", n, len(sets), low, high)
		}
	}
}

// Nobody is asked the same set twice, however few features there are.
func TestNoSetIsAskedTwice(t *testing.T) {
	for n, want := range map[int]int{2: 1, 3: 1, 4: 4, 5: 4, 6: 5, 7: 6, 8: 6, 12: 9} {
		features := many(n)
		for person := range 200 {
			sets := setsOf(features, person)
			seen := map[string]bool{}
			for _, set := range sets {
				seen[fmt.Sprint(slices.Sorted(slices.Values(set)))] = true
			}
			if len(sets) != want || len(seen) != want {
				t.Fatalf("%d features: %d sets, %d of them different; want %d", n, len(sets), len(seen), want)
			}
		}
	}
}

// Over many people each feature is shown equally often, each pair of features together equally often, and each in every
// position equally often.
func TestSetsOfManyPeople(t *testing.T) {
	const people = 2000
	for _, n := range []int{4, 5, 9, 16, 30} {
		features := many(n)
		shown, together, first := map[string]int{}, map[[2]string]int{}, map[string]int{}
		slots, pairs, sets := 0, 0, 0
		for person := range people {
			for _, set := range setsOf(features, person) {
				sets++
				first[set[0]]++
				for i, f := range set {
					shown[f]++
					slots++
					for _, g := range set[:i] {
						pair := []string{f, g}
						slices.Sort(pair)
						together[[2]string(pair)]++
						pairs++
					}
				}
			}
		}
		if len(together) != n*(n-1)/2 {
			t.Errorf("%d features: only %d pairs ever meet", n, len(together))
		}
		even(t, fmt.Sprintf("%d features, shown", n), shown, float64(slots)/float64(n))
		even(t, fmt.Sprintf("%d features, first in a set", n), first, float64(sets)/float64(n))
		even(t, fmt.Sprintf("%d features, together", n), together, float64(2*pairs)/float64(n*(n-1)))
	}
}

// even fails the test unless counts are within a tenth of want, or within five times what chance alone explains.
func even[K comparable](t *testing.T, about string, counts map[K]int, want float64) {
	t.Helper()
	for key, n := range counts {
		if off := float64(n) - want; off*off > 25*want && (off > want/10 || off < -want/10) {
			t.Errorf("%s: %v is %d times there, want about %.0f", about, key, n, want)
		}
	}
}

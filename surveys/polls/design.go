package polls

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"math/rand/v2"
	"slices"
)

// How MaxDiff sets are made.
const (
	maxSets     = 12
	timesShown  = 3  // how often one person sees each feature, where maxSets allow it
	fewFeatures = 16 // up to so many there are four in a set, above five
	setsOfThree = 4  // of so many features there are three in a set: sets of all four would all be the same
)

// chance returns the same random numbers for the same seed, on every machine.
func chance(seed string) *rand.Rand {
	sum := sha256.Sum256([]byte(seed))
	return rand.New(rand.NewPCG(binary.LittleEndian.Uint64(sum[:8]), binary.LittleEndian.Uint64(sum[8:])))
}

// order returns the features in the order in which the person with this seed sees them.
func (p Poll) order(seed string) []string {
	shown := slices.Clone(p.Features)
	chance(seed).Shuffle(len(shown), func(i, j int) { shown[i], shown[j] = shown[j], shown[i] })
	return shown
}

// sets returns the MaxDiff sets that the person with this seed sees: at most twelve, of four or five different features,
// in which each feature stands equally often or once more. Of four features there are the four sets of three, of fewer one
// set of all, for asking the same again would find nothing new; a poll of so few is a short question and no mistake, so it
// is not refused. A set takes the features that were shown least so far, of
// those the ones that stood together least. Because the features are shuffled before, every feature and every pair of
// features has the same chance of standing anywhere, so that over all people both come out even.
// Louviere, Flynn and Marley (2015): Best-Worst Scaling, chapter 2.
func (p Poll) sets(seed string) [][]string {
	random, n := chance(seed), len(p.Features)
	size := 4
	switch {
	case n > fewFeatures:
		size = 5
	case n <= setsOfThree:
		size = min(3, n)
	}
	count := min(maxSets, (timesShown*n+size-1)/size)
	if size == n {
		count = 1
	}
	sets := make([][]string, count)
	names := random.Perm(n)
	shown, together := make([]int, n), make([][]int, n)
	for i := range together {
		together[i] = make([]int, n)
	}
	for s := range sets {
		var set []int
		for len(set) < size {
			set = append(set, next(set, shown, together))
		}
		for _, i := range set {
			shown[i]++
			for _, j := range set {
				together[i][j]++
			}
		}
		random.Shuffle(size, func(i, j int) { set[i], set[j] = set[j], set[i] })
		for _, i := range set {
			sets[s] = append(sets[s], p.Features[names[i]])
		}
	}
	return sets
}

// next returns which feature comes into a set.
func next(set, shown []int, together [][]int) int {
	best, bestMet := -1, 0
	for i := range shown {
		if slices.Contains(set, i) {
			continue
		}
		met := 0
		for _, j := range set {
			met += together[i][j] * together[i][j]
		}
		if best < 0 || cmp.Or(cmp.Compare(shown[i], shown[best]), cmp.Compare(met, bestMet)) < 0 {
			best, bestMet = i, met
		}
	}
	return best
}

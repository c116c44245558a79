package methods

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strconv"

	"soundings/cohorts/base"
)

// MaxDiff asks for the best and the worst of a few features at a time.
const MaxDiff Name = "maxdiff"

func maxDiff() Method {
	return Method{
		Name: MaxDiff, Title: "polls.method.maxdiff", When: "polls.when.maxdiff", Guide: "ballots.guide.maxdiff", Counted: "polls.counted.maxdiff", By: "maxdiff",
		Decode: decodeSets, Encode: encodeSets,
		Scale: func(Ask) (low, high int) { return -1, 1 },
		Marks: marksOfSets,
		Order: ByMeans, Pairwise: true, Sets: sets,
	}
}

// Set is a few features shown together, and which of them were said to matter most and least.
type Set struct {
	Shown       []string
	Best, Worst string
}

func decodeSets(a Ask, v Values) (Answer, []base.Field) {
	var all []Set
	var fields []base.Field
	for i, shown := range a.Sets {
		number := strconv.Itoa(i + 1)
		names := [2]string{"best." + number, "worst." + number}
		said := [2]string{v.Get(names[0]), v.Get(names[1])}
		if said[0] == "" && said[1] == "" {
			continue
		}
		for k, text := range said {
			switch {
			case text == "":
				fields = append(fields, bad(names[k], "ballot.best_and_worst"))
			case !slices.Contains(shown, text):
				fields = append(fields, bad(names[k], "ballot.not_shown"))
			case k == 1 && text == said[0]:
				fields = append(fields, bad(names[k], "ballot.best_is_worst"))
			}
		}
		all = append(all, Set{Shown: shown, Best: said[0], Worst: said[1]})
	}
	return Answer{Sets: all}, fields
}

func encodeSets(a Ask, said Answer, v Values) {
	for _, set := range said.Sets {
		if i := slices.IndexFunc(a.Sets, func(shown []string) bool { return slices.Equal(shown, set.Shown) }); i >= 0 {
			number := strconv.Itoa(i + 1)
			v["best."+number], v["worst."+number] = []string{set.Best}, []string{set.Worst}
		}
	}
}

// marksOfSets are 1 for each time best, −1 for worst and 0 for neither.
func marksOfSets(a Ask, said Answer, before func(i, j int)) []Mark {
	all, at := make([]Mark, len(a.Features)), map[string]int{}
	for i, f := range a.Features {
		at[f] = i
	}
	for _, set := range said.Sets {
		best, worst := at[set.Best], at[set.Worst]
		for _, f := range set.Shown {
			i := at[f]
			all[i].N++
			if i != best {
				before(best, i)
			}
			if i != worst && i != best {
				before(i, worst)
			}
		}
		all[best].Sum++
		all[worst].Sum--
	}
	return all
}

// How MaxDiff sets are made.
const (
	maxSets     = 12
	timesShown  = 3  // how often one person sees each feature, where maxSets allow it
	fewFeatures = 16 // up to so many there are four in a set, above five
	setsOfThree = 4  // of so many features there are three in a set: sets of all four would all be the same
)

// sets returns the MaxDiff sets that one person sees: at most twelve, of four or five different features,
// in which each feature stands equally often or once more. Of four features there are the four sets of three, of fewer one
// set of all, for asking the same again would find nothing new; a poll of so few is a short question and no mistake, so it
// is not refused. A set takes the features that were shown least so far, of
// those the ones that stood together least. Because the features are shuffled before, every feature and every pair of
// features has the same chance of standing anywhere, so that over all people both come out even.
// Louviere, Flynn and Marley (2015): Best-Worst Scaling, chapter 2.
func sets(features []string, random *rand.Rand) [][]string {
	n := len(features)
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
	all := make([][]string, count)
	names := random.Perm(n)
	shown, together := make([]int, n), make([][]int, n)
	for i := range together {
		together[i] = make([]int, n)
	}
	for s := range all {
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
			all[s] = append(all[s], features[names[i]])
		}
	}
	return all
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

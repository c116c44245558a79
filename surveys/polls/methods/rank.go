package methods

import (
	"maps"
	"math"
	"slices"

	"soundings/cohorts/base"
)

// Rank asks to set features in order, all or some.
const Rank Name = "rank"

func rank() Method {
	return Method{
		Name: Rank, Title: "polls.method.rank", When: "polls.when.rank", Guide: "ballots.guide.rank", Counted: "polls.counted.borda", By: "borda",
		Decode: decodePlaces,
		Encode: func(_ Ask, said Answer, v Values) { enter(Rank, said.Places, v) },
		Scale:  func(a Ask) (low, high int) { return 0, 2 * (len(a.Features) - 1) },
		Marks:  marksOfPlaces,
		Order:  ByPoints, Pairwise: true, Complete: true, Places: true,
	}
}

func decodePlaces(a Ask, v Values) (Answer, []base.Field) {
	places, fields := numbers(Rank, a, 1, len(a.Features), v)
	holder := map[int]bool{}
	for _, f := range a.Features {
		place, ranked := places[f]
		if !ranked {
			continue
		}
		if holder[place] && !a.Ties {
			fields = append(fields, bad("rank."+f, "ballot.place_twice", "Place", place))
		}
		holder[place] = true
	}
	if len(places) > a.Top {
		fields = append(fields, bad("rank", "ballot.top", "Limit", a.Top, "Given", len(places)))
	}
	inOrder := slices.Sorted(maps.Keys(holder))
	for f, place := range places {
		i, _ := slices.BinarySearch(inOrder, place)
		places[f] = i + 1
	}
	return Answer{Places: places}, fields
}

// marksOfPlaces are twice a ranking's Borda points, so that a tie's halves are whole.
func marksOfPlaces(a Ask, said Answer, before func(i, j int)) []Mark {
	all := make([]Mark, len(a.Features))
	compare(a.Features, func(f string) (int, bool) { return last(said.Places[f]), true }, func(i, j int) {
		before(i, j)
		all[i].Sum += 2
	}, func(i, j int) {
		all[i].Sum++
		all[j].Sum++
	})
	for i := range all {
		all[i] = once(all[i].Sum)
	}
	return all
}

// last puts what has no place behind all that have one.
func last(place int) int {
	if place == 0 {
		return math.MaxInt
	}
	return place
}

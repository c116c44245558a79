package methods

import (
	"strconv"

	"soundings/cohorts/base"
)

// Rating asks for one to five for each feature.
const Rating Name = "rating"

const maxRating = 5

func rating() Method {
	return Method{
		Name: Rating, Title: "polls.method.rating", When: "polls.when.rating", Guide: "ballots.guide.rating", Counted: "polls.counted.rating", By: "rating",
		Decode: func(a Ask, v Values) (Answer, []base.Field) {
			points, fields := numbers(Rating, a, 1, maxRating, v)
			return Answer{Points: points}, fields
		},
		Encode: func(_ Ask, said Answer, v Values) { enter(Rating, said.Points, v) },
		Scale:  func(Ask) (low, high int) { return 1, maxRating },
		Marks: func(a Ask, said Answer, before func(i, j int)) []Mark {
			return pointMarks(a, said.Points, false, before)
		},
		Order: ByMeans, Pairwise: true, Complete: true, Questions: rate,
	}
}

func rate(feature string) []Question {
	q := Question{Field: "rating." + feature, Text: "ballots.rate", Low: "ballots.rate_low", High: "ballots.rate_high"}
	for x := 1; x <= maxRating; x++ {
		q.Choices = append(q.Choices, Choice{Value: strconv.Itoa(x)})
	}
	return []Question{q}
}

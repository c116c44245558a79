package methods

import "soundings/cohorts/base"

// Dots asks to spread a number of points.
const Dots Name = "dots"

func dots() Method {
	return Method{
		Name: Dots, Title: "polls.method.dots", When: "polls.when.dots", Guide: "ballots.guide.dots", Counted: "polls.counted.dots", By: "dots",
		Decode: decodeDots,
		Encode: func(_ Ask, said Answer, v Values) { enter(Dots, said.Points, v) },
		Scale:  func(a Ask) (low, high int) { return 0, a.Dots },
		Marks: func(a Ask, said Answer, before func(i, j int)) []Mark {
			return pointMarks(a, said.Points, true, before)
		},
		Order: ByMeans, Pairwise: true, Complete: true, Dots: true,
	}
}

func decodeDots(a Ask, v Values) (Answer, []base.Field) {
	points, fields := numbers(Dots, a, 0, a.Dots, v)
	spent := 0
	for f, x := range points {
		spent += x
		if x == 0 {
			delete(points, f)
		}
	}
	if spent > a.Dots {
		fields = append(fields, bad("dots", "ballot.dots", "Dots", a.Dots, "Given", spent))
	}
	return Answer{Points: points}, fields
}

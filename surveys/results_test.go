package surveys

import (
	"fmt"
	"testing"

	"soundings/cohorts"
	"soundings/surveys/kinds"
)

// tallied is a tally of these answers given by n people.
func tallied(v Survey, n int, typed Answers) *Counts {
	var t Tally
	for range n {
		t.Add(v, response(v, cohorts.Patient, typed))
	}
	return t.Total()
}

// A figure that rests on fewer than eleven answers is withheld, with its name and why; the others are shown.
func TestFiguresAreWithheld(t *testing.T) {
	v := portal(t)
	answers := sus(4, 2, 4, 2, 4, 2, 4, 2, 4, 2)
	answers["helped"] = []string{"yes"}
	for _, c := range []struct {
		n        int
		withheld int
	}{{0, 16}, {1, 16}, {10, 16}, {11, 4}} { // helped, why, used, hours, again, ten items and the score
		var withheld []Withheld
		f := v.figures(tallied(v, c.n, answers), "patient", &withheld)
		equal(t, fmt.Sprint(c.n), len(withheld), c.withheld)
		equal(t, fmt.Sprint(c.n), len(f.Questions), 15)
		equal(t, fmt.Sprint(c.n), len(f.Scores), 1)
		if c.n < MinimumBase {
			equal(t, "why", withheld[0], Withheld{"questions.helped", "patient", "fewer than 11 answers"})
			equal(t, "helped", f.Questions[0], QuestionResult{ID: "helped"})
			equal(t, "sus", f.Scores[0], ScoreResult{Question: "sus", Instrument: "sus", Wording: "plain"})
		}
	}
	var withheld []Withheld
	v.figures(tallied(v, 11, answers), "", &withheld)
	equal(t, "of all, in order", fmt.Sprint(withheld), "[{questions.why  fewer than 11 answers} {questions.used  fewer than 11 answers} "+
		"{questions.hours  fewer than 11 answers} {questions.again  fewer than 11 answers}]")
}

func TestFigures(t *testing.T) {
	v := portal(t)
	var tally Tally
	for i := range 20 {
		typed := sus(5, 1, 5, 1, 5, 1, 5, 1, 5, 1)
		typed["helped"], typed["used"], typed["hours"] = []string{"yes"}, []string{"mail", "labs"}, []string{fmt.Sprint(float64(i) / 2)}
		typed["again"] = []string{fmt.Sprint(i % 11)}
		tally.Add(v, response(v, cohorts.Patient, typed))
	}
	tally.Add(v, response(v, cohorts.Patient, said("helped=yes", "used=mail")))
	withheld := []Withheld{}
	f := v.figures(tally.Total(), "", &withheld)
	byID := map[string]QuestionResult{}
	for _, q := range f.Questions {
		byID[q.ID] = q
	}

	low, high := Wilson(21, 21)
	equal(t, "helped", byID["helped"].Options[0], OptionResult{"yes", 21, 1, low, high})
	equal(t, "helped, nobody", byID["helped"].Options[1].N, 0)
	low, high = Wilson(20, 21)
	equal(t, "used", byID["used"].Options[1], OptionResult{"labs", 20, 20. / 21, low, high})
	equal(t, "used, each is there", len(byID["used"].Options), 3)
	equal(t, "hours", byID["hours"].Options == nil, true)
	near(t, "hours", *byID["hours"].Mean, 4.75, 1e-9)
	near(t, "hours", *byID["hours"].Median, 4.75, 1e-9)
	equal(t, "again, each point is there", len(byID["again"].Options), 11)
	near(t, "an item", *byID["sus.1"].Mean, 5, 1e-9)
	equal(t, "an item's points", len(byID["sus.1"].Options), 5)
	equal(t, "a choice has no mean", byID["helped"].Mean == nil, true)
	equal(t, "withheld", fmt.Sprint(withheld), "[{questions.why  fewer than 11 answers}]")

	score := f.Scores[0]
	equal(t, "score", fmt.Sprintln(score.N, *score.Mean, *score.SD, *score.Low, *score.High, score.Grade, score.Wording), "20 100 0 100 100 A+ plain\n")
}

// An interval does not leave the scale, and results name whose words were used.
func TestScoreStaysOnItsScale(t *testing.T) {
	v := read(t, `[{"questions": [{"id": "s", "instrument": "sus", "items": ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]}]}]`)
	counts := newCounts()
	counts.Scores["s"] = &Count{N: 11, Values: map[string]int{"100": 9, "0": 2}}
	var withheld []Withheld
	score := v.figures(counts, "", &withheld).Scores[0]
	equal(t, "wording", score.Wording, "clinic")
	near(t, "high", *score.High, 100, 0)
	near(t, "mean", *score.Mean, 81.818, 0.001)
}

// The interval of a mean stays within what a question or an item can be answered with.
func TestMeansStayWithinTheirLimits(t *testing.T) {
	low, high := 0.0, 10.0
	q := Question{ID: "again", Type: kinds.Scale, Min: &low, Max: &high}
	for _, c := range []struct {
		about     string
		question  Question
		values    map[string]int
		low, high float64
	}{
		{"at the top of a scale", q, map[string]int{"10": 11, "0": 1}, 7.333, 10},
		{"at the bottom of a scale", q, map[string]int{"0": 11, "10": 1}, 0, 2.667},
		{"an item of an instrument", Question{ID: "sus", Instrument: "sus"}, map[string]int{"5": 11, "1": 1}, 3.933, 5},
		{"a number without limits", Question{ID: "hours", Type: kinds.Number}, map[string]int{"0": 11, "10": 1}, -1.001, 2.667},
	} {
		r := result(c.question, c.question.ID, &Count{N: 12, Values: c.values})
		near(t, c.about+": low", *r.Low, c.low, 0.001)
		near(t, c.about+": high", *r.High, c.high, 0.001)
	}
}

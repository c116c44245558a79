package surveys

import (
	"fmt"
	"strings"
	"testing"

	"soundings/cohorts"
	"soundings/surveys/disclosure"
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

// alone returns the figures of all together, with what is withheld.
func alone(v Survey, counts *Counts) (Figures, []Withheld) {
	notes := []Withheld{}
	total := cell{counts: counts, bound: MinimumBase}
	return v.figures([]cell{total}, total, &notes)[0], notes
}

func names(notes []Withheld) string {
	var all []string
	for _, w := range notes {
		all = append(all, strings.TrimSpace(w.Value+" "+w.Figure+": "+w.Reason))
	}
	return strings.Join(all, "; ")
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
		f, withheld := alone(v, tallied(v, c.n, answers))
		equal(t, fmt.Sprint(c.n), len(withheld), c.withheld)
		equal(t, fmt.Sprint(c.n), len(f.Questions), 15)
		equal(t, fmt.Sprint(c.n), len(f.Scores), 1)
		if c.n < MinimumBase {
			equal(t, "why", withheld[0], Withheld{Figure: "questions.helped", Reason: "fewer than 11 answers", Least: 11})
			equal(t, "helped", f.Questions[0], QuestionResult{ID: "helped"})
			equal(t, "sus", f.Scores[0], ScoreResult{Question: "sus", Instrument: "sus", Wording: "plain"})
		}
	}
	_, withheld := alone(v, tallied(v, 11, answers))
	equal(t, "of all, in order", names(withheld), "questions.why: fewer than 11 answers; questions.used: fewer than 11 answers; "+
		"questions.hours: fewer than 11 answers; questions.again: fewer than 11 answers")
}

// A part of a cut is withheld, and with it what would give it away beside the total.
func TestPartsAreWithheld(t *testing.T) {
	v := read(t, `[{"questions": [{"id": "q", "type": "single", "text": "?", "options": [{"value": "y", "text": "Y"}, {"value": "n", "text": "N"}]}]}]`)
	for _, c := range []struct {
		about string
		n     map[cohorts.Group]int
		want  string
	}{
		{"one small one", map[cohorts.Group]int{cohorts.Patient: 12, cohorts.Staff: 3},
			"patient questions.q: a withheld figure would follow from it; staff questions.q: fewer than 5 answers"},
		{"the next smallest", map[cohorts.Group]int{cohorts.Patient: 30, cohorts.Staff: 3, cohorts.Provider: 9},
			"staff questions.q: fewer than 5 answers; provider questions.q: a withheld figure would follow from it"},
		{"all are enough", map[cohorts.Group]int{cohorts.Patient: 12, cohorts.Staff: 5}, ""},
	} {
		var tally Tally
		for _, g := range cohorts.Groups() {
			for i := range c.n[g] {
				tally.Add(v, response(v, g, said([]string{"q=y", "q=n"}[i%2])))
			}
		}
		var r Results
		r.show(v, tally.cells(nil), ByGroup)
		equal(t, c.about, names(r.Withheld), c.want)
	}
}

func TestFigures(t *testing.T) {
	v := portal(t)
	var tally Tally
	for i := range 20 {
		typed := sus(5, 1, 5, 1, 5, 1, 5, 1, 5, 1)
		if i%2 == 0 {
			typed = sus(3, 2, 4, 2, 3, 3, 4, 2, 3, 2)
		}
		typed["helped"], typed["used"], typed["hours"] = []string{"yes"}, []string{"mail", "labs"}, []string{fmt.Sprint(float64(i) / 2)}
		if i >= 12 {
			typed["used"] = []string{"mail"}
		}
		typed["again"] = []string{fmt.Sprint(i % 11)}
		tally.Add(v, response(v, cohorts.Patient, typed))
	}
	tally.Add(v, response(v, cohorts.Patient, said("helped=yes", "used=mail")))
	for range 4 {
		tally.Add(v, response(v, cohorts.Patient, said("helped=no")))
	}
	f, withheld := alone(v, tally.Total())
	byID := map[string]QuestionResult{}
	for _, q := range f.Questions {
		byID[q.ID] = q
	}

	low, high := Wilson(21, 25)
	equal(t, "helped", byID["helped"].Options[0], OptionResult{Value: "yes", N: 21, Share: 21. / 25, Low: low, High: high})
	equal(t, "helped, of how many", *byID["helped"].Asked, 25)
	equal(t, "used, of how many", *byID["used"].Asked, 21)
	low, high = Wilson(12, 21)
	equal(t, "used", byID["used"].Options[1], OptionResult{Value: "labs", N: 12, Share: 12. / 21, Low: low, High: high})
	equal(t, "used, each is there", len(byID["used"].Options), 3)
	equal(t, "hours", byID["hours"].Options == nil, true)
	near(t, "hours", *byID["hours"].Mean, 4.75, 1e-9)
	near(t, "hours", *byID["hours"].Median, 4.75, 1e-9)
	equal(t, "again, each point is there", len(byID["again"].Options), 11)
	equal(t, "an item", byID["sus.1"].Options[4], OptionResult{Value: "5", N: 10, Share: .5, Low: byID["sus.1"].Options[4].Low, High: byID["sus.1"].Options[4].High})
	equal(t, "an item that nobody chose", byID["sus.1"].Options[0].Told, disclosure.AlmostNone)
	equal(t, "an item's points", len(byID["sus.1"].Options), 5)
	equal(t, "a choice has no mean", byID["helped"].Mean == nil, true)
	equal(t, "withheld", names(withheld), "questions.why: fewer than 11 answers")

	score := f.Scores[0]
	equal(t, "score", fmt.Sprintln(score.N, *score.Mean, score.Grade, score.Wording), "20 82.5 A plain\n")
}

// A score at the end of its scale says what everybody answered.
func TestScoreAtTheEnd(t *testing.T) {
	v := read(t, `[{"questions": [{"id": "sus", "instrument": "sus"}]}]`)
	f, withheld := alone(v, tallied(v, 20, sus(5, 1, 5, 1, 5, 1, 5, 1, 5, 1)))
	equal(t, "score", f.Scores[0], ScoreResult{Question: "sus", Instrument: "sus", Wording: "plain"})
	equal(t, "withheld", names(withheld), "scores.sus: so near an end that single answers would follow from it")
	equal(t, "nor an item", f.Questions[0].Mean == nil, true)
	equal(t, "but how many", f.Questions[0].Options[4].Told, disclosure.AlmostAll)
}

// An interval does not leave the scale, and results name whose words were used.
func TestScoreStaysOnItsScale(t *testing.T) {
	v := read(t, `[{"questions": [{"id": "s", "instrument": "sus", "items": ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]}]}]`)
	counts := newCounts()
	counts.Scores["s"] = &Count{N: 11, Values: map[string]int{"100": 8, "0": 3}}
	f, _ := alone(v, counts)
	score := f.Scores[0]
	equal(t, "wording", score.Wording, "clinic")
	near(t, "high", *score.High, 100, 0)
	near(t, "mean", *score.Mean, 72.727, 0.001)
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
		var r QuestionResult
		r.summarize(c.question, &Count{N: 12, Values: c.values}, disclosure.Summary{Mean: true, Median: true, Deviation: true})
		near(t, c.about+": low", *r.Low, c.low, 0.001)
		near(t, c.about+": high", *r.High, c.high, 0.001)
	}
}

package web

import (
	"slices"
	"strings"

	"soundings/surveys"
	"soundings/surveys/instruments"
	"soundings/web/chart"
)

// score draws an instrument's score with its interval and its grade.
func (d drawing) score(r surveys.ScoreResult) (ScoreResult, error) {
	p := d.page
	view := ScoreResult{Name: p.T("results.sus"), Wording: p.T("results.wording." + r.Wording)}
	if r.Mean == nil {
		view.Withheld = p.T("results.withheld_question", "Least", surveys.MinimumBase)
		return view, nil
	}
	mean, low, high := p.Number(*r.Mean, 1), p.Number(*r.Low, 1), p.Number(*r.High, 1)
	view.Figures = []Figure{
		{Label: p.T("results.mean"), Value: mean, Note: p.interval(*r.Low, *r.High, 1)},
		{Label: p.T("results.grade"), Value: r.Grade},
		{Label: p.T("results.sd"), Value: p.Number(*r.SD, 1)},
		{Label: p.T("results.answers"), Value: p.Int(r.N)},
	}
	gauge := chart.Gauge{
		ID: "score-" + r.Question, Title: view.Name, Score: *r.Mean, Low: *r.Low, High: *r.High,
		Description: p.T("results.gauge_about", "Score", mean, "Grade", r.Grade, "Low", low, "High", high),
		Written:     mean, Interval: p.interval(*r.Low, *r.High, 1), Marks: gradeMarks(),
		Table: p.T("results.table"), Heads: [3]string{p.T("results.grade"), p.T("results.from"), p.T("results.score")},
	}
	var err error
	view.Chart, err = gauge.Draw()
	return view, err
}

// gradeMarks returns where each letter of the SUS grades begins, from the lowest. There is no room for A+ and A−.
func gradeMarks() []chart.Mark {
	marks := []chart.Mark{{Name: "F", From: 0}}
	for _, band := range slices.Backward(instruments.SUSGrades()) {
		if letter := band.Grade[:1]; !strings.HasPrefix(marks[len(marks)-1].Name, letter) {
			marks = append(marks, chart.Mark{Name: letter, From: band.From})
		}
	}
	return marks
}

package ask

import (
	"slices"
	"strings"

	"soundings/surveys"
	"soundings/surveys/instruments"
	"soundings/web/chart"
	"soundings/web/page"
)

// score draws an instrument's score with its interval, and its grade where there are grades.
func (d drawing) score(r surveys.ScoreResult) (scoreResult, error) {
	p := d.page
	instrument, _ := instruments.ByID(r.Instrument)
	view := scoreResult{Name: p.T(instrument.Texts.Name), Wording: p.T(instrument.Asked(r.Wording))}
	if r.Mean == nil {
		view.Withheld = d.withheld["scores."+r.Question]
		return view, nil
	}
	view.Panel = p.InGrafana("score-"+r.Instrument, page.Chosen{Survey: d.survey.ID})
	if r.Low == nil {
		view.Figures = []page.Figure{{Label: p.T("results.mean"), Value: p.Number(*r.Mean, 1)}, {Label: p.T("results.answers"), Value: p.Int(r.N)}}
		if r.Grade != "" {
			view.Figures = append(view.Figures, page.Figure{Label: p.T("results.grade"), Value: r.Grade})
		}
		return view, nil
	}
	mean, low, high := p.Number(*r.Mean, 1), p.Number(*r.Low, 1), p.Number(*r.High, 1)
	about := p.T("results.gauge_about", "Score", mean, "Low", low, "High", high)
	view.Figures = []page.Figure{{Label: p.T("results.mean"), Value: mean, Note: p.Interval(*r.Low, *r.High, 1)}}
	if r.Grade != "" {
		about = p.T("results.gauge_graded", "Score", mean, "Grade", r.Grade, "Low", low, "High", high)
		view.Figures = append(view.Figures, page.Figure{Label: p.T("results.grade"), Value: r.Grade})
	}
	view.Figures = append(view.Figures,
		page.Figure{Label: p.T("results.sd"), Value: p.Number(*r.SD, 1)}, page.Figure{Label: p.T("results.answers"), Value: p.Int(r.N)})
	gauge := chart.Gauge{
		ID: d.id("score-" + r.Question), Title: view.Name, Description: about, Written: mean, Interval: p.Interval(*r.Low, *r.High, 1),
		Score: instrument.Percent(*r.Mean), Low: instrument.Percent(*r.Low), High: instrument.Percent(*r.High), Marks: gradeMarks(instrument),
		Table: p.T("results.table"), Heads: [3]string{p.T("results.grade"), p.T("results.from"), p.T("results.score")},
	}
	if len(gauge.Marks) == 0 {
		gauge.Heads = [3]string{p.T("results.score"), p.T("results.mean"), view.Name}
	}
	var err error
	view.Chart, err = gauge.Draw()
	return view, err
}

// gradeMarks returns where each letter of an instrument's grades begins, from the lowest. There is no room for A+ and A−.
func gradeMarks(instrument instruments.Instrument) []chart.Mark {
	var marks []chart.Mark
	for _, band := range slices.Backward(instrument.Bands) {
		letter := band.Grade[:1]
		if len(marks) == 0 || !strings.HasPrefix(marks[len(marks)-1].Name, letter) {
			marks = append(marks, chart.Mark{Name: letter, From: instrument.Percent(band.From)})
		}
	}
	return marks
}

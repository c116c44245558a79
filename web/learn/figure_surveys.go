package learn

import (
	"context"
	"slices"
	"strconv"

	"soundings/cohorts/contact"
	"soundings/cohorts/plan"
	"soundings/metrics"
	"soundings/surveys"
	"soundings/web/chart"
	"soundings/web/page"
)

// surveyFigure is what came back from a survey that was ever open.
type surveyFigure struct {
	surveys.Survey
	found surveys.Results
	rate  *float64             // nil: no invitation was delivered, or it is not shown how many answered
	score *surveys.ScoreResult // nil: there is none, or it is withheld
}

// surveyFigures returns what came back from each survey, the newest first.
func (s *Reports) surveyFigures(ctx context.Context) ([]surveyFigure, error) {
	all, err := s.Surveys.Surveys(ctx)
	if err != nil {
		return nil, err
	}
	var figures []surveyFigure
	for _, v := range all {
		if v.State == surveys.Draft {
			continue
		}
		r, err := s.Surveys.Results(ctx, v.ID, surveys.Viewers, "")
		if err != nil {
			return nil, err
		}
		f := surveyFigure{Survey: v, found: r, rate: contact.ResponseRate(r.Completed, r.Delivered)}
		if f.unsaid() {
			f.rate = nil
		}
		if at := slices.IndexFunc(r.Scores, func(score surveys.ScoreResult) bool { return score.Mean != nil }); at >= 0 {
			f.score = &r.Scores[at]
		}
		figures = append(figures, f)
	}
	return figures, nil
}

// unsaid reports whether it is not shown how many answered an anonymous survey: exactly before it is closed, or at all.
func (f surveyFigure) unsaid() bool { return f.found.Floored || f.Anonymous && f.found.Completed == 0 }

// completedCell is how many answered in a table for programs; nothing where that is not shown.
func (f surveyFigure) completedCell() string {
	if f.unsaid() {
		return ""
	}
	return strconv.Itoa(f.found.Completed)
}

// completed writes how many answered.
func (f surveyFigure) completed(p page.Page) string {
	switch {
	case f.found.Floored:
		return p.T("polls.at_least", "Least", p.Int(f.found.Completed))
	case f.unsaid():
		return ""
	}
	return p.Int(f.found.Completed)
}

// surveyRow is one line of the table of surveys.
type surveyRow struct {
	Survey    page.Link
	State     page.Badge
	Invited   string
	Completed string
	Rate      string
	Score     string // "71.2 (68.0 to 74.4), B"; empty: no instrument, or withheld
}

// surveyTable makes a row for each survey.
func surveyTable(p page.Page, all []surveyFigure) []surveyRow {
	var rows []surveyRow
	for _, f := range all {
		rows = append(rows, surveyRow{
			Survey: page.Link{Text: f.Title.In(p.Lang()), Href: "/surveys/" + f.ID + "/results"}, State: p.SurveyBadge(f.State),
			Invited: p.Int(f.found.Invited), Completed: f.completed(p), Rate: share(p, f.rate), Score: scoreText(p, f.score),
		})
	}
	return rows
}

// scoreText writes a score with its grade and interval, as far as they are there; nothing where there is none.
func scoreText(p page.Page, score *surveys.ScoreResult) string {
	switch {
	case score == nil:
		return ""
	case score.Low == nil && score.Grade == "":
		return p.Number(*score.Mean, 1)
	case score.Low == nil:
		return p.T("reports.score_graded", "Score", p.Number(*score.Mean, 1), "Grade", score.Grade)
	case score.Grade == "":
		return p.T("reports.score_ungraded", "Score", p.Number(*score.Mean, 1), "Interval", p.Interval(*score.Low, *score.High, 1))
	}
	return p.T("reports.score_text", "Score", p.Number(*score.Mean, 1), "Grade", score.Grade, "Interval", p.Interval(*score.Low, *score.High, 1))
}

// surveysSaid says what came of the newest survey that anybody was invited to.
func surveysSaid(p page.Page, all []surveyFigure) string {
	for _, f := range all {
		switch title := f.Title.In(p.Lang()); {
		case f.rate == nil:
		case f.score == nil:
			return p.T("reports.survey_said", "Title", title, "N", f.found.Completed, "Of", f.found.Delivered)
		case f.score.Low == nil:
			return p.T("reports.survey_mean", "Title", title, "N", f.found.Completed, "Of", f.found.Delivered, "Score", p.Number(*f.score.Mean, 1))
		default:
			return p.T("reports.survey_scored", "Title", title, "N", f.found.Completed, "Of", f.found.Delivered, "Score", p.Number(*f.score.Mean, 1),
				"Low", p.Number(*f.score.Low, 1), "High", p.Number(*f.score.High, 1))
		}
	}
	return ""
}

// surveySections draws response rates and scores with their intervals, the oldest survey first. goals are drawn on them.
func surveySections(p page.Page, all []surveyFigure, goals []metrics.GoalReport) ([]section, error) {
	var drawn []section
	for _, one := range []struct {
		panel string
		bars  chart.BarChart
	}{{"response", rateBars(p, all, goals)}, {"score-sus", scoreBars(p, all, goals)}} {
		bars := one.bars
		if len(bars.Bars) == 0 {
			continue
		}
		picture, err := chart.Bars(bars)
		if err != nil {
			return nil, err
		}
		drawn = append(drawn, section{Title: bars.Title, About: bars.Description, Picture: picture, Panel: p.InGrafana(one.panel, page.Chosen{})})
	}
	return drawn, nil
}

func rateBars(p page.Page, all []surveyFigure, goals []metrics.GoalReport) chart.BarChart {
	bars := chart.BarChart{
		ID: "rates", Title: p.T("reports.rates"), Description: p.T("reports.rates_about"), Table: p.T("results.table"),
		Heads: [4]string{p.T("surveys.survey"), p.T("surveys.completed"), p.T("reports.rate")},
	}
	for _, f := range slices.Backward(all) {
		if f.rate != nil {
			bars.Bars = append(bars.Bars, chart.Bar{
				Label: f.Title.In(p.Lang()), Count: p.Int(f.found.Completed), Percent: p.Percent(*f.rate), Share: *f.rate,
				Goals: surveyGoals(p, goals, f.ID, plan.ResponseRate, 1),
			})
		}
	}
	return bars
}

func scoreBars(p page.Page, all []surveyFigure, goals []metrics.GoalReport) chart.BarChart {
	bars := chart.BarChart{
		ID: "scores", Title: p.T("reports.scores"), Description: p.T("reports.scores_about"), Table: p.T("results.table"),
		Heads: [4]string{p.T("surveys.survey"), p.T("results.answers"), p.T("reports.score"), p.T("results.interval_name")},
	}
	for _, f := range slices.Backward(all) {
		if f.score != nil {
			bar := chart.Bar{
				Label: f.Title.In(p.Lang()), Count: p.Int(f.score.N), Percent: p.Number(*f.score.Mean, 1), Share: *f.score.Mean / 100,
				Goals: surveyGoals(p, goals, f.ID, plan.Score, 100),
			}
			if f.score.Low != nil {
				bar.Low, bar.High, bar.Interval = *f.score.Low/100, *f.score.High/100, p.Interval(*f.score.Low, *f.score.High, 1)
			}
			bars.Bars = append(bars.Bars, bar)
		}
	}
	return bars
}

// surveyGoals returns the goals of one figure of a survey, where full is what fills the bar.
func surveyGoals(p page.Page, all []metrics.GoalReport, survey string, figure plan.Figure, full float64) []chart.BarGoal {
	var goals []chart.BarGoal
	for _, g := range all {
		if g.Figure == figure && g.Survey == survey {
			goals = append(goals, chart.BarGoal{Text: goalLabel(p, g), Share: g.Target / full})
		}
	}
	return goals
}

// surveyRows has a row for each survey that was ever open.
func (s *Reports) surveyRows(ctx context.Context) ([][]string, error) {
	all, err := s.surveyFigures(ctx)
	if err != nil {
		return nil, err
	}
	rows := [][]string{{"survey", "title", "state", "invited", "delivered", "completed", "response_rate", "instrument", "score", "low", "high"}}
	for _, f := range all {
		row := []string{f.ID, f.Title.In("en"), string(f.State), strconv.Itoa(f.found.Invited), strconv.Itoa(f.found.Delivered), f.completedCell(), shareCell(f.rate), "", "", "", ""}
		if f.score != nil {
			row = append(row[:7], f.score.Instrument, numberCell(f.score.Mean), numberCell(f.score.Low), numberCell(f.score.High))
		}
		rows = append(rows, row)
	}
	return rows, nil
}

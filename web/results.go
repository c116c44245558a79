package web

import (
	"html/template"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/surveys"
	"soundings/web/chart"
)

func (s *Server) showResults(c echo.Context) error { return s.show(c, s.resultsPage) }

func (s *Server) resultsPage(c echo.Context, page Page) (View, error) {
	ctx := c.Request().Context()
	v, err := s.Surveys.Survey(ctx, c.Param("id"))
	if err != nil {
		return nil, err
	}
	r, err := s.Surveys.Results(ctx, v.ID, false)
	if err != nil {
		return nil, err
	}
	view := ResultsPage{
		Page: page, Survey: Link{v.Title.In(page.Lang()), "/surveys/" + v.ID}, State: page.surveyBadge(v.State),
		Figures: invitationFigures(page, v, r),
	}
	view.Figures[2].Href = "" // this page
	if page.Writes() && r.Completed > 0 {
		view.CSV, view.NDJSON = "/surveys/"+v.ID+"/responses.csv", "/surveys/"+v.ID+"/responses.ndjson"
	}
	if r.Completed < surveys.MinimumBase {
		view.Withheld = withheld(page, r.Completed)
		return view, nil
	}
	err = drawing{page, v, r}.results(&view)
	return view, err
}

func withheld(page Page, n int) string {
	return page.T("results.withheld", "Least", surveys.MinimumBase, "Count", n)
}

// drawing turns the figures of a survey into charts.
type drawing struct {
	page   Page
	survey surveys.Survey
	found  surveys.Results
}

// results draws the scores, each with its items, and then the other questions in their order.
func (d drawing) results(view *ResultsPage) error {
	byField := map[string]surveys.QuestionResult{}
	for _, r := range d.found.Questions {
		byField[r.ID] = r
	}
	for _, r := range d.found.Scores {
		q, _ := d.survey.Question(r.Question)
		score, err := d.score(r)
		if err != nil {
			return err
		}
		items := viewQuestion(d.page, q).Items
		for n, field := range q.Fields() {
			item, err := d.question(q, field, items[n].Text, byField[field])
			if err != nil {
				return err
			}
			score.Items = append(score.Items, item)
		}
		view.Scores = append(view.Scores, score)
	}
	for _, q := range d.survey.Questions() {
		if q.Instrument != "" || len(q.Fields()) == 0 {
			continue
		}
		result, err := d.question(q, q.ID, q.Text.In(d.page.Lang()), byField[q.ID])
		if err != nil {
			return err
		}
		view.Questions = append(view.Questions, result)
	}
	return nil
}

// question draws what was answered to one question, or to one item of an instrument.
func (d drawing) question(q surveys.Question, field, text string, r surveys.QuestionResult) (QuestionResult, error) {
	p := d.page
	view := QuestionResult{Kind: string(q.Kind().Type), ID: field, Text: text}
	if r.N == 0 {
		view.Withheld = p.T("results.withheld_question", "Least", surveys.MinimumBase)
		return view, nil
	}
	view.N = p.T("results.answered", "N", r.N, "Completed", d.found.Completed)
	if q.Kind().Sealed {
		view.Note = p.T("results.texts")
	}
	if r.Mean != nil {
		view.Figures = []Figure{
			{Label: p.T("results.mean"), Value: p.Number(*r.Mean, 1), Note: p.interval(*r.Low, *r.High, 1)},
			{Label: p.T("results.median"), Value: p.Number(*r.Median, 1)},
			{Label: p.T("results.sd"), Value: p.Number(*r.SD, 1)},
		}
	}
	if r.First != "" {
		view.Figures = []Figure{
			{Label: p.T("results.first"), Value: p.label(r.First, q.Label(r.First))}, {Label: p.T("results.last"), Value: p.label(r.Last, q.Label(r.Last))},
		}
	}
	if len(r.Options) == 0 {
		return view, nil
	}
	var err error
	view.Chart, err = d.bars(q, field, text, r)
	return view, err
}

// interval writes the interval of a mean: "3.1 to 3.5".
func (p Page) interval(low, high float64, decimals int) string {
	return p.T("results.interval", "Low", p.Number(low, decimals), "High", p.Number(high, decimals))
}

func (d drawing) bars(q surveys.Question, field, title string, r surveys.QuestionResult) (template.HTML, error) {
	p := d.page
	drawn := chart.BarChart{
		ID: "chart-" + strings.ReplaceAll(field, ".", "-"), Title: title, Description: p.T("results.bars_about"), Table: p.T("results.table"),
		Heads: [4]string{p.T("results.answer"), p.T("results.answers"), p.T("results.share"), p.T("results.interval_name")},
	}
	for _, o := range r.Options {
		drawn.Bars = append(drawn.Bars, chart.Bar{
			Label: p.label(o.Value, q.Label(o.Value)), Count: p.Int(o.N), Percent: p.Percent(o.Share), Share: o.Share, Low: o.Low, High: o.High,
			Interval: p.T("results.interval", "Low", p.Percent(o.Low), "High", p.Percent(o.High)),
		})
	}
	return chart.Bars(drawn)
}

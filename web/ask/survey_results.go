package ask

import (
	"html/template"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/surveys"
	"soundings/web/chart"
	"soundings/web/page"
)

// surveyResultsPage shows what was answered.
type surveyResultsPage struct {
	page.Page
	Survey    page.Link
	State     page.Badge
	Figures   []page.Figure
	Withheld  string // why there are no figures at all; empty: there are
	Scores    []scoreResult
	Questions []questionResult
	CSV       string // addresses of the answers; empty: not for this reader
	NDJSON    string
}

func (surveyResultsPage) Template() string { return "ask/survey_results" }

// scoreResult is an instrument's score.
type scoreResult struct {
	Name     string
	Chart    template.HTML
	Figures  []page.Figure
	Wording  string // which wording was used
	Withheld string
	Items    []questionResult
}

// questionResult is what was answered to one question.
type questionResult struct {
	Kind     string // whose template draws it
	ID       string
	Text     string
	N        string // "Answered by 213 of 240"
	Chart    template.HTML
	Figures  []page.Figure
	Note     string // where to read free texts
	Withheld string
}

// ShowResults shows what was answered to a survey.
func (s *Surveys) ShowResults(c echo.Context) error { return s.Show(c, s.resultsPage) }

func (s *Surveys) resultsPage(c echo.Context, frame page.Page) (page.View, error) {
	ctx := c.Request().Context()
	v, err := s.Surveys.Survey(ctx, c.Param("id"))
	if err != nil {
		return nil, err
	}
	r, err := s.Surveys.Results(ctx, v.ID, false)
	if err != nil {
		return nil, err
	}
	view := surveyResultsPage{
		Page: frame, Survey: page.Link{Text: v.Title.In(frame.Lang()), Href: "/surveys/" + v.ID}, State: frame.SurveyBadge(v.State),
		Figures: invitationFigures(frame, v, r),
	}
	view.Figures[2].Href = "" // this page
	if frame.Writes() && r.Completed > 0 {
		view.CSV, view.NDJSON = "/surveys/"+v.ID+"/responses.csv", "/surveys/"+v.ID+"/responses.ndjson"
	}
	if r.Completed < surveys.MinimumBase {
		view.Withheld = withheld(frame, r.Completed)
		return view, nil
	}
	err = drawing{frame, v, r}.results(&view)
	return view, err
}

func withheld(frame page.Page, n int) string {
	return frame.T("results.withheld", "Least", surveys.MinimumBase, "Count", n)
}

// drawing turns the figures of a survey into charts.
type drawing struct {
	page   page.Page
	survey surveys.Survey
	found  surveys.Results
}

// results draws the scores, each with its items, and then the other questions in their order.
func (d drawing) results(view *surveyResultsPage) error {
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
		items := page.ViewQuestion(d.page, q).Items
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
func (d drawing) question(q surveys.Question, field, text string, r surveys.QuestionResult) (questionResult, error) {
	p := d.page
	view := questionResult{Kind: string(q.Kind().Type), ID: field, Text: text}
	if r.N == 0 {
		view.Withheld = p.T("results.withheld_question", "Least", surveys.MinimumBase)
		return view, nil
	}
	view.N = p.T("results.answered", "N", r.N, "Completed", d.found.Completed)
	if q.Kind().Sealed {
		view.Note = p.T("results.texts")
	}
	if r.Mean != nil {
		view.Figures = []page.Figure{
			{Label: p.T("results.mean"), Value: p.Number(*r.Mean, 1), Note: p.Interval(*r.Low, *r.High, 1)},
			{Label: p.T("results.median"), Value: p.Number(*r.Median, 1)},
			{Label: p.T("results.sd"), Value: p.Number(*r.SD, 1)},
		}
	}
	if r.First != "" {
		view.Figures = []page.Figure{
			{Label: p.T("results.first"), Value: page.Label(p, r.First, q.Label(r.First))}, {Label: p.T("results.last"), Value: page.Label(p, r.Last, q.Label(r.Last))},
		}
	}
	if len(r.Options) == 0 {
		return view, nil
	}
	var err error
	view.Chart, err = d.bars(q, field, text, r)
	return view, err
}

func (d drawing) bars(q surveys.Question, field, title string, r surveys.QuestionResult) (template.HTML, error) {
	p := d.page
	drawn := chart.BarChart{
		ID: "chart-" + strings.ReplaceAll(field, ".", "-"), Title: title, Description: p.T("results.bars_about"), Table: p.T("results.table"),
		Heads: [4]string{p.T("results.answer"), p.T("results.answers"), p.T("results.share"), p.T("results.interval_name")},
	}
	for _, o := range r.Options {
		drawn.Bars = append(drawn.Bars, chart.Bar{
			Label: page.Label(p, o.Value, q.Label(o.Value)), Count: p.Int(o.N), Percent: p.Percent(o.Share), Share: o.Share, Low: o.Low, High: o.High,
			Interval: p.T("results.interval", "Low", p.Percent(o.Low), "High", p.Percent(o.High)),
		})
	}
	return chart.Bars(drawn)
}

package ask

import (
	"context"
	"html/template"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/surveys"
	"soundings/surveys/disclosure"
	"soundings/surveys/kinds"
	"soundings/web/chart"
	"soundings/web/page"
)

// surveyResultsPage shows what was answered, by all together or in each part of a cut.
type surveyResultsPage struct {
	page.Page
	Survey  page.Link
	State   page.Badge
	Figures []page.Figure
	anonymousParts
	None    string      // why nothing of an anonymous survey is shown; empty: something is
	LeftOut []string    // groups that are counted in the total alone
	Edition string      // which answers are counted; empty: all that are in
	Cuts    []cutLink   // what the figures can be split by; nil: nothing
	Parts   []partView  // all together, or the parts of the cut
	Texts   []page.Link // what people wrote, by question; none: not for this reader
	CSV     string      // addresses of the answers; empty: not for this reader
	Sheet   string
	NDJSON  string

	Responses page.Link // shows in Grafana how answers came in
}

func (surveyResultsPage) Template() string { return "ask/survey_results" }

// cutLink leads to the same figures by a cut.
type cutLink struct {
	page.Link
	Current bool
}

// partView is the figures of one part of a cut, or of all together.
type partView struct {
	Title     string // empty: all together
	Counted   string
	ItemsText string // over the items of a score
	Withheld  string // why there are no figures at all; empty: there are
	Scores    []scoreResult
	Questions []questionResult
}

// scoreResult is an instrument's score.
type scoreResult struct {
	Name     string
	Chart    template.HTML
	Figures  []page.Figure
	Panel    page.Link // shows in Grafana how it moved
	Wording  string    // which wording was used
	Withheld string
	Left     string // why no item is shown
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
	Left     string    // why counts or the mean are left out; empty: none is
	Note     string    // where else to read free texts
	Texts    page.Link // leads to them; none: not for this reader
	Withheld string
}

// ShowResults shows what was answered to a survey.
func (s *Surveys) ShowResults(c echo.Context) error { return s.Show(c, s.resultsPage) }

func (s *Surveys) resultsPage(c echo.Context, frame page.Page) (page.View, error) {
	ctx, by := c.Request().Context(), c.QueryParam("by")
	v, err := s.Surveys.Survey(ctx, c.Param("id"))
	if err != nil {
		return nil, err
	}
	r, err := s.Surveys.Results(ctx, v.ID, surveys.Reader(frame.Writes()), by)
	if err != nil {
		return nil, err
	}
	view := surveyResultsPage{
		Page: frame, Survey: page.Link{Text: v.Title.In(frame.Lang()), Href: "/surveys/" + v.ID}, State: frame.SurveyBadge(v.State),
		Figures: invitationFigures(frame, v, r),
	}
	if view.Cuts, err = s.cutLinks(ctx, frame, v, by); err != nil {
		return nil, err
	}
	view.Figures[len(view.Figures)-1].Href = "" // this page
	view.Responses = frame.InGrafana("response", page.Chosen{Survey: v.ID})
	view.anonymousParts, view.LeftOut = s.anonymousParts(frame, v, r), leftOut(frame, r)
	switch {
	case v.Hidden():
		view.None = frame.T("surveys.hidden")
		return view, nil
	case v.Anonymous && r.Completed == 0:
		view.None = frame.T("surveys.nothing_shown")
		return view, nil
	}
	if frame.Writes() && r.Completed > 0 {
		responses := "/surveys/" + v.ID + "/responses."
		view.CSV, view.Sheet, view.NDJSON = responses+"csv", responses+"xlsx", responses+"ndjson"
		for _, q := range v.Questions() {
			if q.Type == kinds.FreeText {
				view.Texts = append(view.Texts, page.Link{Text: q.Text.In(frame.Lang()), Href: page.SayingsHref(v.ID, q.ID)})
			}
		}
	}
	if r.Edition != nil {
		view.Edition = frame.T("results.edition", "Counted", r.Edition.Counted, "Waiting", r.Edition.Waiting)
	}
	view.Parts, err = drawing{page: frame, survey: v, found: r}.parts(by)
	return view, err
}

// cutLinks offers what the figures can be split by.
func (s *Surveys) cutLinks(ctx context.Context, frame page.Page, v surveys.Survey, current string) ([]cutLink, error) {
	links := []cutLink{{page.Link{Text: frame.T("results.all"), Href: "/surveys/" + v.ID + "/results"}, current == ""}}
	cuts := v.ChosenCuts()
	if frame.Writes() {
		var err error
		if cuts, err = s.Surveys.LiveCuts(ctx, v); err != nil {
			return nil, err
		}
	}
	for _, by := range cuts {
		links = append(links, cutLink{page.Link{Text: cutName(frame, by), Href: "/surveys/" + v.ID + "/results?" + url.Values{"by": {by}}.Encode()}, current == by})
	}
	return links, nil
}

// cutName names a cut.
func cutName(frame page.Page, by string) string {
	if name, ok := strings.CutPrefix(by, "attribute:"); ok {
		return frame.T("results.by_attribute", "Attribute", name)
	}
	return frame.T("results.by." + by)
}

// partName names a part of a cut.
func partName(frame page.Page, by, value string) string {
	switch {
	case value == "":
		return frame.T("results.part_none")
	case by == surveys.ByGroup:
		return frame.T("group." + value)
	case by == surveys.ByMode:
		return frame.T("mode." + value)
	case by == surveys.ByLanguage:
		return frame.T("language." + value)
	}
	return value
}

// drawing turns the figures of a survey into charts.
type drawing struct {
	page     page.Page
	survey   surveys.Survey
	found    surveys.Results
	part     int // from 1; 0: all together
	withheld map[string]string
}

// parts draws all together, or each part of a cut.
func (d drawing) parts(by string) ([]partView, error) {
	if by == "" {
		view, err := d.of("", "", surveys.GroupResults{Completed: d.counted(), Figures: d.found.Figures})
		return []partView{view}, err
	}
	var views []partView
	for i, value := range d.found.PartsOf(by) {
		d.part = i + 1
		view, err := d.of(by, value, d.found.By[by][value])
		if err != nil {
			return nil, err
		}
		views = append(views, view)
	}
	return views, nil
}

// counted returns how many responses the figures count.
func (d drawing) counted() int {
	if d.found.Edition != nil {
		return d.found.Edition.Counted
	}
	return d.found.Completed
}

// of draws one part: the scores, each with its items, and then the other questions in their order.
func (d drawing) of(by, value string, found surveys.GroupResults) (view partView, err error) {
	view.ItemsText = d.page.T("results.items")
	if by != "" {
		view.Title, view.Counted = partName(d.page, by, value), d.page.T("results.part", "N", found.Completed)
	}
	d.withheld = map[string]string{}
	for _, w := range d.found.Withheld {
		if w.By == by && w.Value == value {
			d.withheld[w.Figure] = d.why(w)
		}
	}
	if few := d.found.Edition == nil && found.Completed < d.found.Least; by == "" && (few || found.Completed == 0) {
		view.Withheld = d.page.T("results.withheld", "Least", d.found.Least, "Count", found.Completed)
		return view, nil
	}
	byField := map[string]surveys.QuestionResult{}
	for _, r := range found.Questions {
		byField[r.ID] = r
	}
	if view.Scores, err = d.scores(found, byField); err != nil {
		return view, err
	}
	for _, q := range d.survey.Questions() {
		if q.Instrument != "" || len(q.Fields()) == 0 {
			continue
		}
		result, err := d.question(q, q.ID, q.Text.In(d.page.Lang()), byField[q.ID])
		if err != nil {
			return view, err
		}
		view.Questions = append(view.Questions, result)
	}
	return view, nil
}

// why says why a figure is withheld.
func (d drawing) why(w surveys.Withheld) string {
	switch {
	case w.Least > 0:
		return d.page.T("results.withheld_question", "Least", w.Least)
	case w.NearEnd:
		return d.page.T("results.withheld_end")
	case w.Item:
		return d.page.T("results.withheld_item")
	}
	return d.page.T("results.withheld_follows")
}

func (d drawing) scores(found surveys.GroupResults, byField map[string]surveys.QuestionResult) ([]scoreResult, error) {
	var all []scoreResult
	for _, r := range found.Scores {
		q, _ := d.survey.Question(r.Question)
		score, err := d.score(r)
		if err != nil {
			return nil, err
		}
		items := page.ViewQuestion(d.page, q).Items
		for n, field := range q.Fields() {
			item, err := d.question(q, field, items[n].Text, byField[field])
			if err != nil {
				return nil, err
			}
			score.Items = append(score.Items, item)
		}
		score.scoreAlone(d.page.T("results.withheld_item"))
		all = append(all, score)
	}
	return all, nil
}

// scoreAlone says once what is so of every item: that it is not shown beside the score.
func (s *scoreResult) scoreAlone(why string) {
	if len(s.Items) > 0 && !slices.ContainsFunc(s.Items, func(item questionResult) bool { return item.Withheld != why }) {
		s.Items, s.Left = nil, why
	}
}

// question draws what was answered to one question, or to one item of an instrument.
func (d drawing) question(q surveys.Question, field, text string, r surveys.QuestionResult) (questionResult, error) {
	p := d.page
	view := questionResult{Kind: string(q.Kind().Type), ID: field, Text: text}
	if r.N == 0 {
		view.Withheld = d.withheld["questions."+field]
		return view, nil
	}
	view.N, view.Left = d.answered(r), d.left(q, r)
	if q.Kind().Sealed && p.Writes() {
		view.Note = p.T("results.texts")
	}
	view.Figures = d.summary(q, r)
	if len(r.Options) == 0 {
		return view, nil
	}
	var err error
	view.Chart, err = d.bars(q, field, text, r)
	return view, err
}

// answered returns how many answered a question, and of how many where that is told. Editions count answers by themselves, and
// how many more wait is not told.
func (d drawing) answered(r surveys.QuestionResult) string {
	switch {
	case r.Asked != nil:
		return d.page.T("results.answered", "N", r.N, "Asked", *r.Asked)
	case d.found.Edition != nil:
		return d.page.T("results.answers_counted", "N", r.N)
	}
	return d.page.T("results.answered_some", "N", r.N)
}

// left returns why counts or the mean of a question are left out; nothing where none is.
func (d drawing) left(q surveys.Question, r surveys.QuestionResult) string {
	out := 0
	for _, o := range r.Options {
		if o.Told == disclosure.LeftOut {
			out++
		}
	}
	noMean := q.Kind().Summary == kinds.Means && r.Mean == nil
	switch {
	case out == 0 && noMean:
		return d.page.T("results.left.mean")
	case out == 0:
		return ""
	case d.part == 0 && d.found.Edition != nil && d.survey.State == surveys.Open && out == len(r.Options):
		return d.page.T("results.left.untold")
	case d.part == 0:
		return d.page.T("results.left.some")
	case d.found.Edition != nil:
		return d.page.T("results.left.edition")
	}
	return d.page.T("results.left.parts")
}

// summary lists the mean and what belongs to it, or the first and the last, as far as they are shown.
func (d drawing) summary(q surveys.Question, r surveys.QuestionResult) (all []page.Figure) {
	p := d.page
	if r.Mean != nil {
		mean := page.Figure{Label: p.T("results.mean"), Value: p.Number(*r.Mean, 1)}
		if r.Low != nil {
			mean.Note = p.Interval(*r.Low, *r.High, 1)
		}
		all = append(all, mean)
	}
	if r.Median != nil {
		all = append(all, page.Figure{Label: p.T("results.median"), Value: p.Number(*r.Median, 1)})
	}
	if r.SD != nil {
		all = append(all, page.Figure{Label: p.T("results.sd"), Value: p.Number(*r.SD, 1)})
	}
	if r.First != "" {
		all = append(all, page.Figure{Label: p.T("results.first"), Value: page.Label(p, r.First, q.Label(r.First))},
			page.Figure{Label: p.T("results.last"), Value: page.Label(p, r.Last, q.Label(r.Last))})
	}
	return all
}

func (d drawing) bars(q surveys.Question, field, title string, r surveys.QuestionResult) (template.HTML, error) {
	p := d.page
	drawn := chart.BarChart{
		ID: d.id("chart-" + field), Title: title, Description: p.T("results.bars_about"), Table: p.T("results.table"),
		Heads: [4]string{p.T("results.answer"), p.T("results.answers"), p.T("results.share"), p.T("results.interval_name")},
	}
	for _, o := range r.Options {
		bar := chart.Bar{Label: page.Label(p, o.Value, q.Label(o.Value))}
		if o.Told != disclosure.Number {
			bar.Told = p.T("results.told." + string(o.Told))
		} else {
			bar.Count, bar.Percent, bar.Share, bar.Low, bar.High = p.Int(o.N), p.Percent(o.Share), o.Share, o.Low, o.High
			bar.Interval = p.T("results.interval", "Low", p.Percent(o.Low), "High", p.Percent(o.High))
		}
		drawn.Bars = append(drawn.Bars, bar)
	}
	return chart.Bars(drawn)
}

// id returns an id of a chart that no other part has.
func (d drawing) id(name string) string {
	if d.part > 0 {
		name += "-" + strconv.Itoa(d.part)
	}
	return strings.ReplaceAll(name, ".", "-")
}

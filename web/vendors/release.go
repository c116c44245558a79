package vendors

import (
	"context"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/plan"
	"soundings/metrics"
	"soundings/surveys/board"
	"soundings/surveys/instruments"
	"soundings/web/page"
)

// ReleasePage shows one release: what it is to mend, and what was different after it; "cohort" in its address says in which cohort
// features were used.
type ReleasePage struct {
	page.Page
	Head     page.Head
	Text     string
	Promises page.Table
	Cohorts  []page.Option // to choose from; none: there is nothing to choose
	Cohort   string        // of which use is told
	Ahead    string        // says when what is not told yet will be; empty: all is
	Uses     page.Table
	Scores   page.Table
}

// Template returns the name of the page's template.
func (ReleasePage) Template() string { return "vendors/release" }

// ShowRelease shows one release.
func (s *Pages) ShowRelease(c echo.Context) error { return s.Show(c, s.releasePage) }

func (s *Pages) releasePage(c echo.Context, frame page.Page) (page.View, error) {
	ctx := c.Request().Context()
	r, err := s.Figures.AroundRelease(ctx, c.Param("id"), c.QueryParam("cohort"))
	if err != nil {
		return nil, err
	}
	e, err := s.Plans.Entry(ctx, r.Release)
	if err != nil {
		return nil, err
	}
	promised, err := s.Promises.Of(ctx, e)
	if err != nil {
		return nil, err
	}
	v := newReleasePage(frame, e, promised[e.ID], r)
	v.Cohorts, err = s.cohortOptions(ctx, frame, r.Cohort)
	return v, err
}

// cohortOptions offers the cohorts, where there are several.
func (s *Pages) cohortOptions(ctx context.Context, frame page.Page, chosen string) ([]page.Option, error) {
	all, err := s.Cohorts.Cohorts(ctx)
	if err != nil || len(all) < 2 {
		return nil, err
	}
	var options []page.Option
	for _, c := range all {
		options = append(options, page.Option{Value: c.ID, Text: c.Name.In(frame.Lang()), Chosen: c.ID == chosen})
	}
	return options, nil
}

func newReleasePage(frame page.Page, e plan.Entry, promised []board.Promise, r metrics.ReleaseReport) ReleasePage {
	v := ReleasePage{
		Page: frame, Text: e.Text, Cohort: r.Name.In(frame.Lang()), Ahead: ahead(frame, r), Promises: promiseTable(frame, promised), Uses: useTable(frame, r), Scores: scoreTable(frame, r),
		Head: page.Head{
			Printer: frame.Printer, Above: page.Link{Text: frame.T("vendor.title"), Href: vendorPath}, Name: e.Title, Facts: []page.Fact{{Label: frame.T("plans.date"), Value: frame.Date(e.Date)}},
		},
	}
	if e.Owner != "" {
		v.Head.Facts = append(v.Head.Facts, page.Fact{Label: frame.T("plans.owner"), Value: e.Owner})
	}
	if frame.Writes() {
		v.Head.Next = page.Act{Text: frame.T("vendor.change_release"), Href: page.CharterHref(e.ID)}
	}
	return v
}

// ahead says when the figures that are not told yet will be.
func ahead(frame page.Page, r metrics.ReleaseReport) string {
	told := func(s metrics.Span) string { return frame.Date((s.To + 1).Time()) }
	switch {
	case !r.Before.Over:
		return frame.T("vendor.before_ahead", "Before", told(r.Before), "After", told(r.After))
	case !r.After.Over:
		return frame.T("vendor.after_ahead", "After", told(r.After))
	}
	return ""
}

// promiseTable lists the bumps that a release is to mend. What is written on a card is for those who may read what people said;
// others read what was made public of it.
func promiseTable(frame page.Page, promised []board.Promise) page.Table {
	t := page.Table{Caption: frame.T("vendor.promised"), Empty: frame.T("vendor.no_promise"), Columns: []page.Column{
		{Name: frame.T("vendor.bump")}, {Name: frame.T("vendor.about")}, {Name: frame.T("vendor.state")},
	}}
	for _, p := range promised {
		bump, about := page.Cell{Text: p.Named}, p.Bump.Public.In(frame.Lang())
		if frame.Writes() && p.Bump.ID != "" {
			bump.Href = page.BumpHref(p.Bump.ID)
			if p.Bump.Title != "" {
				about = p.Bump.Title
			}
		}
		if p.Bump.ID != "" && p.Bump.ID != p.Named {
			bump.Text = frame.T("vendor.merged_into", "Named", p.Named, "Bump", p.Bump.ID)
		}
		t.Rows = append(t.Rows, []page.Cell{bump, {Text: about}, {State: promiseBadge(frame, p)}})
	}
	return t
}

func promiseBadge(frame page.Page, p board.Promise) page.Badge {
	switch {
	case p.Mended():
		return page.Badge{Text: frame.T("vendor.is_mended"), Look: "done"}
	case p.Open():
		return page.Badge{Text: frame.T("vendor.not_mended"), Look: "waiting"}
	case p.Bump.ID == "":
		return page.Badge{Text: frame.T("vendor.bump_gone"), Look: "stopped"}
	}
	return page.Badge{Text: frame.T("bump.state." + string(p.Bump.State)), Look: "stopped"}
}

// useTable tells how many used each feature before and after, and how many could see it.
func useTable(frame page.Page, r metrics.ReleaseReport) page.Table {
	t := page.Table{Caption: frame.T("vendor.use"), Empty: frame.T("vendor.no_features"), Columns: []page.Column{
		{Name: frame.T("polls.feature")}, {Name: frame.T("vendor.used_before"), Numbers: true}, {Name: frame.T("vendor.saw_before"), Numbers: true},
		{Name: frame.T("vendor.used_after"), Numbers: true}, {Name: frame.T("vendor.saw_after"), Numbers: true},
	}}
	for _, f := range r.Features {
		row := []page.Cell{{Text: f.Name.In(frame.Lang()), Href: page.FeatureHref(f.Feature)}}
		for _, use := range []*metrics.Use{f.Before, f.After} {
			used, saw := "–", "–"
			if use != nil {
				used = frame.Int(use.Active)
				if use.Exposed != nil {
					saw = frame.Int(*use.Exposed)
				}
			}
			row = append(row, page.Cell{Text: used}, page.Cell{Text: saw})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// scoreTable tells the scores of surveys before and after.
func scoreTable(frame page.Page, r metrics.ReleaseReport) page.Table {
	t := page.Table{Caption: frame.T("vendor.scores"), Empty: frame.T("vendor.no_scores"), Columns: []page.Column{
		{Name: frame.T("vendor.survey")}, {Name: frame.T("vendor.instrument")}, {Name: frame.T("vendor.score_before")}, {Name: frame.T("vendor.score_after")},
	}}
	for _, one := range r.Scores {
		instrument, _ := instruments.ByID(one.Instrument) // of an unknown one the survey would not have been published
		t.Rows = append(t.Rows, []page.Cell{
			{Text: one.Title.In(frame.Lang()), Href: "/surveys/" + one.Survey + "/results"}, {Text: frame.T(instrument.Texts.Name)}, {Text: toldScore(frame, one.Before)}, {Text: toldScore(frame, one.After)},
		})
	}
	return t
}

// toldScore writes a score with its interval, on how many answers it rests, and the day on which it was told.
func toldScore(frame page.Page, s *metrics.ToldScore) string {
	if s == nil {
		return "–"
	}
	day := frame.Date(s.Day.Time())
	if s.Mean == nil {
		return frame.T("vendor.score_withheld", "Day", day)
	}
	score := []string{frame.Number(*s.Mean, 1)}
	if s.Low != nil && s.High != nil {
		score = append(score, "("+frame.Interval(*s.Low, *s.High, 1)+")")
	}
	return frame.T("vendor.score_told", "Score", strings.Join(score, " "), "Count", s.N, "Day", day)
}

// releaseAnswer is a release as the API tells of it.
type releaseAnswer struct {
	metrics.ReleaseReport
	Promises []promiseAnswer `json:"promises"`
}

// promiseAnswer is a bump that a release is to mend.
type promiseAnswer struct {
	Bump   string      `json:"bump"` // as the release names it
	Now    string      `json:"now"`  // the card that has its reports now
	State  board.State `json:"state"`
	Mended bool        `json:"mended"`
}

// APIRelease returns what was different after a release, and what of its promises is kept.
func (s *Pages) APIRelease(c echo.Context) error {
	ctx := c.Request().Context()
	r, err := s.Figures.AroundRelease(ctx, c.Param("id"), c.QueryParam("cohort"))
	if err != nil {
		return err
	}
	e, err := s.Plans.Entry(ctx, r.Release)
	if err != nil {
		return err
	}
	promised, err := s.Promises.Of(ctx, e)
	a := releaseAnswer{ReleaseReport: r, Promises: []promiseAnswer{}}
	for _, p := range promised[e.ID] {
		a.Promises = append(a.Promises, promiseAnswer{p.Named, p.Bump.ID, p.Bump.State, p.Mended()})
	}
	return page.OK(c, a, err)
}

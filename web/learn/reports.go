package learn

import (
	"context"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/metrics"
	"soundings/web/page"
)

// reportedPolls is how many polls are drawn; the file has all.
const reportedPolls = 3

// ReportsPage shows what the portal's events add up to, and the figures of all cohorts, surveys and polls.
type ReportsPage struct {
	page.Page
	Adoption    *adoption // nil: there is no cohort yet
	Cohorts     *table    // nil: the same
	CohortsSaid string
	Consent     []section // of the cohort that is reported: one, or none
	Surveys     []surveyRow
	SurveysSaid string            // empty: nothing came back yet
	Drawn       []section         // of the surveys
	Polls       []page.PollReport // those that have an order, the newest first
}

// PollPanel returns where Grafana shows the order of polls.
func (p ReportsPage) PollPanel() page.Link { return p.InGrafana("places", page.Chosen{}) }

// Template returns the name of the page's template.
func (ReportsPage) Template() string { return "learn/reports" }

// Reports shows the reports.
func (s *Reports) Reports(c echo.Context) error { return s.Show(c, s.reportsPage) }

func (s *Reports) reportsPage(c echo.Context, frame page.Page) (page.View, error) {
	ctx, v := c.Request().Context(), ReportsPage{Page: frame}
	r, err := s.report(c, frame)
	switch {
	case base.IsCode(err, base.NotFound) && c.QueryParam("cohort") == "": // there is no cohort yet
	case err != nil:
		return nil, err
	default:
		if v.Adoption, err = s.adoption(ctx, frame, r); err != nil {
			return nil, err
		}
	}
	if err := s.showCohorts(ctx, &v, r.Cohort); err != nil {
		return nil, err
	}
	if err := s.showSurveys(ctx, &v, r.Goals); err != nil {
		return nil, err
	}
	v.Polls, err = s.Polls.PollReports(ctx, frame, reportedPolls)
	return v, err
}

// showCohorts fills in the section of all cohorts, with the consent of the one that is reported.
func (s *Reports) showCohorts(ctx context.Context, v *ReportsPage, reported string) error {
	all, err := s.cohortFigures(ctx)
	if err != nil {
		return err
	}
	v.Cohorts, v.CohortsSaid = cohortTable(v.Page, all)
	consent, err := consentSection(v.Page, all, reported)
	if err == nil && consent.Picture != "" {
		v.Consent = []section{consent}
	}
	return err
}

// showSurveys fills in the section of all surveys.
func (s *Reports) showSurveys(ctx context.Context, v *ReportsPage, goals []metrics.GoalReport) error {
	all, err := s.surveyFigures(ctx)
	if err != nil {
		return err
	}
	v.Surveys, v.SurveysSaid = surveyTable(v.Page, all), surveysSaid(v.Page, all)
	v.Drawn, err = surveySections(v.Page, all, goals)
	return err
}

// adoption is what the events of one cohort add up to in a period.
type adoption struct {
	Cohort   string // its name
	From, To string // as written
	Past     bool   // it ended before today
	Chosen   []page.Option
	Figures  []page.Figure
	Goals    goalTable
	Sections []section
	Pack     string // where its meeting pack is
}

// report returns what the query asks for, with what moved in its period.
func (s *Reports) report(c echo.Context, frame page.Page) (report, error) {
	r, err := s.adoptionReport(c)
	if err != nil {
		return report{}, err
	}
	all := report{Report: r}
	all.changes, err = s.changes(c.Request().Context(), frame, all)
	return all, err
}

// adoption writes a report with the goals that it is held against and the cohorts that may be chosen in its place.
func (s *Reports) adoption(ctx context.Context, frame page.Page, r report) (*adoption, error) {
	v, err := newAdoption(frame, r)
	if err != nil {
		return nil, err
	}
	all, err := s.Cohorts.Cohorts(ctx)
	if err != nil {
		return nil, err
	}
	for _, cohort := range all {
		v.Chosen = append(v.Chosen, page.Option{Value: cohort.ID, Text: cohort.Name.In(frame.Lang()), Chosen: cohort.ID == r.Cohort})
	}
	v.Goals, err = s.goalTable(ctx, frame, r)
	return v, err
}

func newAdoption(frame page.Page, r report) (v *adoption, err error) {
	v = &adoption{
		Cohort: r.Name.In(frame.Lang()), From: r.From.String(), To: r.To.String(), Past: r.Past, Figures: adoptionFigures(frame, r), Pack: r.address("/reports/pack"),
	}
	v.Sections, err = sections(frame, r)
	return v, err
}

// adoptionFigures returns the numbers at the head of a report.
func adoptionFigures(p page.Page, r report) []page.Figure {
	now, ever := r.Active[len(r.Active)-1], funnelStep(r, "agreed")
	return []page.Figure{
		{Label: p.T("state.agreed"), Value: p.Int(r.Agreed), Href: "/cohorts/" + r.Cohort},
		{Label: p.T("reports.enrolled"), Value: p.Percent(r.Share), Note: p.T("reports.of_agreed_ever", "N", p.Int(r.Enrolled), "Of", p.Int(ever))},
		{Label: p.T("reports.active_7d"), Value: p.Int(now.D7), Note: p.T("reports.of_members", "Of", p.Int(r.Agreed))},
		{Label: p.T("reports.active_28d"), Value: p.Int(now.D28), Note: p.T("reports.of_members", "Of", p.Int(r.Agreed))},
		{Label: p.T("reports.within_28"), Value: share(p, r.FirstUse.Within28), Note: p.T("reports.of_all_agreed", "Of", p.Int(ever))},
	}
}

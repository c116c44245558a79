package learn

import (
	"html/template"
	"net/url"

	"github.com/labstack/echo/v4"

	"soundings/metrics"
	"soundings/web/page"
)

// adoption returns what the events of the chosen cohort add up to.
func (s *Reports) adoption(c echo.Context, frame page.Page) (*Adoption, error) {
	r, err := s.adoptionReport(c)
	if err != nil {
		return nil, err
	}
	all, err := s.Cohorts.Cohorts(c.Request().Context())
	if err != nil {
		return nil, err
	}
	v := newAdoption(frame, r)
	for _, cohort := range all {
		v.Chosen = append(v.Chosen, page.Option{Value: cohort.ID, Text: cohort.Name, Chosen: cohort.ID == r.Cohort})
	}
	if v.Goals, err = s.goalRows(c.Request().Context(), frame, r); err != nil {
		return nil, err
	}
	if v.Moved, err = s.changes(c.Request().Context(), frame, r); err != nil {
		return nil, err
	}
	return v, v.draw(frame, r)
}

func newAdoption(frame page.Page, r metrics.Report) *Adoption {
	now := r.Active[len(r.Active)-1]
	v := &Adoption{
		Cohort: r.Name, From: r.From.String(), To: r.To.String(),
		Query: template.URL(url.Values{"cohort": {r.Cohort}, "from": {r.From.String()}, "to": {r.To.String()}}.Encode()),
		Figures: []page.Figure{
			{Label: frame.T("state.agreed"), Value: frame.Int(r.Agreed), Href: "/cohorts/" + r.Cohort},
			{Label: frame.T("reports.enrolled"), Value: frame.Percent(r.Share), Note: frame.Int(r.Enrolled)},
			{Label: frame.T("reports.active_7d"), Value: frame.Int(now.D7)},
			{Label: frame.T("reports.active_28d"), Value: frame.Int(now.D28)},
			{Label: frame.T("reports.within_28"), Value: share(frame, r.FirstUse.Within28)},
		},
		Past: r.Past, report: r, Sentences: sentences(frame, r), FirstUse: firstUseSaid(frame, r), Exposed: exposedSaid(frame, r), MostUsed: mostUsedSaid(frame, r), Reached: funnelSaid(frame, r), Returned: retentionSaid(frame, r),
	}
	for _, f := range r.Features {
		v.Features = append(v.Features, FeatureAdoption{page.Link{Text: f.Name.In(frame.Lang()), Href: "/features/" + f.Feature}, []string{
			whole(frame, f.Exposed), whole(frame, f.Seen), used(frame, f), frame.Int(f.Before), share(frame, f.Share),
			frame.Int(f.FirstUse.Users), frame.Int(f.FirstUse.Repeat), whole(frame, f.FirstUse.Median), share(frame, f.FirstUse.Within7), share(frame, f.FirstUse.Within28),
		}})
	}
	v.retention(frame, r)
	return v
}

// used writes how many used a feature in the week, and how many of them see it where not all do: their share is told.
func used(p page.Page, f metrics.FeatureReport) string {
	if f.Users == nil || *f.Users == f.Week {
		return p.Int(f.Week)
	}
	return p.T("reports.week_exposed", "N", p.Int(f.Week), "Exposed", p.Int(*f.Users))
}

// share writes a share, and a dash where it is not known.
func share(p page.Page, share *float64) string {
	if share == nil {
		return "–"
	}
	return p.Percent(*share)
}

// whole writes a count, and a dash where it is not known.
func whole(p page.Page, n *int) string {
	if n == nil {
		return "–"
	}
	return p.Int(*n)
}

// retention fills in the table of those who came back.
func (v *Adoption) retention(frame page.Page, r metrics.Report) {
	for _, row := range r.Retention {
		line := RetentionRow{Week: frame.Date(row.Week.Time()), Size: frame.Int(row.Size)}
		for _, n := range row.Weeks {
			written := ""
			if n != nil {
				written = frame.Percent(float64(*n) / float64(row.Size))
			}
			line.Weeks = append(line.Weeks, written)
		}
		for len(v.Weeks) < len(row.Weeks) {
			v.Weeks = append(v.Weeks, frame.T("reports.week_after", "Number", len(v.Weeks)))
		}
		v.Retention = append(v.Retention, line)
	}
	for i := range v.Retention {
		for len(v.Retention[i].Weeks) < len(v.Weeks) {
			v.Retention[i].Weeks = append(v.Retention[i].Weeks, "")
		}
	}
}

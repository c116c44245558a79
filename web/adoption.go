package web

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"soundings/metrics"
)

// adoption returns what the events of the chosen cohort add up to.
func (s *Server) adoption(c echo.Context, page Page) (*Adoption, error) {
	r, err := s.adoptionReport(c)
	if err != nil {
		return nil, err
	}
	all, err := s.Cohorts.Cohorts(c.Request().Context())
	if err != nil {
		return nil, err
	}
	v := newAdoption(page, r)
	for _, cohort := range all {
		v.Chosen = append(v.Chosen, Option{cohort.ID, cohort.Name, cohort.ID == r.Cohort})
	}
	if v.Goals, err = s.goalRows(c.Request().Context(), page, r); err != nil {
		return nil, err
	}
	if v.Moved, err = s.changes(c.Request().Context(), page, r); err != nil {
		return nil, err
	}
	return v, v.draw(page, r)
}

func newAdoption(page Page, r metrics.Report) *Adoption {
	now := r.Active[len(r.Active)-1]
	v := &Adoption{
		Cohort: r.Name, From: r.From.String(), To: r.To.String(),
		Query: url.Values{"cohort": {r.Cohort}, "from": {r.From.String()}, "to": {r.To.String()}}.Encode(),
		Figures: []Figure{
			{Label: page.T("state.agreed"), Value: page.Int(r.Agreed), Href: "/cohorts/" + r.Cohort},
			{Label: page.T("reports.enrolled"), Value: page.Percent(r.Share), Note: page.Int(r.Enrolled)},
			{Label: page.T("reports.active_7d"), Value: page.Int(now.D7)},
			{Label: page.T("reports.active_28d"), Value: page.Int(now.D28)},
			{Label: page.T("reports.within_28"), Value: page.share(r.FirstUse.Within28)},
		},
		Past: r.Past, report: r, Sentences: sentences(page, r), FirstUse: page.firstUseSaid(r), Exposed: page.exposedSaid(r), MostUsed: page.mostUsedSaid(r), Reached: page.funnelSaid(r), Returned: page.retentionSaid(r),
	}
	for _, f := range r.Features {
		v.Features = append(v.Features, FeatureAdoption{Link{f.Name.In(page.Lang()), "/features/" + f.Feature}, []string{
			page.whole(f.Exposed), page.whole(f.Seen), page.used(f), page.Int(f.Before), page.share(f.Share),
			page.Int(f.FirstUse.Users), page.Int(f.FirstUse.Repeat), page.whole(f.FirstUse.Median), page.share(f.FirstUse.Within7), page.share(f.FirstUse.Within28),
		}})
	}
	v.retention(page, r)
	return v
}

// used writes how many used a feature in the week, and how many of them see it where not all do: their share is told.
func (p Page) used(f metrics.FeatureReport) string {
	if f.Users == nil || *f.Users == f.Week {
		return p.Int(f.Week)
	}
	return p.T("reports.week_exposed", "N", p.Int(f.Week), "Exposed", p.Int(*f.Users))
}

// share writes a share, and a dash where it is not known.
func (p Page) share(share *float64) string {
	if share == nil {
		return "–"
	}
	return p.Percent(*share)
}

// whole writes a count, and a dash where it is not known.
func (p Page) whole(n *int) string {
	if n == nil {
		return "–"
	}
	return p.Int(*n)
}

// retention fills in the table of those who came back.
func (v *Adoption) retention(page Page, r metrics.Report) {
	for _, row := range r.Retention {
		line := RetentionRow{Week: page.Date(row.Week.Time()), Size: page.Int(row.Size)}
		for _, n := range row.Weeks {
			written := ""
			if n != nil {
				written = page.Percent(float64(*n) / float64(row.Size))
			}
			line.Weeks = append(line.Weeks, written)
		}
		for len(v.Weeks) < len(row.Weeks) {
			v.Weeks = append(v.Weeks, page.T("reports.week_after", "Number", len(v.Weeks)))
		}
		v.Retention = append(v.Retention, line)
	}
	for i := range v.Retention {
		for len(v.Retention[i].Weeks) < len(v.Weeks) {
			v.Retention[i].Weeks = append(v.Retention[i].Weeks, "")
		}
	}
}

package web

import (
	"cmp"
	"html/template"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"soundings/metrics"
	"soundings/web/chart"
)

// maxLines is how many features one picture tells apart.
const maxLines = 4

// adoption answers what the events of the chosen cohort add up to.
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
		Sentences: sentences(page, r),
	}
	for _, f := range r.Features {
		v.Features = append(v.Features, FeatureAdoption{Link{f.Name.In(page.Lang()), "/features/" + f.Feature}, []string{
			page.Int(f.Exposed), page.Int(f.Seen), page.Int(f.Week), page.Int(f.Before), page.share(f.Share),
			page.Int(f.FirstUse.Users), page.Int(f.FirstUse.Repeat), page.days(f.FirstUse.Median), page.share(f.FirstUse.Within7), page.share(f.FirstUse.Within28),
		}})
	}
	v.retention(page, r)
	return v
}

// share writes a share, and a dash where it is not known.
func (p Page) share(share *float64) string {
	if share == nil {
		return "–"
	}
	return p.Percent(*share)
}

func (p Page) days(days *int) string {
	if days == nil {
		return "–"
	}
	return p.Int(*days)
}

// sentences says what the pictures show, one sentence each.
func sentences(page Page, r metrics.Report) []string {
	week, before := r.Active[len(r.Active)-1].D7, 0
	if len(r.Active) > 7 {
		before = r.Active[len(r.Active)-8].D7
	}
	said := []string{page.sentence("reports.by_portal.", week, before, r.Agreed, "")}
	for _, f := range r.Features {
		name := f.Name.In(page.Lang())
		if f.Exposed == 0 {
			said = append(said, page.T("reports.used_unexposed", "N", f.Week, "Feature", name))
			continue
		}
		said = append(said, page.sentence("reports.by_feature.", f.Week, f.Before, f.Exposed, name))
	}
	return said
}

// sentence says how many of a number used something in the week, against the week before.
func (p Page) sentence(prefix string, n, before, of int, feature string) string {
	way := "same"
	switch {
	case n > before:
		way = "up"
	case n < before:
		way = "down"
	}
	return p.T(prefix+way, "N", n, "Of", of, "Before", before, "Feature", feature)
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

// draw draws the pictures.
func (v *Adoption) draw(page Page, r metrics.Report) (err error) {
	one := func(d metrics.ActiveDay) int { return d.D1 }
	seven := func(d metrics.ActiveDay) int { return d.D7 }
	month := func(d metrics.ActiveDay) int { return d.D28 }
	v.Active, err = page.lines("active", page.T("reports.active"), v.Sentences[0], []named{
		{page.T("reports.active_28d"), r.Active, month}, {page.T("reports.active_7d"), r.Active, seven}, {page.T("reports.active_1d"), r.Active, one},
	})
	if err != nil {
		return err
	}
	if v.Funnel, err = page.funnel(r); err != nil || len(r.Features) == 0 {
		return err
	}
	features := slices.Clone(r.Features)
	slices.SortStableFunc(features, func(a, b metrics.FeatureReport) int { return cmp.Compare(b.Week, a.Week) })
	var drawn []named
	for _, f := range features[:min(len(features), maxLines)] {
		drawn = append(drawn, named{f.Name.In(page.Lang()), f.Active, seven})
	}
	v.Weekly, err = page.lines("weekly", page.T("reports.weekly"), page.T("reports.weekly_about"), drawn)
	return err
}

// named is a line to be drawn.
type named struct {
	name   string
	days   []metrics.ActiveDay
	figure func(metrics.ActiveDay) int
}

// funnel draws how far members came.
func (p Page) funnel(r metrics.Report) (template.HTML, error) {
	bars := chart.BarChart{
		ID: "funnel", Title: p.T("reports.funnel"), Description: p.T("reports.funnel_about"), Table: p.T("results.table"),
		Heads: [4]string{p.T("reports.step"), p.T("reports.members"), p.T("results.share"), p.T("results.interval_name")},
	}
	for _, step := range r.Funnel {
		share := 0.0
		if all := r.Funnel[0].N; all > 0 {
			share = float64(step.N) / float64(all)
		}
		bars.Bars = append(bars.Bars, chart.Bar{Label: p.T("funnel." + step.Step), Count: p.Int(step.N), Percent: p.Percent(share), Share: share})
	}
	return chart.Bars(bars)
}

// lines draws figures from day to day. The table behind has the last day of each week.
func (p Page) lines(id, title, about string, all []named) (template.HTML, error) {
	days := all[0].days
	c := chart.LineChart{
		ID: id, Title: title, Description: about, Table: p.T("results.table"), Heads: []string{p.T("reports.to_day")},
		First: days[0].Day.String(), Last: days[len(days)-1].Day.String(), // short: both stand on a phone
	}
	for _, l := range all {
		line := chart.Line{Name: l.name, Now: p.Int(l.figure(l.days[len(l.days)-1]))}
		for _, d := range l.days {
			line.Values = append(line.Values, l.figure(d))
		}
		c.Lines, c.Heads = append(c.Lines, line), append(c.Heads, l.name)
	}
	for at := len(days) - 1; at >= 0; at -= 7 {
		row := []string{p.Date(days[at].Day.Time())}
		for _, l := range all {
			row = append(row, p.Int(l.figure(l.days[at])))
		}
		c.Rows = append(c.Rows, row)
	}
	return c.Draw()
}

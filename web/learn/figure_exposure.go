package learn

import (
	"cmp"
	"context"
	"html/template"
	"slices"
	"time"

	"soundings/cohorts/rollout"
	"soundings/web/chart"
	"soundings/web/page"
)

// exposureSection draws which share of the agreed members may see each feature, and lists what moved in the period.
func exposureSection(p page.Page, r report) (section, error) {
	drawn, err := drawExposure(p, r)
	return section{
		Title: p.T("reports.exposure"), Said: exposureSaid(p, r), Picture: drawn,
		List: list{p.T("reports.moved"), r.changes},
	}, err
}

// exposureSaid says who may see each feature that is not there for all, and who was shown it, one sentence each.
func exposureSaid(p page.Page, r report) []string {
	var said []string
	all := true
	for _, f := range r.Features {
		name := f.Name.In(p.Lang())
		if all = all && f.Exposed != nil; f.Exposed == nil || *f.Exposed >= r.Agreed {
			continue
		}
		if f.Seen == nil {
			said = append(said, p.T("reports.exposed_said", "N", *f.Exposed, "Of", r.Agreed, "Feature", name))
		} else {
			said = append(said, p.T("reports.exposed_shown", "N", *f.Exposed, "Of", r.Agreed, "Feature", name, "Seen", *f.Seen))
		}
	}
	if all && len(said) == 0 {
		said = []string{p.T("reports.exposed_all")}
	}
	return said
}

// drawExposure draws nothing where nobody agreed, or where no feature's exposure is known.
func drawExposure(p page.Page, r report) (template.HTML, error) {
	bars := chart.BarChart{
		ID: "exposure", Title: p.T("reports.exposure"), Description: p.T("reports.exposure_about"), Table: p.T("results.table"),
		Heads: [4]string{p.T("reports.feature"), p.T("reports.exposed"), p.T("results.share")},
	}
	for _, f := range r.Features {
		if f.Exposed != nil && r.Agreed > 0 {
			share := min(1, float64(*f.Exposed)/float64(r.Agreed))
			bars.Bars = append(bars.Bars, chart.Bar{Label: f.Name.In(p.Lang()), Count: p.Int(*f.Exposed), Percent: p.Percent(share), Share: share})
		}
	}
	if len(bars.Bars) == 0 {
		return "", nil
	}
	return chart.Bars(bars)
}

// changes returns what was released, found and changed, and which features went to another share of the cohort, in the period of a report: the
// latest first.
func (s *Reports) changes(ctx context.Context, p page.Page, r report) ([]string, error) {
	type change struct {
		at   time.Time
		said string
	}
	var all []change
	for _, one := range r.happened(p) {
		all = append(all, change{one.day.Start(p.Zone), one.said(p)})
	}
	moved, err := s.Rollouts.Moved(ctx, r.Cohort, r.From.Start(p.Zone), (r.To + 1).Start(p.Zone))
	if err != nil {
		return nil, err
	}
	features, err := s.Rollouts.Features(ctx)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, f := range features {
		names[f.Key] = f.Name.In(p.Lang())
	}
	for _, m := range moved {
		all = append(all, change{m.At, moveSaid(p, m, cmp.Or(names[m.Feature], m.Feature))})
	}
	slices.SortStableFunc(all, func(a, b change) int { return b.at.Compare(a.at) })
	var said []string
	for _, one := range all {
		said = append(said, one.said)
	}
	return said, nil
}

// moveSaid says which share of the cohort sees a feature since a move; of one that went back also why.
func moveSaid(p page.Page, m rollout.Move, feature string) string {
	text := "reports.moved_up"
	if m.To < m.From {
		text = "reports.moved_down"
	}
	said := p.T(text, "Day", p.Day(m.At), "Feature", feature, "From", m.From.String(), "To", m.To.String())
	if m.Kind == rollout.RollBack {
		said += " " + p.Say(rollout.Told(m.Reason()))
	}
	return said
}

package learn

import (
	"slices"

	"soundings/metrics"
	"soundings/web/page"
)

// happening is something that may have changed how the portal is used.
type happening struct {
	day  metrics.Day
	what string
}

// said names it with its day.
func (h happening) said(p page.Page) string {
	return p.T("reports.happened", "Day", p.Date(h.day.Time()), "What", h.what)
}

// happened returns what marks the days of a report: releases of the vendor's, blockers and changes made, the first first.
func (r report) happened(p page.Page) []happening {
	var all []happening
	for _, one := range r.Releases {
		all = append(all, happening{one.Day, p.T("reports.release", "Title", one.Title)})
	}
	for _, m := range r.Marks {
		about := m.Name.In(p.Lang())
		if len(m.Name) == 0 {
			about = p.T("bump.place." + m.Where)
		}
		all = append(all, happening{m.Day, p.T("reports.mark."+string(m.Kind), "About", about, "Bump", m.Bump)})
	}
	slices.SortStableFunc(all, func(a, b happening) int { return int(a.day - b.day) })
	return all
}

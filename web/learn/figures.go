package learn

import (
	"fmt"
	"html/template"
	"net/url"
	"strings"

	"soundings/metrics"
	"soundings/web/page"
)

// figure is one part of a cohort's report: a section of the page and the file behind it. Each stands in a file of its own,
// figure_*.go: what it says, what it draws and its rows.
type figure struct {
	file    string                                   // its rows are at /reports/<file>.csv
	panel   string                                   // shows it in Grafana, by its key; empty: none does
	section func(page.Page, report) (section, error) // nil: the page has a place of its own for it
	rows    func(metrics.Report) [][]string          // of the file, under a row of names
}

// figures returns the parts of a cohort's report in the order of the page.
func figures() []figure {
	return []figure{
		{"goals", "goals", nil, goalRows},
		{"active", "use", activeSection, activeRows},
		{"weekly", "features-used", weeklySection, weeklyRows},
		{"first-use", "", firstUseSection, firstUseRows},
		{"features", "reached", exposureSection, featureRows},
		{"features", "features-ranked", featuresSection, featureRows},
		{"funnel", "funnel", funnelSection, funnelRows},
		{"retention", "retention", retentionSection, retentionRows},
	}
}

// report is what the figures of one cohort are written from.
type report struct {
	metrics.Report
	changes []string // what was released and which shares moved, the latest first
}

// address returns where something of the same cohort and period is.
func (r report) address(path string) string {
	return path + "?" + url.Values{"cohort": {r.Cohort}, "from": {r.From.String()}, "to": {r.To.String()}}.Encode()
}

// panel leads to a panel with the same cohort and period.
func (r report) panel(p page.Page, key string) page.Link {
	chosen := page.Chosen{Cohort: r.Cohort, From: r.From.Start(p.Zone)}
	if r.Past {
		chosen.To = r.To.End(p.Zone)
	}
	return p.InGrafana(key, chosen)
}

// section is a figure as the page shows it, in the order of its members. What is empty is left out; without a picture, a
// table and a list there is no section.
type section struct {
	Title   string
	Said    []string // what the picture or the table shows, a sentence each
	About   string   // how to read it, before it
	Picture template.HTML
	Table   *table
	Note    string // how to read it, after it
	File    page.Link
	Panel   page.Link
	List    list
}

// table is figures in rows: the first column names what they are of.
type table struct {
	Name  string
	Heads []string // of all columns
	Rows  []tableRow
}

type tableRow struct {
	Name  page.Link
	Cells []string
}

type list struct {
	Title string
	Items []string
}

// sections writes those of a report that have something to show.
func sections(p page.Page, r report) ([]section, error) {
	var all []section
	for _, f := range figures() {
		if f.section == nil {
			continue
		}
		s, err := f.section(p, r)
		if err != nil {
			return nil, fmt.Errorf("draw %s: %w", f.file, err)
		}
		if s.Picture != "" || s.Table != nil {
			s.File = page.Link{Text: p.T("reports.csv"), Href: r.address("/reports/" + f.file + ".csv")}
			s.Panel = r.panel(p, f.panel)
		}
		if s.File.Href != "" || len(s.List.Items) > 0 {
			all = append(all, s)
		}
	}
	return all, nil
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

// unlessEmpty returns a sentence alone, and none where there is nothing to say.
func unlessEmpty(said string) []string {
	if strings.TrimSpace(said) == "" {
		return nil
	}
	return []string{said}
}

// lastWeek says which week the last one of a report is.
func lastWeek(p page.Page, r report) string {
	if r.Past {
		return p.T("reports.week_to", "Day", p.Date(r.To.Time()))
	}
	return p.T("reports.this_week")
}

// usersSaid says how many of a number used something in the last week, against the week before. prefix is of the texts that
// say so: "up", "down" and "same".
func usersSaid(p page.Page, prefix string, n, before, of int, feature, when string) string {
	way := "same"
	switch {
	case n > before:
		way = "up"
	case n < before:
		way = "down"
	}
	return p.T(prefix+way, "Count", n, "Of", of, "Before", before, "Feature", feature, "When", when)
}

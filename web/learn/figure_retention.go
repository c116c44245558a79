package learn

import (
	"strconv"

	"soundings/metrics"
	"soundings/web/page"
)

// settledAfter is after how many weeks it shows who stays.
const settledAfter = 4

// retentionSection is a table with a row for each week in which members agreed: which share of them came back, week by week.
func retentionSection(p page.Page, r report) (section, error) {
	if len(r.Retention) == 0 {
		return section{}, nil
	}
	return section{
		Title: p.T("reports.retention"), Said: unlessEmpty(retentionSaid(p, r)), About: p.T("reports.retention_about"), Table: retentionTable(p, r),
	}, nil
}

// retentionTable leaves the weeks blank that are not over.
func retentionTable(p page.Page, r report) *table {
	t := &table{Name: p.T("reports.retention"), Heads: []string{p.T("reports.week"), p.T("reports.members")}}
	longest := 0
	for _, row := range r.Retention {
		longest = max(longest, len(row.Weeks))
	}
	for k := range longest {
		t.Heads = append(t.Heads, p.T("reports.week_after", "Number", k))
	}
	for _, row := range r.Retention {
		cells := make([]string, 1+longest)
		cells[0] = p.Int(row.Size)
		for k, n := range row.Weeks {
			if n != nil {
				cells[1+k] = p.Percent(float64(*n) / float64(row.Size))
			}
		}
		t.Rows = append(t.Rows, tableRow{page.Link{Text: p.Date(row.Week.Time())}, cells})
	}
	return t
}

// retentionSaid says who of all that can be told of came back four weeks after they agreed, or as late as is known.
func retentionSaid(p page.Page, r report) string {
	known := metrics.ReturnedAfter(r.Retention)
	after := min(settledAfter, len(known)-1)
	if after < 1 {
		return ""
	}
	of := known[after]
	return p.T("reports.retention_said", "Count", after, "N", of.Active, "Size", of.Size, "Share", p.Percent(of.Share()))
}

// retentionRows has a row for each week of those who agreed in one; weeks that are not over are left out.
func retentionRows(r metrics.Report) [][]string {
	rows := [][]string{{"week_of_consent", "size", "weeks_after", "active"}}
	for _, row := range r.Retention {
		for k, n := range row.Weeks {
			if n != nil {
				rows = append(rows, []string{row.Week.String(), strconv.Itoa(row.Size), strconv.Itoa(k), strconv.Itoa(*n)})
			}
		}
	}
	return rows
}

package web

import (
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/metrics"
)

// reportTables are the tables behind the pictures, as files.
var reportTables = map[string]func(metrics.Report) [][]string{
	"active": activeTable, "features": featureTable, "retention": retentionTable, "funnel": funnelTable,
}

func (s *Server) reportCSV(c echo.Context) error {
	name, isCSV := strings.CutSuffix(c.Param("table"), ".csv")
	table, ok := reportTables[name]
	if !isCSV || !ok {
		return cohorts.Refuse(cohorts.NotFound, "error.not_found")
	}
	r, err := s.adoptionReport(c)
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, "text/csv; charset=utf-8")
	h.Set(echo.HeaderContentDisposition, `attachment; filename="`+r.Cohort+"-"+c.Param("table")+`"`)
	w := newSafeCSV(c.Response())
	for _, row := range table(r) {
		if err := w.write(row); err != nil {
			return cutShort(c, err)
		}
	}
	return w.flush()
}

// activeTable has a row for each day, of the portal as a whole and of each feature.
func activeTable(r metrics.Report) [][]string {
	rows := [][]string{{"day", "feature", "active_1d", "active_7d", "active_28d"}}
	add := func(feature string, days []metrics.ActiveDay) {
		for _, d := range days {
			rows = append(rows, []string{d.Day.String(), feature, strconv.Itoa(d.D1), strconv.Itoa(d.D7), strconv.Itoa(d.D28)})
		}
	}
	add("", r.Active)
	for _, f := range r.Features {
		add(f.Feature, f.Active)
	}
	return rows
}

func featureTable(r metrics.Report) [][]string {
	rows := [][]string{{"feature", "exposed", "seen", "active_7d", "active_7d_a_week_before", "share", "users", "repeat_users", "median_days", "within_7_days", "within_28_days"}}
	for _, f := range r.Features {
		rows = append(rows, []string{
			f.Feature, strconv.Itoa(f.Exposed), strconv.Itoa(f.Seen), strconv.Itoa(f.Week), strconv.Itoa(f.Before), shareCell(f.Share),
			strconv.Itoa(f.FirstUse.Users), strconv.Itoa(f.FirstUse.Repeat), wholeCell(f.FirstUse.Median), shareCell(f.FirstUse.Within7), shareCell(f.FirstUse.Within28),
		})
	}
	return rows
}

// retentionTable has a row for each week of those who agreed in one; weeks that are not over are left out.
func retentionTable(r metrics.Report) [][]string {
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

func funnelTable(r metrics.Report) [][]string {
	rows := [][]string{{"step", "members"}}
	for _, step := range r.Funnel {
		rows = append(rows, []string{step.Step, strconv.Itoa(step.N)})
	}
	return rows
}

// shareCell writes a share for a program; empty where it is not known.
func shareCell(share *float64) string {
	if share == nil {
		return ""
	}
	return strconv.FormatFloat(*share, 'f', 4, 64)
}

func wholeCell(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

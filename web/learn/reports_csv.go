package learn

import (
	"math"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/metrics"
	"soundings/web/page"
)

// reportTables are the tables behind the pictures of one cohort, as files.
var reportTables = map[string]func(metrics.Report) [][]string{
	"active": activeTable, "weekly": weeklyTable, "first-use": firstUseTable, "features": featureTable, "retention": retentionTable, "funnel": funnelTable,
	"goals": goalTable,
}

func (s *Reports) ReportCSV(c echo.Context) error {
	name, isCSV := strings.CutSuffix(c.Param("table"), ".csv")
	table, ofCohort := reportTables[name]
	switch {
	case isCSV && ofCohort:
		r, err := s.adoptionReport(c)
		if err != nil {
			return err
		}
		return sendCSV(c, r.Cohort+"-"+name, table(r))
	case isCSV && name == "cohorts":
		all, err := s.cohortFigures(c.Request().Context())
		if err != nil {
			return err
		}
		return sendCSV(c, name, cohortTable(all))
	case isCSV && name == "polls":
		rows, err := s.Polls.PollTable(c.Request().Context())
		if err != nil {
			return err
		}
		return sendCSV(c, name, rows)
	case isCSV && name == "surveys":
		all, err := s.surveyFigures(c.Request().Context())
		if err != nil {
			return err
		}
		return sendCSV(c, name, surveyTable(all))
	}
	return base.Refuse(base.NotFound, "error.not_found")
}

func sendCSV(c echo.Context, name string, rows [][]string) error {
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, "text/csv; charset=utf-8")
	h.Set(echo.HeaderContentDisposition, `attachment; filename="`+name+`.csv"`)
	w := page.NewSafeCSV(c.Response())
	for _, row := range rows {
		if err := w.Write(row); err != nil {
			return page.CutShort(c, err)
		}
	}
	return w.Flush()
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

// weeklyTable has a row for each day and a column for each feature.
func weeklyTable(r metrics.Report) [][]string {
	head := []string{"day"}
	for _, f := range r.Features {
		head = append(head, f.Feature)
	}
	rows := [][]string{head}
	for i, d := range r.Active {
		row := []string{d.Day.String()}
		for _, f := range r.Features {
			row = append(row, strconv.Itoa(f.Active[i].D7))
		}
		rows = append(rows, row)
	}
	return rows
}

func firstUseTable(r metrics.Report) [][]string {
	rows := [][]string{{"days_after_consent", "used_by"}}
	for day, share := range r.UsedBy {
		rows = append(rows, []string{strconv.Itoa(day), shareCell(&share)})
	}
	return rows
}

// goalTable has shares from 0 to 1, as the other tables.
func goalTable(r metrics.Report) [][]string {
	rows := [][]string{{"goal", "figure", "cohort", "feature", "survey", "now", "target", "by", "owner", "standing"}}
	for _, g := range r.Goals {
		rows = append(rows, []string{
			g.Title, string(g.Figure), g.Cohort, g.Feature, g.Survey, numberCell(g.Now), numberCell(&g.Target), g.By.String(), g.Owner, string(g.Status),
		})
	}
	return rows
}

func featureTable(r metrics.Report) [][]string {
	rows := [][]string{{"feature", "exposed", "seen", "active_7d", "active_7d_a_week_before", "exposed_active_7d", "share", "users", "repeat_users", "median_days", "within_7_days", "within_28_days"}}
	for _, f := range r.Features {
		rows = append(rows, []string{
			f.Feature, wholeCell(f.Exposed), wholeCell(f.Seen), strconv.Itoa(f.Week), strconv.Itoa(f.Before), wholeCell(f.Users), shareCell(f.Share),
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

func cohortTable(all []cohortFigure) [][]string {
	head := []string{"cohort", "name"}
	for _, state := range cohorts.States() {
		head = append(head, string(state))
	}
	rows := [][]string{head}
	for _, f := range all {
		row := []string{f.ID, f.Name}
		for _, state := range cohorts.States() {
			row = append(row, strconv.Itoa(f.members[state]))
		}
		rows = append(rows, row)
	}
	return rows
}

func surveyTable(all []surveyFigure) [][]string {
	rows := [][]string{{"survey", "title", "state", "invited", "delivered", "completed", "response_rate", "instrument", "score", "low", "high"}}
	for _, f := range all {
		row := []string{f.ID, f.Title.In("en"), string(f.State), strconv.Itoa(f.found.Invited), strconv.Itoa(f.found.Delivered), strconv.Itoa(f.found.Completed), shareCell(f.rate), "", "", "", ""}
		if f.score != nil {
			row = append(row[:7], f.score.Instrument, numberCell(f.score.Mean), numberCell(f.score.Low), numberCell(f.score.High))
		}
		rows = append(rows, row)
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

// numberCell writes any number, to four decimals.
func numberCell(x *float64) string {
	if x == nil {
		return ""
	}
	return page.PlainNumber(math.Round(*x*1e4) / 1e4)
}

func wholeCell(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

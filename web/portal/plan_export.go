package portal

import (
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/plan"
	"soundings/web/page"
)

// PlanCSV sends a plan as a table. Days of the baseline are last days of quarters.
func (s *Plans) PlanCSV(c echo.Context) error {
	d, owners, err := s.planToExport(c)
	if err != nil {
		return err
	}
	progress, err := s.Plans.Progress(c.Request().Context(), d.plan)
	if err != nil {
		return err
	}
	table := page.StartCSV(c, d.plan.ID+".csv")
	for _, row := range d.table(progress, owners) {
		if err := table.Write(row); err != nil {
			return page.CutShort(c, err)
		}
	}
	return table.Flush()
}

// table returns a row for each feature in each quarter, and one without a quarter for each feature that is left out, or has
// left the plan since it was adopted. The first row has the names of the columns.
func (d planPresenter) table(progress []plan.Progress, owners map[string]string) [][]string {
	stands := map[string]plan.Progress{}
	for _, one := range progress {
		stands[one.Feature] = one
	}
	rows := [][]string{{"quarter", "starts", "feature", "name", "owner", "effort", "ready", "why", "must", "baseline", "expected", "live", "standing"}}
	add := func(quarter, starts, key, effort string, ready bool, why string) {
		one, f := stands[key], d.feature(key)
		rows = append(rows, []string{
			quarter, starts, key, d.name(key), owners[key], effort, strconv.FormatBool(ready), why, strconv.FormatBool(f.Must),
			lastDayOf(one.Baseline), lastDayOf(one.Planned), page.PlainDay(d.today.Live[key]), string(one.Status),
		})
	}
	for _, phase := range d.plan.Phases {
		for _, item := range phase.Features {
			add(strconv.Itoa(phase.Quarter), phase.Starts.Format(time.DateOnly), item.Feature, page.PlainNumber(item.Effort), item.Ready, d.why(item.Why))
		}
	}
	for _, left := range d.plan.Unplanned {
		add("", "", left.Feature, "", false, d.why(left.Why))
	}
	for _, one := range progress {
		if !slices.ContainsFunc(d.plan.Features, func(f plan.Feature) bool { return f.Key == one.Feature }) {
			add("", "", one.Feature, "", false, "")
		}
	}
	return rows
}

// planToExport returns the presenter of the plan that a request is for, and the owners of features by key.
func (s *Plans) planToExport(c echo.Context) (planPresenter, map[string]string, error) {
	frame, err := s.Page(c, "")
	if err != nil {
		return planPresenter{}, nil, err
	}
	return s.presenter(c.Request().Context(), frame, c.Param("id"))
}

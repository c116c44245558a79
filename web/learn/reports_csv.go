package learn

import (
	"context"
	"math"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/web/page"
)

// rowsOfAll returns the tables that are not of one cohort, by the name of their file.
func (s *Reports) rowsOfAll() map[string]func(context.Context) ([][]string, error) {
	return map[string]func(context.Context) ([][]string, error){"cohorts": s.cohortRows, "surveys": s.surveyRows, "polls": s.Polls.PollTable}
}

// ReportCSV sends the rows behind one figure.
func (s *Reports) ReportCSV(c echo.Context) error {
	name, isCSV := strings.CutSuffix(c.Param("table"), ".csv")
	if !isCSV {
		return base.Refuse(base.NotFound, "error.not_found")
	}
	for _, f := range figures() {
		if f.file != name {
			continue
		}
		r, err := s.adoptionReport(c)
		if err != nil {
			return err
		}
		return sendCSV(c, r.Cohort+"-"+name, f.rows(r))
	}
	rowsOf, ok := s.rowsOfAll()[name]
	if !ok {
		return base.Refuse(base.NotFound, "error.not_found")
	}
	rows, err := rowsOf(c.Request().Context())
	if err != nil {
		return err
	}
	return sendCSV(c, name, rows)
}

func sendCSV(c echo.Context, name string, rows [][]string) error {
	w := page.StartCSV(c, name+".csv")
	for _, row := range rows {
		if err := w.Write(row); err != nil {
			return page.CutShort(c, err)
		}
	}
	return w.Flush()
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

// wholeCell writes a count; empty where it is not known.
func wholeCell(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

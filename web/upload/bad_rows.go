package upload

import (
	"cmp"
	"fmt"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/upload"
	"soundings/web/auth"
	"soundings/web/page"
)

// BadRows sends the rows of a waiting file that would not count as a CSV, with the reason beside each.
func (u Pages[M, R]) BadRows(c echo.Context) error {
	ctx := c.Request().Context()
	frame, err := u.Site.Page(c, "")
	if err != nil {
		return err
	}
	job, err := u.Jobs().Find(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	return u.Site.Export(c, auth.TookBadRows, job.ID, func() (n int, err error) {
		table := page.StartCSV(c, u.Bad)
		if err := table.Write(append([]string{frame.T("upload.line"), frame.T("upload.problem")}, job.Header...)); err != nil {
			return 0, err
		}
		err = u.Jobs().BadRows(ctx, job, func(row upload.Row, why []upload.RowError) error {
			n++
			return table.Write(badRow(frame, row, why))
		})
		return n, cmp.Or(err, table.Flush())
	})
}

// badRow returns a row of a file behind its line and the reasons why it does not count.
func badRow(p page.Page, row upload.Row, why []upload.RowError) []string {
	reasons := ""
	for _, e := range why {
		if e.Column != "" {
			reasons += e.Column + ": "
		}
		reasons += p.Say(e.Text) + " "
	}
	return append([]string{fmt.Sprint(row.Line), reasons}, row.Cells...)
}

package learn

import (
	"github.com/labstack/echo/v4"

	"soundings/metrics"
	"soundings/web/page"
)

// APIAdoption sends the report as the pages are written from it.
func (s *Reports) APIAdoption(c echo.Context) error {
	r, err := s.adoptionReport(c)
	return page.OK(c, r, err)
}

// adoptionReport returns the report that ?cohort=&from=&to= ask for.
func (s *Reports) adoptionReport(c echo.Context) (metrics.Report, error) {
	p := metrics.Period{Cohort: c.QueryParam("cohort")}
	var fromErr, toErr error
	p.From, fromErr = dayParam(c, "from")
	p.To, toErr = dayParam(c, "to")
	if err := page.Together(fromErr, toErr); err != nil {
		return metrics.Report{}, err
	}
	return s.Figures.Adoption(c.Request().Context(), p)
}

// dayParam reads a day of the query; nil: none was given.
func dayParam(c echo.Context, name string) (*metrics.Day, error) {
	typed := c.QueryParam(name)
	if typed == "" {
		return nil, nil
	}
	d, err := metrics.ParseDay(typed)
	if err != nil {
		return nil, page.Invalid(name, "reports.day")
	}
	return &d, nil
}

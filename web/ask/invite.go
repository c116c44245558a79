package ask

import (
	"time"

	"github.com/labstack/echo/v4"

	"soundings/web/page"
)

// suggestedDays is how long the page suggests that people may answer.
const suggestedDays = 21

// linksUntil reads until when the links that a program asks for are good. They are only answered: there is no mail yet.
func (s *Room) linksUntil(c echo.Context, send *bool, expires string) (time.Time, error) {
	if send != nil && *send {
		return time.Time{}, page.Invalid("send", "survey.no_mail")
	}
	return s.expiry(c, expires)
}

// expiry reads until when something can be answered: a time, or a day, which counts to its end by the clinic's clocks.
func (s *Room) expiry(c echo.Context, typed string) (time.Time, error) {
	if typed == "" {
		return time.Time{}, nil
	}
	if t, err := time.Parse(time.RFC3339, typed); err == nil {
		return t, nil
	}
	clinic, err := s.Cohorts.Clinic(c.Request().Context())
	if err != nil {
		return time.Time{}, err
	}
	day, err := time.ParseInLocation(time.DateOnly, typed, page.ZoneOf(clinic.TimeZone))
	if err != nil {
		return time.Time{}, page.Invalid("expires", "error.date")
	}
	return day.AddDate(0, 0, 1), nil
}

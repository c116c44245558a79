package ask

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/web/page"
)

// suggestedDays is how long the page suggests that people may answer.
const suggestedDays = 21

// suggestedExpiry returns the day that the page suggests as the last on which people may answer.
func (s *Room) suggestedExpiry(frame page.Page) string {
	return s.Now().In(frame.Zone).AddDate(0, 0, suggestedDays).Format(time.DateOnly)
}

// cohortOptions offers no cohort, or one of those that there are; name says how a page calls one.
func (s *Room) cohortOptions(ctx context.Context, frame page.Page, name func(cohorts.Cohort) (string, error)) ([]page.Option, error) {
	all, err := s.Cohorts.Cohorts(ctx)
	if err != nil {
		return nil, err
	}
	options := []page.Option{{Text: frame.T("surveys.no_cohort")}}
	for _, cohort := range all {
		text, err := name(cohort)
		if err != nil {
			return nil, err
		}
		options = append(options, page.Option{Value: cohort.ID, Text: text})
	}
	return options, nil
}

// longPast is until when links are good where that was not said so that it could be read: nobody is invited by them.
var longPast = time.Unix(0, 0)

// reaching reads how a program wants people to be reached, and until when their links are good.
func (s *Room) reaching(c echo.Context, kind contact.Kind, sending page.Sending, expires string) (time.Time, []contact.Step, error) {
	until, typo := s.expiry(c, expires)
	steps, wrong := sending.Steps()
	if err := page.Together(typo, wrong); err != nil {
		return longPast, nil, err
	}
	if err := s.MayStart(c.Request().Context(), kind, c.Param("id"), steps); err != nil {
		return longPast, nil, err
	}
	return until, steps, nil
}

// besides returns what was wrong with how and until when people are to be reached together with what a rule says of whom. That
// their links would be good until longPast is no fault of theirs.
func besides(typo, rule error) error {
	var said *base.Error
	if typo != nil && errors.As(rule, &said) && said.Code == base.Invalid && len(said.Fields) > 0 {
		ofUntil := func(f base.Field) bool { return f.Name == "expires" }
		rule = base.InvalidFields(slices.DeleteFunc(slices.Clone(said.Fields), ofUntil)...)
	}
	return page.Besides(typo, rule)
}

// expiry reads until when something can be answered: a time, or a day, which counts to its end by the clinic's clocks.
// Where it refuses what was typed the time is longPast.
func (s *Room) expiry(c echo.Context, typed string) (time.Time, error) {
	if typed == "" {
		return time.Time{}, nil
	}
	if t, err := time.Parse(time.RFC3339, typed); err == nil {
		return t, nil
	}
	clinic, err := s.Cohorts.Clinic(c.Request().Context())
	if err != nil {
		return longPast, err
	}
	day, err := time.Parse(time.DateOnly, typed)
	if err != nil {
		return longPast, page.Invalid("expires", "error.date")
	}
	return base.EndOfDay(day.Year(), day.Month(), day.Day(), page.ZoneOf(clinic.TimeZone)), nil
}

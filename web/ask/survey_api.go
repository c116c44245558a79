package ask

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/surveys"
	"soundings/web/page"
)

// SurveyBody is what POST /surveys takes.
type SurveyBody struct {
	Title     base.Words     `json:"title"`
	Anonymous bool           `json:"anonymous"`
	Pages     []surveys.Page `json:"pages"`
}

func (s *Surveys) APIAddSurvey(c echo.Context) error {
	b, err := page.Decode[SurveyBody](c)
	if err != nil {
		return err
	}
	v, err := s.Surveys.Create(c.Request().Context(), surveys.Survey{Title: b.Title, Anonymous: b.Anonymous, Pages: b.Pages})
	return page.Answer(c, http.StatusCreated, v, err)
}

func (s *Surveys) APISurveys(c echo.Context) error {
	all, err := s.Surveys.Surveys(c.Request().Context())
	return page.OK(c, page.ListOf(base.Page[surveys.Survey]{Items: all}, func(v surveys.Survey) surveys.Survey { return v }), err)
}

func (s *Surveys) APISurvey(c echo.Context) error {
	v, err := s.Surveys.Survey(c.Request().Context(), c.Param("id"))
	return page.OK(c, v, err)
}

func (s *Surveys) APIPublish(c echo.Context) error {
	v, err := s.Surveys.Publish(c.Request().Context(), c.Param("id"))
	return page.OK(c, v, err)
}

func (s *Surveys) APIClose(c echo.Context) error {
	v, err := s.Surveys.Close(c.Request().Context(), c.Param("id"))
	return page.OK(c, v, err)
}

// AudienceBody is what POST /surveys/{id}/invitations takes.
type AudienceBody struct {
	Cohort  string   `json:"cohort"`
	Refs    []string `json:"refs"`
	Expires string   `json:"expires"` // RFC 3339, or a day: until its end
	Send    *bool    `json:"send"`    // false: only answer the links
}

func (s *Surveys) APIInvite(c echo.Context) error {
	b, err := page.Decode[AudienceBody](c)
	if err != nil {
		return err
	}
	expires, err := s.linksUntil(c, b.Send, b.Expires)
	if err != nil {
		return err
	}
	invitations, err := s.Surveys.Invite(c.Request().Context(), c.Param("id"), surveys.Audience{Cohort: b.Cohort, Refs: b.Refs, Expires: expires})
	return page.OK(c, s.Invited(invitations), err)
}

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

func (s *Surveys) APIResults(c echo.Context) error {
	by := c.QueryParam("by")
	if by != "" && by != "group" {
		return page.Invalid("by", "error.oneof", "Choices", "group")
	}
	r, err := s.Surveys.Results(c.Request().Context(), c.Param("id"), by == "group")
	return page.OK(c, r, err)
}

// ExportCSV sends every answer as a table, one row a response, as it reads them.
func (s *Surveys) ExportCSV(c echo.Context) error {
	v, err := s.Surveys.Survey(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	page.Download(c, "text/csv; charset=utf-8", v.ID+"-responses.csv")
	table := page.NewSafeCSV(c.Response())
	if err := table.Write(v.Columns()); err != nil {
		return err
	}
	err = s.Surveys.EachResponse(c.Request().Context(), v.ID, func(r surveys.Response) error { return table.Write(v.Row(r)) })
	if err != nil {
		return page.CutShort(c, err)
	}
	return table.Flush()
}

// ExportNDJSON sends every answer as JSON, one line a response, as it reads them.
func (s *Surveys) ExportNDJSON(c echo.Context) error {
	v, err := s.Surveys.Survey(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	page.Download(c, "application/x-ndjson", v.ID+"-responses.ndjson")
	lines := page.NewLines(c.Response())
	err = s.Surveys.EachResponse(c.Request().Context(), v.ID, func(r surveys.Response) error { return lines.Write(v.Record(r)) })
	if err != nil {
		return page.CutShort(c, err)
	}
	return lines.Flush()
}

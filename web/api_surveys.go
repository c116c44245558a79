package web

import (
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/surveys"
)

// surveyBody is what POST /surveys takes.
type surveyBody struct {
	Title     base.Words     `json:"title"`
	Anonymous bool           `json:"anonymous"`
	Pages     []surveys.Page `json:"pages"`
}

func (s *Server) apiAddSurvey(c echo.Context) error {
	b, err := decode[surveyBody](c)
	if err != nil {
		return err
	}
	v, err := s.Surveys.Create(c.Request().Context(), surveys.Survey{Title: b.Title, Anonymous: b.Anonymous, Pages: b.Pages})
	return answer(c, http.StatusCreated, v, err)
}

func (s *Server) apiSurveys(c echo.Context) error {
	all, err := s.Surveys.Surveys(c.Request().Context())
	return ok(c, listOf(base.Page[surveys.Survey]{Items: all}, func(v surveys.Survey) surveys.Survey { return v }), err)
}

func (s *Server) apiSurvey(c echo.Context) error {
	v, err := s.Surveys.Survey(c.Request().Context(), c.Param("id"))
	return ok(c, v, err)
}

func (s *Server) apiPublish(c echo.Context) error {
	v, err := s.Surveys.Publish(c.Request().Context(), c.Param("id"))
	return ok(c, v, err)
}

func (s *Server) apiClose(c echo.Context) error {
	v, err := s.Surveys.Close(c.Request().Context(), c.Param("id"))
	return ok(c, v, err)
}

// audienceBody is what POST /surveys/{id}/invitations takes.
type audienceBody struct {
	Cohort  string   `json:"cohort"`
	Refs    []string `json:"refs"`
	Expires string   `json:"expires"` // RFC 3339, or a day: until its end
	Send    *bool    `json:"send"`    // false: only answer the links
}

func (s *Server) apiInvite(c echo.Context) error {
	b, err := decode[audienceBody](c)
	if err != nil {
		return err
	}
	expires, err := s.linksUntil(c, b.Send, b.Expires)
	if err != nil {
		return err
	}
	invitations, err := s.Surveys.Invite(c.Request().Context(), c.Param("id"), surveys.Audience{Cohort: b.Cohort, Refs: b.Refs, Expires: expires})
	return ok(c, s.invited(invitations), err)
}

// linksUntil reads until when the links that a program asks for are good. They are only answered: there is no mail yet.
func (s *Server) linksUntil(c echo.Context, send *bool, expires string) (time.Time, error) {
	if send != nil && *send {
		return time.Time{}, invalid("send", "survey.no_mail")
	}
	return s.expiry(c, expires)
}

// expiry reads until when something can be answered: a time, or a day, which counts to its end by the clinic's clocks.
func (s *Server) expiry(c echo.Context, typed string) (time.Time, error) {
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
	day, err := time.ParseInLocation(time.DateOnly, typed, zoneOf(clinic.TimeZone))
	if err != nil {
		return time.Time{}, invalid("expires", "error.date")
	}
	return day.AddDate(0, 0, 1), nil
}

func (s *Server) apiResults(c echo.Context) error {
	by := c.QueryParam("by")
	if by != "" && by != "group" {
		return invalid("by", "error.oneof", "Choices", "group")
	}
	r, err := s.Surveys.Results(c.Request().Context(), c.Param("id"), by == "group")
	return ok(c, r, err)
}

// exportCSV sends every answer as a table, one row a response, as it reads them.
func (s *Server) exportCSV(c echo.Context) error {
	v, err := s.Surveys.Survey(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	download(c, "text/csv; charset=utf-8", v.ID+"-responses.csv")
	table := newSafeCSV(c.Response())
	if err := table.write(v.Columns()); err != nil {
		return err
	}
	err = s.Surveys.EachResponse(c.Request().Context(), v.ID, func(r surveys.Response) error { return table.write(v.Row(r)) })
	if err != nil {
		return cutShort(c, err)
	}
	return table.flush()
}

// exportNDJSON sends every answer as JSON, one line a response, as it reads them.
func (s *Server) exportNDJSON(c echo.Context) error {
	v, err := s.Surveys.Survey(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	download(c, "application/x-ndjson", v.ID+"-responses.ndjson")
	lines := newLines(c.Response())
	err = s.Surveys.EachResponse(c.Request().Context(), v.ID, func(r surveys.Response) error { return lines.write(v.Record(r)) })
	if err != nil {
		return cutShort(c, err)
	}
	return lines.flush()
}

func download(c echo.Context, kind, name string) {
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, kind)
	h.Set(echo.HeaderContentDisposition, "attachment; filename="+strconv.Quote(name))
}

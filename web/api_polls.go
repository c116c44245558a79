package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/surveys/polls"
)

// pollBody is what POST /polls takes.
type pollBody struct {
	Title    cohorts.Words                 `json:"title"`
	Method   polls.Method                  `json:"method"`
	Features []string                      `json:"features"`
	Groups   map[cohorts.Group]polls.Share `json:"groups"`
	Secret   bool                          `json:"secret"`
	Open     bool                          `json:"open"`
	Ties     bool                          `json:"ties"`
	Dots     int                           `json:"dots"`
	Verified bool                          `json:"verified_only"`
}

// pollAnswer is a poll as the API shows it. URL leads to its ballot where it is open to whoever has the code.
type pollAnswer struct {
	polls.Poll
	URL  string `json:"url,omitempty"`
	Code string `json:"code,omitempty"`
}

func (s *Server) pollAnswer(p polls.Poll) pollAnswer {
	a := pollAnswer{Poll: p}
	if code := s.Polls.Code(p); code != "" {
		a.Code, a.URL = code, s.pollURL(p)
	}
	return a
}

func (s *Server) apiAddPoll(c echo.Context) error {
	b, err := decode[pollBody](c)
	if err != nil {
		return err
	}
	p, err := s.Polls.Create(c.Request().Context(), polls.Poll{
		Title: b.Title, Method: b.Method, Features: b.Features, Groups: b.Groups, Secret: b.Secret, Open: b.Open,
		Ties: b.Ties, Dots: b.Dots, VerifiedOnly: b.Verified,
	})
	return answer(c, http.StatusCreated, s.pollAnswer(p), err)
}

func (s *Server) apiPolls(c echo.Context) error {
	all, err := s.Polls.Polls(c.Request().Context())
	return ok(c, listOf(cohorts.Page[polls.Poll]{Items: all}, s.pollAnswer), err)
}

func (s *Server) apiPoll(c echo.Context) error {
	p, err := s.Polls.Poll(c.Request().Context(), c.Param("id"))
	return ok(c, s.pollAnswer(p), err)
}

func (s *Server) apiPublishPoll(c echo.Context) error {
	p, err := s.Polls.Publish(c.Request().Context(), c.Param("id"))
	return ok(c, s.pollAnswer(p), err)
}

func (s *Server) apiClosePoll(c echo.Context) error {
	p, err := s.Polls.Close(c.Request().Context(), c.Param("id"))
	return ok(c, s.pollAnswer(p), err)
}

// pollAudience is what POST /polls/{id}/invitations takes.
type pollAudience struct {
	Cohort  string          `json:"cohort"`
	Groups  []cohorts.Group `json:"groups"`
	Refs    []string        `json:"refs"`
	Expires string          `json:"expires"` // RFC 3339, or a day: until its end
	Send    *bool           `json:"send"`    // false: only answer the links
}

func (s *Server) apiInviteToPoll(c echo.Context) error {
	b, err := decode[pollAudience](c)
	if err != nil {
		return err
	}
	expires, err := s.linksUntil(c, b.Send, b.Expires)
	if err != nil {
		return err
	}
	all, err := s.Polls.Invite(c.Request().Context(), c.Param("id"), polls.Audience{Cohort: b.Cohort, Groups: b.Groups, Refs: b.Refs, Expires: expires})
	return ok(c, s.invited(all), err)
}

func (s *Server) apiPollResults(c echo.Context) error {
	r, err := s.Polls.Results(c.Request().Context(), c.Param("id"))
	return ok(c, r, err)
}

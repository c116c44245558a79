package ask

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/surveys/polls"
	"soundings/web/auth"
	"soundings/web/page"
)

// pollBody is what POST /polls and PUT /polls/{id} take.
type pollBody struct {
	Title    base.Words                    `json:"title" rule:"required"`
	Method   polls.Method                  `json:"method"`
	Features []string                      `json:"features"`
	Groups   map[cohorts.Group]polls.Share `json:"groups"`
	Secret   bool                          `json:"secret"`
	Open     bool                          `json:"open"`
	Ties     bool                          `json:"ties"`
	Dots     int                           `json:"dots"`
	Verified bool                          `json:"verified_only"`
	Version  int64                         `json:"version"` // of PUT: refuse where another version stands there; 0: whatever stands there
}

// poll returns the draft that was sent.
func (b pollBody) poll() polls.Poll {
	return polls.Poll{
		Title: b.Title, Method: b.Method, Features: b.Features, Groups: b.Groups, Secret: b.Secret, Open: b.Open,
		Ties: b.Ties, Dots: b.Dots, VerifiedOnly: b.Verified,
	}
}

// pollAnswer is a poll as the API shows it. URL leads to the ballot that everybody with the code may fill in.
type pollAnswer struct {
	polls.Poll
	Version int64  `json:"version"`
	URL     string `json:"url,omitempty"`
	Code    string `json:"code,omitempty"`
}

// answer returns a poll as the API shows it, with its code while it has one.
func (s *Polls) answer(p polls.Poll) pollAnswer {
	a := pollAnswer{Poll: p, Version: p.Version}
	a.Secret = p.Secret && !p.ByCode()
	if code := s.Polls.Code(p); code != "" {
		a.Code, a.URL = code, s.pollURL(p)
	}
	return a
}

// APIPolls lists the polls, the newest first.
func (s *Polls) APIPolls(c echo.Context) error {
	all, err := s.Polls.Polls(c.Request().Context())
	return page.OK(c, page.ListOf(base.Page[polls.Poll]{Items: all}, s.answer), err)
}

// APIAddPoll makes a draft of a poll.
func (s *Polls) APIAddPoll(c echo.Context) error {
	b, err := page.Decode[pollBody](c)
	if err != nil {
		return err
	}
	p, err := s.Polls.Create(c.Request().Context(), b.poll())
	return page.Answer(c, http.StatusCreated, s.answer(p), err)
}

// APIPoll sends one poll.
func (s *Polls) APIPoll(c echo.Context) error {
	p, err := s.Polls.Poll(c.Request().Context(), c.Param("id"))
	return page.OK(c, s.answer(p), err)
}

// APIPutPoll puts the whole of a draft in the place of what it was.
func (s *Polls) APIPutPoll(c echo.Context) error {
	b, err := page.Decode[pollBody](c)
	if err != nil {
		return err
	}
	p, err := s.Polls.Edit(c.Request().Context(), c.Param("id"), b.Version, func(p *polls.Poll) error {
		redraft(p, b.poll())
		return nil
	})
	return page.OK(c, s.answer(p), err)
}

// APIPublishPoll opens a draft for ballots.
func (s *Polls) APIPublishPoll(c echo.Context) error {
	p, err := s.Polls.Publish(c.Request().Context(), c.Param("id"))
	return page.OK(c, s.answer(p), err)
}

// APIClosePoll ends a poll.
func (s *Polls) APIClosePoll(c echo.Context) error {
	p, err := s.Polls.Close(c.Request().Context(), c.Param("id"))
	return page.OK(c, s.answer(p), err)
}

// pollCount is what POST /polls/{id}/count takes.
type pollCount struct {
	Unverified *bool `json:"unverified" rule:"required"` // whether ballots that came by the open code count
}

// APICountPoll says whether ballots that came by the open code count.
func (s *Polls) APICountPoll(c echo.Context) error {
	b, err := page.Decode[pollCount](c)
	if err != nil {
		return err
	}
	if b.Unverified == nil {
		return page.Invalid("unverified", "error.required")
	}
	p, err := s.Polls.CountUnverified(c.Request().Context(), c.Param("id"), *b.Unverified)
	return page.OK(c, s.answer(p), err)
}

// pollAudience is what POST /polls/{id}/invitations takes.
type pollAudience struct {
	Cohort  string          `json:"cohort"`
	Groups  []cohorts.Group `json:"groups"`
	Refs    []string        `json:"refs"`
	Expires string          `json:"expires"` // RFC 3339, or a day: until its end
	page.Sending
}

// APIInviteToPoll invites an audience to an open poll.
func (s *Polls) APIInviteToPoll(c echo.Context) error {
	b, err := page.Decode[pollAudience](c)
	if err != nil {
		return err
	}
	ctx, id := c.Request().Context(), c.Param("id")
	expires, steps, typo := s.reaching(c, contact.ForPoll, b.Sending, b.Expires)
	audience := polls.Audience{Cohort: b.Cohort, Groups: b.Groups, Refs: b.Refs, Expires: expires}
	if len(steps) == 0 { // their links are the answer, however many
		all, err := s.Polls.Invite(ctx, id, audience)
		if err = besides(typo, err); err != nil {
			return err
		}
		list, err := s.invitedOnce(c, s.Polls.LinksOnce(), all)
		return page.OK(c, list, err)
	}
	all, job, err := s.Polls.Ask(ctx, id, audience, steps)
	if err != nil {
		return err
	}
	if job != nil {
		return page.Accepted(c, *job)
	}
	list, err := s.invitedOnce(c, s.Polls.LinksOnce(), all)
	return page.OK(c, list, err)
}

// APIPollResults sends what a poll found.
func (s *Polls) APIPollResults(c echo.Context) error {
	find := s.Polls.Edition
	if auth.WhoFrom(c.Request().Context()).Role.Covers(auth.Member) {
		find = s.Polls.Results
	}
	r, err := find(c.Request().Context(), c.Param("id"))
	return page.OK(c, r, err)
}

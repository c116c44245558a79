package ask

import (
	"context"
	"strconv"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/surveys/polls"
	"soundings/web/page"
)

// pollPage shows one poll: its state, its next step, whom it asks and how many have answered. To invite: "cohort",
// "groups" or "refs", "expires". POST …/count takes "count". A draft's form sends "version" back.
type pollPage struct {
	page.Page
	pollFields
	page.Reached
	ID        string
	Title     string
	State     page.Badge
	Draft     bool
	Open      bool
	Closed    bool
	Lacks     []string // what keeps some people from being invited
	Method    string
	When      string   // when the method fits
	Kind      string   // named, secret or by code, in a sentence
	Promise   []string // of a secret poll: what will be shown and what will not, and what would be now
	Never     string   // what closing says where nothing would ever be shown; empty: something would
	Features  []string
	Turnout   []turnoutRow
	Code      string // of an open poll, in fours; empty: none
	URL       string // of its page
	Cohorts   []page.Option
	Groups    []page.Option // that may be invited
	Expires   string
	ByCode    bool // there may be ballots by the code
	Unsure    bool // they can be left out or counted still
	Counted   bool // and they are counted
	History   []page.Happening
	Version   string   // of the draft that the form changes
	Now       []string // what stands there since somebody else changed it: no button may lose what was typed; empty: nobody did
	PlanReady bool     // there are results a plan can be made of
}

func (pollPage) Template() string { return "ask/poll" }

// InSecret reports whether it is answered in secret, and promises so.
func (v pollPage) InSecret() bool { return len(v.Promise) > 0 }

// ShowPollPage shows one poll.
func (s *Polls) ShowPollPage(c echo.Context) error { return s.Show(c, s.pollPage) }

func (s *Polls) pollPage(c echo.Context, frame page.Page) (page.View, error) {
	p, err := s.Polls.Poll(c.Request().Context(), c.Param("id"))
	if err != nil {
		return nil, err
	}
	return s.pollView(c, frame, p)
}

// pollView builds the page of a poll. The form of a draft holds what stands there, unless somebody typed.
func (s *Polls) pollView(c echo.Context, frame page.Page, p polls.Poll) (pollPage, error) {
	ctx := c.Request().Context()
	if p.State == polls.Draft && !frame.Form.Values.Has("method") {
		frame.Form.Values = pollValues(p)
	}
	view := pollPage{
		Page: frame, ID: p.ID, Title: p.Title.In(frame.Lang()), State: pollBadge(frame, p.State),
		Draft: p.State == polls.Draft, Open: p.State == polls.Open, Closed: p.State == polls.Closed,
		Method: frame.T(p.How().Title), When: frame.T(p.How().When), Kind: frame.T(pollKind(p)),
		ByCode: p.Open, Unsure: p.Open && !p.Secret, Counted: !p.VerifiedOnly, History: historyOf(frame, p.Created, p.Opened, p.Closed),
		Version: strconv.FormatInt(p.Version, 10),
	}
	var err error
	for _, f := range p.Features {
		view.Features = append(view.Features, p.Name(f, frame.Lang()))
	}
	if !view.Closed {
		view.Lacks = frame.Wanting(base.InvalidFields(p.MissingIn(frame.Codes())...))
	}
	if view.pollFields, err = s.pollFields(ctx, frame); err != nil || view.Draft {
		return view, err
	}
	if view.Open {
		err = s.addAudience(ctx, &view, p)
	}
	if err != nil {
		return view, err
	}
	turnout, err := s.Polls.Turnout(ctx, p, frame.Writes())
	if err != nil {
		return view, err
	}
	reached := s.ReachedByPart
	if p.Secret {
		reached = s.Site.Reached
	}
	if view.Reached, err = reached(ctx, frame, contact.ForPoll, p.ID); err != nil {
		return view, err
	}
	view.Turnout, view.PlanReady = turnoutRows(frame, p, turnout), view.Closed
	view.Promise, view.Never = promises(frame, p, turnout)
	return view, nil
}

// addAudience offers whom to invite to an open poll, and its code.
func (s *Polls) addAudience(ctx context.Context, v *pollPage, p polls.Poll) error {
	v.Expires = s.suggestedExpiry(v.Page)
	if v.Code = s.Polls.Code(p); v.Code != "" {
		v.URL = s.pollURL(p)
	}
	for _, g := range p.Asked() {
		v.Groups = append(v.Groups, page.Option{Value: string(g), Text: v.T("group." + string(g))})
	}
	var err error
	v.Cohorts, err = s.cohortOptions(ctx, v.Page, func(cohort cohorts.Cohort) (string, error) { return cohort.Name.In(v.Lang()), nil })
	return err
}

// pollURL returns the address of an open poll.
func (s *Polls) pollURL(p polls.Poll) string { return s.BaseURL + "/p/" + s.Polls.Code(p) }

// PublishPoll opens a draft for ballots.
func (s *Polls) PublishPoll(c echo.Context) error {
	id := c.Param("id")
	if _, err := s.Polls.Publish(c.Request().Context(), id); err != nil {
		return s.Again(c, page.PollHref(id), atFields(err), s.pollPage)
	}
	return s.Done(c, page.PollHref(id), "flash.poll_published")
}

// ClosePoll ends a poll, and leads on to its results.
func (s *Polls) ClosePoll(c echo.Context) error {
	id := c.Param("id")
	if _, err := s.Polls.Close(c.Request().Context(), id); err != nil {
		return err
	}
	return s.Done(c, page.PollHref(id)+"/results", "flash.poll_closed")
}

// CountByCode changes whether the ballots that came by the open code count.
func (s *Polls) CountByCode(c echo.Context) error {
	id := c.Param("id")
	if _, err := s.Polls.CountUnverified(c.Request().Context(), id, c.FormValue("count") == "yes"); err != nil {
		return err
	}
	return s.Done(c, page.PollHref(id), "flash.poll_saved")
}

// InviteToPoll makes the links of an audience, and leads on to them.
func (s *Polls) InviteToPoll(c echo.Context) error {
	id := c.Param("id")
	expires, steps, typo := s.reaching(c, contact.ForPoll, page.TypedSending(c), c.FormValue("expires"))
	invited, job, err := s.Polls.Ask(c.Request().Context(), id, polls.Audience{
		Cohort: c.FormValue("cohort"), Groups: typedGroups(c), Refs: page.RefsIn(c.FormValue("refs")), Expires: expires,
	}, nil)
	if err = besides(typo, err); err != nil {
		return s.Again(c, page.PollHref(id), err, s.pollPage)
	}
	return s.Asked(c, contact.Question{Kind: contact.ForPoll, Subject: id, Steps: steps}, invited, job, "flash.links_made")
}

// typedGroups reads the groups that somebody chose.
func typedGroups(c echo.Context) []cohorts.Group {
	var groups []cohorts.Group
	for _, g := range c.Request().Form["groups"] {
		groups = append(groups, cohorts.Group(g))
	}
	return groups
}

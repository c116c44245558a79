package web

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/surveys/polls"
)

func (s *Server) pollPage(c echo.Context, page Page) (View, error) {
	p, err := s.Polls.Poll(c.Request().Context(), c.Param("id"))
	if err != nil {
		return nil, err
	}
	return s.pollView(c, page, p)
}

func (s *Server) pollView(c echo.Context, page Page, p polls.Poll) (PollPage, error) {
	ctx := c.Request().Context()
	if p.State == polls.Draft && !page.Form.Values.Has("method") {
		page.Form.Values = pollValues(p)
	}
	kind := "polls.kind.named"
	if p.Secret {
		kind = "polls.kind.secret"
	}
	view := PollPage{
		Page: page, ID: p.ID, Title: p.Title.In(page.Lang()), State: page.pollBadge(p.State),
		Draft: p.State == polls.Draft, Open: p.State == polls.Open, Closed: p.State == polls.Closed,
		Method: page.T(p.How().Title), When: page.T(p.How().When), Kind: page.T(kind), Secret: p.Secret,
		ByCode: p.Open, Unsure: p.Open && !p.Secret, Counted: !p.VerifiedOnly, History: pollHistory(page, p),
		Version: strconv.FormatInt(p.Version, 10),
	}
	var err error
	for _, f := range p.Features {
		view.Features = append(view.Features, p.Name(f, page.Lang()))
	}
	if view.PollFields, err = s.pollFields(ctx, page); err != nil || view.Draft {
		return view, err
	}
	if view.Open {
		err = s.addAudience(ctx, &view, p)
	}
	if err != nil {
		return view, err
	}
	turnout, err := s.Polls.Turnout(ctx, p)
	view.Turnout = turnoutRows(page, turnout)
	view.PlanReady = view.Closed
	return view, err
}

// addAudience offers whom to invite to an open poll, and its code.
func (s *Server) addAudience(ctx context.Context, v *PollPage, p polls.Poll) error {
	v.Expires = s.Now().In(v.zone).AddDate(0, 0, suggestedDays).Format(time.DateOnly)
	if v.Code = s.Polls.Code(p); v.Code != "" {
		v.URL = s.pollURL(p)
	}
	for _, g := range p.Asked() {
		v.Groups = append(v.Groups, Option{Value: string(g), Text: v.T("group." + string(g))})
	}
	v.Cohorts = []Option{{"", v.T("surveys.no_cohort"), false}}
	all, err := s.Cohorts.Cohorts(ctx)
	for _, cohort := range all {
		v.Cohorts = append(v.Cohorts, Option{Value: cohort.ID, Text: cohort.Name})
	}
	return err
}

// pollURL returns the address of an open poll.
func (s *Server) pollURL(p polls.Poll) string { return s.BaseURL + "/p/" + s.Polls.Code(p) }

// turnoutRows say how many of each group have voted.
func turnoutRows(page Page, all []polls.GroupResult) []TurnoutRow {
	rows := make([]TurnoutRow, len(all))
	for i, g := range all {
		row := TurnoutRow{
			Group: page.T("group." + string(g.Group)), Weight: plainNumber(g.Weight), Invited: page.Int(g.Invited),
			Ballots: withheldGroup(page, g.Group), ByCode: "–", Turnout: "–",
		}
		if g.Ballots != nil {
			row.Ballots = page.Int(*g.Ballots)
		}
		if g.Unverified != nil {
			row.ByCode = page.Int(*g.Unverified)
		}
		if g.Turnout != nil {
			row.Turnout = page.Percent(*g.Turnout)
		}
		rows[i] = row
	}
	return rows
}

// withheldGroup says that a group's ballots are too few to be shown.
func withheldGroup(page Page, g cohorts.Group) string {
	return page.T("polls.too_few", "Least", polls.Least(g))
}

// pollSince returns when a poll came to its state.
func pollSince(p polls.Poll) time.Time {
	switch p.State {
	case polls.Open:
		return p.Opened
	case polls.Closed:
		return p.Closed
	default:
		return p.Created
	}
}

func pollHistory(page Page, p polls.Poll) []Happening {
	var all []Happening
	for _, h := range []struct {
		at   time.Time
		what string
	}{{p.Closed, "surveys.was_closed"}, {p.Opened, "surveys.was_published"}, {p.Created, "surveys.was_made"}} {
		if !h.at.IsZero() {
			all = append(all, Happening{At: page.dateTime(h.at), What: page.T(h.what)})
		}
	}
	return all
}

// showPoster shows a sheet for a wall.
func (s *Server) showPoster(c echo.Context) error {
	return s.show(c, func(c echo.Context, page Page) (View, error) {
		p, err := s.Polls.Poll(c.Request().Context(), c.Param("id"))
		if err != nil {
			return nil, err
		}
		if p.CodeHash == "" || p.State != polls.Open {
			return nil, base.Refuse(base.Conflict, "polls.no_code")
		}
		v := PosterPage{Page: page, Poll: Link{p.Title.In(page.Lang()), pollHref(p.ID)}, Code: s.Polls.Code(p)}
		_, v.Home, _ = strings.Cut(s.BaseURL, "://")
		if v.QR, err = qrPicture(s.pollURL(p), page.T("polls.qr")); err != nil {
			return nil, err
		}
		promise := "ballots.unnamed"
		if p.Secret {
			promise = "ballots.secret"
		}
		for _, l := range page.Languages {
			say := s.texts.In(l.Code)
			v.Parts = append(v.Parts, PosterPart{l.Code, p.Title.In(l.Code), say.T("polls.poster.scan"), say.T("polls.poster.type"), say.T(promise)})
		}
		return v, nil
	})
}

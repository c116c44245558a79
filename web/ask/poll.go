package ask

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/surveys/polls"
	"soundings/web/page"
)

func (s *Polls) pollPage(c echo.Context, frame page.Page) (page.View, error) {
	p, err := s.Polls.Poll(c.Request().Context(), c.Param("id"))
	if err != nil {
		return nil, err
	}
	return s.pollView(c, frame, p)
}

func (s *Polls) pollView(c echo.Context, frame page.Page, p polls.Poll) (PollPage, error) {
	ctx := c.Request().Context()
	if p.State == polls.Draft && !frame.Form.Values.Has("method") {
		frame.Form.Values = pollValues(p)
	}
	kind := "polls.kind.named"
	if p.Secret {
		kind = "polls.kind.secret"
	}
	view := PollPage{
		Page: frame, ID: p.ID, Title: p.Title.In(frame.Lang()), State: pollBadge(frame, p.State),
		Draft: p.State == polls.Draft, Open: p.State == polls.Open, Closed: p.State == polls.Closed,
		Method: frame.T(p.How().Title), When: frame.T(p.How().When), Kind: frame.T(kind), Secret: p.Secret,
		ByCode: p.Open, Unsure: p.Open && !p.Secret, Counted: !p.VerifiedOnly, History: pollHistory(frame, p),
		Version: strconv.FormatInt(p.Version, 10),
	}
	var err error
	for _, f := range p.Features {
		view.Features = append(view.Features, p.Name(f, frame.Lang()))
	}
	if view.PollFields, err = s.pollFields(ctx, frame); err != nil || view.Draft {
		return view, err
	}
	if view.Open {
		err = s.addAudience(ctx, &view, p)
	}
	if err != nil {
		return view, err
	}
	turnout, err := s.Polls.Turnout(ctx, p)
	view.Turnout = turnoutRows(frame, turnout)
	view.PlanReady = view.Closed
	return view, err
}

// addAudience offers whom to invite to an open poll, and its code.
func (s *Polls) addAudience(ctx context.Context, v *PollPage, p polls.Poll) error {
	v.Expires = s.Now().In(v.Zone).AddDate(0, 0, suggestedDays).Format(time.DateOnly)
	if v.Code = s.Polls.Code(p); v.Code != "" {
		v.URL = s.pollURL(p)
	}
	for _, g := range p.Asked() {
		v.Groups = append(v.Groups, page.Option{Value: string(g), Text: v.T("group." + string(g))})
	}
	v.Cohorts = []page.Option{{Value: "", Text: v.T("surveys.no_cohort"), Chosen: false}}
	all, err := s.Cohorts.Cohorts(ctx)
	for _, cohort := range all {
		v.Cohorts = append(v.Cohorts, page.Option{Value: cohort.ID, Text: cohort.Name})
	}
	return err
}

// pollURL returns the address of an open poll.
func (s *Polls) pollURL(p polls.Poll) string { return s.BaseURL + "/p/" + s.Polls.Code(p) }

// turnoutRows say how many of each group have voted.
func turnoutRows(frame page.Page, all []polls.GroupResult) []TurnoutRow {
	rows := make([]TurnoutRow, len(all))
	for i, g := range all {
		row := TurnoutRow{
			Group: frame.T("group." + string(g.Group)), Weight: page.PlainNumber(g.Weight), Invited: frame.Int(g.Invited),
			Ballots: withheldGroup(frame, g.Group), ByCode: "–", Turnout: "–",
		}
		if g.Ballots != nil {
			row.Ballots = frame.Int(*g.Ballots)
		}
		if g.Unverified != nil {
			row.ByCode = frame.Int(*g.Unverified)
		}
		if g.Turnout != nil {
			row.Turnout = frame.Percent(*g.Turnout)
		}
		rows[i] = row
	}
	return rows
}

// withheldGroup says that a group's ballots are too few to be shown.
func withheldGroup(frame page.Page, g cohorts.Group) string {
	return frame.T("polls.too_few", "Least", polls.Least(g))
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

func pollHistory(frame page.Page, p polls.Poll) []page.Happening {
	var all []page.Happening
	for _, h := range []struct {
		at   time.Time
		what string
	}{{p.Closed, "surveys.was_closed"}, {p.Opened, "surveys.was_published"}, {p.Created, "surveys.was_made"}} {
		if !h.at.IsZero() {
			all = append(all, page.Happening{At: frame.Time(h.at), What: frame.T(h.what)})
		}
	}
	return all
}

// ShowPoster shows a sheet for a wall.
func (s *Polls) ShowPoster(c echo.Context) error {
	return s.Show(c, func(c echo.Context, frame page.Page) (page.View, error) {
		p, err := s.Polls.Poll(c.Request().Context(), c.Param("id"))
		if err != nil {
			return nil, err
		}
		if p.CodeHash == "" || p.State != polls.Open {
			return nil, base.Refuse(base.Conflict, "polls.no_code")
		}
		v := PosterPage{Page: frame, Poll: page.Link{Text: p.Title.In(frame.Lang()), Href: page.PollHref(p.ID)}, Code: s.Polls.Code(p)}
		_, v.Home, _ = strings.Cut(s.BaseURL, "://")
		if v.QR, err = qrPicture(s.pollURL(p), frame.T("polls.qr")); err != nil {
			return nil, err
		}
		promise := "ballots.unnamed"
		if p.Secret {
			promise = "ballots.secret"
		}
		for _, l := range frame.Languages {
			say := s.Texts.In(l.Code)
			v.Parts = append(v.Parts, PosterPart{l.Code, p.Title.In(l.Code), say.T("polls.poster.scan"), say.T("polls.poster.type"), say.T(promise)})
		}
		return v, nil
	})
}

package answer

import (
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/surveys/board"
	"soundings/web/auth"
	"soundings/web/page"
)

// How many reports are taken from one person, or by the code from one address: five in an hour, and twenty in a day.
const (
	reportsHour = 5
	reportsDay  = 20
)

// take keeps a report, once it was asked whether it is one of those that are alike, and leads on to its receipt.
func (s Bumps) take(c echo.Context, who reporter, form url.Values) error {
	ctx := base.WithActor(c.Request().Context(), who.actor())
	frame, err := s.frameOf(c, who)
	if err != nil {
		return err
	}
	in := who.reporting(form, frame.Lang())
	if r, err := s.Board.Sent(ctx, in.Key, in.Ref); err != nil || r.Version > 0 {
		return s.toReceipt(c, r, err)
	}
	if err := s.check(c, who, in, frame); err != nil {
		return s.form(c, who, http.StatusUnprocessableEntity, err, page.Form{Values: form})
	}
	if form.Get("join") == "" && form.Get("_action") != "another" {
		alike, err := s.Board.Alike(ctx, in.Where, in.Text)
		if err != nil {
			return err
		}
		if len(alike) > 0 {
			return s.alike(c, frame, form, alike)
		}
	}
	if wait, err := s.tooMany(c, who); wait > 0 || err != nil {
		return s.slowed(c, who, form, wait, err)
	}
	r, err := s.keep(c, in, who, form.Get("join"))
	if base.IsCode(err, base.Invalid) {
		return s.form(c, who, http.StatusUnprocessableEntity, err, page.Form{Values: form})
	}
	return s.toReceipt(c, r, err)
}

// actor returns who reports, as the audit says it.
func (who reporter) actor() base.Actor {
	if who.link.ID == "" {
		return base.Actor{Kind: base.ActorStranger}
	}
	return who.link.By()
}

// check returns Invalid with what is wrong with a report: also where it is of a feature that was not in the list.
func (s Bumps) check(c echo.Context, who reporter, in board.Reporting, frame page.Page) error {
	places, err := s.places(c, who, frame)
	if err != nil {
		return err
	}
	var unknown error
	if in.Where != "" && !slices.ContainsFunc(places, func(o page.Option) bool { return o.Value == in.Where }) {
		unknown = page.Invalid("feature", "bump.feature_unknown")
	}
	return page.Together(in.Check(), unknown)
}

// keep keeps that somebody has what others have, or a report of their own: also where the others' is over meanwhile.
func (s Bumps) keep(c echo.Context, in board.Reporting, who reporter, joins string) (board.Report, error) {
	ctx := base.WithActor(c.Request().Context(), who.actor())
	if joins != "" {
		b, err := s.Board.Bump(ctx, joins)
		if err == nil && b.Where == in.Where && len(b.Public) > 0 {
			var r board.Report
			_, r, err = s.Board.Join(ctx, joins, in)
			if err == nil {
				return r, nil
			}
		}
		if err != nil && !base.IsCode(err, base.NotFound) && !base.IsCode(err, base.Conflict) {
			return board.Report{}, err
		}
	}
	_, r, err := s.Board.Report(ctx, in)
	return r, err
}

// toReceipt leads to the receipt of a report.
func (s Bumps) toReceipt(c echo.Context, r board.Report, err error) error {
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/b/"+s.Board.Receipt(r)+"?sent=1")
}

// alike offers bumps that are alike.
func (s Bumps) alike(c echo.Context, frame page.Page, form url.Values, alike []board.Bump) error {
	v := AlikePage{Page: frame, Wrote: form.Get("text"), Typed: append(typedFields(form), page.TypedField{Name: "_key", Value: form.Get("_key")})}
	for _, b := range alike {
		v.Alike = append(v.Alike, AlikeBump{ID: b.ID, Text: b.Public.In(frame.Lang())})
	}
	return s.Render(c, http.StatusOK, v)
}

// tooMany counts a report, or returns how long it has to wait.
func (s Bumps) tooMany(c echo.Context, who reporter) (time.Duration, error) {
	from := "person " + who.link.Ref
	if who.link.ID == "" {
		from = "code " + auth.Places(c.RealIP())[0]
	}
	return s.Auth.Throttle.Take(c.Request().Context(),
		auth.Limit{Name: "reports an hour " + from, Burst: reportsHour, Every: time.Hour},
		auth.Limit{Name: "reports a day " + from, Burst: reportsDay, Every: 24 * time.Hour})
}

// slowed shows the form again with what was typed, and after how long it can be sent.
func (s Bumps) slowed(c echo.Context, who reporter, form url.Values, wait time.Duration, err error) error {
	if err != nil {
		return err
	}
	frame, err := s.frameOf(c, who)
	if err != nil {
		return err
	}
	page.RetryAfter(c, wait)
	minutes := int((wait + time.Minute - 1) / time.Minute)
	said := page.Problem{Text: frame.T("report.too_many", "Count", minutes)}
	return s.form(c, who, http.StatusTooManyRequests, nil, page.Form{Values: form, Problems: []page.Problem{said}})
}

package auth

import (
	"context"
	"fmt"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
)

// The values of a session of somebody who gave their password and has still to give a code, and of a second step in the
// making.
const (
	sessionHalf      = "half"       // the id of the account
	sessionHalfStamp = "half_stamp" // of the password that was given
	sessionHalfSince = "half_since" // Unix time
	sessionNewSecond = "new_second" // a secret that is not kept yet
)

// halfLife is how long there is for the second step.
const halfLife = 10 * time.Minute

// HalfWay begins a session in which a code has still to be given. It opens nothing.
func (g *Guard) HalfWay(c echo.Context, staff Staff) error {
	ctx := c.Request().Context()
	if err := g.sessions.RenewToken(ctx); err != nil {
		return fmt.Errorf("signing in: %w", err)
	}
	g.sessions.Put(ctx, sessionHalf, staff.ID)
	g.sessions.Put(ctx, sessionHalfStamp, staff.stamp())
	g.sessions.Put(ctx, sessionHalfSince, float64(g.service.Now().Unix()))
	token, expires, err := g.sessions.Commit(ctx)
	if err != nil {
		return fmt.Errorf("signing in: %w", err)
	}
	g.sessions.WriteSessionCookie(ctx, c.Response(), token, expires)
	return nil
}

// halfWay returns who gave their password in the session of a request and has still to give a code.
func (g *Guard) halfWay(ctx context.Context) (Staff, error) {
	id := g.sessions.GetString(ctx, sessionHalf)
	since, _ := g.sessions.Get(ctx, sessionHalfSince).(float64)
	if id == "" || g.service.Now().Sub(time.Unix(int64(since), 0)) > halfLife {
		return Staff{}, base.Refuse(base.Unauthorized, "signin.required")
	}
	staff, err := g.service.Staff(ctx, id)
	if base.IsCode(err, base.NotFound) || err == nil && staff.stamp() != g.sessions.GetString(ctx, sessionHalfStamp) {
		err = base.Refuse(base.Unauthorized, "signin.required")
	}
	return staff, err
}

// IsHalfWay reports whether a code has still to be given.
func (g *Guard) IsHalfWay(c echo.Context) bool {
	_, err := g.halfWay(c.Request().Context())
	return err == nil
}

// SecondStep signs in who gave their password before, with a code.
func (g *Guard) SecondStep(c echo.Context, code string) error {
	ctx := c.Request().Context()
	staff, err := g.halfWay(ctx)
	if err != nil {
		return err
	}
	if staff, err = g.service.CheckSecond(ctx, staff.ID, code, c.RealIP()); err != nil {
		return err
	}
	for _, name := range []string{sessionHalf, sessionHalfStamp, sessionHalfSince} {
		g.sessions.Remove(ctx, name)
	}
	return g.SignIn(c, staff)
}

// KeepNewSecond keeps a second step in the making, for as long as the session lives.
func (g *Guard) KeepNewSecond(c echo.Context, secret string) error {
	return g.revise(c, func(ctx context.Context) { g.sessions.Put(ctx, sessionNewSecond, secret) })
}

// NewSecond returns the second step in the making; empty: there is none.
func (g *Guard) NewSecond(c echo.Context) string {
	return g.sessions.GetString(c.Request().Context(), sessionNewSecond)
}

package auth

import (
	"context"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
)

// Flash is what was just done: the id of a text, and the number in it.
type Flash struct {
	Text  string
	Count int
}

// The values of a session that hold its flash.
const (
	sessionFlash = "flash"
	sessionCount = "flash_count"
)

// Flash keeps in the session of a request what was just done, for the next page to say. A request without a session keeps
// nothing.
func (g *Guard) Flash(c echo.Context, f Flash) error {
	if !hasSession(c) {
		return nil
	}
	return g.revise(c, func(ctx context.Context) {
		g.sessions.Put(ctx, sessionFlash, f.Text)
		g.sessions.Put(ctx, sessionCount, f.Count)
	})
}

// TakeFlash returns what was just done and forgets it. It writes only where there is something to forget.
func (g *Guard) TakeFlash(c echo.Context) (Flash, error) {
	var f Flash
	if !hasSession(c) || !g.sessions.Exists(c.Request().Context(), sessionFlash) {
		return f, nil
	}
	err := g.revise(c, func(ctx context.Context) {
		count, _ := g.sessions.Pop(ctx, sessionCount).(float64) // as JSON reads numbers
		f = Flash{g.sessions.PopString(ctx, sessionFlash), int(count)}
	})
	return f, err
}

// hasSession reports whether a request comes from a member of the staff: a key has no session, and nobody else gets one.
func hasSession(c echo.Context) bool { return WhoFrom(c.Request().Context()).Staff.ID != "" }

// revise changes what the session of a request holds now, and does so again where another request of the same browser
// kept it first. A session that has ended in the meantime stays ended.
func (g *Guard) revise(c echo.Context, change func(context.Context)) error {
	r := c.Request()
	_, err := base.Revise(
		func() (context.Context, error) { return g.load(valueless{r.Context()}, r) },
		func(ctx *context.Context) error {
			if g.sessions.GetString(*ctx, sessionStaff) == "" {
				return base.Refuse(base.Unauthorized, "signin.required")
			}
			change(*ctx)
			return nil
		},
		func(ctx context.Context) error {
			_, _, err := g.sessions.Commit(ctx)
			return err
		})
	return err
}

// valueless is a context that ends with another and holds nothing: scs reads a session anew only into a context that has
// none.
type valueless struct{ context.Context }

// Value returns nothing.
func (valueless) Value(any) any { return nil }

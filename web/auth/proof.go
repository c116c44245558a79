package auth

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
)

// ProofLife is for how long a password counts for what asks for it again.
const ProofLife = 10 * time.Minute

// PasswordField is the form field in which a password comes along with what it is asked again for.
const PasswordField = "_password"

// Proved is for what nobody may do in a browser that was only left open: it lets through who gave their password within
// ProofLife, or gives it with the form, and has ask answer anybody else. The route must be behind Allow.
func (g *Guard) Proved(ask func(c echo.Context, wrong error) error) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if g.isProved(c.Request().Context()) {
				return next(c)
			}
			password := ""
			if c.Request().Method == http.MethodPost {
				password = c.FormValue(PasswordField)
			}
			if password == "" {
				return ask(c, nil)
			}
			if err := g.Prove(c, password); err != nil {
				return ask(c, err)
			}
			c.Request().Form.Del(PasswordField)
			c.Request().PostForm.Del(PasswordField)
			return next(c)
		}
	}
}

// isProved reports whether the password was given lately.
func (g *Guard) isProved(ctx context.Context) bool {
	proved, _ := g.sessions.Get(ctx, sessionProved).(float64) // as JSON reads numbers
	age := g.service.Now().Sub(time.Unix(int64(proved), 0))
	return age > -time.Minute && age < ProofLife
}

// Prove has it known for a while that whoever is signed in gave their password, or refuses it.
func (g *Guard) Prove(c echo.Context, password string) error {
	ctx := c.Request().Context()
	if err := g.service.Prove(ctx, WhoFrom(ctx).Staff, g.Attempt(c, "", password)); err != nil {
		return err
	}
	return g.prove(c)
}

// ProvePerson has it known for a while that whoever is signed in proved to the provider who they are, or refuses somebody
// else.
func (g *Guard) ProvePerson(c echo.Context, staff Staff) error {
	if staff.ID != WhoFrom(c.Request().Context()).Staff.ID {
		return base.Refuse(base.Forbidden, "sso.somebody_else")
	}
	return g.prove(c)
}

func (g *Guard) prove(c echo.Context) error {
	return g.revise(c, func(ctx context.Context) {
		g.sessions.Put(ctx, sessionProved, float64(g.service.Now().Unix()))
	})
}

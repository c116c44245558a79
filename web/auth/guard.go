package auth

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
)

// Guard stands at the door of every route. A route has one of Anyone, Allow and AllowKey.
type Guard struct {
	service  *Service
	secure   bool // browsers come by https
	sessions *scs.SessionManager
	origins  *http.CrossOriginProtection
}

// NewGuard makes a Guard for a server that browsers find at baseURL; an empty one is plain http at any name.
func NewGuard(service *Service, baseURL string) (*Guard, error) {
	secure := strings.HasPrefix(baseURL, "https://")
	g := &Guard{service: service, secure: secure, sessions: Sessions(service.Store, secure), origins: http.NewCrossOriginProtection()}
	if baseURL == "" {
		return g, nil
	}
	base, err := url.Parse(baseURL)
	if err != nil {
		return nil, fmt.Errorf("reading the base address: %w", err)
	}
	if err := g.origins.AddTrustedOrigin(base.Scheme + "://" + base.Host); err != nil {
		return nil, fmt.Errorf("reading the base address: %w", err)
	}
	return g, nil
}

// Anyone is for pages that nobody needs to sign in for, but that know who is: it puts Who and Actor in the context, and
// refuses what another site sends.
func (g *Guard) Anyone(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if err := g.sameSite(r); err != nil {
			return err
		}
		c.Response().Header().Add("Vary", "Cookie")
		ctx, err := g.open(r)
		if err != nil {
			return err
		}
		who, err := g.who(ctx)
		if err != nil {
			return err
		}
		c.SetRequest(r.WithContext(withWho(ctx, who)))
		return next(c)
	}
}

// Allow is for the team's pages: for staff whose role covers need. Who is not signed in is asked to, and comes back.
func (g *Guard) Allow(need Role) echo.MiddlewareFunc {
	return g.allow(need, g.service.LacksSecond)
}

// AllowSelf is Allow for one's own account, where who has to have a second step gets it.
func (g *Guard) AllowSelf() echo.MiddlewareFunc {
	return g.allow(Viewer, func(Staff) bool { return false })
}

func (g *Guard) allow(need Role, first func(Staff) bool) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return g.Anyone(func(c echo.Context) error {
			r := c.Request()
			c.Response().Header().Set("Cache-Control", "no-store") // a shared computer's back button shows nothing
			switch who := WhoFrom(r.Context()); {
			case who.Known() && first(who.Staff):
				return getSecond(c)
			case who.Role.Covers(need):
				return next(c)
			case who.Known():
				return g.forbid(c, who)
			case r.Method == http.MethodGet || r.Method == http.MethodHead:
				return c.Redirect(http.StatusSeeOther, "/signin?next="+url.QueryEscape(Next(r.URL.RequestURI())))
			default:
				return base.Refuse(base.Unauthorized, "signin.required")
			}
		})
	}
}

// SecondFirst is for what the team sees of a page that Anyone may ask for: who has to have a second step gets it first.
func (g *Guard) SecondFirst(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if g.service.LacksSecond(WhoFrom(c.Request().Context()).Staff) {
			return getSecond(c)
		}
		return next(c)
	}
}

// getSecond leads to where somebody gets their second step.
func getSecond(c echo.Context) error {
	if method := c.Request().Method; method != http.MethodGet && method != http.MethodHead {
		return base.Refuse(base.Forbidden, "second.required")
	}
	return c.Redirect(http.StatusSeeOther, "/profile/second")
}

// AllowKey is for the API: for keys whose role covers need. A session opens nothing here.
func (g *Guard) AllowKey(need Role) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			r := c.Request()
			k, err := g.service.Authenticate(r.Context(), bearer(r), c.RealIP())
			if base.IsCode(err, base.Unauthorized) {
				c.Response().Header().Set("WWW-Authenticate", `Bearer realm="soundings"`)
			}
			if err != nil {
				return err
			}
			if !k.Role.Covers(need) {
				return g.forbid(c, whichKey(k))
			}
			c.SetRequest(r.WithContext(withWho(r.Context(), whichKey(k))))
			return next(c)
		}
	}
}

// bearer returns the key that a request shows, in one of the two headers that programs use.
func bearer(r *http.Request) string {
	if r.Header.Get("Authorization") == "" {
		return r.Header.Get("X-API-Key")
	}
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

// The values of a session.
const (
	sessionStaff  = "staff"
	sessionStamp  = "stamp"
	sessionDevice = "device"
	sessionBegan  = "began"  // Unix time
	sessionProved = "proved" // Unix time at which the password was given, here or to the provider
)

// SignIn begins a session for staff, who just gave their password, in the browser that sent this request, under a new
// token. The route must be behind Anyone or Allow.
func (g *Guard) SignIn(c echo.Context, staff Staff) error {
	return g.SignInProved(c, staff, g.service.Now())
}

// SignInProved is SignIn for who proved who they are at another time, if any.
func (g *Guard) SignInProved(c echo.Context, staff Staff, proved time.Time) error {
	ctx := c.Request().Context()
	if err := g.sessions.RenewToken(ctx); err != nil {
		return fmt.Errorf("signing in: %w", err)
	}
	g.sessions.Put(ctx, sessionStaff, staff.ID)
	g.sessions.Put(ctx, sessionStamp, staff.stamp())
	g.sessions.Put(ctx, sessionBegan, float64(g.service.Now().Unix())) // as JSON reads numbers
	g.sessions.Put(ctx, sessionProved, float64(proved.Unix()))
	g.sessions.Put(ctx, sessionDevice, deviceOf(c.Request().UserAgent()))
	token, expires, err := g.sessions.Commit(ctx)
	if err != nil {
		return fmt.Errorf("signing in: %w", err)
	}
	g.sessions.WriteSessionCookie(ctx, c.Response(), token, expires)
	g.knowBrowser(c, staff)
	ctx = withWho(ctx, whoIs(staff))
	c.SetRequest(c.Request().WithContext(ctx))
	g.service.trace(ctx, Trace{Act: TraceSignIn, Subject: staff.ID, From: c.RealIP()})
	return nil
}

// Renew has the session of this request go on although its account has another password.
func (g *Guard) Renew(c echo.Context, staff Staff) error {
	g.knowBrowser(c, staff)
	return g.revise(c, func(ctx context.Context) {
		g.sessions.Put(ctx, sessionStamp, staff.stamp())
		g.sessions.Put(ctx, sessionProved, float64(g.service.Now().Unix()))
	})
}

// SignOut ends the session of this request, if it has one.
func (g *Guard) SignOut(c echo.Context) error {
	ctx := c.Request().Context()
	if err := g.sessions.Destroy(ctx); err != nil {
		return fmt.Errorf("signing out: %w", err)
	}
	g.sessions.WriteSessionCookie(ctx, c.Response(), "", time.Time{})
	if who := WhoFrom(ctx); who.Known() {
		g.service.trace(ctx, Trace{Act: TraceSignOut, Subject: who.Staff.ID, From: c.RealIP()})
	}
	return nil
}

// open reads the session of a request, and puts off its end.
func (g *Guard) open(r *http.Request) (context.Context, error) {
	ctx, err := g.load(r.Context(), r)
	if err != nil {
		return nil, err
	}
	if g.sessions.Status(ctx) == scs.Modified {
		if _, _, err := g.sessions.Commit(ctx); err != nil {
			return nil, fmt.Errorf("opening a session: %w", err)
		}
	}
	return ctx, nil
}

// load reads the session of a request into a context.
func (g *Guard) load(ctx context.Context, r *http.Request) (context.Context, error) {
	var token string
	if cookie, err := r.Cookie(g.cookieName(SessionCookie)); err == nil {
		token = cookie.Value
	}
	ctx, err := g.sessions.Load(remembering(ctx), token)
	if err != nil {
		return nil, fmt.Errorf("opening a session: %w", err)
	}
	return ctx, nil
}

// who returns whose session it is: nobody's once the account is gone or has another password.
func (g *Guard) who(ctx context.Context) (Who, error) {
	id := g.sessions.GetString(ctx, sessionStaff)
	if id == "" {
		return Who{}, nil
	}
	staff, err := g.service.Staff(ctx, id)
	switch {
	case base.IsCode(err, base.NotFound):
		return Who{}, nil
	case err != nil:
		return Who{}, err
	case staff.stamp() != g.sessions.GetString(ctx, sessionStamp):
		return Who{}, nil
	}
	return whoIs(staff), nil
}

// sameSite refuses a request that changes something and comes from another site, or that carries a session and does not
// say where it comes from: every browser says.
func (g *Guard) sameSite(r *http.Request) error {
	if g.origins.Check(r) != nil {
		return base.Refuse(base.Forbidden, "request.cross_site")
	}
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
		return nil
	}
	_, none := r.Cookie(g.cookieName(SessionCookie))
	if none == nil && r.Header.Get("Sec-Fetch-Site") == "" && r.Header.Get("Origin") == "" {
		return base.Refuse(base.Forbidden, "request.cross_site")
	}
	return nil
}

package auth

import (
	"cmp"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
)

// statuses is what package web's table says of the codes that the guard answers.
var statuses = map[base.Code]int{
	base.Unauthorized: http.StatusUnauthorized, base.Forbidden: http.StatusForbidden,
	base.Invalid: http.StatusUnprocessableEntity, base.NotFound: http.StatusNotFound, base.Busy: http.StatusTooManyRequests,
}

// site is a small server with a page for each role and the doors to them.
func site(t *testing.T, w *world, baseURL string) *echo.Echo {
	t.Helper()
	g, err := NewGuard(w.Service, baseURL)
	if err != nil {
		t.Fatal(err)
	}
	e := echo.New()
	e.HTTPErrorHandler = func(err error, c echo.Context) {
		status := http.StatusInternalServerError
		if bad := (*base.Error)(nil); errors.As(err, &bad) {
			status = statuses[bad.Code]
		}
		if err := c.String(status, outcome(err)); err != nil {
			t.Error(err)
		}
	}
	say := func(c echo.Context) error {
		ctx := c.Request().Context()
		who, by := WhoFrom(ctx), base.ActorFrom(ctx)
		if who.Known() && by != who.Actor {
			t.Errorf("%v acts, %v came in", by, who.Actor)
		}
		return c.String(http.StatusOK, string(by.Kind)+" "+by.ID+" "+string(who.Role))
	}
	signIn := func(c echo.Context) error {
		staff, err := w.SignIn(c.Request().Context(), g.Attempt(c, c.FormValue("email"), c.FormValue("password")))
		if err != nil {
			return err
		}
		if err := g.SignIn(c, staff); err != nil {
			return err
		}
		return c.Redirect(http.StatusSeeOther, Next(c.FormValue("next")))
	}
	signOut := func(c echo.Context) error {
		if err := g.SignOut(c); err != nil {
			return err
		}
		return c.Redirect(http.StatusSeeOther, "/")
	}
	e.GET("/", say, g.Anyone)
	e.POST("/signin", signIn, g.Anyone)
	e.POST("/signout", signOut, g.Anyone)
	e.Match([]string{"GET", "HEAD", "POST"}, "/reports", say, g.Allow(Viewer))
	e.Match([]string{"GET", "POST"}, "/cohorts", say, g.Allow(Member))
	e.Match([]string{"GET", "POST"}, "/settings", say, g.Allow(Manager))
	e.GET("/api/v1/cohorts", say, g.AllowKey(Viewer))
	e.POST("/api/v1/cohorts", say, g.AllowKey(Member))
	e.POST("/api/v1/events", say, g.AllowKey(Portal))
	return e
}

// browser keeps the cookie it was given and says where its requests come from.
type browser struct {
	e      *echo.Echo
	cookie string
	name   string // of the cookie; empty: as by plain http
}

func (b *browser) do(method, path, form string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(form))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	if b.cookie != "" {
		r.AddCookie(&http.Cookie{Name: cmp.Or(b.name, SessionCookie), Value: b.cookie})
	}
	rec := httptest.NewRecorder()
	b.e.ServeHTTP(rec, r)
	for _, c := range rec.Result().Cookies() {
		if strings.HasSuffix(c.Name, SessionCookie) {
			b.name, b.cookie = c.Name, c.Value
		}
	}
	return rec
}

func (b *browser) signIn(t *testing.T, email string) {
	t.Helper()
	if rec := b.do("POST", "/signin", "email="+email+"&password="+goodPassword); rec.Code != http.StatusSeeOther {
		t.Fatalf("signing in: %d %s", rec.Code, rec.Body)
	}
}

func TestPagesByRole(t *testing.T) {
	w := newWorld(t)
	w.manager(t)
	w.colleague(t, "member@clinic.example", Member)
	w.colleague(t, "viewer@clinic.example", Viewer)
	e := site(t, w, "")
	for _, tt := range []struct {
		who, path  string
		get, post  int
		redirectTo string
	}{
		{"", "/", 200, 405, ""},
		{"", "/reports", 303, 401, "/signin?next=%2Freports"},
		{"", "/cohorts?state=agreed&after=b%2Fc", 303, 401, "/signin?next=%2Fcohorts%3Fstate%3Dagreed%26after%3Db%252Fc"},
		{"viewer@clinic.example", "/", 200, 405, ""},
		{"viewer@clinic.example", "/reports", 200, 200, ""},
		{"viewer@clinic.example", "/cohorts", 403, 403, ""},
		{"viewer@clinic.example", "/settings", 403, 403, ""},
		{"member@clinic.example", "/reports", 200, 200, ""},
		{"member@clinic.example", "/cohorts", 200, 200, ""},
		{"member@clinic.example", "/settings", 403, 403, ""},
		{goodEmail, "/settings", 200, 200, ""},
	} {
		b := &browser{e: e}
		if tt.who != "" {
			b.signIn(t, tt.who)
		}
		get, post := b.do("GET", tt.path, ""), b.do("POST", tt.path, "")
		if get.Code != tt.get || get.Header().Get("Location") != tt.redirectTo {
			t.Errorf("%q GET %s: %d to %q", tt.who, tt.path, get.Code, get.Header().Get("Location"))
		}
		if tt.path != "/" && post.Code != tt.post {
			t.Errorf("%q POST %s: %d", tt.who, tt.path, post.Code)
		}
		if tt.path != "/" && get.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%q GET %s: may be cached", tt.who, tt.path)
		}
	}
	if rec := (&browser{e: e}).do("HEAD", "/reports", ""); rec.Code != 303 {
		t.Errorf("HEAD of nobody: %d", rec.Code)
	}
}

func TestAPIByRole(t *testing.T) {
	w := newWorld(t)
	w.MasterKey = "a key from the settings"
	keys := map[Role]string{"": "", "settings": w.MasterKey, "wrong": "snd_nothing"}
	for _, role := range KeyRoles() {
		keys[role], _, _ = w.CreateKey(t.Context(), string(role), role)
	}
	w.manager(t)
	b := &browser{e: site(t, w, "")}
	b.signIn(t, goodEmail) // a session opens nothing here
	for _, tt := range []struct {
		key               Role
		read, write, send int
	}{
		{"", 401, 401, 401},
		{"wrong", 401, 401, 401},
		{Viewer, 200, 403, 403},
		{Member, 200, 200, 403},
		{Portal, 403, 403, 200},
		{Manager, 200, 200, 200},
		{"settings", 200, 200, 200},
	} {
		for request, want := range map[string]int{
			"GET /api/v1/cohorts": tt.read, "POST /api/v1/cohorts": tt.write, "POST /api/v1/events": tt.send,
		} {
			method, path, _ := strings.Cut(request, " ")
			rec := b.do(method, path, "", "Authorization", "Bearer "+keys[tt.key], "Sec-Fetch-Site", "cross-site")
			if rec.Code != want {
				t.Errorf("%q %s: %d, want %d", tt.key, request, rec.Code, want)
			}
			if asks := rec.Header().Get("WWW-Authenticate") != ""; asks != (rec.Code == 401) {
				t.Errorf("%q %s: %d asks for a key: %v", tt.key, request, rec.Code, asks)
			}
		}
	}
	rec := b.do("GET", "/api/v1/cohorts", "", "Authorization", "bearer "+w.MasterKey)
	if got := rec.Body.String(); got != "key settings manager" {
		t.Errorf("the key of the settings acts as %q", got)
	}
	if rec := b.do("GET", "/api/v1/cohorts", "", "Authorization", "Basic "+w.MasterKey); rec.Code != 401 {
		t.Errorf("another scheme: %d", rec.Code)
	}
}

func TestOtherSitesAreRefused(t *testing.T) {
	w := newWorld(t)
	w.manager(t)
	e := site(t, w, "https://soundings.example")
	const form = "email=" + goodEmail + "&password=" + goodPassword
	for _, tt := range []struct {
		what, method        string
		signedIn            bool
		fetchSite, origin   string
		page, signInAllowed bool
	}{
		{"our own page", "POST", true, "same-origin", "https://soundings.example", true, true},
		{"our own page behind a proxy, old browser", "POST", true, "", "https://soundings.example", true, true},
		{"our own page, old browser", "POST", true, "", "http://example.com", true, true},
		{"another site", "POST", true, "cross-site", "https://evil.example", false, false},
		{"a neighbour", "POST", true, "same-site", "https://other.soundings.example", false, false},
		{"another site, old browser", "POST", true, "", "https://evil.example", false, false},
		{"a hidden origin, old browser", "POST", true, "", "null", false, false},
		{"says nothing, with a session", "POST", true, "", "", false, false},
		{"says nothing, without a session", "POST", false, "", "", false, true},
		{"a link on another site", "GET", true, "cross-site", "", true, true},
	} {
		b := &browser{e: e}
		if tt.signedIn {
			b.signIn(t, goodEmail)
		}
		headers := []string{"Sec-Fetch-Site", tt.fetchSite, "Origin", tt.origin}
		if got := b.do(tt.method, "/settings", "", headers...).Code == 200; got != tt.page {
			t.Errorf("%s: settings %v, want %v", tt.what, got, tt.page)
		}
		if tt.method == "POST" {
			if got := b.do("POST", "/signin", form, headers...).Code == 303; got != tt.signInAllowed {
				t.Errorf("%s: signing in %v, want %v", tt.what, got, tt.signInAllowed)
			}
		}
	}
}

func TestNewGuardRefusesABadAddress(t *testing.T) {
	for _, base := range []string{"soundings.example", "https://", ":8080", "http://a b"} {
		if _, err := NewGuard(newWorld(t).Service, base); err == nil {
			t.Errorf("took %q", base)
		}
	}
	if _, err := NewGuard(newWorld(t).Service, "https://soundings.example/portal/"); err != nil {
		t.Error(err)
	}
}

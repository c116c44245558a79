package web

import (
	"crypto/rand"
	"html"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"soundings/server/services/servicestest"
	"soundings/web/auth"
	"soundings/web/sso"
	"soundings/web/sso/ssotest"
)

// newClinicWith returns a clinic whose team signs in by a provider, too, and the provider.
func newClinicWith(t *testing.T, rules ...sso.Rule) (*house, *ssotest.Provider) {
	t.Helper()
	k, there := newClinic(t), ssotest.Start(t)
	c := configOver(k.services, k.url)
	var err error
	c.Provider, err = sso.New(sso.Config{
		Name: "Harbor Street", Issuer: there.Issuer(), ClientID: there.ClientID, ClientSecret: there.ClientSecret, GroupsClaim: "groups", Rules: rules,
		Callback: k.url + "/signin/provider/callback", Key: []byte("32 bytes of a key in these tests"),
		Now: k.clock.Now, Rand: rand.Reader, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	if k.Server, err = New(c); err != nil {
		t.Fatal(err)
	}
	return k, there
}

var buttonOf = regexp.MustCompile(`<a class="button" href="([^"]+)">`)

// comeBack goes to the provider by an address, as somebody, and comes back with a browser.
func (k *house) comeBack(t *testing.T, b *browser, there *ssotest.Provider, address string, who ssotest.Person) reply {
	t.Helper()
	back, err := url.Parse(there.Visit(t, address, who))
	if err != nil {
		t.Fatal(err)
	}
	return b.get(back.RequestURI())
}

// byProvider presses the button of the sign-in page, which leads to a page then.
func (k *house) byProvider(t *testing.T, b *browser, there *ssotest.Provider, next string, who ssotest.Person) reply {
	t.Helper()
	page := b.get("/signin?next=" + url.QueryEscape(next)).is(200).says("Sign in with Harbor Street")
	button := buttonOf.FindStringSubmatch(page.body)
	if button == nil {
		t.Fatal("there is no button")
	}
	return k.comeBack(t, b, there, b.get(html.UnescapeString(button[1])).is(303).header.Get("Location"), who)
}

// priya is somebody of whom the provider says that she just signed in.
func (k *house) priya(groups ...string) ssotest.Person {
	return ssotest.Person{"sub": "77", "email": "priya@clinic.example", "email_verified": true, "name": "Priya", "groups": groups, "auth_time": k.clock.Now().Unix()}
}

// Who is in a group comes in, with the role that it gives; out of it they stay out. Each stands in the audit.
func TestSigningInByTheProvider(t *testing.T) {
	k, there := newClinicWith(t, sso.Rule{Group: "leads", Role: auth.Manager}, sso.Rule{Group: "portal", Role: auth.Viewer})
	manager := k.as(t, auth.Manager)
	b := k.visitor(t)
	k.byProvider(t, b, there, "/polls", k.priya()).is(403).says("You are not on the portal team yet.")
	k.byProvider(t, b, there, "/polls", k.priya("portal")).leads("/polls").is(200).says("Priya")
	b.get("/settings").is(403)
	b.get("/profile").is(200).says("You sign in with Harbor Street.").hides("Change the password")
	b.get("/signin/provider?next=/cohorts").leads("/cohorts")
	b.get("/").fill("/signout", nil)
	b.get("/participants").is(303)
	k.byProvider(t, b, there, "/settings", k.priya("leads")).leads("/settings").is(200)
	other := k.visitor(t)
	k.byProvider(t, other, there, "/", k.priya()).is(403).says("no longer gives you a role")
	b.get("/settings").is(303)
	manager.get("/audit").says("Joined the team by single sign-on", "Got another role by single sign-on", "Was refused: single sign-on", "Signed in", "127.0.0.1")
}

// An answer serves once, in the browser that asked, and the page says so in the reader's language.
func TestAnswersOfTheProviderServeOnce(t *testing.T) {
	k, there := newClinicWith(t, sso.Rule{Domain: "clinic.example", Role: auth.Viewer})
	k.staff(t, "Sam", auth.Manager)
	b := k.visitor(t)
	address := b.get("/signin/provider").is(303).header.Get("Location")
	back, err := url.Parse(there.Visit(t, address, k.priya()))
	if err != nil {
		t.Fatal(err)
	}
	stranger := k.visitor(t)
	stranger.get(back.RequestURI()).is(410).says("This sign-in took too long")
	stranger.get("/signin?lang=es")
	stranger.get(back.RequestURI()).is(410).says("Empiece otra vez")
	b.get(back.RequestURI()).is(303)
	b.get("/").fill("/signout", nil)
	b.get(back.RequestURI()).is(410)
	b.get("/participants").is(303)
	b.get("/signin/provider?next=https://evil.example").is(303)
	for _, outside := range []string{"https://evil.example", "//evil.example", `/\evil.example`} {
		k.byProvider(t, k.visitor(t), there, outside, k.priya()).leads("/")
	}
}

// While the provider is away the page says so, and passwords open as before.
func TestSigningInWhileTheProviderIsAway(t *testing.T) {
	k, there := newClinicWith(t)
	m := k.staff(t, "Sam", auth.Manager)
	there.Away.Store(true)
	b := k.visitor(t)
	page := b.get("/signin/provider?next=/cohorts").is(http.StatusServiceUnavailable).says("Your work account cannot be checked now.")
	if page.header.Get("Retry-After") == "" {
		t.Error("no word when to try again")
	}
	page.fill("/signin", one("email", m.Email, "password", testPassword)).leads("/cohorts")
	there.Away.Store(false)
	k.clock.Advance(time.Minute)
	k.visitor(t).get("/signin/provider").is(303)
}

// Without a provider there is neither button nor address.
func TestNoProvider(t *testing.T) {
	k := newClinic(t)
	b := k.visitor(t)
	b.get("/signin").hides("/signin/provider")
	b.get("/signin/provider").is(404)
	b.get("/signin/provider/callback?code=1&state=2").is(404)
}

// Who has no password here proves to the provider once more who they are, and sends what they had typed.
func TestTheProviderIsAskedAgain(t *testing.T) {
	k, there := newClinicWith(t, sso.Rule{Group: "leads", Role: auth.Manager})
	k.staff(t, "Sam", auth.Manager)
	b := k.visitor(t)
	pass := func(d time.Duration) {
		k.clock.Advance(d)
		there.FastForward(d)
	}
	k.byProvider(t, b, there, "/settings", k.priya("leads")).leads("/settings")
	b.get("/participants.csv").is(200) // she just signed in
	pass(auth.ProofLife + time.Minute)
	before := k.priya("leads")
	again := func(asked reply) string {
		t.Helper()
		asked.is(403).says("Sign in once more, please").hides(auth.PasswordField)
		address := html.UnescapeString(buttonOf.FindStringSubmatch(asked.body)[1])
		if !strings.Contains(address, "prompt=login") || !strings.Contains(address, "max_age=0") {
			t.Errorf("leads to %s", address)
		}
		return address
	}
	form := func() reply {
		return b.get("/settings").fill("/settings/keys", one("key.name", "Portal", "key.role", "portal"))
	}
	pass(5 * time.Minute)
	k.comeBack(t, b, there, again(form()), before).is(403).says("does not say that you just signed in")
	eve := k.priya("leads")
	eve["sub"], eve["email"] = "78", "eve@clinic.example"
	k.comeBack(t, b, there, again(form()), eve).is(403).says("someone else’s work account")
	if keys, err := k.Auth.Keys(t.Context()); err != nil || len(keys) > 0 {
		t.Fatalf("made without it: %v, %v", keys, err)
	}
	k.comeBack(t, b, there, again(form()), k.priya("leads")).is(200).says("One more step").fill("/settings/keys", nil).is(200).says("snd_")
	pass(auth.ProofLife + time.Minute)
	k.comeBack(t, b, there, again(b.get("/participants.csv")), k.priya("leads")).leads("/participants.csv").is(200)
}

// Where browsers come by https, what they keep on the way has the prefix that keeps other hosts out.
func TestTheFlowIsKeptForThisHostAlone(t *testing.T) {
	s := servicestest.New(t)
	there := ssotest.Start(t)
	c := configOver(s, "https://soundings.example")
	var err error
	if c.Provider, err = sso.New(sso.Config{Issuer: there.Issuer(), ClientID: there.ClientID, Key: make([]byte, 32), Now: s.Clock.Now, Rand: rand.Reader, Log: c.Log}); err != nil {
		t.Fatal(err)
	}
	server, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	got := httptest.NewRecorder()
	server.ServeHTTP(got, httptest.NewRequest(http.MethodGet, "/signin/provider", http.NoBody))
	cookie := got.Header().Get("Set-Cookie")
	for _, want := range []string{"__Host-soundings_flow=", "Path=/", "HttpOnly", "Secure", "SameSite=Lax", "Max-Age=600"} {
		if !strings.Contains(cookie, want) {
			t.Errorf("the cookie %q has no %s", cookie, want)
		}
	}
}

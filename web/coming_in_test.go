package web

import (
	"strings"
	"testing"
	"time"

	"soundings/web/auth"
)

// A set-up link works once, for whom it was made; a password that is too short is not shown again.
func TestSetUpLinks(t *testing.T) {
	k := newClinic(t)
	k.staff(t, "Sam", auth.Manager)
	_, token, err := k.Auth.AddStaff(t.Context(), "Priya", "priya@example.org", auth.Viewer)
	if err != nil {
		t.Fatal(err)
	}
	b := k.visitor(t)
	b.get("/setup?token=another").is(404)
	form := b.get("/setup?token="+token).is(200).says("Set up your account", "priya@example.org").hides("The clinic")
	refused := form.fill("/setup", one("password", "short")).is(422).says("Set up your account")
	if strings.Contains(refused.body, `value="short"`) {
		t.Error("the page shows the password again")
	}
	refused.fill("/setup", one("password", testPassword)).leads("/").says("Priya")
	b.get("/setup?token=" + token).is(410).says("This set-up link has already been used.")
}

// Signing in leads on to the page that was asked for; a wrong password and too many tries are said without a hint to who has
// an account; who signs out is asked again.
func TestSigningInAndOut(t *testing.T) {
	k := newClinic(t)
	m := k.staff(t, "Sam", auth.Manager)
	b := k.visitor(t)
	asked := b.get("/participants").is(303).header.Get("Location")
	form := b.get(asked).is(200).says("Sign in")
	wrong := func(email string) string {
		return form.fill("/signin", one("email", email, "password", "not the password")).is(422).says("do not match").text()
	}
	if known, unknown := wrong(m.Email), wrong("nobody@example.org"); known != unknown {
		t.Errorf("an account shows: %s\nnone: %s", known, unknown)
	}
	form.fill("/signin", one("email", m.Email, "password", testPassword)).leads("/participants")
	b.get("/signin").leads("/")
	b.get("/").fill("/signout", nil).leads("/")
	b.get("/participants").is(303)

	tries := 0
	for ; tries < 100; tries++ {
		if again := form.fill("/signin", one("email", m.Email, "password", "not the password")); again.status != 422 {
			again.is(429).says("There were too many tries.", "Try again in")
			if again.header.Get("Retry-After") == "" {
				t.Error("it is not said when to try again")
			}
			break
		}
	}
	if tries == 100 {
		t.Error("guessing is never slowed")
	}
	form.fill("/signin", one("email", m.Email, "password", testPassword)).is(429)
	k.clock.Advance(24 * time.Hour)
	form.fill("/signin", one("email", m.Email, "password", testPassword)).leads("/participants")
}

// Strangers who guess keep nobody out whose browser is known, and wrong links are slowed down, but not right ones.
func TestStrangersKeepNobodyOut(t *testing.T) {
	k := newClinic(t)
	m := k.staff(t, "Sam", auth.Manager)
	known, stranger := k.visitor(t), k.visitor(t)
	known.get("/signin").fill("/signin", one("email", m.Email, "password", testPassword)).leads("/")
	known.get("/").fill("/signout", nil).leads("/")
	form := stranger.get("/signin")
	for form.fill("/signin", one("email", m.Email, "password", "not the password")).status != 429 {
	}
	known.get("/signin").fill("/signin", one("email", m.Email, "password", testPassword)).leads("/")

	_, token, err := k.Auth.AddStaff(t.Context(), "Priya", "priya@example.org", auth.Viewer)
	if err != nil {
		t.Fatal(err)
	}
	for n := range 40 {
		want := 404
		if n >= 30 {
			want = 429
		}
		for _, path := range []string{"/s/", "/u/", "/p/", "/setup?token=", "/signin/"}[n%5 : n%5+1] {
			stranger.get(path + "0123456789ABCDEF").is(want)
		}
	}
	stranger.get("/setup?token=" + token).is(200)
}

// The link that a made-up clinic prints signs in, any other does not.
func TestSigningInByLink(t *testing.T) {
	k := newClinic(t)
	m := k.staff(t, "Sam", auth.Manager)
	b := k.visitor(t)
	b.get("/signin/another").is(404)
	b.get("/signin/" + k.Auth.SignInLink(m.ID)).leads("/").says(m.Name)
}

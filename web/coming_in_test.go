package web

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"soundings/server/services/servicestest"
	"soundings/web/auth"
)

// The first of the team sets the clinic up with the link that the program prints, and then lets others in by links of theirs.
func TestSettingUp(t *testing.T) {
	k := newHouse(t, servicestest.New(t))
	token, _, err := k.Auth.FirstSetupLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	b := k.visitor(t)
	b.get("/setup?token=another").is(404)
	form := b.get("/setup?token="+token).is(200).says("Set up Soundings", "The clinic")
	refused := form.fill("/setup", url.Values{"languages": nil, "password": {"short"}}).is(422).says("Set up Soundings", "The clinic")
	if strings.Contains(refused.body, "short") {
		t.Error("the page shows the password again")
	}
	refused.fill("/setup", url.Values{
		"clinic": {"Harbor Street"}, "clinic_phone": {"(555) 010-0134"}, "languages": {"en"}, "name": {"Jordan Reyes"}, "email": {"jordan@example.org"},
		"password": {testPassword},
	}).leads("/").says("Jordan Reyes")
	if clinic, err := k.Cohorts.Clinic(t.Context()); err != nil || clinic.Name != "Harbor Street" || len(clinic.Languages) != 1 {
		t.Errorf("the clinic is %+v, %v", clinic, err)
	}
	b.get("/setup?token=" + token).is(410).says("This set-up link was used already.")

	_, second, err := k.Auth.AddStaff(t.Context(), "Priya", "priya@example.org", auth.Viewer)
	if err != nil {
		t.Fatal(err)
	}
	other := k.visitor(t)
	own := other.get("/setup?token="+second).is(200).says("Set up your account", "priya@example.org").hides("The clinic")
	own.fill("/setup", one("password", "short")).is(422).says("Set up your account")
	own.fill("/setup", one("password", testPassword)).leads("/").says("Priya")
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
			again.is(429).says("There were too many tries.")
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

// The link that a made-up clinic prints signs in, any other does not.
func TestSigningInByLink(t *testing.T) {
	k := newClinic(t)
	m := k.staff(t, "Sam", auth.Manager)
	b := k.visitor(t)
	b.get("/signin/another").is(404)
	b.get("/signin/" + k.Auth.SignInLink(m.ID)).leads("/").says(m.Name)
}

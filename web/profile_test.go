package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"soundings/web/auth"
)

// Whoever knows their password can change it; then they are signed in here and nowhere else.
func TestChangingOnesPassword(t *testing.T) {
	k := newClinic(t)
	m := k.staff(t, "Sam", auth.Manager)
	enter := func(password string) *browser {
		b := k.visitor(t)
		b.get("/signin").fill("/signin", one("email", m.Email, "password", password))
		return b
	}
	here, there := enter(testPassword), enter(testPassword)
	form := here.get("/profile").is(200).says(m.Email, "Where you are signed in")
	for what, typed := range map[string][]string{
		"This is not your password.":     {"not the password", "seven green umbrellas"},
		"Use at least 12 characters.":    {testPassword, "short"},
		"Very many people use this":      {testPassword, "password1234"},
		"Do not use your e-mail address": {testPassword, m.Email},
	} {
		form.fill("/profile/password", one("current", typed[0], "password", typed[1])).is(422).says(what)
	}
	form.fill("/profile/password", one("current", testPassword, "password", "seven green umbrellas")).leads("/profile").says("Your password is changed.")
	here.get("/participants").is(200)
	there.get("/participants").is(303)
	if enter(testPassword).get("/participants").status == 200 {
		t.Error("the old password still opens")
	}
	enter("seven green umbrellas").get("/participants").is(200)
}

// One sees where one is signed in, and can end it, but nobody else's.
func TestEndingOnesSessions(t *testing.T) {
	k := newClinic(t)
	m := k.staff(t, "Sam", auth.Manager)
	other := k.as(t, auth.Viewer)
	var all []*browser
	for range 4 {
		b := k.visitor(t)
		b.get("/signin").fill("/signin", one("email", m.Email, "password", testPassword)).leads("/")
		all = append(all, b)
	}
	page := all[0].get("/profile").is(200)
	if n := strings.Count(page.body, `name="session"`); n != 3 {
		t.Fatalf("%d other sessions", n)
	}
	page.fill("/profile/sessions", nil).leads("/profile").says("Signed out in 1 browser.")
	_, theirs, _ := strings.Cut(all[0].get("/profile").body, `name="session" value="`)
	theirs, _, _ = strings.Cut(theirs, `"`)
	other.do(http.MethodPost, "/profile/sessions", formType("POST"), strings.NewReader("session="+theirs)).is(404)
	all[0].do(http.MethodPost, "/profile/sessions", formType("POST"), strings.NewReader("")).is(303)
	in := 0
	for _, b := range all {
		if b.get("/participants").status == 200 {
			in++
		}
	}
	if in != 1 || other.get("/participants").status != 200 {
		t.Errorf("%d are still signed in", in)
	}
}

// What gives others a way in, or takes everybody along, asks for the password again ten minutes after it was given.
func TestThePasswordIsAskedAgain(t *testing.T) {
	k := newClinic(t)
	b := k.as(t, auth.Manager)
	b.get("/participants.csv").is(200)
	k.clock.Advance(auth.ProofLife + time.Minute)
	b.get("/settings").is(200)
	asked := b.get("/settings").fill("/settings/keys", one("key.name", "Portal", "key.role", "portal")).is(403).says("Your password, please")
	asked.fill("/settings/keys", one(auth.PasswordField, "not the password")).is(422).says("This is not your password.")
	if keys, err := k.Auth.Keys(t.Context()); err != nil || len(keys) > 0 {
		t.Fatalf("made without it: %v, %v", keys, err)
	}
	made := asked.fill("/settings/keys", one(auth.PasswordField, testPassword)).is(200).says("snd_")
	if strings.Contains(made.body, testPassword) {
		t.Error("the password is shown")
	}
	b.get("/participants.csv").is(200)
	k.clock.Advance(auth.ProofLife + time.Minute)
	b.get("/participants.csv").is(403).fill("/profile/confirm", one(auth.PasswordField, testPassword)).leads("/participants.csv").is(200)
	k.clock.Advance(auth.ProofLife + time.Minute)
	b.get("/settings").fill("/settings/staff", one("email", "priya@example.org", "role", "viewer")).is(403)
}

// A manager signs somebody out everywhere, but themself only on the page of their own account.
func TestAManagerSignsSomebodyOut(t *testing.T) {
	k := newClinic(t)
	manager := k.as(t, auth.Manager)
	vic := k.staff(t, "Vic", auth.Viewer)
	var browsers []*browser
	for range 2 {
		b := k.visitor(t)
		b.get("/signin").fill("/signin", one("email", vic.Email, "password", testPassword)).leads("/")
		browsers = append(browsers, b)
	}
	manager.get("/settings").says("Sign out everywhere").fill("/settings/staff/"+vic.ID, one("_action", "end")).leads("/settings").says("Signed out in 2 browsers.")
	for _, b := range browsers {
		b.get("/participants").is(303)
	}
	manager.get("/audit").is(200).says("Signed someone out everywhere", "Vic")
	browsers[0].get("/signin").fill("/signin", one("email", vic.Email, "password", testPassword)).leads("/")
}

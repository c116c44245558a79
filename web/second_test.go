package web

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"soundings/web/auth"
)

// app is an authenticator that has taken a secret from a page.
type app struct {
	t      *testing.T
	k      *house
	secret string
}

// code returns what the app shows now.
func (a app) code() string {
	a.t.Helper()
	code, err := totp.GenerateCode(a.secret, a.k.clock.Now())
	if err != nil {
		a.t.Fatal(err)
	}
	return code
}

// withSecond gives the second step to whoever is signed in with a browser, and returns their app and recovery codes.
func (k *house) withSecond(t *testing.T, b *browser) (app, []string) {
	t.Helper()
	b.get("/profile/second").fill("/profile/second", one("_action", "start")).leads("/profile/second")
	page := b.get("/profile/second").is(200).says("Scan this code")
	shown := regexp.MustCompile(`<span class="code">([A-Z2-7 ]+)</span>`).FindStringSubmatch(page.body)
	if shown == nil || !strings.Contains(page.body, `<svg class="qr"`) {
		t.Fatal("no secret is shown")
	}
	a := app{t, k, strings.ReplaceAll(shown[1], " ", "")}
	page.fill("/profile/second", one("code", "000000", "_action", "confirm")).is(422).says("This code is not right")
	on := page.fill("/profile/second", one("code", a.code(), "_action", "confirm")).is(200).says("The second step is on.")
	var codes []string
	for _, m := range regexp.MustCompile(`<li>([0-9a-z]{5}-[0-9a-z]{5})</li>`).FindAllStringSubmatch(on.body, -1) {
		codes = append(codes, m[1])
	}
	if len(codes) != 10 {
		t.Fatalf("%d recovery codes", len(codes))
	}
	return a, codes
}

// With a second step the password alone opens nothing; a code opens once, so does each recovery code.
func TestSecondStep(t *testing.T) {
	k := newClinic(t)
	m := k.staff(t, "Sam", auth.Manager)
	mine := k.visitor(t)
	mine.get("/signin").fill("/signin", one("email", m.Email, "password", testPassword)).leads("/")
	a, codes := k.withSecond(t, mine)
	b := k.visitor(t)
	ask := func() reply {
		return b.get("/signin?next=/cohorts").fill("/signin", one("email", m.Email, "password", testPassword)).leads("/signin/code?next=%2Fcohorts").is(200).says("six digits")
	}
	form := ask()
	b.get("/participants").is(303)
	b.get("/profile").is(303)
	form.fill("/signin/code", one("code", "000000")).is(422).says("This code is not right")
	form.fill("/signin/code", one("code", a.code())).is(422) // it was used to turn it on
	k.clock.Advance(time.Minute)
	used := a.code()
	form.fill("/signin/code", one("code", used[:3]+" "+used[3:])).leads("/cohorts").is(200)

	b.get("/").fill("/signout", nil)
	ask().fill("/signin/code", one("code", used)).is(422)
	ask().fill("/signin/code", one("code", strings.ToUpper(codes[0]))).leads("/cohorts")
	b.get("/profile").says("9 recovery codes are left")
	b.get("/").fill("/signout", nil)
	late := ask()
	late.fill("/signin/code", one("code", codes[0])).is(422)
	k.clock.Advance(11 * time.Minute)
	late.fill("/signin/code", one("code", a.code())).is(303) // asked for the password again
	b.get("/participants").is(303)

	guess := ask()
	for n := 0; guess.fill("/signin/code", one("code", "000000")).status != 429; n++ {
		if n > 20 {
			t.Fatal("guessing codes is never slowed")
		}
	}

	mine.get("/profile/second").says("Turn off the second step").fill("/profile/second", one("_action", "off")).is(403).
		fill("/profile/second", one(auth.PasswordField, testPassword)).leads("/profile").says("The second step is off.")
	b.get("/signin").fill("/signin", one("email", m.Email, "password", testPassword)).leads("/")
}

// Who has to have a second step gets it before anything else.
func TestSecondStepOfManagers(t *testing.T) {
	k := newClinic(t)
	manager, viewer := k.as(t, auth.Manager), k.as(t, auth.Viewer)
	k.Auth.RequireSecond = auth.SecondOfManagers
	viewer.get("/participants").is(200)
	manager.get("/participants").leads("/profile/second").says("Your role needs a second step.")
	manager.get("/").leads("/profile/second")
	manager.do("HEAD", "/settings", "", nil).leads("/profile/second")
	manager.get("/profile").is(200)
	manager.do("POST", "/settings/keys", formType("POST"), strings.NewReader("key.name=a&key.role=viewer")).is(403)
	k.withSecond(t, manager)
	manager.get("/participants").is(200)
	k.Auth.RequireSecond = auth.SecondOfAll
	viewer.get("/participants").is(303)
}

// Who has lost phone and codes gets a new set-up link: it takes the second step away.
func TestSetUpLinkTakesTheSecondStepAway(t *testing.T) {
	k := newClinic(t)
	m := k.staff(t, "Sam", auth.Manager)
	b := k.visitor(t)
	b.get("/signin").fill("/signin", one("email", m.Email, "password", testPassword)).leads("/")
	k.withSecond(t, b)
	token, err := k.Auth.AdminLink(t.Context(), m.Email)
	if err != nil {
		t.Fatal(err)
	}
	k.visitor(t).get("/setup?token="+token).fill("/setup", one("password", "seven green umbrellas")).leads("/").is(200)
}

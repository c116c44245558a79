package web

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"soundings/cohorts/contact"
	"soundings/web/auth"
)

// asksPassword has a link to a new password sent to an address.
func (k *house) asksPassword(t *testing.T, b *browser, email string) reply {
	t.Helper()
	return b.get("/signin/forgotten").is(200).fill("/signin/forgotten", one("email", email))
}

// Who has forgotten their password gets a link that works once, for an hour; their second step stays.
func TestForgottenPassword(t *testing.T) {
	k := newClinic(t)
	box := &letterbox{}
	k.services.Outbox.Post = box
	m := k.staff(t, "Sam", auth.Manager)
	mine := k.visitor(t)
	mine.get("/signin").says("Forgot your password?").fill("/signin", one("email", m.Email, "password", testPassword)).leads("/")
	a, _ := k.withSecond(t, mine)
	b := k.visitor(t)
	known := k.asksPassword(t, b, " "+strings.ToUpper(m.Email)).is(200).says("a link is on its way").body
	if unknown := k.asksPassword(t, b, "nobody@example.org").is(200).body; unknown != known {
		t.Error("the page tells whether there is an account")
	}
	k.asksPassword(t, b, "no address").is(422).says("Write an e-mail address")
	if _, err := k.services.Outbox.Send(t.Context()); err != nil || len(box.got) != 1 || box.got[0].Address != m.Email || box.got[0].Kind != contact.ForPassword {
		t.Fatalf("%+v: %v", box.got, err)
	}
	link := "/setup?token=" + box.got[0].Token
	b.get(link).is(200).says("Choose a new password", m.Email)
	b.get(link).fill("/setup", one("password", "another long password")).is(http.StatusSeeOther)
	b.get("/participants").is(http.StatusSeeOther) // a password alone opens nothing
	k.clock.Advance(time.Minute)                   // the next code
	b.get("/signin/code").fill("/signin/code", one("code", a.code())).leads("/")
	mine.get("/participants").is(http.StatusSeeOther) // every session of before is over
	k.visitor(t).get(link).is(http.StatusGone)
	if page := k.as(t, auth.Member).get("/outbox?state=sent").says("A new password", "Portal team").body; strings.Contains(page, m.Email) {
		t.Error("the outbox has the address")
	}
}

func TestForgottenPasswordsThatDoNotWork(t *testing.T) {
	k := newClinic(t)
	box := &letterbox{}
	m := k.staff(t, "Sam", auth.Manager)
	b := k.visitor(t)
	b.get("/signin/forgotten").is(200).says("This server sends no mail now", "soundings admin")
	b.post("/signin/forgotten", one("email", m.Email)).is(200).says("This server sends no mail now")
	k.services.Outbox.Post = box
	k.asksPassword(t, b, m.Email).is(200)
	if _, err := k.services.Outbox.Send(t.Context()); err != nil || len(box.got) != 1 {
		t.Fatalf("%d mails: %v", len(box.got), err)
	}
	k.clock.Advance(time.Hour)
	b.get("/setup?token=" + box.got[0].Token).is(http.StatusGone)
	if err := k.services.Outbox.Halt(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	b.get("/signin/forgotten").is(200).says("This server sends no mail now")
}

// Whoever asks for many links has to wait, and whoever has no account waits as long.
func TestManyForgottenPasswords(t *testing.T) {
	k := newClinic(t)
	k.services.Outbox.Post = &letterbox{}
	m := k.staff(t, "Sam", auth.Manager)
	b := k.visitor(t)
	for _, email := range []string{m.Email, "nobody@example.org"} {
		for range 3 {
			k.asksPassword(t, b, email).is(200)
		}
		k.asksPassword(t, b, email).is(http.StatusTooManyRequests).says("Try again in")
	}
}

// While a stranger guesses without pause from the address that everybody has behind a proxy that does not say who asks, the
// owner comes in with a new browser: by coming back with the form that they were sent, and where the stranger does that too, by
// a mail. From then on the browser is known.
func TestWaysInWhileSomebodyGuesses(t *testing.T) {
	k := newClinic(t)
	m := k.staff(t, "Sam", auth.Manager)
	k.visitor(t).get("/signin").fill("/signin", one("email", m.Email, "password", testPassword)).leads("/")
	stranger := k.visitor(t)
	guess := func(last time.Duration, ticket bool) {
		form := one("email", m.Email, "password", "a wrong password")
		for until := k.clock.Now().Add(last); k.clock.Now().Before(until); k.clock.Advance(time.Second / 4) {
			if form.Set(auth.TicketField, ""); ticket {
				form.Set(auth.TicketField, k.Auth.Ticket(m.Email, 0))
			}
			stranger.post("/signin", form)
		}
	}
	refused := func(b *browser) reply {
		return b.get("/signin").fill("/signin", one("email", m.Email, "password", testPassword)).is(http.StatusTooManyRequests).says("your turn is kept", "Another way in")
	}
	guess(2*time.Minute, false)
	b := k.visitor(t)
	slow := refused(b)
	wait, err := strconv.Atoi(slow.header.Get("Retry-After"))
	if err != nil || wait < 1 || wait > 30 {
		t.Fatalf("has to wait %q seconds", slow.header.Get("Retry-After"))
	}
	guess(time.Duration(wait)*time.Second, false)
	slow.fill("/signin", one("password", testPassword)).leads("/")

	guess(2*time.Minute, true)
	b = k.visitor(t)
	refused(b).says("soundings admin")
	box := &letterbox{}
	k.services.Outbox.Post = box
	slow = refused(b)
	guess(30*time.Second, true)
	slow = slow.fill("/signin", one("password", testPassword)).is(http.StatusTooManyRequests)
	slow.fill("/signin/forgotten", nil).is(200).says("a link is on its way")
	if _, err := k.services.Outbox.Send(t.Context()); err != nil || len(box.got) != 1 || box.got[0].Address != m.Email {
		t.Fatalf("%+v: %v", box.got, err)
	}
	b.get("/setup?token="+box.got[0].Token).fill("/setup", one("password", "another long password")).leads("/")
	guess(time.Minute, true)
	b.post("/signout", nil)
	b.get("/signin").fill("/signin", one("email", m.Email, "password", "another long password")).leads("/")
}

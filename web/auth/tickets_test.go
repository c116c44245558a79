package auth

import (
	"errors"
	"strings"
	"testing"
	"time"

	"soundings/cohorts/base"
)

// waits returns for how long somebody who tries is told to wait; 0: the try was looked at.
func (w *world) waits(t *testing.T, a Attempt) time.Duration {
	t.Helper()
	_, err := w.SignIn(t.Context(), a)
	var refusal *base.Error
	if errors.As(err, &refusal) && refusal.Code == base.Busy {
		return refusal.Wait
	}
	if err != nil && !base.IsCode(err, base.Invalid) {
		t.Fatal(err)
	}
	return 0
}

// storm guesses ten times a second from one address, as long as somebody there waits.
func (w *world) storm(t *testing.T, from string, last time.Duration) (looked int) {
	t.Helper()
	for until := w.Now().Add(last); w.Now().Before(until); w.wait(100 * time.Millisecond) {
		if w.waits(t, try(goodEmail, "wrong", from)) == 0 {
			looked++
		}
	}
	return looked
}

// Behind a proxy that says nothing of who asks all are one address. Whoever waits there and comes back with the form that they
// were sent is looked at, however much others guess, and even where they came from has changed.
func TestWhoeverWaitsHasATicket(t *testing.T) {
	for what, before := range map[string]func(*world){
		"a place from which nobody signed in": func(*world) {},
		"one from which somebody did": func(w *world) {
			if _, err := w.SignIn(t.Context(), try(goodEmail, goodPassword, here)); err != nil {
				t.Fatal(err)
			}
		},
	} {
		w := newWorld(t)
		w.manager(t)
		before(w)
		w.storm(t, here, time.Hour)
		owner := try(goodEmail, goodPassword, here)
		wait := w.waits(t, owner)
		if wait <= 0 || wait > ticketWait {
			t.Errorf("%s: the owner is told to wait %v", what, wait)
		}
		owner.Ticket = w.Ticket(owner.Email, wait)
		for _, left := range []time.Duration{20 * time.Second, time.Second / 5} {
			w.storm(t, here, wait-left)
			if got := w.waits(t, owner); got <= 0 || got > left {
				t.Errorf("%s: who tries %v too soon is told to wait %v more", what, left, got)
			}
			owner.Ticket, wait = w.Ticket(owner.Email, left), left
		}
		w.storm(t, here, wait)
		owner.Email = " Ana.LOPEZ@clinic.example "
		_, err := w.SignIn(t.Context(), owner)
		expect(t, what, err, "ok")
	}
}

// A ticket is good once, for one account, for ten minutes, and cannot be made up.
func TestTickets(t *testing.T) {
	for _, tt := range []struct {
		what   string
		change func(w *world, a *Attempt)
		looked bool
	}{
		{"as it was given", func(*world, *Attempt) {}, true},
		{"nine minutes later", func(w *world, _ *Attempt) { w.storm(t, here, 9*time.Minute) }, true},
		{"ten minutes later", func(w *world, _ *Attempt) { w.storm(t, here, 10*time.Minute) }, false},
		{"twice", func(w *world, a *Attempt) { w.waits(t, *a) }, false},
		{"none", func(_ *world, a *Attempt) { a.Ticket = "" }, false},
		{"of another account", func(w *world, a *Attempt) { a.Ticket = w.Ticket("bo@clinic.example", 0) }, false},
		{"too soon", func(w *world, a *Attempt) { a.Ticket = w.Ticket(goodEmail, time.Minute) }, false},
		{"at another time than it says", func(_ *world, a *Attempt) { a.Ticket = strings.Replace(a.Ticket, ".", ".0", 1) }, false},
		{"of another server", func(w *world, a *Attempt) {
			w.TicketKey = []byte("another")
			a.Ticket = w.Ticket(goodEmail, 0)
			w.TicketKey = []byte("a key of tickets in tests")
		}, false},
		{"made up", func(_ *world, a *Attempt) { a.Ticket = "a.0.b" }, false},
		{"where there is no key", func(w *world, _ *Attempt) { w.TicketKey = nil }, false},
	} {
		w := newWorld(t)
		w.manager(t)
		w.storm(t, here, time.Hour)
		a := try(goodEmail, "wrong", here)
		a.Ticket = w.Ticket(goodEmail, 0)
		tt.change(w, &a)
		if got := w.waits(t, a) == 0; got != tt.looked {
			t.Errorf("%s: is looked at: %v", tt.what, got)
		}
	}
}

// Tickets do not make guessing quick: whoever gathers as many as they like gets few tries out of them.
func TestTicketsAreBounded(t *testing.T) {
	w := newWorld(t)
	w.manager(t)
	w.storm(t, here, time.Hour)
	looked := 0
	for range 6000 { // ten minutes
		a := try(goodEmail, "wrong", here)
		a.Ticket = w.Ticket(goodEmail, 0)
		if w.waits(t, a) == 0 {
			looked++
		}
		w.wait(100 * time.Millisecond)
	}
	if looked > 30 {
		t.Errorf("%d guesses were looked at in ten minutes", looked)
	}
	spread := 0
	for i := range 300 { // at once
		a := try(strings.Repeat("x", i+1)+"@clinic.example", "wrong", here)
		a.Ticket = w.Ticket(a.Email, 0)
		if w.waits(t, a) == 0 {
			spread++
		}
	}
	if spread > 100 {
		t.Errorf("%d guesses at many accounts were looked at", spread)
	}
}

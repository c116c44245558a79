package auth

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"
)

func TestSignIn(t *testing.T) {
	const refused = "invalid: email signin.refused"
	tests := []struct {
		what, email, password string
		want                  string
	}{
		{"right", goodEmail, goodPassword, "ok"},
		{"right, in another case", " Ana.LOPEZ@clinic.example ", goodPassword, "ok"},
		{"wrong password", goodEmail, "not the password", refused},
		{"no password", goodEmail, "", refused},
		{"unknown address", "who@clinic.example", goodPassword, refused},
		{"nothing", "", "", refused},
		{"bytes that are no text", "\xff\xfe", "\xff\xfe", refused},
	}
	for _, tt := range tests {
		w := newWorld(t)
		staff := w.manager(t)
		got, err := w.SignIn(t.Context(), tt.email, tt.password, here)
		expect(t, tt.what, err, tt.want)
		if want := (Staff{}); err != nil && got != want || err == nil && got != staff {
			t.Errorf("%s: signed in %+v", tt.what, got)
		}
	}
}

func TestPasswordIsTheSameOnEveryKeyboard(t *testing.T) {
	w, ctx := newWorld(t), t.Context()
	token, _, _ := w.FirstSetupLink(ctx)
	_, err := w.SetUp(ctx, token, goodName, goodEmail, "contrase\u00f1a larga")
	expect(t, "setting up with ñ as one letter", err, "ok")
	_, err = w.SignIn(ctx, goodEmail, "contrasen\u0303a larga", here)
	expect(t, "signing in with ñ as two", err, "ok")
}

// Whoever asks, the work is the same: with every slot taken, an unknown address waits for one like a known one.
func TestUnknownAddressIsAsMuchWork(t *testing.T) {
	w := newWorld(t)
	w.manager(t)
	if err := w.passwords.slots.Acquire(t.Context(), 4); err != nil {
		t.Fatal(err)
	}
	for _, email := range []string{goodEmail, "who@clinic.example"} {
		ctx, stop := context.WithTimeout(t.Context(), time.Millisecond)
		_, err := w.SignIn(ctx, email, goodPassword, here)
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("did not wait: %v", err)
		}
		stop()
	}
	w.passwords.wait = time.Millisecond
	_, err := w.SignIn(t.Context(), goodEmail, goodPassword, here)
	expect(t, "waiting too long", err, "busy: signin.busy")
	w.passwords.slots.Release(4)
	_, err = w.SignIn(t.Context(), goodEmail, goodPassword, here)
	expect(t, "a free slot", err, "ok")
}

func TestSignInSlowsDown(t *testing.T) {
	w, ctx := newWorld(t), t.Context()
	w.manager(t)
	guess := func(email, from string) string {
		_, err := w.SignIn(ctx, email, "wrong", from)
		return outcome(err)
	}
	right := func(from string) string {
		_, err := w.SignIn(ctx, goodEmail, goodPassword, from)
		return outcome(err)
	}
	const refused, slow = "invalid: email signin.refused", "busy: signin.slow"
	steps := []struct {
		what string
		do   func() string
		want string
	}{
		{"signing in often is no failure", func() string {
			for range 40 {
				if got := right(here); got != "ok" {
					return got
				}
			}
			return "ok"
		}, "ok"},
		{"five failures", func() string { return repeat(5, guess, goodEmail, here) }, refused},
		{"a sixth", func() string { return guess(goodEmail, here) }, slow},
		{"even the right password waits", func() string { return right(here) }, slow},
		{"but not from elsewhere", func() string { return right("192.0.2.99") }, "ok"},
		{"nor at another account", func() string { return guess("bo@clinic.example", here) }, refused},
		{"half a minute later one more", func() string { w.wait(30 * time.Second); return guess(goodEmail, here) }, refused},
		{"and no other", func() string { return guess(goodEmail, here) }, slow},
		{"and then the right one", func() string { w.wait(30 * time.Second); return right(here) }, "ok"},
		{"many accounts from one place", func() string {
			for i := range 30 {
				guess(fmt.Sprintf("%d@clinic.example", i), "2001:db8::1")
			}
			return guess("31@clinic.example", "2001:db8::ffff:1")
		}, slow},
		{"one account from many places", func() string {
			for i := range 50 {
				guess("far@clinic.example", fmt.Sprintf("198.51.100.%d", i))
			}
			return guess("far@clinic.example", "203.0.113.7")
		}, slow},
	}
	for _, s := range steps {
		if got := s.do(); got != s.want {
			t.Errorf("%s: %s, want %s", s.what, got, s.want)
		}
	}
}

func repeat(n int, guess func(string, string) string, email, from string) (last string) {
	for range n {
		last = guess(email, from)
	}
	return last
}

func TestSignInLink(t *testing.T) {
	w, ctx := newWorld(t), t.Context()
	staff := w.manager(t)
	token := w.SignInLink(staff.ID)
	for range 2 {
		got, err := w.SignInByLink(ctx, token)
		if err != nil || got.ID != staff.ID {
			t.Errorf("signed in %+v, %v", got, err)
		}
	}
	_, err := w.SignInByLink(ctx, "0123456789abcdefghjkmnpqrstvwxyz")
	expect(t, "a made-up token", err, "not_found: signin.link_unknown")
}

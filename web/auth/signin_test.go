package auth

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"soundings/cohorts/base"
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
		got, err := w.SignIn(t.Context(), try(tt.email, tt.password, here))
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
	_, err = w.SignIn(ctx, try(goodEmail, "contrasen\u0303a larga", here))
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
		_, err := w.SignIn(ctx, try(email, goodPassword, here))
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("did not wait: %v", err)
		}
		stop()
	}
	w.passwords.wait = time.Millisecond
	_, err := w.SignIn(t.Context(), try(goodEmail, goodPassword, here))
	expect(t, "waiting too long", err, "busy: signin.busy")
	w.passwords.slots.Release(4)
	_, err = w.SignIn(t.Context(), try(goodEmail, goodPassword, here))
	expect(t, "a free slot", err, "ok")
}

// Who guesses waits longer and longer; who signed in before, or from there, is not kept out by others.
func TestSignInSlowsDown(t *testing.T) {
	w, ctx := newWorld(t), t.Context()
	owner := w.manager(t)
	guess := func(email, from string) string {
		_, err := w.SignIn(ctx, try(email, "wrong", from))
		return outcome(err)
	}
	right := func(from, browser string) string {
		_, err := w.SignIn(ctx, Attempt{Email: goodEmail, Password: goodPassword, From: from, Browser: browser})
		return outcome(err)
	}
	known := w.nowKnown("", owner)
	const office, home, far = "192.0.2.1", "192.0.2.99", "203.0.113.7"
	const refused, slow = "invalid: email signin.refused", "busy: slow.seconds"
	for _, s := range []struct {
		what string
		do   func() string
		want string
	}{
		{"five failures", func() string { return repeat(5, guess, goodEmail, home) }, refused},
		{"a sixth", func() string { return guess(goodEmail, home) }, slow},
		{"even the right password waits", func() string { return right(home, "") }, slow},
		{"but not in a browser that is known", func() string { return right(home, known) }, "ok"},
		{"nor from elsewhere", func() string { return right(office, "") }, "ok"},
		{"nor at another account", func() string { return guess("bo@clinic.example", home) }, refused},
		{"which counts for the place from then on", func() string { return repeat(9, guess, "bo@clinic.example", office) }, refused},
		{"a guess at that account from there", func() string { return repeat(2, guess, "bo@clinic.example", office) }, slow},
		{"a colleague behind it", func() string { return guess("cy@clinic.example", office) }, refused},
		{"many accounts from one place", func() string {
			for i := range 30 {
				guess(fmt.Sprintf("%d@clinic.example", i), "2001:db8::1")
			}
			return guess("31@clinic.example", "2001:db8::ffff:1")
		}, slow},
		{"many accounts from many places of one network", func() string {
			for i := range 120 {
				guess(fmt.Sprintf("%d@clinic.example", i), fmt.Sprintf("2001:db8:1:%x::1", i))
			}
			return guess("121@clinic.example", "2001:db8:1:ffff::1")
		}, slow},
		{"one account from many places", func() string {
			for i := range 60 {
				guess(goodEmail, fmt.Sprintf("198.51.100.%d", i))
			}
			return guess(goodEmail, "198.51.100.61")
		}, slow},
		{"the right password from a new place waits", func() string { return right(far, "") }, slow},
		{"for half a minute", func() string { w.wait(30 * time.Second); return right(far, "") }, "ok"},
	} {
		if got := s.do(); got != s.want {
			t.Errorf("%s: %s, want %s", s.what, got, s.want)
		}
	}
}

// Ten thousand wrong guesses from five hundred places, on two servers: few are answered, and the owner comes in at the
// first try with a browser that is known, and within a minute with a new one from a new place.
func TestTheOwnerComesInUnderGuessing(t *testing.T) {
	one, ctx := newWorld(t), t.Context()
	owner := one.manager(t)
	two := New(one.store, one.Config)
	two.passwords = one.passwords
	servers := []*Service{one.Service, two}
	known := one.nowKnown("", owner)
	answered, guessed := 0, 0
	storm := func(n int) { // from each place one guess, then the next
		for range n {
			from := fmt.Sprintf("198.18.%d.%d", guessed%500/250, guessed%250)
			_, err := servers[guessed%2].SignIn(ctx, try(goodEmail, fmt.Sprint("wrong ", guessed), from))
			if !base.IsCode(err, base.Busy) {
				answered++
			}
			guessed++
			if guessed%20 == 0 {
				one.wait(time.Second)
			}
		}
	}
	storm(5000)
	_, err := two.SignIn(ctx, Attempt{Email: goodEmail, Password: goodPassword, From: "192.0.2.50", Browser: known})
	expect(t, "a known browser", err, "ok")
	start := one.Now()
	for {
		_, err := servers[guessed%2].SignIn(ctx, try(goodEmail, goodPassword, "203.0.113.9"))
		if err == nil {
			break
		}
		var slow *base.Error
		if !errors.As(err, &slow) || slow.Wait <= 0 || slow.Wait > time.Minute {
			t.Fatalf("is told %v", err)
		}
		for until := one.Now().Add(slow.Wait); one.Now().Before(until); {
			storm(20)
		}
	}
	if took := one.Now().Sub(start); took > time.Minute {
		t.Errorf("a new browser came in after %v", took)
	}
	storm(10_000 - guessed)
	if answered > 4000 {
		t.Errorf("%d of %d guesses were answered", answered, guessed)
	}
	t.Logf("%d of %d guesses were answered in %v", answered, guessed, one.Now().Sub(start))
}

// The mark of a browser is of one account with one password, and of nobody who made it up.
func TestKnownBrowsers(t *testing.T) {
	w := newWorld(t)
	ana, bo := w.manager(t), w.colleague(t, "bo@clinic.example", Viewer)
	known := w.nowKnown(w.nowKnown("", ana), bo)
	changed := ana
	changed.PasswordHash = "another"
	for _, tt := range []struct {
		what, cookie string
		staff        Staff
		want         bool
	}{
		{"the first who signed in", known, ana, true},
		{"the second", known, bo, true},
		{"after another password", known, changed, false},
		{"nobody's account", known, Staff{}, false},
		{"no cookie", "", ana, false},
		{"another browser's mark", "X" + known, ana, false},
		{"made up", "id.AAAAAAAAAAAAAAAAAAAAAA", ana, false},
		{"too long", known + strings.Repeat(".x", 400), ana, false},
	} {
		if _, ok := w.knownBrowser(tt.cookie, tt.staff); ok != tt.want {
			t.Errorf("%s: known is %v", tt.what, ok)
		}
	}
	many := known
	for i := range 20 {
		many = w.nowKnown(many, Staff{ID: fmt.Sprint(i)})
	}
	if _, marks := splitBrowser(many); len(marks) != browserMarks {
		t.Errorf("%d marks are kept", len(marks))
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

// What is done at a door leaves a trace: who came in and who was refused, from where.
func TestTraces(t *testing.T) {
	w, ctx := newWorld(t), t.Context()
	staff := w.manager(t)
	viewer := w.colleague(t, "vic@clinic.example", Viewer)
	b := &browser{e: site(t, w, "")}
	b.do("POST", "/signin", "email="+goodEmail+"&password=wrong")
	b.do("POST", "/signin", "email=who@clinic.example&password=wrong")
	b.signIn(t, goodEmail)
	b.do("POST", "/signout", "")
	b.do("POST", "/signout", "")
	b.signIn(t, viewer.Email)
	b.do("GET", "/settings", "")
	_, err := w.Authenticate(ctx, "snd_wrong", here)
	expect(t, "a wrong key", err, "unauthorized: key.refused")
	const from = here // as httptest has it
	want := []string{
		"stranger  refused " + staff.ID + " " + from, "stranger  refused  " + from,
		"staff " + staff.ID + " sign_in " + staff.ID + " " + from, "staff " + staff.ID + " sign_out " + staff.ID + " " + from,
		"staff " + viewer.ID + " sign_in " + viewer.ID + " " + from, "staff " + viewer.ID + " forbidden /settings " + from,
		"stranger  key_refused  " + from,
	}
	if got := strings.Join(w.store.traces, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("left %s\nwant %s", got, strings.Join(want, "\n"))
	}
}

package auth

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"soundings/cohorts/base"
)

func TestFirstSetUp(t *testing.T) {
	w, ctx := newWorld(t), t.Context()
	earlier, _, _ := w.FirstSetupLink(ctx)
	token, needed, err := w.FirstSetupLink(ctx)
	if err != nil || !needed {
		t.Fatalf("with no staff a link is needed: %v, %v", needed, err)
	}
	form, err := w.SetupLink(ctx, " "+strings.ToUpper(token))
	expect(t, "looking at the link", err, "ok")
	if form != (Staff{Role: Manager}) {
		t.Errorf("the form is for %+v, want a new manager", form)
	}
	staff, err := w.SetUp(ctx, token, "  "+goodName, " Ana.Lopez@Clinic.example ", goodPassword)
	expect(t, "setting up", err, "ok")
	if staff.Name != goodName || staff.Email != goodEmail || staff.Role != Manager || staff.Version != 1 {
		t.Errorf("made %+v", staff)
	}
	if by := w.store.actors[0]; by != (base.Actor{Kind: base.ActorStaff, ID: staff.ID}) {
		t.Errorf("set up by %v, want the person themself", by)
	}
	_, err = w.SignIn(ctx, try(goodEmail, goodPassword, here))
	expect(t, "signing in", err, "ok")

	_, err = w.SetUp(ctx, token, goodName, goodEmail, goodPassword)
	expect(t, "the same link again", err, "gone: setup.used")
	_, err = w.SetUp(ctx, earlier, "Eve", "eve@clinic.example", goodPassword)
	expect(t, "an earlier link", err, "gone: setup.void")
	if token, needed, err := w.FirstSetupLink(ctx); token != "" || needed || err != nil {
		t.Errorf("with staff no link is needed: %v, %v", needed, err)
	}
}

func TestSetUpOnce(t *testing.T) {
	tests := []struct {
		name   string
		tokens func(*world, context.Context) []string // each is used from many browsers at once
	}{
		{"one first link", func(w *world, ctx context.Context) []string {
			token, _, _ := w.FirstSetupLink(ctx)
			return []string{token}
		}},
		{"several first links", func(w *world, ctx context.Context) []string {
			one, _, _ := w.FirstSetupLink(ctx)
			two, _, _ := w.FirstSetupLink(ctx)
			return []string{one, two}
		}},
		{"several admin links for one address", func(w *world, ctx context.Context) []string {
			one, _ := w.AdminLink(ctx, goodEmail)
			two, _ := w.AdminLink(ctx, goodEmail)
			return []string{one, two}
		}},
		{"a first link and an admin link", func(w *world, ctx context.Context) []string {
			one, _, _ := w.FirstSetupLink(ctx)
			two, _ := w.AdminLink(ctx, goodEmail)
			return []string{one, two}
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w, ctx := newWorld(t), t.Context()
			var (
				wg   sync.WaitGroup
				mu   sync.Mutex
				done int
			)
			for _, token := range tt.tokens(w, ctx) {
				for range 8 {
					wg.Go(func() {
						_, err := w.SetUp(ctx, token, goodName, goodEmail, goodPassword)
						if err != nil && !base.IsCode(err, base.Gone) {
							t.Errorf("refused as %v, want Gone", err)
						}
						mu.Lock()
						defer mu.Unlock()
						if err == nil {
							done++
						}
					})
				}
			}
			wg.Wait()
			if done != 1 || len(w.store.staff) != 1 || len(w.store.roster.Managers) != 1 {
				t.Errorf("set up %d times; %d staff, %d managers", done, len(w.store.staff), len(w.store.roster.Managers))
			}
		})
	}
}

func TestSetUpForm(t *testing.T) {
	long := strings.Repeat("umbrellas ", maxPassword/10-1) + "kangaroos."
	tests := []struct {
		what, name, email, password string
		want                        string
	}{
		{"nothing", "", "", "", "invalid: name error.required email error.required password error.required"},
		{"a blank name", "  ", goodEmail, goodPassword, "invalid: name error.required"},
		{"a long name", strings.Repeat("n", 101), goodEmail, goodPassword, "invalid: name error.max_length"},
		{"no address", goodName, "ana at clinic", goodPassword, "invalid: email error.email"},
		{"a short password", goodName, goodEmail, "elevenchars", "invalid: password password.short"},
		{"a long password", goodName, goodEmail, long + "x", "invalid: password password.long"},
		{"the address as password", goodName, goodEmail, strings.ToUpper(goodEmail), "invalid: password password.email"},
		{"a common password", goodName, goodEmail, "Password1234", "invalid: password password.common"},
		{"letters that take two bytes", goodName, goodEmail, "ñandúñandúñ", "invalid: password password.short"},
		{"the longest password", goodName, goodEmail, long, "ok"},
	}
	w, ctx := newWorld(t), t.Context()
	token, _, _ := w.FirstSetupLink(ctx)
	for _, tt := range tests {
		_, err := w.SetUp(ctx, token, tt.name, tt.email, tt.password)
		expect(t, tt.what, err, tt.want)
	}
}

func TestAdminLink(t *testing.T) {
	w, ctx := newWorld(t), t.Context()
	w.manager(t)
	viewer := w.colleague(t, "vic@clinic.example", Viewer)

	_, err := w.AdminLink(ctx, "vic")
	expect(t, "no address", err, "invalid: email error.email")

	token, err := w.AdminLink(ctx, " VIC@clinic.example")
	expect(t, "a link for a viewer", err, "ok")
	staff, err := w.SetUp(ctx, token, "", "other@clinic.example", "quite another password")
	expect(t, "using it", err, "ok")
	if staff.ID != viewer.ID || staff.Role != Manager || staff.Email != viewer.Email || staff.Name != viewer.Name {
		t.Errorf("made %+v of %+v", staff, viewer)
	}
	_, err = w.SignIn(ctx, try(viewer.Email, "quite another password", here))
	expect(t, "the new password", err, "ok")
	_, err = w.SignIn(ctx, try(viewer.Email, goodPassword, here))
	expect(t, "the old password", err, "invalid: email signin.refused")

	token, _ = w.AdminLink(ctx, "new@clinic.example")
	form, err := w.SetupLink(ctx, token)
	expect(t, "a link for somebody new", err, "ok")
	if form != (Staff{Email: "new@clinic.example", Role: Manager}) {
		t.Errorf("the form is for %+v", form)
	}
	_, err = w.SetUp(ctx, token, "", "", goodPassword)
	expect(t, "without a name", err, "invalid: name error.required")
	_, err = w.SetUp(ctx, token, "New", "", goodPassword)
	expect(t, "with a name", err, "ok")
	if got := len(w.store.roster.Managers); got != 3 {
		t.Errorf("%d managers, want 3", got)
	}
}

func TestLinksThatOpenNothing(t *testing.T) {
	w, ctx := newWorld(t), t.Context()
	w.manager(t)
	link := func(email string) (Staff, string) {
		staff := w.colleague(t, email, Member)
		token, err := w.StaffLink(ctx, staff.ID)
		if err != nil {
			t.Fatal(err)
		}
		return staff, token
	}
	removed, forRemoved := link("removed@clinic.example")
	if err := w.RemoveStaff(ctx, removed.ID); err != nil {
		t.Fatal(err)
	}
	staff, older := link("twice@clinic.example")
	newer, _ := w.StaffLink(ctx, staff.ID)
	if _, err := w.SetUp(ctx, newer, "", "", "the newest password"); err != nil {
		t.Fatal(err)
	}
	_, late := link("late@clinic.example")

	tests := []struct {
		what, token string
		after       time.Duration
		want        string
	}{
		{"no token", "", 0, "not_found: setup.unknown"},
		{"a made-up token", "0123456789abcdefghjkmnpqrstvwxyz", 0, "not_found: setup.unknown"},
		{"for somebody who was removed", forRemoved, 0, "gone: setup.void"},
		{"made before the password was changed", older, 0, "gone: setup.void"},
		{"used", newer, 0, "gone: setup.used"},
		{"just in time", late, setupLinkLife - 1, "ok"},
		{"too late", late, 1, "gone: setup.expired"},
	}
	for _, tt := range tests {
		w.wait(tt.after)
		_, err := w.SetupLink(ctx, tt.token)
		expect(t, tt.what, err, tt.want)
		if tt.want != "ok" {
			_, err = w.SetUp(ctx, tt.token, goodName, goodEmail, goodPassword)
			expect(t, tt.what, err, tt.want)
		}
	}
	_, err := w.StaffLink(ctx, removed.ID)
	expect(t, "a link for somebody who was removed", err, "not_found: staff.unknown")
}

// A link to a new password goes to who has one: not to nobody, and not to whom the provider of single sign-on knows.
func TestForgotten(t *testing.T) {
	w, ctx := newWorld(t), t.Context()
	manager, resets := w.manager(t), Resets{w.Service}
	for _, test := range []struct{ about, email, want, id string }{
		{"an account", " Ana.Lopez@Clinic.example ", "ok", manager.ID},
		{"nobody", "nobody@clinic.example", "ok", ""},
		{"no address", "ana", "invalid: email error.email", ""},
	} {
		staff, err := resets.Forgotten(ctx, test.email, here)
		expect(t, test.about, err, test.want)
		if staff.ID != test.id {
			t.Errorf("%s: %q", test.about, staff.ID)
		}
	}
	if _, err := w.arrives(t, Person{Subject: "1", Email: goodEmail}); err != nil {
		t.Fatal(err)
	}
	staff, err := resets.Forgotten(ctx, goodEmail, here)
	expect(t, "who comes by the provider", err, "ok")
	if staff.ID != "" {
		t.Error("the provider's account gets a password")
	}
	_, _, err = resets.PasswordLink(ctx, manager.ID)
	expect(t, "a link for them", err, "not_found: staff.unknown")
}

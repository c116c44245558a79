package auth

import (
	"context"
	"testing"
	"time"

	"soundings/cohorts/base"
)

// arrives signs somebody in by the provider.
func (w *world) arrives(t *testing.T, p Person) (Staff, error) {
	t.Helper()
	if p.Issuer == "" {
		p.Issuer = "https://id.example"
	}
	staff, _, err := w.SignInPerson(t.Context(), here, func(context.Context) (Person, error) { return p, nil })
	return staff, err
}

// The provider's word binds an account to a person for good: not to an address, which may be somebody else's tomorrow.
func TestAnAccountIsBoundToAPerson(t *testing.T) {
	w := newWorld(t)
	if _, err := w.arrives(t, Person{Subject: "1", Email: goodEmail, Role: Manager}); outcome(err) != "forbidden: sso.not_set_up" {
		t.Errorf("before the first set-up: %s", outcome(err))
	}
	manager := w.manager(t)
	link, err := w.StaffLink(t.Context(), manager.ID)
	if err != nil {
		t.Fatal(err)
	}
	bound, err := w.arrives(t, Person{Subject: "1", Email: "Ana.Lopez@clinic.example"})
	if err != nil || bound.ID != manager.ID || bound.Role != Manager || bound.PasswordHash != "" || !bound.ByProvider() {
		t.Fatalf("bound: %+v, %v", bound, err)
	}
	_, err = w.SignIn(t.Context(), try(goodEmail, goodPassword, here))
	expect(t, "the password that there was", err, "invalid: email signin.refused")
	_, err = w.SetUp(t.Context(), link, "", "", "another long password")
	expect(t, "a set-up link of before", err, "gone: setup.void")
	expect(t, "a second step", w.DropSecond(t.Context(), bound), "conflict: second.provider")

	renamed, err := w.arrives(t, Person{Subject: "1", Email: "ana.garcia@clinic.example"})
	if err != nil || renamed.ID != manager.ID || renamed.Email != goodEmail {
		t.Errorf("with another address: %+v, %v", renamed, err)
	}
	_, err = w.arrives(t, Person{Subject: "2", Email: goodEmail, Role: Manager})
	expect(t, "somebody else with the address", err, "forbidden: sso.taken")
	_, err = w.arrives(t, Person{Issuer: "https://other.example", Subject: "1", Email: goodEmail})
	expect(t, "the same subject of another issuer", err, "forbidden: sso.taken")

	token, err := w.AdminLink(t.Context(), goodEmail)
	if err != nil {
		t.Fatal(err)
	}
	if back, err := w.SetUp(t.Context(), token, "", "", goodPassword); err != nil || back.ByProvider() {
		t.Fatalf("by a set-up link: %+v, %v", back, err)
	}
	if _, err := w.SignIn(t.Context(), try(goodEmail, goodPassword, here)); err != nil {
		t.Errorf("with the password again: %v", err)
	}
}

// The groups give the role at each sign-in, and take it away. Whom a manager added keeps theirs where they give none.
func TestRolesOfGroups(t *testing.T) {
	w := newWorld(t)
	manager := w.manager(t)
	_, err := w.arrives(t, Person{Subject: "7", Email: "priya@clinic.example"})
	expect(t, "a stranger without a role", err, "forbidden: sso.unknown")
	_, err = w.arrives(t, Person{Subject: "7", Email: "not an address", Role: Member})
	expect(t, "an address that cannot be kept", err, "invalid: email error.email")
	priya, err := w.arrives(t, Person{Subject: "7", Email: "priya@clinic.example", Name: " Priya ", Role: Member})
	if err != nil || priya.Role != Member || priya.Name != "Priya" {
		t.Fatalf("a stranger with a role: %+v, %v", priya, err)
	}
	writes := len(w.store.acts)
	for _, role := range []Role{Member, Viewer, Manager} {
		if priya, err = w.arrives(t, Person{Subject: "7", Email: "priya@clinic.example", Role: role}); err != nil || priya.Role != role {
			t.Errorf("now %s: %+v, %v", role, priya, err)
		}
	}
	if got := w.store.acts[writes:]; len(got) != 2 || got[0] != ActRoleGranted {
		t.Errorf("kept %v", got)
	}
	w.store.sessions["s"] = Session{Hash: "s", Staff: priya.ID, Expires: time.Now().Add(time.Hour)}
	_, err = w.arrives(t, Person{Subject: "7", Email: "priya@clinic.example"})
	expect(t, "out of the group", err, "forbidden: sso.no_role")
	if len(w.store.sessions) != 0 {
		t.Error("who is out of the group is still signed in")
	}

	if err := w.RemoveStaff(t.Context(), manager.ID); err != nil {
		t.Fatal(err)
	}
	last, err := w.arrives(t, Person{Subject: "7", Email: "priya@clinic.example", Role: Viewer})
	if err != nil || last.Role != Manager {
		t.Errorf("the last manager: %+v, %v", last, err)
	}
	added := w.colleague(t, "sam@clinic.example", Member)
	if sam, err := w.arrives(t, Person{Subject: "8", Email: "sam@clinic.example"}); err != nil || sam.ID != added.ID || sam.Role != Member {
		t.Errorf("added by a manager: %+v, %v", sam, err)
	}
	if sam, err := w.arrives(t, Person{Subject: "8", Email: "sam@clinic.example"}); err != nil || sam.Role != Member {
		t.Errorf("added by a manager, again: %+v, %v", sam, err)
	}
}

// The second step is the provider's matter.
func TestTheProviderSeesToTheSecondStep(t *testing.T) {
	w := newWorld(t)
	w.RequireSecond = SecondOfAll
	if staff := w.manager(t); !w.LacksSecond(staff) {
		t.Error("with a password none is needed")
	}
	if staff, err := w.arrives(t, Person{Subject: "1", Email: goodEmail}); err != nil || w.LacksSecond(staff) {
		t.Errorf("by the provider one is needed (%v)", err)
	}
}

// Refusals leave a trace and are slowed down; what the provider's being away does to people is held against nobody.
func TestRefusalsOfTheProvider(t *testing.T) {
	w := newWorld(t)
	w.manager(t)
	away := func(context.Context) (Person, error) { return Person{}, base.Refuse(base.Busy, "sso.away") }
	for range 100 {
		if _, _, err := w.SignInPerson(t.Context(), here, away); outcome(err) != "busy: sso.away" {
			t.Fatal(outcome(err))
		}
	}
	if len(w.store.traces) != 0 {
		t.Errorf("traces %q", w.store.traces)
	}
	bound, err := w.arrives(t, Person{Subject: "1", Email: goodEmail, Role: Manager})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.arrives(t, Person{Subject: "1", Email: goodEmail}); err == nil {
		t.Fatal("came in without a role")
	}
	for n := 0; ; n++ {
		if _, err := w.arrives(t, Person{Subject: "9", Email: "eve@clinic.example"}); base.IsCode(err, base.Busy) {
			break
		}
		if n > 40 {
			t.Fatal("refusals are never slowed down")
		}
	}
	if got := w.store.traces[0]; got != "system  ended "+bound.ID+" "+here {
		t.Errorf("trace %q", got)
	}
	w.store.traces = w.store.traces[1:]
	if got := w.store.traces[0]; got != "stranger  provider_refused "+bound.ID+" "+here {
		t.Errorf("trace %q", got)
	}
	if got := w.store.traces[1]; got != "stranger  provider_refused  "+here {
		t.Errorf("trace %q", got)
	}
}

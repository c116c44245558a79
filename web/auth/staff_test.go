package auth

import (
	"slices"
	"sync"
	"testing"

	"soundings/cohorts/base"
)

func TestAddStaff(t *testing.T) {
	w, ctx := newWorld(t), t.Context()
	_, _, err := w.AddStaff(ctx, goodName, goodEmail, Viewer)
	expect(t, "a team of one viewer", err, "conflict: staff.last_manager")
	w.manager(t)

	tests := []struct {
		what, name, email string
		role              Role
		want              string
	}{
		{"somebody new", "Bo", "bo@clinic.example", Member, "ok"},
		{"without a name", "", "cy@clinic.example", Viewer, "ok"},
		{"the same address", "Bo", " BO@clinic.example", Member, "invalid: email email.taken"},
		{"no address", "Di", "", Member, "invalid: email error.required"},
		{"no such role", "Di", "di@clinic.example", "owner", "invalid: role error.oneof"},
		{"a role for keys only", "Di", "di@clinic.example", Portal, "invalid: role error.oneof"},
	}
	for _, tt := range tests {
		staff, token, err := w.AddStaff(ctx, tt.name, tt.email, tt.role)
		expect(t, tt.what, err, tt.want)
		if err != nil {
			continue
		}
		if got, err := w.SetupLink(ctx, token); err != nil || got != staff {
			t.Errorf("%s: the link is for %+v, %v", tt.what, got, err)
		}
		_, err = w.SignIn(ctx, try(staff.Email, "", here))
		expect(t, tt.what+" has no password yet", err, "invalid: email signin.refused")
	}
	all, err := w.AllStaff(ctx)
	expect(t, "listing", err, "ok")
	var emails []string
	for _, s := range all {
		emails = append(emails, s.Email)
	}
	if want := []string{"cy@clinic.example", goodEmail, "bo@clinic.example"}; !slices.Equal(emails, want) {
		t.Errorf("listed %v, want %v", emails, want)
	}
}

func TestLastManagerStays(t *testing.T) {
	w, ctx := newWorld(t), t.Context()
	one := w.manager(t)
	two := w.colleague(t, "two@clinic.example", Member)

	_, err := w.ChangeRole(ctx, one.ID, Member)
	expect(t, "demoting the last manager", err, "conflict: staff.last_manager")
	expect(t, "removing the last manager", w.RemoveStaff(ctx, one.ID), "conflict: staff.last_manager")
	_, err = w.ChangeRole(ctx, two.ID, Portal)
	expect(t, "a role for keys only", err, "invalid: role error.oneof")
	_, err = w.ChangeRole(ctx, two.ID, Manager)
	expect(t, "a second manager", err, "ok")
	expect(t, "removing one of two", w.RemoveStaff(ctx, one.ID), "ok")
	expect(t, "removing them again", w.RemoveStaff(ctx, one.ID), "not_found: staff.unknown")
	expect(t, "removing the last manager", w.RemoveStaff(ctx, two.ID), "conflict: staff.last_manager")
	_, err = w.ChangeRole(ctx, one.ID, Viewer)
	expect(t, "somebody who is gone", err, "not_found: staff.unknown")
	if want := []Act{ActSetUp, ActAdded, ActSetUp, ActRoleChanged, ActRemoved}; !slices.Equal(w.store.acts, want) {
		t.Errorf("acts %v, want %v", w.store.acts, want)
	}
}

func TestManagersWhoRemoveEachOther(t *testing.T) {
	w, ctx := newWorld(t), t.Context()
	ids := []string{w.manager(t).ID}
	for _, email := range []string{"b@x.example", "c@x.example", "d@x.example", "e@x.example"} {
		ids = append(ids, w.colleague(t, email, Manager).ID)
	}
	var wg sync.WaitGroup
	for _, id := range ids {
		wg.Go(func() {
			if err := w.RemoveStaff(ctx, id); err != nil && !base.IsCode(err, base.Conflict) {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if len(w.store.staff) != 1 || len(w.store.roster.Managers) != 1 {
		t.Errorf("%d staff and %d managers are left, want 1", len(w.store.staff), len(w.store.roster.Managers))
	}
}

func TestAddingOneAddressAtOnce(t *testing.T) {
	w, ctx := newWorld(t), t.Context()
	w.manager(t)
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			if _, _, err := w.AddStaff(ctx, "Bo", "bo@clinic.example", Member); err != nil && !base.IsCode(err, base.Invalid) {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if len(w.store.staff) != 2 {
		t.Errorf("%d staff, want 2", len(w.store.staff))
	}
}

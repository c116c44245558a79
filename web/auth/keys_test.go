package auth

import (
	"errors"
	"testing"
)

func TestKeys(t *testing.T) {
	w, ctx := newWorld(t), t.Context()
	for _, tt := range []struct {
		what, name string
		role       Role
		want       string
	}{
		{"for the portal", "Portal", Portal, "ok"},
		{"for a script", " nightly import ", Member, "ok"},
		{"without a name", " ", Viewer, "invalid: name error.required"},
		{"without a role", "x", "", "invalid: role error.required"},
		{"with no such role", "x", "root", "invalid: role error.oneof"},
	} {
		key, k, err := w.CreateKey(ctx, tt.name, tt.role)
		expect(t, tt.what, err, tt.want)
		if err != nil {
			continue
		}
		if got, err := w.Authenticate(ctx, key); err != nil || got != k {
			t.Errorf("%s: showed the key, was %+v, %v; want %+v", tt.what, got, err, k)
		}
	}
	all, err := w.Keys(ctx)
	if err != nil || len(all) != 2 || all[0].Name != "nightly import" || all[1].Name != "Portal" {
		t.Errorf("listed %+v, %v", all, err)
	}
}

func TestRemovedKey(t *testing.T) {
	w, ctx := newWorld(t), t.Context()
	key, k, err := w.CreateKey(ctx, "old", Viewer)
	expect(t, "creating", err, "ok")
	expect(t, "removing", w.RemoveKey(ctx, k.ID), "ok")
	expect(t, "removing again", w.RemoveKey(ctx, k.ID), "not_found: key.unknown")
	_, err = w.Authenticate(ctx, key)
	expect(t, "using it", err, "unauthorized: key.refused")
}

func TestAuthenticate(t *testing.T) {
	const master = "a key from the settings"
	for _, tt := range []struct {
		what, master, bearer string
		want                 string
	}{
		{"nothing", master, "", "unauthorized: key.required"},
		{"nothing, and no key in the settings", "", "", "unauthorized: key.required"},
		{"the key of the settings", master, master, "ok"},
		{"the beginning of it", master, master[:10], "unauthorized: key.refused"},
		{"it in another case", master, "A key from the settings", "unauthorized: key.refused"},
		{"a made-up key", master, "snd_0123456789abcdefghjkmnpqrstvwxyz", "unauthorized: key.refused"},
		{"another sort of token", "", "eyJhbGciOi", "unauthorized: key.refused"},
	} {
		w := newWorld(t)
		w.MasterKey = tt.master
		k, err := w.Authenticate(t.Context(), tt.bearer)
		expect(t, tt.what, err, tt.want)
		if err == nil && (k.ID != SettingsKeyID || k.Role != Manager) {
			t.Errorf("%s: is %+v", tt.what, k)
		}
	}
	w := newWorld(t)
	w.store.broken = errors.New("no database")
	_, err := w.Authenticate(t.Context(), "snd_0123456789abcdefghjkmnpqrstvwxyz")
	expect(t, "a store that fails is no refusal", err, "looking for an API key: no database")
}

package auth

import (
	"errors"
	"testing"
	"time"
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
		if got, err := w.Authenticate(ctx, key, here); err != nil || got != k {
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
	_, err = w.Authenticate(ctx, key, here)
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
		k, err := w.Authenticate(t.Context(), tt.bearer, here)
		expect(t, tt.what, err, tt.want)
		if err == nil && (k.ID != SettingsKeyID || k.Role != Manager) {
			t.Errorf("%s: is %+v", tt.what, k)
		}
	}
	w := newWorld(t)
	w.store.broken = errors.New("no database")
	_, err := w.Authenticate(t.Context(), "snd_0123456789abcdefghjkmnpqrstvwxyz", here)
	expect(t, "a store that fails is no refusal", err, "looking for an API key: no database")
}

// Many wrong keys from one place slow down the next ones from there, and no program whose key was right there.
func TestGuessesAtKeys(t *testing.T) {
	w, ctx := newWorld(t), t.Context()
	w.MasterKey = "a key from the settings"
	key, _, err := w.CreateKey(ctx, "Portal", Portal)
	expect(t, "creating", err, "ok")
	show := func(s *Service, key, from string) string {
		_, err := s.Authenticate(ctx, key, from)
		return outcome(err)
	}
	two := New(w.store, w.Config)
	for _, s := range []struct {
		what    string
		service *Service
		key     string
		from    string
		times   int
		want    string
	}{
		{"the portal", w.Service, key, here, 1, "ok"},
		{"wrong keys", w.Service, "snd_wrong", here, 30, "unauthorized: key.refused"},
		{"one more", w.Service, "snd_wrong", here, 1, "busy: slow.seconds"},
		{"one more on another server", two, "wrong", here, 1, "busy: slow.seconds"},
		{"the portal, still", w.Service, key, here, 1, "ok"},
		{"the portal on another server", two, key, here, 1, "ok"},
		{"another key, although it is right", two, w.MasterKey, here, 1, "busy: slow.seconds"},
		{"from elsewhere", two, w.MasterKey, "192.0.2.77", 1, "ok"},
	} {
		for range s.times {
			if got := show(s.service, s.key, s.from); got != s.want {
				t.Fatalf("%s: %s, want %s", s.what, got, s.want)
			}
		}
	}
	w.wait(time.Minute)
	if got := show(w.Service, w.MasterKey, here); got != "ok" {
		t.Errorf("after the wait: %s", got)
	}
}

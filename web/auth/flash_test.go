package auth

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/labstack/echo/v4"
)

// flashes is a server where an act leaves a flash, and a page takes it. before runs inside each, when the session is open.
func flashes(t *testing.T, w *world, before *func()) *echo.Echo {
	t.Helper()
	e := site(t, w, "")
	g, err := NewGuard(w.Service, "")
	if err != nil {
		t.Fatal(err)
	}
	act := func(c echo.Context) error {
		(*before)()
		if err := g.Flash(c, Flash{"flash.selected", 12}); err != nil {
			return err
		}
		return c.NoContent(http.StatusNoContent)
	}
	show := func(c echo.Context) error {
		(*before)()
		f, err := g.TakeFlash(c)
		if err != nil {
			return err
		}
		return c.String(http.StatusOK, fmt.Sprintf("%s %d", f.Text, f.Count))
	}
	e.POST("/act", act, g.Anyone)
	e.POST("/api/act", act, g.AllowKey(Member))
	e.GET("/page", show, g.Anyone)
	return e
}

const nothing = " 0"

func TestFlashIsSaidOnce(t *testing.T) {
	w, before := newWorld(t), func() {}
	w.manager(t)
	b := &browser{e: flashes(t, w, &before)}
	b.signIn(t, goodEmail)
	b.do("POST", "/act", "")
	for _, want := range []string{"flash.selected 12", nothing, nothing} {
		if got := b.do("GET", "/page", "").Body.String(); got != want {
			t.Errorf("the page says %q, not %q", got, want)
		}
	}
}

// A page that has nothing to say writes nothing, and nobody without an account gets a session.
func TestFlashWritesOnlyWhatIsToSay(t *testing.T) {
	w, before := newWorld(t), func() {}
	w.manager(t)
	e := flashes(t, w, &before)
	b := &browser{e: e}
	b.signIn(t, goodEmail)
	saved := w.store.saved
	b.do("GET", "/page", "")
	if w.store.saved != saved {
		t.Error("a page with nothing to say wrote")
	}
	nobody := &browser{e: e}
	nobody.do("POST", "/act", "")
	nobody.do("GET", "/page", "")
	if nobody.cookie != "" || w.store.saved != saved || len(w.store.sessions) != 1 {
		t.Error("a visitor has a session")
	}
	token, _, err := w.CreateKey(t.Context(), "records", Member)
	if err != nil {
		t.Fatal(err)
	}
	if rec := nobody.do("POST", "/api/act", "", "Authorization", "Bearer "+token); rec.Code != http.StatusNoContent {
		t.Errorf("an act by a key answers %d", rec.Code)
	}
	if w.store.saved != saved {
		t.Error("a key has a session")
	}
}

// Another request of the same browser may keep the session between this one's reading and its writing.
func TestFlashBesideAnotherRequest(t *testing.T) {
	w, before := newWorld(t), func() {}
	w.manager(t)
	b := &browser{e: flashes(t, w, &before)}
	b.signIn(t, goodEmail)
	before = func() { changeAll(w) }
	if rec := b.do("POST", "/act", ""); rec.Code != http.StatusNoContent {
		t.Errorf("an act answers %d %s", rec.Code, rec.Body)
	}
	if got := b.do("GET", "/page", "").Body.String(); got != "flash.selected 12" {
		t.Errorf("the page says %q", got)
	}
}

// changeAll keeps every session once more.
func changeAll(w *world) {
	w.store.mu.Lock()
	defer w.store.mu.Unlock()
	for hash, session := range w.store.sessions {
		session.Version++
		w.store.sessions[hash] = session
	}
}

// What was done does not bring a session back that was ended meanwhile.
func TestFlashAfterSigningOut(t *testing.T) {
	w, before := newWorld(t), func() {}
	w.manager(t)
	b := &browser{e: flashes(t, w, &before)}
	b.signIn(t, goodEmail)
	before = func() {
		w.store.mu.Lock()
		defer w.store.mu.Unlock()
		clear(w.store.sessions)
	}
	if rec := b.do("POST", "/act", ""); rec.Code != http.StatusUnauthorized {
		t.Errorf("an act answers %d", rec.Code)
	}
	if len(w.store.sessions) != 0 {
		t.Error("the session is back")
	}
}

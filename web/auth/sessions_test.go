package auth

import (
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// A real browser and a real server: sign in, come back to the page asked for, sign out.
func TestSessionOverHTTP(t *testing.T) {
	w := newWorld(t)
	staff := w.manager(t)
	server := httptest.NewServer(site(t, w, ""))
	defer server.Close()
	jar, _ := cookiejar.New(nil)
	client := &http.Client{Jar: jar}
	post := func(path string, form url.Values) string {
		r, _ := http.NewRequestWithContext(t.Context(), "POST", server.URL+path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", server.URL)
		return fetch(t, client, r)
	}
	get := func(path string) string {
		r, _ := http.NewRequestWithContext(t.Context(), "GET", server.URL+path, nil)
		return fetch(t, client, r)
	}
	if got := get("/"); got != "system  " {
		t.Errorf("before: %q", got)
	}
	if len(w.store.sessions) != 0 {
		t.Error("a visitor who does not sign in has a session")
	}
	signedIn := "staff " + staff.ID + " manager"
	form := url.Values{"email": {goodEmail}, "password": {goodPassword}, "next": {"/settings"}}
	if got := post("/signin", form); got != signedIn {
		t.Errorf("signing in led to %q", got)
	}
	if got := get("/"); got != signedIn {
		t.Errorf("then: %q", got)
	}
	if got := post("/signout", nil); got != "system  " {
		t.Errorf("signing out led to %q", got)
	}
	if got := get("/"); got != "system  " {
		t.Errorf("after: %q", got)
	}
	if len(w.store.sessions) != 0 {
		t.Error("signing out left the session")
	}
}

func fetch(t *testing.T, client *http.Client, r *http.Request) string {
	t.Helper()
	res, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestSessionCookie(t *testing.T) {
	w := newWorld(t)
	w.manager(t)
	for base, secure := range map[string]bool{"": false, "http://clinic.example": false, "https://clinic.example": true} {
		b := &browser{e: site(t, w, base)}
		rec := b.do("POST", "/signin", "email="+goodEmail+"&password="+goodPassword)
		cookies := rec.Result().Cookies()
		if len(cookies) != 2 { // the other makes the browser known
			t.Fatalf("%q: %d cookies", base, len(cookies))
		}
		c, name := cookies[0], SessionCookie
		if secure {
			name = "__Host-" + name
		}
		if c.Name != name || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Secure != secure ||
			c.Path != "/" || c.MaxAge != 0 {
			t.Errorf("%q: cookie %v", base, c)
		}
		for hash, session := range w.store.sessions {
			if strings.Contains(hash+string(session.Data), c.Value) {
				t.Error("the token is kept as it is")
			}
		}
	}
}

func TestSignInRenewsTheToken(t *testing.T) {
	w := newWorld(t)
	w.manager(t)
	b := &browser{e: site(t, w, ""), cookie: "chosen-by-somebody-else"}
	b.signIn(t, goodEmail)
	first := b.cookie
	b.signIn(t, goodEmail)
	if first == "chosen-by-somebody-else" || b.cookie == first {
		t.Error("a token outlived signing in")
	}
	if old := (&browser{e: b.e, cookie: first}).do("GET", "/settings", ""); old.Code != 303 {
		t.Errorf("the old token still opens: %d", old.Code)
	}
	if len(w.store.sessions) != 1 {
		t.Errorf("%d sessions, want 1", len(w.store.sessions))
	}
}

func TestSessionEnds(t *testing.T) {
	for _, tt := range []struct {
		what  string
		visit []time.Duration // pauses, each with a page after it
		want  int             // status of the last
	}{
		{"a short pause", []time.Duration{time.Hour}, 200},
		{"almost too long", []time.Duration{sessionIdle - time.Second}, 200},
		{"two hours idle", []time.Duration{sessionIdle}, 303},
		{"idleness counts from the last page", []time.Duration{time.Hour, time.Hour, time.Hour, time.Hour}, 200},
		{"busy all day", slices.Repeat([]time.Duration{time.Hour}, 11), 200},
		{"twelve hours", slices.Repeat([]time.Duration{time.Hour}, 12), 303},
	} {
		t.Run(tt.what, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				w.manager(t)
				b := &browser{e: site(t, w, "")}
				b.signIn(t, goodEmail)
				var last int
				for _, pause := range tt.visit {
					time.Sleep(pause)
					last = b.do("GET", "/settings", "").Code
				}
				if last != tt.want {
					t.Errorf("%d, want %d", last, tt.want)
				}
			})
		})
	}
}

func TestSessionEndsWithTheAccount(t *testing.T) {
	const settings, signIn = 200, 303
	for _, tt := range []struct {
		what string
		do   func(t *testing.T, w *world, id string) error
		want int
	}{
		{"nothing", func(*testing.T, *world, string) error { return nil }, settings},
		{"removed", func(t *testing.T, w *world, id string) error { return w.RemoveStaff(t.Context(), id) }, signIn},
		{"demoted", func(t *testing.T, w *world, id string) error {
			_, err := w.ChangeRole(t.Context(), id, Viewer)
			return err
		}, 403},
		{"a new password", func(t *testing.T, w *world, id string) error {
			token, err := w.StaffLink(t.Context(), id)
			if err == nil {
				_, err = w.SetUp(t.Context(), token, "", "", "quite another password")
			}
			return err
		}, signIn},
	} {
		w := newWorld(t)
		w.manager(t)
		staff := w.colleague(t, "second@clinic.example", Manager)
		b := &browser{e: site(t, w, "")}
		b.signIn(t, staff.Email)
		expect(t, tt.what, tt.do(t, w, staff.ID), "ok")
		if got := b.do("GET", "/settings", "").Code; got != tt.want {
			t.Errorf("%s: %d, want %d", tt.what, got, tt.want)
		}
	}
}

func TestSessionIsWrittenOnceAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.manager(t)
		b := &browser{e: site(t, w, "")}
		b.signIn(t, goodEmail)
		for range 600 { // ten minutes
			b.do("GET", "/settings", "")
			time.Sleep(time.Second)
		}
		if w.store.saved < 9 || w.store.saved > 11 {
			t.Errorf("600 pages in ten minutes wrote the session %d times", w.store.saved)
		}
	})
}

// A page under way while its session is ended does not bring it back.
func TestEndedSessionStaysEnded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.manager(t)
		b := &browser{e: site(t, w, "")}
		b.signIn(t, goodEmail)
		time.Sleep(time.Hour)

		m, ctx := Sessions(w.store, false), remembering(t.Context())
		ctx, err := m.Load(ctx, b.cookie)
		expect(t, "a page begins", err, "ok")
		b.do("POST", "/signout", "")
		_, _, err = m.Commit(ctx)
		expect(t, "the page ends", err, "ok")
		if len(w.store.sessions) != 0 {
			t.Error("the session is back")
		}
	})
}

func TestManyPagesAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.manager(t)
		b := &browser{e: site(t, w, "")}
		b.signIn(t, goodEmail)
		time.Sleep(time.Hour)
		var wg sync.WaitGroup
		for range 32 {
			wg.Go(func() {
				if got := (&browser{e: b.e, cookie: b.cookie}).do("GET", "/settings", "").Code; got != 200 {
					t.Errorf("%d", got)
				}
			})
		}
		wg.Wait()
	})
}

func TestBrokenStoreIsAFault(t *testing.T) {
	w := newWorld(t)
	w.manager(t)
	b := &browser{e: site(t, w, "")}
	b.signIn(t, goodEmail)
	w.store.broken = errors.New("no database")
	if got := b.do("GET", "/settings", "").Code; got != 500 {
		t.Errorf("%d, want 500: nobody is signed out by a failing store", got)
	}
}

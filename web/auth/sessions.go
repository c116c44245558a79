package auth

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"soundings/cohorts/base"
)

// SessionCookie is the name of the cookie that carries a session's token, where browsers come by plain http.
const SessionCookie = "soundings_session"

const (
	sessionLife = 12 * time.Hour
	sessionIdle = 2 * time.Hour
	touchEvery  = time.Minute // how exactly idleness is known: a write a minute, not one a page
)

// Sessions makes the manager of sessions over a store; secure says that browsers come by https only. The cookie lives
// no longer than the browser's window, the session as long as the store says. LoadAndSave is not for it: the Guard opens
// sessions, and keeps them before it answers.
func Sessions(store Store, secure bool) *scs.SessionManager {
	return &scs.SessionManager{ // scs.New would leave a store of its own sweeping itself for ever
		Store: sessionStore{store}, HashTokenInStore: true, Codec: sessionCodec{},
		Lifetime: sessionLife, IdleTimeout: sessionIdle,
		Cookie: scs.SessionCookie{Name: CookieName(SessionCookie, secure), Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: secure},
	}
}

// sessionCodec keeps what a session holds as JSON: always the same bytes for the same values.
type sessionCodec struct{}

type sessionData struct {
	Deadline time.Time      `json:"deadline"`
	Values   map[string]any `json:"values"`
}

func (sessionCodec) Encode(deadline time.Time, values map[string]any) ([]byte, error) {
	return json.Marshal(sessionData{deadline, values})
}

func (sessionCodec) Decode(b []byte) (time.Time, map[string]any, error) {
	var d sessionData
	err := json.Unmarshal(b, &d)
	return d.Deadline, d.Values, err
}

// sessionStore is a Store as scs wants one. It tells time by the real clock, as scs does.
type sessionStore struct{ store Store }

// foundKey is where a context remembers the session that its request came with, a *Session.
type foundKey struct{}

func remembering(ctx context.Context) context.Context {
	return context.WithValue(ctx, foundKey{}, new(Session))
}

// FindCtx returns what a session holds.
func (s sessionStore) FindCtx(ctx context.Context, hash string) ([]byte, bool, error) {
	session, err := s.store.Session(ctx, hash)
	switch {
	case base.IsCode(err, base.NotFound):
		return nil, false, nil
	case err != nil:
		return nil, false, fmt.Errorf("reading a session: %w", err)
	case !time.Now().Before(session.Expires):
		return nil, false, nil
	}
	if found, ok := ctx.Value(foundKey{}).(*Session); ok {
		*found = session
	}
	return session.Data, true, nil
}

// CommitCtx keeps a session. Only to put off its end it writes once in a while, and never brings back one that was
// ended in the meantime.
func (s sessionStore) CommitCtx(ctx context.Context, hash string, data []byte, expires time.Time) error {
	next := Session{Hash: hash, Staff: staffIn(data), Data: data, Expires: expires}
	touch := false
	if found, ok := ctx.Value(foundKey{}).(*Session); ok && found.Hash == hash {
		next.Version = found.Version
		touch = bytes.Equal(found.Data, data)
		if touch && expires.Sub(found.Expires) < touchEvery {
			return nil
		}
	}
	err := s.store.SaveSession(ctx, next)
	if err != nil && !(touch && base.IsCode(err, base.Conflict)) {
		return fmt.Errorf("keeping a session: %w", err)
	}
	return nil
}

// staffIn returns whose session it is.
func staffIn(data []byte) string {
	var d sessionData
	if json.Unmarshal(data, &d) != nil {
		return ""
	}
	id, _ := d.Values[sessionStaff].(string)
	return id
}

// DeleteCtx ends a session.
func (s sessionStore) DeleteCtx(ctx context.Context, hash string) error {
	if err := s.store.DeleteSession(ctx, hash); err != nil {
		return fmt.Errorf("ending a session: %w", err)
	}
	return nil
}

// Find, Commit and Delete complete what scs calls a store; it uses the methods with a context.
func (s sessionStore) Find(hash string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), hash)
}

// Commit is CommitCtx without a context.
func (s sessionStore) Commit(hash string, data []byte, expires time.Time) error {
	return s.CommitCtx(context.Background(), hash, data, expires)
}

// Delete is DeleteCtx without a context.
func (s sessionStore) Delete(hash string) error { return s.DeleteCtx(context.Background(), hash) }

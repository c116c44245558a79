package auth

import (
	"errors"
	"testing"
	"time"
)

// A key is read once a second at most; until then a database that fails stops nobody.
func TestKeysAreReadOnceASecond(t *testing.T) {
	w, ctx := newWorld(t), t.Context()
	key, k, err := w.CreateKey(ctx, "Portal", Portal)
	expect(t, "creating", err, "ok")
	now := w.Now()
	w.Now = func() time.Time { return now }
	_, err = w.Authenticate(ctx, key, here)
	expect(t, "first", err, "ok")
	w.store.broken = errors.New("no database")
	now = now.Add(keyAge - time.Millisecond)
	_, err = w.Authenticate(ctx, key, here)
	expect(t, "within a second", err, "ok")
	now = now.Add(time.Millisecond)
	_, err = w.Authenticate(ctx, key, here)
	expect(t, "after a second", err, "looking for an API key: no database")
	w.store.broken = nil
	_, err = w.Authenticate(ctx, key, here)
	expect(t, "again", err, "ok")
	expect(t, "removing", w.RemoveKey(ctx, k.ID), "ok")
	_, err = w.Authenticate(ctx, key, here)
	expect(t, "removed", err, "unauthorized: key.refused")
}

// A key that was being read while one was removed is not remembered.
func TestKeysReadMeanwhile(t *testing.T) {
	var c keyCache
	now := time.Unix(1_800_000_000, 0)
	_, _, epoch := c.get("hash", now)
	c.drop()
	c.put("hash", Key{ID: "K"}, now, epoch)
	if _, fresh, _ := c.get("hash", now); fresh {
		t.Error("it is remembered")
	}
}

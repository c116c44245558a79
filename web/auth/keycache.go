package auth

import (
	"sync"
	"time"
)

// keyAge is how long a key that was read counts as read: a key removed on another server opens something for so long. On
// the server that removes it, it opens nothing from the next request on.
const keyAge = time.Second

// keyCache remembers the keys that came lately. Only keys that exist are in it, so that strangers cannot fill it.
type keyCache struct {
	mu    sync.RWMutex
	read  map[string]readKey   // by hash
	seen  map[string]time.Time // until when a key counts as seen at a place
	epoch int64                // counts what was dropped: a key read before is not remembered after
}

type readKey struct {
	key Key
	at  time.Time
}

// get returns the key with this hash if it was read lately, and the epoch in which that was looked up.
func (c *keyCache) get(hash string, now time.Time) (k Key, fresh bool, epoch int64) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	r, ok := c.read[hash]
	age := now.Sub(r.at)
	return r.key, ok && age >= 0 && age < keyAge, c.epoch
}

// put remembers a key that was read in an epoch.
func (c *keyCache) put(hash string, k Key, now time.Time, epoch int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if epoch != c.epoch {
		return
	}
	if c.read == nil {
		c.read = map[string]readKey{}
	}
	c.read[hash] = readKey{k, now}
}

// maxSeen bounds how many keys at places are remembered.
const maxSeen = 10_000

// see remembers for half of keySeen that a key was right at a place.
func (c *keyCache) see(seen string, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.seen == nil || len(c.seen) >= maxSeen {
		c.seen = map[string]time.Time{}
	}
	c.seen[seen] = now.Add(keySeen / 2)
}

// seenAt reports whether a key was right at a place lately.
func (c *keyCache) seenAt(seen string, now time.Time) bool {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return now.Before(c.seen[seen])
}

// drop forgets every key.
func (c *keyCache) drop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.epoch++
	c.read = nil
}

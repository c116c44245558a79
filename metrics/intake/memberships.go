package intake

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"soundings/cohorts/rollout"
	"soundings/metrics"
)

// membershipCache remembers the memberships of participants, so that a batch of events reads only those that are new to it
// or were changed.
type membershipCache struct {
	mu        sync.Mutex
	known     map[string]metrics.Memberships // by ref
	changes   int                            // how often some were changed
	refreshed time.Time                      // when changes on other servers were last looked for
	forgotten int64                          // how often somebody was removed for good, by then
}

const (
	maxCached    = 200_000          // participants remembered
	refreshEvery = time.Second      // for changes on other servers
	overlap      = 30 * time.Second // clocks of servers and writes under way may differ by so much
	maxChanged   = 5000             // in one refresh; with more, all are read again
)

// Invalidate has memberships read again that were changed on this server. The store calls it after each write.
func (s *Service) Invalidate(changed ...rollout.MembershipChange) {
	c := &s.memberships
	c.mu.Lock()
	defer c.mu.Unlock()
	c.changes++
	for _, m := range changed {
		delete(c.known, m.Ref)
	}
}

// refresh invalidates what was changed on another server since the last time. Somebody who is removed need not have been a
// member: after a removal everybody is read again.
func (s *Service) refresh(ctx context.Context) error {
	now, c := s.Now(), &s.memberships
	c.mu.Lock()
	since := c.refreshed
	c.mu.Unlock()
	if age := now.Sub(since); age >= 0 && age < refreshEvery {
		return nil
	}
	_, forgotten, err := s.Store.Revisions(ctx)
	if err != nil {
		return fmt.Errorf("look for removals: %w", err)
	}
	if since.IsZero() {
		since = now // nothing is remembered yet that could be out of date
	}
	changed, err := s.Store.MembershipChanges(ctx, since.Add(-overlap), maxChanged)
	if err != nil {
		return fmt.Errorf("look for changed memberships: %w", err)
	}
	s.Invalidate(changed...)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.refreshed = now
	if forgotten != c.forgotten {
		c.forgotten = forgotten
		c.changes++ // what is being read just now is not remembered
		clear(c.known)
	}
	if len(changed) >= maxChanged || len(c.known) > maxCached {
		clear(c.known)
	}
	return nil
}

// membershipsOf returns the memberships of these participants; a participant who is not known is missing.
func (s *Service) membershipsOf(ctx context.Context, refs []string) (map[string]metrics.Memberships, error) {
	if err := s.refresh(ctx); err != nil {
		return nil, err
	}
	found, missing, changes := s.memberships.find(refs)
	for some := range slices.Chunk(missing, metrics.MaxChunk) {
		read, err := s.Store.MembershipsByRef(ctx, some)
		if err != nil {
			return nil, fmt.Errorf("read memberships: %w", err)
		}
		s.memberships.remember(read, changes)
		maps.Copy(found, read)
	}
	return found, nil
}

// spelled returns how the refs that are not among the known are kept, where that differs in capital letters alone and is one
// person.
func (s *Service) spelled(ctx context.Context, refs []string, known map[string]metrics.Memberships) (map[string]string, error) {
	strange := slices.DeleteFunc(slices.Clone(refs), func(ref string) bool {
		_, ok := known[ref]
		return ok
	})
	like, err := s.Store.Spellings(ctx, strange)
	if err != nil {
		return nil, fmt.Errorf("look for refs in other letters: %w", err)
	}
	as := map[string]string{}
	for i, ref := range strange {
		if len(like[i]) == 1 {
			as[ref] = like[i][0]
		}
	}
	return as, nil
}

// find returns what is remembered, the refs of which nothing is, and how often memberships had been changed by then.
func (c *membershipCache) find(refs []string) (found map[string]metrics.Memberships, missing []string, changes int) {
	found = make(map[string]metrics.Memberships, len(refs))
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, ref := range refs {
		if in, ok := c.known[ref]; ok {
			found[ref] = in
		} else {
			missing = append(missing, ref)
		}
	}
	return found, missing, c.changes
}

// remember keeps what was read, unless some was changed meanwhile.
func (c *membershipCache) remember(read map[string]metrics.Memberships, changes int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.changes != changes {
		return
	}
	if c.known == nil {
		c.known = map[string]metrics.Memberships{}
	}
	maps.Copy(c.known, read)
}

package rollout

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"soundings/cohorts"
)

// What keeps an answer fresh. Every server looks for changes once a second, so that each sees a change within two.
const (
	RefreshEvery   = time.Second             // how often a background job is to call Look
	maxAge         = 1500 * time.Millisecond // of the last look: an evaluation later than that looks first
	maxStale       = 10 * time.Second        // of the last look while others do not succeed: after that nothing is answered
	refreshTimeout = time.Second             // how long one look may take
	overlap        = 30 * time.Second        // clocks of servers and writes under way may differ by so much
	maxChanges     = 5000                    // turned memberships in one look; with more, all are read again
)

// exposure is what evaluations go by, in memory. Its zero value knows nothing, and looks.
type memory struct {
	current   atomic.Pointer[snapshot] // nil: look before the next evaluation
	people    cache
	rosters   rosters
	exposures exposureQueue

	refreshing sync.Mutex // one look at a time; guards what is below
	flags      map[string]*flag
	keys       []string  // of flags, in order
	revision   int64     // of the catalogue
	forgotten  int64     // how often somebody was
	refreshed  time.Time // when the last look began
}

// view is the catalogue as it was at a look. It never changes.
type snapshot struct {
	flags     map[string]*flag
	keys      []string
	refreshed time.Time
}

// younger reports whether the view is there and less old than age.
func (v *snapshot) younger(age time.Duration, now time.Time) bool {
	return v != nil && now.Sub(v.refreshed) < age && !now.Before(v.refreshed)
}

// flag is a feature with its rollouts, ready to be evaluated.
type flag struct {
	key    string
	stage  Stage
	shares map[string]*share // by cohort
}

// share is a rollout, ready to be evaluated.
type share struct {
	id              string // feature/cohort
	feature, cohort string
	hundredths      int
	overrides       map[string]bool
}

// Look reads what was changed since the last look: one small document, and the memberships that turned meanwhile. When the
// catalogue is another, it is read again.
func (s *Service) Refresh(ctx context.Context) error {
	s.memory.refreshing.Lock()
	defer s.memory.refreshing.Unlock()
	_, err := s.refresh(ctx)
	return err
}

// lookAgain makes the next evaluation look first: after a change on this server, which it is to see at once.
func (s *Service) dropSnapshot() {
	s.memory.refreshing.Lock() // a look under way may have read what was there before
	defer s.memory.refreshing.Unlock()
	s.memory.current.Store(nil)
}

// Turn notes that memberships were changed on this server, whichever way, so that its very next evaluation reads them again.
// The store calls it after each write.
func (s *Service) Invalidate(turned ...MembershipChange) {
	for _, t := range turned {
		s.memory.people.drop(t.Ref)
		s.memory.rosters.invalidate(t.Cohort, t.Ref)
	}
}

// current returns the catalogue as it is now, give or take maxAge. While the database cannot be asked, as when MongoDB
// elects a primary, it returns the last one for a while.
func (s *Service) current(ctx context.Context) (*snapshot, error) {
	e := &s.memory
	v := e.current.Load()
	if v.younger(maxAge, s.Now()) {
		return v, nil
	}
	if !e.refreshing.TryLock() {
		if v.younger(maxStale, s.Now()) {
			return v, nil // somebody looks just now
		}
		e.refreshing.Lock()
	}
	defer e.refreshing.Unlock()
	if v = e.current.Load(); v.younger(maxAge, s.Now()) {
		return v, nil // somebody else has looked
	}
	looked, err := s.refresh(ctx)
	if err != nil && v.younger(maxStale, s.Now()) {
		return v, nil
	}
	return looked, err
}

// look looks, with e.looking held.
func (s *Service) refresh(ctx context.Context) (*snapshot, error) {
	ctx, cancel := context.WithTimeout(ctx, refreshTimeout)
	defer cancel()
	e, now := &s.memory, s.Now()
	revision, forgotten, err := s.Store.Revisions(ctx)
	if err != nil {
		return nil, fmt.Errorf("looking for changes: %w", err)
	}
	if e.flags == nil || revision != e.revision {
		c, err := s.catalogue(ctx)
		if err != nil {
			return nil, err
		}
		e.flags, e.keys, e.revision = flagsOf(c)
	}
	if e.refreshed.IsZero() {
		e.refreshed = now // nothing is remembered yet that could be out of date
	}
	turned, err := s.Store.MembershipChanges(ctx, e.refreshed.Add(-overlap), maxChanges)
	if err != nil {
		return nil, fmt.Errorf("looking for members who turned: %w", err)
	}
	if len(turned) == maxChanges || forgotten != e.forgotten {
		e.people.dropAll()
		e.rosters.forget()
	} else {
		s.Invalidate(turned...)
	}
	e.refreshed, e.forgotten = now, forgotten
	v := &snapshot{e.flags, e.keys, now}
	e.current.Store(v)
	return v, nil
}

func flagsOf(c Catalogue) (flags map[string]*flag, keys []string, revision int64) {
	flags = make(map[string]*flag, len(c.Features))
	for _, f := range c.Features {
		flags[f.Key] = &flag{key: f.Key, stage: f.Stage, shares: map[string]*share{}}
		keys = append(keys, f.Key)
	}
	for _, r := range c.Rollouts {
		if f := flags[r.Feature]; f != nil {
			f.shares[r.Cohort] = &share{r.Feature + "/" + r.Cohort, r.Feature, r.Cohort, r.Percent.hundredths(), r.Overrides}
		}
	}
	return flags, keys, c.Revision
}

// person returns in which cohorts somebody agreed: from memory, or read now. Nobody with such a ref has none.
func (s *Service) person(ctx context.Context, ref string) (*person, error) {
	p, epoch := s.memory.people.get(ref)
	if p != nil {
		return p, nil
	}
	p = &person{}
	if isRef(ref) {
		memberships, err := s.Cohorts.Store.MembershipsOf(ctx, ref)
		if err != nil {
			return nil, fmt.Errorf("reading somebody's memberships: %w", err)
		}
		for _, m := range memberships {
			if m.State == cohorts.Agreed {
				p.cohorts = append(p.cohorts, m.Cohort)
			}
		}
		s.memory.people.put(ref, p, epoch)
	}
	return p, nil
}

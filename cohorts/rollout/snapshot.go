package rollout

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"soundings/cohorts"
)

// Limits that keep evaluations fresh. Every server refreshes its snapshot once a second, so that each sees a change within
// two.
const (
	RefreshEvery   = time.Second             // interval at which a background job calls Refresh
	maxAge         = 1500 * time.Millisecond // age of a snapshot at which an evaluation refreshes it first
	maxStale       = 10 * time.Second        // age up to which a snapshot is used while refreshing fails; then evaluations fail
	refreshTimeout = time.Second             // for one refresh
	overlap        = 30 * time.Second        // greatest difference of the servers' clocks, with the time that a write takes
	maxChanges     = 5000                    // memberships changed between two refreshes; with more, all are invalidated
)

// memory holds everything from which evaluations are answered. Its zero value is empty and refreshes before it is used.
type memory struct {
	current   atomic.Pointer[snapshot] // nil: refresh before the next evaluation
	people    cache
	rosters   rosters
	exposures exposureQueue

	refreshing sync.Mutex // one refresh at a time; guards the fields below
	flags      map[string]*flag
	keys       []string  // of flags, sorted
	revision   int64     // of the catalogue in flags
	forgotten  int64     // number of people forgotten by the last refresh
	refreshed  time.Time // when the last refresh began
}

// snapshot is the catalogue at the time of a refresh. It never changes.
type snapshot struct {
	flags     map[string]*flag
	keys      []string
	refreshed time.Time
}

// younger reports whether there is a snapshot and it is younger than age. A clock that was set back makes it too old.
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

// Refresh brings the snapshot up to date. It reads one small document and the memberships changed since the last refresh,
// and the catalogue only when its revision is another.
func (s *Service) Refresh(ctx context.Context) error {
	s.memory.refreshing.Lock()
	defer s.memory.refreshing.Unlock()
	_, err := s.refresh(ctx)
	return err
}

// dropSnapshot makes the next evaluation refresh first, so that it sees a change made on this server at once.
func (s *Service) dropSnapshot() {
	s.memory.refreshing.Lock() // a refresh under way may have read what was there before the change
	defer s.memory.refreshing.Unlock()
	s.memory.current.Store(nil)
}

// Invalidate makes the very next evaluation on this server read these memberships again. The store calls it after each
// write that touched some, also when the write may have failed.
func (s *Service) Invalidate(changes ...MembershipChange) {
	for _, c := range changes {
		s.memory.people.drop(c.Ref)
		s.memory.rosters.invalidate(c.Cohort, c.Ref)
	}
}

// current returns a snapshot younger than maxAge. While the store does not answer, as when MongoDB elects a primary, it
// returns the last one up to maxStale.
func (s *Service) current(ctx context.Context) (*snapshot, error) {
	m := &s.memory
	v := m.current.Load()
	if v.younger(maxAge, s.Now()) {
		return v, nil
	}
	if !m.refreshing.TryLock() {
		if v.younger(maxStale, s.Now()) {
			return v, nil // a refresh is under way
		}
		m.refreshing.Lock()
	}
	defer m.refreshing.Unlock()
	if v = m.current.Load(); v.younger(maxAge, s.Now()) {
		return v, nil // it was refreshed meanwhile
	}
	fresh, err := s.refresh(ctx)
	if err != nil && v.younger(maxStale, s.Now()) {
		return v, nil
	}
	return fresh, err
}

// refresh makes a new snapshot and returns it, with s.memory.refreshing held.
func (s *Service) refresh(ctx context.Context) (*snapshot, error) {
	ctx, cancel := context.WithTimeout(ctx, refreshTimeout)
	defer cancel()
	m, now := &s.memory, s.Now()
	revision, forgotten, err := s.Store.Revisions(ctx)
	if err != nil {
		return nil, fmt.Errorf("looking for changes: %w", err)
	}
	if m.flags == nil || revision != m.revision {
		c, err := s.catalogue(ctx)
		if err != nil {
			return nil, err
		}
		m.flags, m.keys, m.revision = flagsOf(c)
	}
	if m.refreshed.IsZero() {
		m.refreshed = now // nothing is remembered yet that could be stale
	}
	changes, err := s.Store.MembershipChanges(ctx, m.refreshed.Add(-overlap), maxChanges)
	if err != nil {
		return nil, fmt.Errorf("reading changed memberships: %w", err)
	}
	if len(changes) == maxChanges || forgotten != m.forgotten {
		m.people.dropAll()
		m.rosters.forget()
	} else {
		s.Invalidate(changes...)
	}
	m.refreshed, m.forgotten = now, forgotten
	v := &snapshot{m.flags, m.keys, now}
	m.current.Store(v)
	return v, nil
}

// flagsOf returns the features of a catalogue ready to be evaluated, by key, and their keys, sorted.
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

// person returns who is asked about by a ref, and their ref as it is kept: from the cache or read now. An unknown ref is a
// person in no cohort. One that differs from a single kept one in capital letters alone is that person's.
func (s *Service) person(ctx context.Context, asked string) (ref string, p *person, err error) {
	if p, err = s.remembered(ctx, asked); err != nil || p.as == nil {
		return asked, p, err
	}
	ref = p.as.ref
	p, err = s.remembered(ctx, ref)
	return ref, p, err
}

// remembered returns what is known of exactly this ref.
func (s *Service) remembered(ctx context.Context, ref string) (*person, error) {
	p, epoch := s.memory.people.get(ref)
	if p != nil && (p.as == nil || s.Now().Before(p.as.until)) {
		return p, nil
	}
	p = &person{}
	if !isRef(ref) {
		return p, nil
	}
	memberships, err := s.Cohorts.Store.MembershipsOf(ctx, ref)
	if err != nil {
		return nil, fmt.Errorf("reading somebody's memberships: %w", err)
	}
	for _, m := range memberships {
		if m.State == cohorts.Agreed {
			p.cohorts = append(p.cohorts, m.Cohort)
		}
	}
	// looked for whoever it is: how long an answer takes must not say who is known
	like, err := s.Cohorts.Store.Spellings(ctx, []string{ref})
	if err != nil {
		return nil, fmt.Errorf("looking for a ref in other letters: %w", err)
	}
	strange := len(p.cohorts) == 0 && !slices.Contains(like[0], ref)
	if strange && len(like[0]) == 1 {
		p.as = &spelling{like[0][0], s.Now().Add(spellingAge)}
	}
	s.memory.people.put(ref, p, epoch, strange)
	return p, nil
}

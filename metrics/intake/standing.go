package intake

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"soundings/cohorts/rollout"
	"soundings/metrics"
)

// standings remembers where participants stand, so that a batch of events reads only of those who are new to it or turned.
type standings struct {
	mu        sync.Mutex
	known     map[string]metrics.Memberships
	turns     int       // how often somebody turned
	looked    time.Time // when turns on other servers were last looked for
	forgotten int64     // how often somebody was removed for good, by then
}

const (
	maxStandings = 200_000          // participants remembered
	lookEvery    = time.Second      // for turns on other servers
	overlap      = 30 * time.Second // clocks of servers and writes under way may differ by so much
	maxTurned    = 5000             // in one look; with more, all are read again
)

// Invalidate notes that memberships were changed on this server. The store calls it after each write.
func (s *Service) Invalidate(turned ...rollout.Turned) {
	s.standings.mu.Lock()
	defer s.standings.mu.Unlock()
	s.standings.turns++
	for _, t := range turned {
		delete(s.standings.known, t.Ref)
	}
}

// look forgets whoever turned on another server since the last look. Who is removed need not have been a member: after a
// removal everybody is read again.
func (s *Service) look(ctx context.Context) error {
	now := s.Now()
	s.standings.mu.Lock()
	since := s.standings.looked
	s.standings.mu.Unlock()
	if age := now.Sub(since); age >= 0 && age < lookEvery {
		return nil
	}
	_, forgotten, err := s.Store.Revisions(ctx)
	if err != nil {
		return fmt.Errorf("looking for removals: %w", err)
	}
	if since.IsZero() {
		since = now // nothing is remembered yet that could be out of date
	}
	turned, err := s.Store.Turned(ctx, since.Add(-overlap), maxTurned)
	if err != nil {
		return fmt.Errorf("looking for members who turned: %w", err)
	}
	s.Invalidate(turned...)
	s.standings.mu.Lock()
	defer s.standings.mu.Unlock()
	s.standings.looked = now
	if forgotten != s.standings.forgotten {
		s.standings.forgotten = forgotten
		s.standings.turns++ // what is being read just now is not remembered
		clear(s.standings.known)
	}
	if len(turned) >= maxTurned || len(s.standings.known) > maxStandings {
		clear(s.standings.known)
	}
	return nil
}

// standingsOf returns where these participants stand; who is not known is missing.
func (s *Service) standingsOf(ctx context.Context, refs []string) (map[string]metrics.Memberships, error) {
	if err := s.look(ctx); err != nil {
		return nil, err
	}
	found := make(map[string]metrics.Memberships, len(refs))
	var missing []string
	s.standings.mu.Lock()
	turns := s.standings.turns
	for _, ref := range refs {
		if standing, ok := s.standings.known[ref]; ok {
			found[ref] = standing
		} else {
			missing = append(missing, ref)
		}
	}
	s.standings.mu.Unlock()
	for some := range slices.Chunk(missing, metrics.MaxChunk) {
		read, err := s.Store.Standings(ctx, some)
		if err != nil {
			return nil, fmt.Errorf("reading where participants stand: %w", err)
		}
		s.remember(read, turns)
		for ref, standing := range read {
			found[ref] = standing
		}
	}
	return found, nil
}

// remember keeps what was read, unless somebody turned meanwhile.
func (s *Service) remember(read map[string]metrics.Memberships, turns int) {
	s.standings.mu.Lock()
	defer s.standings.mu.Unlock()
	if s.standings.turns != turns {
		return
	}
	if s.standings.known == nil {
		s.standings.known = map[string]metrics.Memberships{}
	}
	for ref, standing := range read {
		s.standings.known[ref] = standing
	}
}

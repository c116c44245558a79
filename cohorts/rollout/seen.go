package rollout

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"soundings/cohorts"
)

// seenQueue holds who was shown what until it is kept. When it is full nothing is added: whoever is left out is added when
// they are shown it again.
type seenQueue struct {
	mu      sync.Mutex
	waiting []Seen
}

// maxSeen bounds the queue.
const maxSeen = 20_000

// add notes that somebody was shown a feature, once as long as they are remembered.
func (q *seenQueue) add(p *person, sh *share, ref string, now time.Time) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if !slices.Contains(p.seen, sh.id) && len(q.waiting) < maxSeen {
		p.seen = append(p.seen, sh.id)
		q.waiting = append(q.waiting, Seen{sh.feature, sh.cohort, ref, now})
	}
}

// forget takes out what one person was shown.
func (q *seenQueue) forget(ref string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting = slices.DeleteFunc(q.waiting, func(s Seen) bool { return s.Ref == ref })
}

// take takes the oldest out, at most cohorts.MaxChunk.
func (q *seenQueue) take() []Seen {
	q.mu.Lock()
	defer q.mu.Unlock()
	n := min(len(q.waiting), cohorts.MaxChunk)
	some := slices.Clone(q.waiting[:n])
	q.waiting = slices.Delete(q.waiting, 0, n)
	return some
}

// putBack puts what could not be kept in front again.
func (q *seenQueue) putBack(some []Seen) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting = slices.Insert(q.waiting, 0, some...)
}

// Flush keeps who was shown what since the last time: for a background job, and once before the server stops.
func (s *Service) Flush(ctx context.Context) error {
	for {
		some := s.exposure.seen.take()
		if len(some) == 0 {
			return nil
		}
		if err := s.Store.AddSeen(ctx, some); err != nil {
			s.exposure.seen.putBack(some)
			return fmt.Errorf("keeping who was shown what: %w", err)
		}
	}
}

// EachSeen calls each with who was shown what, page by page. Of who was removed nothing is left.
func (s *Service) EachSeen(ctx context.Context, each func(Seen)) error {
	for after := ""; ; {
		page, err := s.Store.SeenFacts(ctx, after, cohorts.MaxChunk)
		if err != nil {
			return fmt.Errorf("reading who was shown what: %w", err)
		}
		for _, seen := range page.Items {
			each(seen)
		}
		if after = page.Next; after == "" {
			return nil
		}
	}
}

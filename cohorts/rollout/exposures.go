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
type exposureQueue struct {
	mu      sync.Mutex
	pending []Exposure
}

// maxSeen bounds the queue.
const maxPending = 20_000

// add notes that somebody was shown a feature, once as long as they are remembered.
func (q *exposureQueue) add(p *person, sh *share, ref string, now time.Time) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if !slices.Contains(p.exposed, sh.id) && len(q.pending) < maxPending {
		p.exposed = append(p.exposed, sh.id)
		q.pending = append(q.pending, Exposure{sh.feature, sh.cohort, ref, now})
	}
}

// forget takes out what one person was shown.
func (q *exposureQueue) forget(ref string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.pending = slices.DeleteFunc(q.pending, func(s Exposure) bool { return s.Ref == ref })
}

// take takes the oldest out, at most cohorts.MaxChunk.
func (q *exposureQueue) take() []Exposure {
	q.mu.Lock()
	defer q.mu.Unlock()
	n := min(len(q.pending), cohorts.MaxChunk)
	some := slices.Clone(q.pending[:n])
	q.pending = slices.Delete(q.pending, 0, n)
	return some
}

// putBack puts what could not be kept in front again.
func (q *exposureQueue) putBack(some []Exposure) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.pending = slices.Insert(q.pending, 0, some...)
}

// Flush keeps who was shown what since the last time: for a background job, and once before the server stops.
func (s *Service) Flush(ctx context.Context) error {
	for {
		some := s.memory.exposures.take()
		if len(some) == 0 {
			return nil
		}
		if err := s.Store.AddExposures(ctx, some); err != nil {
			s.memory.exposures.putBack(some)
			return fmt.Errorf("keeping who was shown what: %w", err)
		}
	}
}

// EachSeen calls each with who was shown what, page by page. Of who was removed nothing is left.
func (s *Service) EachExposure(ctx context.Context, each func(Exposure)) error {
	for after := ""; ; {
		page, err := s.Store.Exposures(ctx, after, cohorts.MaxChunk)
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

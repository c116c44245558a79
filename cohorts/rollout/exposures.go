package rollout

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
)

// exposureQueue holds exposures until they are kept. When it is full nothing is added; an exposure that is left out is
// added the next time the person is shown the feature.
type exposureQueue struct {
	mu      sync.Mutex
	pending []Exposure
}

// maxPending is the greatest length of the queue.
const maxPending = 20_000

// add notes an exposure, once for as long as the person is remembered.
func (q *exposureQueue) add(p *person, sh *share, ref string, now time.Time) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if !slices.Contains(p.exposed, sh.id) && len(q.pending) < maxPending {
		p.exposed = append(p.exposed, sh.id)
		q.pending = append(q.pending, Exposure{sh.feature, sh.cohort, ref, now})
	}
}

// forget removes the exposures of one person.
func (q *exposureQueue) forget(ref string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.pending = slices.DeleteFunc(q.pending, func(e Exposure) bool { return e.Ref == ref })
}

// take removes the oldest exposures and returns them, at most cohorts.MaxChunk.
func (q *exposureQueue) take() []Exposure {
	q.mu.Lock()
	defer q.mu.Unlock()
	n := min(len(q.pending), cohorts.MaxChunk)
	some := slices.Clone(q.pending[:n])
	q.pending = slices.Delete(q.pending, 0, n)
	return some
}

// putBack puts exposures that could not be kept back in front.
func (q *exposureQueue) putBack(some []Exposure) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.pending = slices.Insert(q.pending, 0, some...)
}

// Flush keeps the exposures noted since the last call: a background job, and once before the server stops.
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

// EachExposure calls each with every exposure that is kept. Those of removed people are not.
func (s *Service) EachExposure(ctx context.Context, each func(Exposure)) error {
	for exposure, err := range base.Each(func(after string) (base.Page[Exposure], error) {
		return s.Store.Exposures(ctx, after, cohorts.MaxChunk)
	}) {
		if err != nil {
			return fmt.Errorf("reading who was shown what: %w", err)
		}
		each(exposure)
	}
	return nil
}

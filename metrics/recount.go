package metrics

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Recount is what counting every event again has shown.
type Recount struct {
	Events, Members int
	Added           int          // members who had agreed and were counted nowhere: they are now
	Misplaced       int          // events that do not count for the cohorts which their people had agreed to at their time
	Different       []Difference // by cohort
}

// Difference says of a cohort that its figures are not what its events add up to.
type Difference struct {
	Cohort  string
	Members int // whose days are others
}

// Equal reports whether the figures are what the events add up to.
func (r Recount) Equal() bool { return r.Misplaced == 0 && len(r.Different) == 0 }

// Said returns what is not equal, in English for the operator and without naming anybody; nothing if all is.
func (r Recount) Said() []string {
	var said []string
	for _, d := range r.Different {
		said = append(said, fmt.Sprintf("cohort %s (the days of %d members)", d.Cohort, d.Members))
	}
	if r.Misplaced > 0 {
		said = append(said, fmt.Sprintf("%d events count for cohorts that their people had not agreed to, or not for those they had", r.Misplaced))
	}
	return said
}

// Recount counts every event again, and compares. Members who agreed before figures knew of consents, and of whom no event
// came since, are counted in.
func (s *Service) Recount(ctx context.Context) (Recount, error) {
	r, missing, err := s.compare(ctx)
	if err != nil || len(missing) == 0 {
		return r, err
	}
	for some := range slices.Chunk(missing, MaxChunk) {
		if err := s.Store.EnqueueMembers(ctx, some); err != nil {
			return r, fmt.Errorf("counting members in: %w", err)
		}
	}
	for n := 1; n > 0; {
		if n, err = s.Fold(ctx); err != nil {
			return r, err
		}
	}
	if r, _, err = s.compare(ctx); err != nil {
		return r, err
	}
	r.Added = len(missing)
	return r, nil
}

// compare counts every event again, and returns also the memberships that nothing is kept of.
func (s *Service) compare(ctx context.Context) (r Recount, missing []string, err error) {
	zone, err := s.Zone(ctx)
	if err != nil {
		return r, nil, err
	}
	kept, counted, err := s.Store.RecountEvents(ctx, zone)
	if err != nil {
		return r, nil, fmt.Errorf("counting the events again: %w", err)
	}
	r = Recount{Events: counted.Events, Members: len(counted.Activities), Misplaced: counted.Misplaced}
	different := map[string]int{}
	for cohort := range either(kept.Tallies, counted.Tallies) {
		if !maps.Equal(kept.Tallies[cohort], counted.Tallies[cohort]) {
			different[cohort] = 0
		}
	}
	for id := range either(kept.Activities, counted.Activities) {
		did, known := kept.Activities[id]
		if !known {
			missing = append(missing, id)
		}
		if !did.Equal(counted.Activities[id]) || !known {
			cohort, _, _ := strings.Cut(id, "/")
			different[cohort]++
		}
	}
	for _, cohort := range slices.Sorted(maps.Keys(different)) {
		r.Different = append(r.Different, Difference{cohort, different[cohort]})
	}
	return r, missing, nil
}

// either returns the keys that are in one of two maps.
func either[V any](a, b map[string]V) map[string]bool {
	keys := map[string]bool{}
	for key := range a {
		keys[key] = true
	}
	for key := range b {
		keys[key] = true
	}
	return keys
}

// Fold adds some of what is pending to the figures, and returns how much: for a background job.
func (s *Service) Fold(ctx context.Context) (int, error) {
	zone, err := s.Zone(ctx)
	if err != nil {
		return 0, err
	}
	return s.Store.FoldEvents(ctx, zone)
}

package intake

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"soundings/cohorts/base"
	"soundings/metrics"
)

// arrivals are the participants and features that came to be known on this server since events kept apart were last looked
// through for theirs.
type arrivals struct {
	mu       sync.Mutex
	refs     map[string]bool
	features map[string]bool
	many     bool      // more than are remembered
	swept    time.Time // when all events kept apart were last looked through
}

const (
	maxArrivals = 1000           // remembered; with more, all events kept apart are looked through
	sweepEvery  = 24 * time.Hour // the same, for arrivals that were not heard of, as those before a crash
	retriedOnce = 1000           // events kept apart that are looked at together
)

// OnCreated notes participants and features that came to be known on this server. The store calls it after each write.
func (s *Service) OnCreated(refs, features []string) {
	a := &s.arrivals
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.refs == nil {
		a.refs, a.features = map[string]bool{}, map[string]bool{}
	}
	for _, ref := range refs {
		a.refs[ref] = true
	}
	for _, key := range features {
		a.features[key] = true
	}
	if len(a.refs)+len(a.features) > maxArrivals {
		a.many = true
		clear(a.refs)
		clear(a.features)
	}
}

// take returns which events kept apart may be known now, and begins anew.
func (a *arrivals) take(now time.Time) []ParkedOf {
	a.mu.Lock()
	defer a.mu.Unlock()
	of := []ParkedOf{{Until: now}}
	if a.many || now.Sub(a.swept) >= sweepEvery {
		of, a.many, a.swept = []ParkedOf{{}}, false, now
	}
	for _, ref := range slices.Sorted(maps.Keys(a.refs)) {
		of = append(of, ParkedOf{Ref: ref})
	}
	for _, key := range slices.Sorted(maps.Keys(a.features)) {
		of = append(of, ParkedOf{Feature: key})
	}
	clear(a.refs)
	clear(a.features)
	return of
}

// Retry takes in the events kept apart whose participants and features have become known, and forgets those that were
// kept for long enough: for a background job. Its cost follows what became known.
func (s *Service) Retry(ctx context.Context) error {
	err := s.retryAll(ctx, s.arrivals.take(s.Now()))
	if err != nil {
		s.arrivals.mu.Lock()
		defer s.arrivals.mu.Unlock()
		s.arrivals.many = true // who came is lost
	}
	return err
}

func (s *Service) retryAll(ctx context.Context, of []ParkedOf) error {
	var some []Parked
	for _, each := range of {
		list := func(after string) (base.Page[Parked], error) { return s.Store.Parked(ctx, each, after) }
		for parked, err := range base.Pages(list) {
			if err != nil {
				return fmt.Errorf("read the events kept apart: %w", err)
			}
			if some = append(some, parked...); len(some) >= retriedOnce {
				if err := s.retry(ctx, some); err != nil {
					return err
				}
				some = some[:0]
			}
		}
	}
	return s.retry(ctx, some)
}

func (s *Service) retry(ctx context.Context, parked []Parked) error {
	if len(parked) == 0 {
		return nil
	}
	slices.SortFunc(parked, func(x, y Parked) int { return strings.Compare(x.Event.ID, y.Event.ID) })
	parked = slices.CompactFunc(parked, func(x, y Parked) bool { return x.Event.ID == y.Event.ID }) // of a new person and a new feature
	b := &batch{s: s, now: s.Now()}
	for _, p := range parked {
		b.events = append(b.events, p.Event)
	}
	if err := b.prepare(ctx); err != nil {
		return err
	}
	over := b.sortParked(parked)
	for some := range slices.Chunk(b.fresh, metrics.MaxChunk) {
		known, err := s.Store.AddEvents(ctx, some, true)
		if err != nil {
			return fmt.Errorf("keep events that were kept apart: %w", err)
		}
		for i, e := range some {
			if !slices.Contains(known, i) {
				s.events.count(e.Kind, "accepted")
			}
		}
	}
	if err := s.Store.Unpark(ctx, over); err != nil {
		return fmt.Errorf("forget events kept apart: %w", err)
	}
	return nil
}

// sortParked decides what becomes of events that were kept apart. It returns the ids of those that are not counted after
// all; those of which too little is known yet stay.
func (b *batch) sortParked(parked []Parked) (over []string) {
	for i, p := range parked {
		e := b.events[i]
		in, known := b.memberships[e.Ref]
		known = known && (e.Feature == "" || b.features[e.Feature])
		e.Day, e.Cohorts = metrics.DayOf(e.At, b.zone), in.AgreedAt(e.At)
		switch {
		case !known && b.now.Before(p.Until):
		case !known || len(e.Cohorts) == 0 && in.Refused(e.At):
			over = append(over, e.ID)
		default:
			b.fresh = append(b.fresh, e)
		}
	}
	return over
}

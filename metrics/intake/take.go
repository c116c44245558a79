package intake

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"soundings/cohorts/base"
	"soundings/metrics"
)

// Limits of what is taken in.
const (
	MaxEvents = 10_000              // of one request
	parkedFor = 30 * 24 * time.Hour // so long an event is kept apart
)

// Taken is what came of a batch of events.
type Taken struct {
	Accepted   int
	Duplicates int // known already, or twice in the batch
	Rejected   []Rejection
}

// Rejection is one event that is not counted. Those of unknown participants and features are kept apart for a while, for
// when they become known.
type Rejection struct {
	Index  int
	Text   base.Text
	result string // of countedResults
}

// Take takes in events, in any order, each id once. It returns TooLarge for more than MaxEvents.
func (s *Service) Take(ctx context.Context, events []metrics.Event) (Taken, error) {
	if len(events) > MaxEvents {
		return Taken{}, base.Refuse(base.TooLarge, "event.too_many", "Limit", MaxEvents)
	}
	s.taken.Store(time.Now().UnixNano())
	b, err := s.sorted(ctx, events, make(map[string]bool, len(events)))
	if err != nil {
		return Taken{}, err
	}
	if err := b.keep(ctx); err != nil {
		return Taken{}, err
	}
	b.record()
	return b.taken, nil
}

// batch is a batch of events on its way in.
type batch struct {
	s           *Service
	now         time.Time
	zone        *time.Location
	events      []metrics.Event
	features    map[string]bool // by key
	memberships map[string]metrics.Memberships
	seen        map[string]bool // ids of this batch
	fresh       []metrics.Event // to be counted
	unknown     []metrics.Event // to be kept apart
	twice       []metrics.Event // known already, or twice in the batch
	taken       Taken
}

// sorted decides what becomes of each event, and keeps none. Ids in seen are known; those of these events are added.
func (s *Service) sorted(ctx context.Context, events []metrics.Event, seen map[string]bool) (*batch, error) {
	b := &batch{s: s, now: s.Now(), events: events, seen: seen}
	if err := b.prepare(ctx); err != nil {
		return nil, err
	}
	for i := range events {
		b.sort(i)
	}
	return b, nil
}

// prepare reads what the events are held against.
func (b *batch) prepare(ctx context.Context) error {
	var err error
	if b.zone, err = b.s.zone(ctx); err != nil {
		return err
	}
	if b.features, err = b.s.featureKeys(ctx); err != nil {
		return err
	}
	refs := make([]string, 0, len(b.events))
	for _, e := range b.events {
		if e.Ref != "" && len(e.Ref) <= metrics.MaxRef {
			refs = append(refs, e.Ref)
		}
	}
	slices.Sort(refs)
	refs = slices.Compact(refs)
	if b.memberships, err = b.s.membershipsOf(ctx, refs); err != nil {
		return err
	}
	return b.spell(ctx, refs)
}

// spell has events of refs that nobody has speak of those who have them in other letters, as OFREP finds them.
func (b *batch) spell(ctx context.Context, refs []string) error {
	as, err := b.s.spelled(ctx, refs, b.memberships)
	if err != nil || len(as) == 0 {
		return err
	}
	b.events = slices.Clone(b.events) // whose they are is not ours to change
	for i, e := range b.events {
		b.events[i].Ref = cmp.Or(as[e.Ref], e.Ref)
	}
	found, err := b.s.membershipsOf(ctx, slices.Compact(slices.Sorted(maps.Values(as))))
	maps.Copy(b.memberships, found)
	return err
}

// sort decides what becomes of one event.
func (b *batch) sort(i int) {
	e := b.events[i]
	if e.Kind != metrics.Used {
		e.Feature = ""
	}
	if wrong := e.Check(b.now); wrong != nil {
		b.reject(i, "invalid", *wrong)
		return
	}
	if b.seen[e.ID] {
		b.duplicate(e)
		return
	}
	b.seen[e.ID] = true
	in, known := b.memberships[e.Ref]
	switch {
	case !known:
		b.unknown = append(b.unknown, e)
		b.reject(i, "unknown", base.T("event.unknown_ref"))
	case e.Feature != "" && !b.features[e.Feature]:
		b.unknown = append(b.unknown, e)
		why := base.T("event.unknown_feature")
		if len(in.AgreedAt(e.At)) == 0 && in.Refused(e.At) { // the first thing that is wrong
			why = base.T("event.not_agreed")
		}
		b.reject(i, "unknown", why)
	default:
		e.Day, e.Cohorts = metrics.DayOf(e.At, b.zone), in.AgreedAt(e.At)
		if len(e.Cohorts) == 0 && in.Refused(e.At) {
			b.reject(i, "refused", base.T("event.not_agreed"))
			return
		}
		b.fresh = append(b.fresh, e)
	}
}

func (b *batch) reject(i int, result string, why base.Text) {
	b.taken.Rejected = append(b.taken.Rejected, Rejection{i, why, result})
}

func (b *batch) duplicate(e metrics.Event) {
	b.taken.Duplicates++
	b.twice = append(b.twice, e)
}

// pass takes those of the fresh events out that are kept already, by their positions in ascending order.
func (b *batch) pass(known []int) {
	fresh := b.fresh[:0]
	for i, e := range b.fresh {
		if len(known) > 0 && known[0] == i {
			b.duplicate(e)
			known = known[1:]
		} else {
			fresh = append(fresh, e)
		}
	}
	b.fresh, b.taken.Accepted = fresh, len(fresh)
}

// tell counts for Prometheus what became of the batch.
func (b *batch) record() {
	for _, e := range b.fresh {
		b.s.events.count(e.Kind, "accepted")
	}
	for _, e := range b.twice {
		b.s.events.count(e.Kind, "duplicate")
	}
	for _, r := range b.taken.Rejected {
		b.s.events.count(b.events[r.Index].Kind, r.result)
	}
}

// keep keeps what is to be counted, and apart what is unknown.
func (b *batch) keep(ctx context.Context) error {
	var known []int
	for start := 0; start < len(b.fresh); start += metrics.MaxChunk {
		found, err := b.s.Store.AddEvents(ctx, b.fresh[start:min(start+metrics.MaxChunk, len(b.fresh))], false)
		if err != nil {
			return fmt.Errorf("keeping events: %w", err)
		}
		for _, i := range found {
			known = append(known, start+i)
		}
	}
	b.pass(known)
	for some := range slices.Chunk(b.unknown, metrics.MaxChunk) {
		if err := b.s.Store.Park(ctx, some, b.now.Add(parkedFor)); err != nil {
			return fmt.Errorf("keeping events apart: %w", err)
		}
	}
	return nil
}

func (s *Service) featureKeys(ctx context.Context) (map[string]bool, error) {
	all, err := s.Rollouts.Features(ctx)
	if err != nil {
		return nil, err
	}
	keys := make(map[string]bool, len(all))
	for _, f := range all {
		keys[f.Key] = true
	}
	return keys, nil
}

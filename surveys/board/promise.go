package board

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"soundings/cohorts/plan"
)

// Promises are the bumps that the vendor promised to mend, each with a release.
type Promises struct{ *Service }

// Promise is a bump that a release is to mend.
type Promise struct {
	Named string // its id, as the release has it
	Bump  Bump   // the card that has its reports now; the zero Bump where there is none any more
}

// Mended reports whether the change to the bump was carried out, by the vendor or otherwise.
func (p Promise) Mended() bool { return p.Bump.State == Done || p.Bump.State == Told }

// Open reports whether something has still to be done about the bump.
func (p Promise) Open() bool { return p.Bump.State.Open() }

// UnknownBumps returns those of these ids that no card has.
func (s Promises) UnknownBumps(ctx context.Context, ids []string) ([]string, error) {
	known, err := s.named(ctx, ids)
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { _, ok := known[id]; return ok }), err
}

func (s Promises) named(ctx context.Context, ids []string) (map[string]Bump, error) {
	known, err := s.Store.BumpsNamed(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("reading bumps: %w", err)
	}
	return known, nil
}

// current returns by id the cards that have the reports of these now.
func (s Promises) current(ctx context.Context, ids []string) (map[string]Bump, error) {
	found := map[string]Bump{}
	at := map[string]string{} // by id: the card that was read last on the way from it
	for _, id := range ids {
		at[id] = id
	}
	for len(at) > 0 {
		known, err := s.named(ctx, slices.Compact(slices.Sorted(maps.Values(at))))
		if err != nil {
			return nil, err
		}
		for id, card := range at {
			if b := known[card]; b.State == Merged {
				at[id] = b.Into
			} else {
				found[id] = b
				delete(at, id)
			}
		}
	}
	return found, nil
}

// Of returns the promises of releases, by the id of each release, in its order.
func (s Promises) Of(ctx context.Context, releases ...plan.Entry) (map[string][]Promise, error) {
	var ids []string
	for _, e := range releases {
		ids = append(ids, e.Mends...)
	}
	current, err := s.current(ctx, ids)
	if err != nil {
		return nil, err
	}
	all := map[string][]Promise{}
	for _, e := range releases {
		for _, id := range e.Mends {
			all[e.ID] = append(all[e.ID], Promise{id, current[id]})
		}
	}
	return all, nil
}

// With returns the releases that are to mend a card, or one whose reports it has by now, the earliest first.
func (s Promises) With(ctx context.Context, bump string) ([]plan.Entry, error) {
	releases, err := s.Plans.Entries(ctx, plan.Release)
	if err != nil {
		return nil, err
	}
	promised, err := s.Of(ctx, releases...)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(releases, func(e plan.Entry) bool {
		return !slices.ContainsFunc(promised[e.ID], func(p Promise) bool { return p.Bump.ID == bump })
	}), nil
}

// Unkept is a release that is out and has not mended all that it was to mend.
type Unkept struct {
	Release plan.Entry
	Open    []Promise // those about which something has still to be done
}

// Unkept returns such releases, the earliest first: of those whose day is over.
func (s Promises) Unkept(ctx context.Context) ([]Unkept, error) {
	releases, err := s.Plans.Entries(ctx, plan.Release)
	if err != nil {
		return nil, err
	}
	today, err := s.Plans.DayOf(ctx, s.Now())
	if err != nil {
		return nil, err
	}
	out := slices.DeleteFunc(releases, func(e plan.Entry) bool { return !e.Date.Before(today) })
	promised, err := s.Of(ctx, out...)
	if err != nil {
		return nil, err
	}
	var all []Unkept
	for _, e := range out {
		open := slices.DeleteFunc(promised[e.ID], func(p Promise) bool { return !p.Open() })
		if len(open) > 0 {
			all = append(all, Unkept{e, open})
		}
	}
	return all, nil
}

var _ plan.Bumps = Promises{}

package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"soundings/cohorts/base"
	"soundings/metrics"
	"soundings/server/store/engine"
)

// ForgetEvents deletes the events of a participant, and takes what they did out of the tallies of their cohorts. What is
// pending has to be folded first.
func (s *Store) ForgetEvents(ctx context.Context, ref string) error {
	for _, collection := range []string{events, parkedEvents} {
		if err := s.forgetEventsIn(ctx, collection, ref); err != nil {
			return fmt.Errorf("forgetting events: %w", err)
		}
	}
	for {
		docs, err := findAll[activityDoc](ctx, s, engine.Query{Collection: activities, Index: "ref", Equal: []any{ref}})
		if err != nil || len(docs) == 0 {
			return err
		}
		for _, d := range docs {
			if err := s.forgetActivity(ctx, d); err != nil && !base.IsCode(err, base.Conflict) { // a fold came between
				return fmt.Errorf("forgetting what somebody did: %w", err)
			}
		}
	}
}

// forgetEventsIn deletes the events of one participant in a collection.
func (s *Store) forgetEventsIn(ctx context.Context, collection, ref string) error {
	for docs, err := range pages[eventDoc](ctx, s, engine.Query{Collection: collection, Index: "ref", Equal: []any{ref}}) {
		if err != nil {
			return err
		}
		a := s.begin("", "")
		for _, d := range docs {
			a.remove(collection, d.ID, d.Version)
		}
		if err := a.commit(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) forgetActivity(ctx context.Context, d *activityDoc) error {
	counted, err := withoutActivity(d)
	if err != nil {
		return err
	}
	cohort, _, _ := strings.Cut(d.ID, "/")
	a := s.begin("", "").remove(activities, d.ID, d.Version)
	if err := s.addAdoption(ctx, a, cohort, counted); err != nil {
		return err
	}
	return a.commit(ctx)
}

// withoutActivity returns what a tally loses when what somebody did is taken out.
func withoutActivity(d *activityDoc) (metrics.Tally, error) {
	did, err := d.activity()
	if err != nil {
		return nil, err
	}
	counted := metrics.Tally{}
	did.Recount(counted)
	for c, n := range counted {
		counted[c] = -n
	}
	return counted, nil
}

// RemoveEvents deletes the events of a participant that count for a cohort, or with an empty one all, and takes them out of the
// tallies. One that counts for another cohort too goes on doing so. What is pending has to be folded first.
func (s *Store) RemoveEvents(ctx context.Context, ref, cohort string) (removed int, err error) {
	if cohort == "" {
		err = s.forgetEventsIn(ctx, parkedEvents, ref)
	}
	for docs, failed := range pages[eventDoc](ctx, s, engine.Query{Collection: events, Index: "ref", Equal: []any{ref}, Limit: metrics.MaxChunk}) {
		if err = errors.Join(err, failed); err != nil {
			return removed, fmt.Errorf("removing events: %w", err)
		}
		a := s.begin("", "")
		for _, d := range docs {
			rest := slices.DeleteFunc(slices.Clone(d.Cohorts), func(in string) bool { return in == cohort })
			switch {
			case cohort == "" || len(rest) == 0 && len(d.Cohorts) > 0:
				a.remove(events, d.ID, d.Version)
			case len(rest) < len(d.Cohorts):
				d.Cohorts = rest
				a.save(events, d)
			default:
				continue
			}
			removed++
		}
		if err = a.commit(ctx); err != nil {
			return removed, fmt.Errorf("removing events: %w", err)
		}
	}
	return removed, s.clearActivities(ctx, ref, cohort)
}

// clearActivities leaves of what a participant did as a member of a cohort, or of all, only that they agreed and left.
func (s *Store) clearActivities(ctx context.Context, ref, cohort string) error {
	for {
		docs, err := findAll[activityDoc](ctx, s, engine.Query{Collection: activities, Index: "ref", Equal: []any{ref}})
		if err != nil {
			return err
		}
		again := false
		for _, d := range docs {
			if of, _, _ := strings.Cut(d.ID, "/"); cohort != "" && of != cohort || d.Enrolled == nil && len(d.Uses) == 0 {
				continue
			}
			switch err := s.clearActivity(ctx, d); {
			case base.IsCode(err, base.Conflict): // a fold came between
				again = true
			case err != nil:
				return fmt.Errorf("removing what somebody did: %w", err)
			}
		}
		if !again {
			return nil
		}
	}
}

func (s *Store) clearActivity(ctx context.Context, d *activityDoc) error {
	changed, err := withoutActivity(d)
	if err != nil {
		return err
	}
	d.Enrolled, d.Uses = nil, nil
	did, err := d.activity()
	if err != nil {
		return err
	}
	did.Recount(changed)
	cohort, _, _ := strings.Cut(d.ID, "/")
	a := s.begin("", "").save(activities, d)
	if err := s.addAdoption(ctx, a, cohort, changed); err != nil {
		return err
	}
	return a.commit(ctx)
}

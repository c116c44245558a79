package store

import (
	"context"
	"fmt"
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
	did, err := d.activity()
	if err != nil {
		return err
	}
	counted := metrics.Tally{}
	did.Recount(counted)
	for c, n := range counted {
		counted[c] = -n
	}
	cohort, _, _ := strings.Cut(d.ID, "/")
	a := s.begin("", "").remove(activities, d.ID, d.Version)
	if err := s.addAdoption(ctx, a, cohort, counted); err != nil {
		return err
	}
	return a.commit(ctx)
}

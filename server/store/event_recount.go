package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/metrics"
)

// recounting collects the events, and what was counted of them, from one snapshot of the database.
type recounting struct {
	zone    *time.Location
	removed map[string]time.Time           // who is being removed, by ref: what was before counts no more
	consent map[string][]*consentDoc       // by membership
	cleared map[string]time.Time           // the same: what was answered before counts no more
	stands  map[string]metrics.Memberships // by ref
	facts   map[string]*metrics.Activity   // what the events say, by membership
	pending []*marksDoc
	kept    folding
	events  int
	astray  int // events that count for other cohorts than they should
}

// RecountEvents returns by cohort the kept figures, pending ones added, and the same counted from the facts, both as they
// were at one moment.
func (s *Store) RecountEvents(ctx context.Context, zone *time.Location) (kept, counted metrics.Recounted, err error) {
	r := &recounting{
		zone: zone, removed: map[string]time.Time{}, cleared: map[string]time.Time{}, consent: map[string][]*consentDoc{}, facts: map[string]*metrics.Activity{},
		kept: folding{activities: map[string]*metrics.Activity{}, tallies: map[string]metrics.Tally{}, zone: zone},
	}
	if err = s.engine.Snapshot(ctx, r.visit); err != nil {
		return kept, counted, err
	}
	r.kept.steps = func(_ context.Context, cohort, ref string) (metrics.Transitions, error) {
		return r.stepsOf(membershipID(cohort, ref)), nil
	}
	for _, p := range r.pending {
		for _, m := range p.Marks {
			if err = r.kept.take(ctx, m.mark()); err != nil {
				return kept, counted, err
			}
		}
	}
	return r.kept.recounted(), r.count(), nil
}

// EnqueueMembers marks these memberships, so that the next folds count them as their consents say.
func (s *Store) EnqueueMembers(ctx context.Context, ids []string) error {
	marks := make([]eventMark, len(ids))
	for i, id := range ids {
		marks[i].Cohort, marks[i].Ref, _ = strings.Cut(id, "/")
	}
	a := s.begin("", "")
	a.mark(marks)
	return a.commit(ctx)
}

// visit takes in one document of the database: removals come first, then consents, then events.
func (r *recounting) visit(collection string, raw bson.Raw) error {
	switch collection {
	case removals:
		d, err := decode[removalDoc](collection, raw)
		if err == nil && d.At.After(r.removed[d.Ref]) {
			r.removed[d.Ref] = d.At
		}
		return err
	case memberships:
		d, err := decode[membershipDoc](collection, raw)
		if err == nil && d.Removed != nil {
			r.cleared[d.ID] = *d.Removed
		}
		return err
	case consents:
		d, err := decode[consentDoc](collection, raw)
		if err == nil && d.At.After(r.removed[d.Ref]) {
			id := membershipID(d.Cohort, d.Ref)
			r.consent[id] = append(r.consent[id], d)
		}
		return err
	case events:
		d, err := decode[eventDoc](collection, raw)
		if err == nil {
			r.event(d.event())
		}
		return err
	case eventMarks:
		d, err := decode[marksDoc](collection, raw)
		r.pending = append(r.pending, d)
		return err
	case activities:
		d, err := decode[activityDoc](collection, raw)
		if err != nil {
			return err
		}
		did, err := d.activity()
		r.kept.activities[d.ID] = &did
		return err
	case adoptions:
		d, err := decode[adoptionDoc](collection, raw)
		if err != nil {
			return err
		}
		cohort, _, _ := strings.Cut(d.ID, "/")
		return d.put(r.kept.tally(cohort))
	}
	return nil
}

func (r *recounting) event(e metrics.Event) {
	if !e.At.After(r.removed[e.Ref]) {
		return
	}
	r.events++
	if e.Misplaced(r.standing(e.Ref)) {
		r.astray++
	}
	for _, m := range e.Effects() {
		id := membershipID(m.Cohort, m.Ref)
		if r.facts[id] == nil {
			r.facts[id] = &metrics.Activity{Ref: m.Ref}
		}
		r.facts[id].Note(m)
	}
}

// standing returns where the facts of consent say that somebody stands.
func (r *recounting) standing(ref string) metrics.Memberships {
	if r.stands == nil {
		r.stands = map[string]metrics.Memberships{}
		for id := range r.consent {
			cohort, ref, _ := strings.Cut(id, "/")
			r.stands[ref] = append(r.stands[ref], metrics.Membership{Cohort: cohort, Transitions: r.stepsOf(id), Cleared: r.cleared[id]})
		}
	}
	return r.stands[ref]
}

func (r *recounting) stepsOf(membership string) metrics.Transitions {
	docs := r.consent[membership]
	slices.SortFunc(docs, func(a, b *consentDoc) int { return int(a.Step - b.Step) })
	return transitionsOf(docs)
}

// count returns what the facts add up to.
func (r *recounting) count() metrics.Recounted {
	c := metrics.Recounted{Tallies: map[string]metrics.Tally{}, Activities: map[string]metrics.Activity{}, Events: r.events, Misplaced: r.astray}
	for id := range r.consent {
		agreed, left, ok := r.stepsOf(id).Consent(r.zone)
		if !ok {
			continue
		}
		cohort, ref, _ := strings.Cut(id, "/")
		did := metrics.Activity{Ref: ref}
		if r.facts[id] != nil {
			did = *r.facts[id]
		}
		did.Agreed, did.Left = agreed, left
		if c.Tallies[cohort] == nil {
			c.Tallies[cohort] = metrics.Tally{}
		}
		did.Recount(c.Tallies[cohort])
		c.Activities[id] = did
	}
	return c
}

func (f *folding) recounted() metrics.Recounted {
	r := metrics.Recounted{Tallies: f.tallies, Activities: map[string]metrics.Activity{}}
	for id, did := range f.activities {
		r.Activities[id] = *did
	}
	return r
}

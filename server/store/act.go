package store

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/cohorts/base"
	"soundings/server/store/engine"
)

// act is one all-or-none list of changes in the making, with what the audit and the rollups should know of it.
type act struct {
	s        *Store
	name     string
	subject  string
	besides  *act // a second record of the same changes
	changes  []engine.Change
	moves    map[string]counts // by rollup
	facts    map[string][]string
	timeless bool // see untimed
	err      error
}

// begin starts an act. Its name, as "cohort.create", and subject, the id of what it is done to, go into the audit record;
// an act without a name leaves none.
func (s *Store) begin(name, subject string) *act {
	return &act{s: s, name: name, subject: subject}
}

// and has the act leave a second audit record.
func (a *act) and(name, subject string) *act {
	a.besides = &act{name: name, subject: subject}
	return a
}

// save adds a document whose Version is 0, and replaces the one with its Version otherwise.
func (a *act) save(collection string, d document) *act {
	return a.put(collection, d, d.top().Version+1)
}

// rewrite replaces the document with its Version by one that says the same and keeps it, so that nobody who has read it is
// refused.
func (a *act) rewrite(collection string, d document) *act {
	return a.put(collection, d, d.top().Version)
}

func (a *act) put(collection string, d document, version int64) *act {
	h := d.top()
	before := h.Version
	h.Version, h.Schema = version, schemaOf(collection)
	raw, err := bson.Marshal(d)
	h.Version = before
	if err != nil {
		a.err = fmt.Errorf("writing a document of %s: %w", collection, err)
		return a
	}
	op := engine.Insert
	if before > 0 {
		op = engine.Replace
	}
	a.changes = append(a.changes, engine.Change{Op: op, Collection: collection, ID: h.ID, Version: before, Doc: summed(raw)})
	return a
}

// remove deletes the document with this version.
func (a *act) remove(collection, id string, version int64) *act {
	a.changes = append(a.changes, engine.Change{Op: engine.Delete, Collection: collection, ID: id, Version: version})
	return a
}

// move counts a step from one state to another in a rollup; an empty state is outside.
func (a *act) move(rollup, from, to string) *act {
	if from != "" {
		a.tally(rollup)[from]--
	}
	if to != "" {
		a.tally(rollup)[to]++
	}
	return a
}

// subtract takes figures out of a rollup.
func (a *act) subtract(rollup string, figures counts) *act {
	for key, n := range figures {
		a.tally(rollup)[key] -= n
	}
	return a
}

// tally returns by how much the act changes each figure of a rollup, to be written into.
func (a *act) tally(rollup string) counts {
	if a.moves == nil {
		a.moves = map[string]counts{}
	}
	if a.moves[rollup] == nil {
		a.moves[rollup] = counts{}
	}
	return a.moves[rollup]
}

// fact names a fact that a rollup has still to count.
func (a *act) fact(rollup, id string) *act {
	if a.facts == nil {
		a.facts = map[string][]string{}
	}
	a.facts[rollup] = append(a.facts[rollup], id)
	return a
}

// untimed keeps the time of the act out of the ids that are made for it.
func (a *act) untimed() *act {
	a.timeless = true
	return a
}

func (a *act) newID() string {
	if a.timeless {
		return base.NewID(a.s.rand)
	}
	return base.NewOrderedID(a.s.now(), a.s.rand)
}

// commit makes the act durable, or returns base.ErrChanged and changes nothing.
func (a *act) commit(ctx context.Context) error {
	for _, rollup := range slices.Sorted(maps.Keys(a.moves)) { // in order, so that the ids are
		a.save(pendings, &pendingDoc{Head: Head{ID: a.newID()}, Rollup: rollup, Counts: a.moves[rollup].list()})
	}
	for _, rollup := range slices.Sorted(maps.Keys(a.facts)) {
		a.save(pendings, &pendingDoc{Head: Head{ID: a.newID()}, Rollup: rollup, Facts: a.facts[rollup]})
	}
	a.audit(ctx)
	if a.err != nil {
		return a.err
	}
	if len(a.changes) == 0 {
		return nil
	}
	err := a.s.write(ctx, a.changes)
	a.s.tell(a.changes)
	return refusal(err)
}

package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"soundings/cohorts/base"
	"soundings/server/store/engine"
)

// A rollup is what facts add up to, as whole counts by key, or as rows of counts by key where there are too many for a key
// each. A write of facts adds one small pending document that names them or, for a step from state to state, says what it
// changes. Folding adds what is pending to the rollup and takes it away in one write; reading adds what is still pending
// to what it finds.

// counts are the figures of a rollup by key.
type counts map[string]int

// countDoc is one figure as it lies in a document.
type countDoc struct {
	Key string `bson:"key"`
	N   int    `bson:"n"`
}

func (c counts) list() []countDoc {
	list := make([]countDoc, 0, len(c))
	for _, key := range slices.Sorted(maps.Keys(c)) {
		if c[key] != 0 {
			list = append(list, countDoc{key, c[key]})
		}
	}
	return list
}

func (c counts) add(list []countDoc) {
	for _, d := range list {
		c[d.Key] += d.N
	}
}

// sums are all the figures of a rollup.
type sums struct {
	counts counts
	rows   rows
}

func newSums() sums { return sums{counts{}, rows{}} }

func (s sums) add(d *rollupDoc) error {
	s.counts.add(d.Counts)
	return s.rows.add(d.Rows)
}

type rollupDoc struct {
	Head   `bson:",inline"`
	Counts []countDoc `bson:"counts"`
	Rows   []rowDoc   `bson:"rows,omitempty"`
}

type pendingDoc struct {
	Head   `bson:",inline"`
	Rollup string     `bson:"rollup"`
	Counts []countDoc `bson:"counts,omitempty"`
	Rows   []rowDoc   `bson:"rows,omitempty"`
	Facts  []string   `bson:"facts,omitempty"` // ids of responses, of ballots
}

// counter adds up the facts with these ids. The subject is what the id of their rollup names after its first slash.
type counter func(ctx context.Context, subject string, facts []string, sum sums) error

// counters returns the counters by the first part of a rollup's id.
func (s *Store) counters() map[string]counter {
	return map[string]counter{"responses": s.countResponses, "ballots": s.addBallots}
}

// foldAtOnce bounds the pending documents of one fold: with the rollup they fit one Write.
const foldAtOnce = engine.MaxChanges - 1

// readRollup returns the counts of a rollup, with all that was acknowledged before the call.
func (s *Store) readRollup(ctx context.Context, id string) (counts, error) {
	sum, err := s.readSums(ctx, id)
	return sum.counts, err
}

// readSums returns all figures of a rollup, with all that was acknowledged before the call.
func (s *Store) readSums(ctx context.Context, id string) (sums, error) {
	for {
		before, err := s.rollup(ctx, id)
		if err != nil {
			return sums{}, err
		}
		sum := newSums()
		if err := sum.add(before); err != nil {
			return sums{}, err
		}
		q := engine.Query{Collection: pendings, Index: "rollup", Equal: []any{id}}
		for pending, err := range pages[pendingDoc](ctx, s, q) {
			if err != nil {
				return sums{}, err
			}
			if err := s.addPending(ctx, id, sum, pending); err != nil {
				return sums{}, err
			}
		}
		after, err := s.rollup(ctx, id)
		if err != nil {
			return sums{}, err
		}
		if after.Version == before.Version {
			return sum, nil
		}
	}
}

func (s *Store) rollup(ctx context.Context, id string) (*rollupDoc, error) {
	docs, err := get[rollupDoc](ctx, s, rollups, id)
	if err != nil {
		return nil, err
	}
	if docs[0] == nil {
		return &rollupDoc{Head: Head{ID: id}}, nil
	}
	return docs[0], nil
}

// addPending adds pending documents to sum.
func (s *Store) addPending(ctx context.Context, id string, sum sums, pending []*pendingDoc) error {
	var facts []string
	for _, p := range pending {
		sum.counts.add(p.Counts)
		if err := sum.rows.add(p.Rows); err != nil {
			return err
		}
		facts = append(facts, p.Facts...)
	}
	if len(facts) == 0 {
		return nil
	}
	kind, subject, _ := strings.Cut(id, "/")
	count, ok := s.counters()[kind]
	if !ok {
		return fmt.Errorf("rollup %s has facts that nothing counts", id)
	}
	return count(ctx, subject, facts, sum)
}

// Fold adds pending facts to their rollups, at most a thousand, and returns how many. Any number of folders may run at
// once: the rollup's version lets one of them through.
func (s *Store) Fold(ctx context.Context) (int, error) {
	pending, _, err := find[pendingDoc](ctx, s, engine.Query{Collection: pendings, Index: "rollup", Limit: foldAtOnce})
	if err != nil {
		return 0, err
	}
	byRollup := map[string][]*pendingDoc{}
	for _, p := range pending {
		byRollup[p.Rollup] = append(byRollup[p.Rollup], p)
	}
	folded := 0
	var failed []error // one rollup that cannot be folded holds up no other
	for id, some := range byRollup {
		err := s.fold(ctx, id, some)
		switch {
		case errors.Is(err, base.ErrChanged): // another folder was quicker
		case err != nil:
			failed = append(failed, fmt.Errorf("folding %s: %w", id, err))
		default:
			folded += len(some)
		}
	}
	return folded, errors.Join(failed...)
}

func (s *Store) fold(ctx context.Context, id string, pending []*pendingDoc) error {
	rollup, err := s.rollup(ctx, id)
	if err != nil {
		return err
	}
	sum := newSums()
	if err := sum.add(rollup); err != nil {
		return err
	}
	if err := s.addPending(ctx, id, sum, pending); err != nil {
		return err
	}
	rollup.Counts, rollup.Rows = sum.counts.list(), sum.rows.list()
	a := s.begin("", "").save(rollups, rollup)
	for _, p := range pending {
		a.remove(pendings, p.ID, p.Version)
	}
	return a.commit(ctx)
}

package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"soundings/cohorts"
	"soundings/server/store/engine"
)

// A rollup is what facts add up to, as whole counts by key. A write of facts adds one small pending document that names
// them or, for a step from state to state, says what it changes. Folding adds what is pending to the rollup and takes it
// away in one write; reading adds what is still pending to what it finds.

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

type rollupDoc struct {
	Head   `bson:",inline"`
	Counts []countDoc `bson:"counts"`
}

type pendingDoc struct {
	Head   `bson:",inline"`
	Rollup string     `bson:"rollup"`
	Counts []countDoc `bson:"counts,omitempty"`
	Facts  []string   `bson:"facts,omitempty"` // ids of responses
}

// foldAtOnce bounds the pending documents of one fold: with the rollup they fit one Write.
const foldAtOnce = engine.MaxChanges - 1

// readRollup answers the figures of a rollup, with all that was acknowledged before the call.
func (s *Store) readRollup(ctx context.Context, id string) (counts, error) {
	for {
		before, err := s.rollup(ctx, id)
		if err != nil {
			return nil, err
		}
		sum := counts{}
		sum.add(before.Counts)
		q := engine.Query{Collection: pendings, Index: "rollup", Equal: []any{id}}
		for {
			pending, next, err := find[pendingDoc](ctx, s, q)
			if err != nil {
				return nil, err
			}
			if err := s.addPending(ctx, id, sum, pending); err != nil {
				return nil, err
			}
			if next == "" {
				break
			}
			q.After = next
		}
		after, err := s.rollup(ctx, id)
		if err != nil {
			return nil, err
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

// addPending adds what is pending to sum.
func (s *Store) addPending(ctx context.Context, id string, sum counts, pending []*pendingDoc) error {
	var facts []string
	for _, p := range pending {
		sum.add(p.Counts)
		facts = append(facts, p.Facts...)
	}
	if len(facts) == 0 {
		return nil
	}
	survey, ok := strings.CutPrefix(id, responsesRollup(""))
	if !ok {
		return fmt.Errorf("rollup %s has facts that nothing counts", id)
	}
	return s.countResponses(ctx, survey, facts, sum)
}

// Fold adds pending facts to their rollups, at most a thousand, and answers how many. Any number of folders may run at
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
	for id, some := range byRollup {
		err := s.fold(ctx, id, some)
		switch {
		case errors.Is(err, cohorts.ErrChanged): // another folder was quicker
		case err != nil:
			return folded, fmt.Errorf("folding %s: %w", id, err)
		default:
			folded += len(some)
		}
	}
	return folded, nil
}

func (s *Store) fold(ctx context.Context, id string, pending []*pendingDoc) error {
	rollup, err := s.rollup(ctx, id)
	if err != nil {
		return err
	}
	sum := counts{}
	sum.add(rollup.Counts)
	if err := s.addPending(ctx, id, sum, pending); err != nil {
		return err
	}
	rollup.Counts = sum.list()
	a := s.begin("", "").save(rollups, rollup)
	for _, p := range pending {
		a.remove(pendings, p.ID, p.Version)
	}
	return a.commit(ctx)
}

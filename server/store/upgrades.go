package store

import (
	"context"
	"slices"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/server/store/engine"
)

// upgradesDoc remembers which upgrades of many documents are done.
type upgradesDoc struct {
	Head `bson:",inline"`
	Done []string `bson:"done"`
}

// Upgrade brings documents up to date that older programs wrote and that reading alone does not: a background job. It looks
// through those of a collection once in the life of a database, and may be stopped and begun again anywhere.
func (s *Store) Upgrade(ctx context.Context) error {
	for _, one := range []struct {
		name string
		do   func(context.Context) error
	}{
		{"opened", s.upgradeInvitations},
		{"parts", s.countParts},
		{"folds", s.upgradeParticipants},
		{"charter", s.sealCharter},
	} {
		if err := s.upgradeOnce(ctx, one.name, one.do); err != nil {
			return err
		}
	}
	return nil
}

// upgradeOnce does an upgrade, unless it is noted as done.
func (s *Store) upgradeOnce(ctx context.Context, name string, do func(context.Context) error) error {
	for {
		docs, err := get[upgradesDoc](ctx, s, settings, "upgrades")
		if err != nil {
			return err
		}
		done := docs[0]
		if done == nil {
			done = &upgradesDoc{Head: Head{ID: "upgrades"}}
		}
		if slices.Contains(done.Done, name) {
			return nil
		}
		if err := do(ctx); err != nil {
			return err
		}
		done.Done = append(done.Done, name)
		if err := s.begin("", "").save(settings, done).commit(ctx); !base.IsCode(err, base.Conflict) {
			return err
		}
	}
}

// upgradeParticipants has every participant be found in other letters.
func (s *Store) upgradeParticipants(ctx context.Context) error {
	for docs, err := range pages[participantDoc](ctx, s, engine.Query{Collection: participants, Limit: cohorts.MaxChunk}) {
		if err != nil {
			return err
		}
		docs = slices.DeleteFunc(docs, func(d *participantDoc) bool { return d.Fold != "" })
		if err := s.saveFolds(ctx, docs...); err != nil {
			return err
		}
	}
	return nil
}

// saveFolds writes participants anew; one by one where some were changed meanwhile, which has brought them up to date.
func (s *Store) saveFolds(ctx context.Context, docs ...*participantDoc) error {
	a := s.begin("", "")
	for _, d := range docs {
		d.Fold = foldOf(d.ID)
		a.save(participants, d)
	}
	switch err := a.commit(ctx); {
	case !base.IsCode(err, base.Conflict):
		return err
	case len(docs) == 1:
		return nil
	}
	for _, d := range docs {
		if err := s.saveFolds(ctx, d); err != nil {
			return err
		}
	}
	return nil
}

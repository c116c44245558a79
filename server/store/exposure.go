package store

import (
	"context"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/rollout"
	"soundings/server/store/engine"
)

// MembershipChanges returns who became or ceased to be an agreed member from a moment on, at most limit of them. It reads what is
// there anyway: the facts of consent, by an index of their times.
func (s *Store) MembershipChanges(ctx context.Context, since time.Time, limit int) ([]rollout.MembershipChange, error) {
	var all []rollout.MembershipChange
	for _, to := range cohorts.States() {
		if to == cohorts.Selected || to == cohorts.Invited { // no agreed member comes there
			continue
		}
		q := engine.Query{Collection: consents, Index: "to", Equal: []any{string(to)}, From: since}
		for len(all) < limit {
			q.Limit = min(limit-len(all), engine.MaxFound)
			docs, next, err := find[consentDoc](ctx, s, q)
			if err != nil {
				return nil, err
			}
			for _, d := range docs {
				all = append(all, rollout.MembershipChange{Cohort: d.Cohort, Ref: d.Ref, From: cohorts.State(d.From), Step: d.Step})
			}
			if next == "" {
				break
			}
			q.After = next
		}
	}
	return all, nil
}

// seenDoc is the fact that a member was shown a feature.
type seenDoc struct {
	Head    `bson:",inline"` // the id is feature/cohort/ref: once each
	Feature string           `bson:"feature"`
	Cohort  string           `bson:"cohort"`
	Ref     string           `bson:"ref"`
	At      time.Time        `bson:"at"`
}

// seenRollup names the rollup of exposed members of a cohort, by feature.
func seenRollup(cohort string) string { return "seen/" + cohort }

// AddExposures adds exposures. Those that are kept already, or come to be meanwhile, are passed over.
func (s *Store) AddExposures(ctx context.Context, seen []rollout.Exposure) error {
	docs := make(map[string]*seenDoc, len(seen))
	ids := make([]string, 0, len(seen))
	for _, f := range seen {
		id := rolloutID(f.Feature, f.Cohort) + "/" + f.Ref
		if docs[id] == nil {
			docs[id], ids = &seenDoc{Head{ID: id}, f.Feature, f.Cohort, f.Ref, f.At}, append(ids, id)
		}
	}
	for {
		there, err := get[seenDoc](ctx, s, seenDocs, ids...)
		if err != nil {
			return err
		}
		a := s.begin("", "")
		for i, d := range there {
			if d == nil {
				fresh := docs[ids[i]]
				a.save(seenDocs, fresh).move(seenRollup(fresh.Cohort), "", fresh.Feature)
			}
		}
		if err := a.commit(ctx); !base.IsCode(err, base.Conflict) {
			return err
		}
	}
}

// ExposureCounts returns how many members of a cohort were shown each feature.
func (s *Store) ExposureCounts(ctx context.Context, cohort string) (map[string]int, error) {
	return s.readRollup(ctx, seenRollup(cohort))
}

// Exposures returns a page of all exposures.
func (s *Store) Exposures(ctx context.Context, after string, limit int) (base.Page[rollout.Exposure], error) {
	docs, next, err := find[seenDoc](ctx, s, engine.Query{Collection: seenDocs, After: after, Limit: limit})
	page := base.Page[rollout.Exposure]{Next: next}
	for _, d := range docs {
		page.Items = append(page.Items, rollout.Exposure{Feature: d.Feature, Cohort: d.Cohort, Ref: d.Ref, At: d.At})
	}
	return page, err
}

// ForgetExposure deletes what one participant was shown, and counts that somebody was forgotten. The other counts stay.
func (s *Store) ForgetExposure(ctx context.Context, ref string) error {
	for {
		docs, next, err := find[seenDoc](ctx, s, engine.Query{Collection: seenDocs, Index: "ref", Equal: []any{ref}, Limit: cohorts.MaxChunk})
		if err != nil {
			return err
		}
		a := s.begin("", "")
		for _, d := range docs {
			a.remove(seenDocs, d.ID, d.Version)
		}
		if next == "" {
			_, forgotten, err := s.Revisions(ctx)
			if err != nil {
				return err
			}
			a.revise(forgottenRevision, forgotten)
		}
		switch err := a.commit(ctx); {
		case base.IsCode(err, base.Conflict): // somebody else is forgotten, or they by somebody else
		case err != nil || next == "":
			return err
		}
	}
}

var _ rollout.Store = (*Store)(nil)

package store

import (
	"context"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/rollout"
	"soundings/server/store/engine"
)

type featureDoc struct {
	Head        `bson:",inline"`  // the id is the key
	Name        map[string]string `bson:"name"`
	Description map[string]string `bson:"description"`
	Effort      float64           `bson:"effort"`
	Needs       []string          `bson:"needs"`
	Stage       string            `bson:"stage"`
	Owner       []byte            `bson:"owner,omitempty"` // sealed
	Created     time.Time         `bson:"created"`
	Since       time.Time         `bson:"since"`
}

// revisionDoc is there for its version: that of everything which changes together with it.
type revisionDoc struct {
	Head `bson:",inline"`
}

// The ids of revisions.
const (
	catalogueRevision = "catalogue" // of features and rollouts
	forgottenRevision = "forgotten" // of everybody who was removed for good
)

// Revisions returns the revision of features and rollouts, and how often somebody was forgotten.
func (s *Store) Revisions(ctx context.Context) (catalogue, forgotten int64, err error) {
	docs, err := get[revisionDoc](ctx, s, revisions, catalogueRevision, forgottenRevision)
	if err != nil {
		return 0, 0, err
	}
	if docs[0] != nil {
		catalogue = docs[0].Version
	}
	if docs[1] != nil {
		forgotten = docs[1].Version
	}
	return catalogue, forgotten, nil
}

// revise adds to an act that one of them goes on from this revision.
func (a *act) revise(id string, revision int64) *act {
	return a.save(revisions, &revisionDoc{Head{ID: id, Version: revision}})
}

// Catalogue returns every feature and rollout. The revision is read first: when one of them changes meanwhile, what is
// returned is not taken for the later revision.
func (s *Store) Catalogue(ctx context.Context) (rollout.Catalogue, error) {
	revision, _, err := s.Revisions(ctx)
	if err != nil {
		return rollout.Catalogue{}, err
	}
	c := rollout.Catalogue{Revision: revision}
	features, err := findAll[featureDoc](ctx, s, engine.Query{Collection: featureDocs})
	if err != nil {
		return c, err
	}
	for _, d := range features {
		f, err := s.feature(d)
		if err != nil {
			return c, err
		}
		c.Features = append(c.Features, f)
	}
	rollouts, err := findAll[rolloutDoc](ctx, s, engine.Query{Collection: rolloutDocs})
	if err != nil {
		return c, err
	}
	for _, d := range rollouts {
		c.Rollouts = append(c.Rollouts, d.rollout())
	}
	return c, nil
}

func (s *Store) feature(d *featureDoc) (rollout.Feature, error) {
	f := rollout.Feature{
		Key: d.ID, Name: base.Words(d.Name), Description: base.Words(d.Description), Effort: d.Effort, Needs: d.Needs,
		Stage: rollout.Stage(d.Stage), Created: d.Created, Since: d.Since, Version: d.Version,
	}
	return f, unseal(s.sealer, featureDocs, d.ID, "owner", d.Owner, &f.Owner)
}

// SaveFeature keeps a feature while the catalogue is at this revision.
func (s *Store) SaveFeature(ctx context.Context, revision int64, f rollout.Feature) error {
	d := &featureDoc{
		Head: Head{ID: f.Key, Version: f.Version}, Name: f.Name, Description: f.Description, Effort: f.Effort, Needs: f.Needs,
		Stage: string(f.Stage), Created: f.Created, Since: f.Since,
	}
	if f.Owner != "" {
		sealed, err := seal(s.sealer, featureDocs, f.Key, "owner", f.Owner)
		if err != nil {
			return err
		}
		d.Owner = sealed
	}
	return s.begin("feature.save", f.Key).save(featureDocs, d).revise(catalogueRevision, revision).commit(ctx)
}

package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/cohorts"
	"soundings/server/store/engine"
)

type cohortDoc struct {
	Head     `bson:",inline"`
	Name     map[string]string `bson:"name"` // by language
	Purpose  map[string]string `bson:"purpose,omitempty"`
	Months   int               `bson:"months,omitempty"`
	Began    string            `bson:"began,omitempty"` // a day
	Capacity int               `bson:"capacity"`
	Kind     string            `bson:"kind"`
	Approval string            `bson:"approval,omitempty"`
	Board    string            `bson:"approval_contact,omitempty"`
	Shared   bool              `bson:"shared,omitempty"`
	AskAgain int               `bson:"ask_again,omitempty"`
	Created  time.Time         `bson:"created"`
	Ended    *time.Time        `bson:"ended,omitempty"`
}

func (d *cohortDoc) cohort() cohorts.Cohort {
	c := cohorts.Cohort{
		ID: d.ID, Name: d.Name, Purpose: d.Purpose, Months: d.Months, Began: d.Began, Capacity: d.Capacity,
		Kind: cohorts.CohortKind(d.Kind), Approval: d.Approval, Board: d.Board,
		Shared: d.Shared, AskAgain: d.AskAgain, Created: d.Created, Ended: given(d.Ended), Version: d.Version,
	}
	if c.Kind == "" {
		c.Kind = cohorts.Quality
	}
	return c
}

// liftCohort turns schema 1 of a cohort into schema 2, where its name and purpose have a text for each language: what was
// written before was shown to everybody, and counts as English.
func liftCohort(raw bson.Raw) (bson.Raw, error) {
	var old bson.D
	if err := bson.Unmarshal(raw, &old); err != nil {
		return nil, err
	}
	lifted := make(bson.D, 0, len(old))
	for _, e := range old {
		switch text, plain := e.Value.(string); {
		case plain && (e.Key == "name" || e.Key == "purpose"):
			if text != "" {
				lifted = append(lifted, bson.E{Key: e.Key, Value: bson.D{{Key: "en", Value: text}}})
			}
		case e.Key == "schema":
			lifted = append(lifted, bson.E{Key: "schema", Value: 2})
		default:
			lifted = append(lifted, e)
		}
	}
	return bson.Marshal(lifted)
}

// Cohort returns the cohort with this id, or NotFound.
func (s *Store) Cohort(ctx context.Context, id string) (cohorts.Cohort, error) {
	d, err := one[cohortDoc](ctx, s, cohortDocs, id, "cohort.unknown")
	if err != nil {
		return cohorts.Cohort{}, err
	}
	return d.cohort(), nil
}

// Cohorts returns every cohort, by name.
func (s *Store) Cohorts(ctx context.Context) ([]cohorts.Cohort, error) {
	docs, err := findAll[cohortDoc](ctx, s, engine.Query{Collection: cohortDocs})
	if err != nil {
		return nil, err
	}
	all := make([]cohorts.Cohort, len(docs))
	for i, d := range docs {
		all[i] = d.cohort()
	}
	slices.SortStableFunc(all, func(a, b cohorts.Cohort) int { return strings.Compare(a.Name.In("en"), b.Name.In("en")) })
	return all, nil
}

// SaveCohort keeps a cohort.
func (s *Store) SaveCohort(ctx context.Context, c cohorts.Cohort) error {
	return s.begin("cohort.save", c.ID).save(cohortDocs, &cohortDoc{
		Head: Head{ID: c.ID, Version: c.Version}, Name: c.Name, Purpose: c.Purpose, Months: c.Months, Began: c.Began,
		Capacity: c.Capacity, Created: c.Created, Kind: string(c.Kind), Approval: c.Approval, Board: c.Board, Shared: c.Shared, AskAgain: c.AskAgain, Ended: optional(c.Ended),
	}).commit(ctx)
}

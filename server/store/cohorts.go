package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"soundings/cohorts"
	"soundings/server/store/engine"
)

type cohortDoc struct {
	Head     `bson:",inline"`
	Name     string     `bson:"name"`
	Purpose  string     `bson:"purpose"`
	Capacity int        `bson:"capacity"`
	Kind     string     `bson:"kind"`
	Approval string     `bson:"approval,omitempty"`
	Shared   bool       `bson:"shared,omitempty"`
	AskAgain int        `bson:"ask_again,omitempty"`
	Created  time.Time  `bson:"created"`
	Ended    *time.Time `bson:"ended,omitempty"`
}

func (d *cohortDoc) cohort() cohorts.Cohort {
	c := cohorts.Cohort{
		ID: d.ID, Name: d.Name, Purpose: d.Purpose, Capacity: d.Capacity, Kind: cohorts.CohortKind(d.Kind), Approval: d.Approval,
		Shared: d.Shared, AskAgain: d.AskAgain, Created: d.Created, Ended: given(d.Ended), Version: d.Version,
	}
	if c.Kind == "" {
		c.Kind = cohorts.Quality
	}
	return c
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
	slices.SortStableFunc(all, func(a, b cohorts.Cohort) int { return strings.Compare(a.Name, b.Name) })
	return all, nil
}

// SaveCohort keeps a cohort.
func (s *Store) SaveCohort(ctx context.Context, c cohorts.Cohort) error {
	return s.begin("cohort.save", c.ID).save(cohortDocs, &cohortDoc{
		Head: Head{ID: c.ID, Version: c.Version}, Name: c.Name, Purpose: c.Purpose, Capacity: c.Capacity, Created: c.Created,
		Kind: string(c.Kind), Approval: c.Approval, Shared: c.Shared, AskAgain: c.AskAgain, Ended: optional(c.Ended),
	}).commit(ctx)
}

package cohorts

import (
	"context"
	"fmt"
	"strings"
	"time"

	"soundings/cohorts/base"
)

// Cohort is a named set of participants taking part in a beta.
type Cohort struct {
	ID       string     `json:"id"` // a readable slug
	Name     string     `json:"name" validate:"required,max=100"`
	Purpose  string     `json:"purpose" validate:"max=1000"`
	Capacity int        `json:"capacity" validate:"min=0,max=100000"` // most members at once; 0: no limit
	Kind     CohortKind `json:"kind" validate:"omitempty,oneof=quality research"`
	Approval string     `json:"approval,omitempty" validate:"required_if=Kind research,max=100"` // number of a research ethics approval
	Shared   bool       `json:"shared"`                                                          // its members may be in other betas too
	AskAgain int        `json:"ask_again,omitempty"`                                             // wording that members who agreed to an older one are asked to agree to; 0: none
	Created  time.Time  `json:"created"`
	Ended    time.Time  `json:"ended,omitzero"`
	Version  int64      `json:"-"`
}

// CohortKind is the purpose of a beta.
type CohortKind string

// The kinds: improving the clinic's own work, or research, which needs an approval.
const (
	Quality  CohortKind = "quality"
	Research CohortKind = "research"
)

// Over reports whether the beta has ended.
func (c Cohort) Over() bool { return !c.Ended.IsZero() }

// CreateCohort saves a new cohort under an id made from its name.
func (s *Service) CreateCohort(ctx context.Context, c Cohort) (Cohort, error) {
	c.Name, c.Purpose, c.Approval = strings.TrimSpace(c.Name), strings.TrimSpace(c.Purpose), strings.TrimSpace(c.Approval)
	if c.Kind == "" {
		c.Kind = Quality
	}
	if err := base.Check(c); err != nil {
		return c, err
	}
	c.Created, c.Ended, c.AskAgain, c.Version = s.Now(), time.Time{}, 0, 0
	id, err := base.WithSlug(c.Name, "cohort", func(id string) error {
		c.ID = id
		return s.Store.SaveCohort(ctx, c)
	})
	if err != nil {
		return c, fmt.Errorf("keeping a cohort: %w", err)
	}
	c.ID, c.Version = id, 1
	return c, nil
}

// Cohort returns the cohort with this id, or NotFound.
func (s *Service) Cohort(ctx context.Context, id string) (Cohort, error) {
	c, err := s.Store.Cohort(ctx, id)
	if err != nil {
		return c, fmt.Errorf("reading a cohort: %w", err)
	}
	return c, nil
}

// Cohorts returns every cohort, by name.
func (s *Service) Cohorts(ctx context.Context) ([]Cohort, error) {
	all, err := s.Store.Cohorts(ctx)
	if err != nil {
		return nil, fmt.Errorf("listing cohorts: %w", err)
	}
	return all, nil
}

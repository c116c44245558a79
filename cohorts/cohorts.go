package cohorts

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"soundings/cohorts/base"
)

// Cohort is a named set of participants taking part in a beta.
type Cohort struct {
	ID       string     `json:"id"`                                                              // a readable slug
	Name     base.Words `json:"name"`                                                            // participants read it
	Purpose  base.Words `json:"purpose,omitempty"`                                               // participants read it; may be empty
	Months   int        `json:"months,omitempty" validate:"min=0,max=120"`                       // for how long members take part; 0: no end is set
	Began    string     `json:"began,omitempty" validate:"omitempty,datetime=2006-01-02"`        // the day on which a beta that already ran began; empty: when it was created
	Capacity int        `json:"capacity" validate:"min=0,max=100000"`                            // most members at once; 0: no limit
	Kind     CohortKind `json:"kind" validate:"omitempty,oneof=quality research"`                // empty: quality
	Approval string     `json:"approval,omitempty" validate:"required_if=Kind research,max=100"` // number of a research ethics approval
	Board    string     `json:"approval_contact,omitempty" validate:"max=200"`                   // whom to call at the board that gave it
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
	c.tidy()
	if c.Kind == "" {
		c.Kind = Quality
	}
	clinic, err := s.Clinic(ctx)
	if err != nil {
		return c, err
	}
	var ahead error
	if c.Began > clinic.DayOf(s.Now()) {
		ahead = base.InvalidFields(base.Field{Name: "began", Text: base.T("error.ahead")})
	}
	if err := base.Besides(c.Check(), ahead); err != nil {
		return c, err
	}
	c.Created, c.Ended, c.AskAgain, c.Version = s.Now(), time.Time{}, 0, 0
	id, err := base.WithSlug(c.Name.In("en"), "cohort", func(id string) error {
		c.ID = id
		return s.Store.SaveCohort(ctx, c)
	})
	if err != nil {
		return c, fmt.Errorf("keeping a cohort: %w", err)
	}
	c.ID, c.Version = id, 1
	return c, nil
}

// EditCohort changes what participants read of a cohort: its name and purpose, for how long it is, and of research its
// approval. Who agreed keeps a copy of what they read.
func (s *Service) EditCohort(ctx context.Context, id string, to Cohort) (Cohort, error) {
	return updateCohort(ctx, s, id, func(c *Cohort) error {
		c.Name, c.Purpose, c.Months, c.Approval, c.Board = to.Name, to.Purpose, to.Months, to.Approval, to.Board
		c.tidy()
		return c.Check()
	})
}

// tidy takes the blanks around what was typed away.
func (c *Cohort) tidy() {
	c.Name, c.Purpose = c.Name.OneLine(), c.Purpose.Tidy()
	for _, text := range []*string{&c.Began, &c.Approval, &c.Board} {
		*text = base.OneLine(*text)
	}
}

// The most characters of what participants read of a cohort.
const (
	maxName    = 100
	maxPurpose = 1000
)

// Check checks the fields of a cohort.
func (c Cohort) Check() error {
	var bad []base.Field
	if len(c.Name) == 0 {
		bad = append(bad, base.Field{Name: "name", Text: base.T("error.required")})
	}
	bad = append(bad, c.Name.TooLong("name", maxName)...)
	bad = append(bad, c.Purpose.TooLong("purpose", maxPurpose)...)
	err := base.Check(c)
	if refused, ok := err.(*base.Error); ok {
		bad, err = append(bad, refused.Fields...), nil
	}
	return cmp.Or(err, base.InvalidFields(bad...))
}

// Askable refuses to ask people to join who read these languages: where what they would agree to is not there in one of
// them, and in research where its approval, whom to call about it, or for how long it is, is not said.
func (c Cohort) Askable(w ConsentWording, languages []string) error {
	bad := slices.Concat(c.Name.MissingIn("name", languages), c.Purpose.MissingIn("purpose", languages), w.MissingIn(languages))
	if c.Kind == Research {
		for name, missing := range map[string]bool{"approval": c.Approval == "", "approval_contact": c.Board == "", "months": c.Months == 0} {
			if missing {
				bad = append(bad, base.Field{Name: name, Text: base.T("cohort.research_needs")})
			}
		}
		slices.SortStableFunc(bad, func(a, b base.Field) int { return strings.Compare(a.Name, b.Name) })
	}
	return base.InvalidFields(bad...)
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

package plan

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"time"

	"soundings/cohorts/base"
)

// Service does what somebody asks for, one method an act.
type Service struct {
	Store     Store
	Catalogue Catalogue
	Polls     Polls
	Now       func() time.Time
	Rand      io.Reader
	Log       *slog.Logger
}

// maxFeatures bounds what one plan can weigh in a second.
const maxFeatures = 200

// Create makes a plan and keeps it under an id made from its title. Of a year that has begun, only the quarters that are
// left are planned.
func (s *Service) Create(ctx context.Context, d Draft) (Plan, error) {
	p := Plan{Title: strings.TrimSpace(d.Title), Polls: d.Polls, Start: d.Start, Created: s.Now()}
	if err := d.check(); err != nil {
		return p, err
	}
	copy(p.Capacity[:], d.Capacity)
	known, err := s.Catalogue.PlanFeatures(ctx)
	if err != nil {
		return p, fmt.Errorf("reading features: %w", err)
	}
	today, err := s.today(ctx, known)
	if err != nil {
		return p, err
	}
	priorities, err := s.priorities(ctx, d)
	if err != nil {
		return p, err
	}
	if p.Features, err = features(d, priorities, known); err != nil {
		return p, err
	}
	if err := p.Check(); err != nil {
		return p, err
	}
	if p.begins(today) == Quarters {
		return p, base.InvalidFields(base.Field{Name: "start", Text: base.T("plan.year_over")})
	}
	p = p.arrange(today)
	p.ID, err = base.WithSlug(p.Title, "plan", func(id string) error {
		p.ID = id
		return s.Store.SavePlan(ctx, "create", p)
	})
	if err != nil {
		return p, fmt.Errorf("keeping a plan: %w", err)
	}
	p.Version = 1
	return p, nil
}

// Plan returns the plan with this id, or NotFound.
func (s *Service) Plan(ctx context.Context, id string) (Plan, error) {
	p, err := s.Store.Plan(ctx, id)
	if err != nil {
		return p, fmt.Errorf("reading a plan: %w", err)
	}
	return p, nil
}

// Plans returns every plan, the newest first.
func (s *Service) Plans(ctx context.Context) ([]Plan, error) {
	all, err := s.Store.Plans(ctx)
	if err != nil {
		return nil, fmt.Errorf("listing plans: %w", err)
	}
	return all, nil
}

// Adopt takes the plan as it stands for the baseline that actual dates are held against; again when the team adopts a
// later state of it. The baselines before stay on record.
func (s *Service) Adopt(ctx context.Context, id string) (Plan, error) {
	return s.update(ctx, "adopt", id, func(p *Plan) error {
		if !p.Adopted.IsZero() {
			p.Earlier = append(slices.Clone(p.Earlier), Baseline{p.Adopted, p.Baseline})
		}
		p.Adopted, p.Baseline = s.Now(), map[string]time.Time{}
		for key, quarter := range p.Ready() {
			p.Baseline[key] = p.Ends(quarter)
		}
		return nil
	})
}

// update reads, changes and keeps a plan; again when somebody else was quicker.
func (s *Service) update(ctx context.Context, act, id string, change func(*Plan) error) (Plan, error) {
	for {
		p, err := s.Plan(ctx, id)
		if err != nil {
			return p, err
		}
		if err := change(&p); err != nil {
			return p, err
		}
		switch err := s.Store.SavePlan(ctx, act, p); {
		case base.IsCode(err, base.Conflict):
			continue
		case err != nil:
			return p, fmt.Errorf("keeping a plan: %w", err)
		}
		p.Version++
		return p, nil
	}
}

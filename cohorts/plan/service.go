package plan

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"time"

	"soundings/cohorts/base"
)

// Service does the acts of the team on plans and the charter, one method an act. It is safe for concurrent use.
type Service struct {
	Store     Store
	Catalogue Catalogue
	Polls     Polls
	Bumps     Bumps
	Accounts  Accounts
	Sources   []Source // of figures that decisions rest on
	Now       func() time.Time
	Rand      io.Reader
	Log       *slog.Logger
}

// maxFeatures is the greatest number of features in a plan: as many as a search can weigh in a second.
const maxFeatures = 200

// Create makes a plan and saves it under an id made from its title, or from its first day when it has none. In a year that
// has begun only the quarters left are planned.
func (s *Service) Create(ctx context.Context, d Draft) (Plan, error) {
	p, today, err := s.drafted(ctx, d)
	if err != nil {
		return p, err
	}
	p = p.arrange(today)
	p.ID, err = base.WithSlug(cmp.Or(p.Title, "plan from "+p.Start.Format(time.DateOnly)), "plan", func(id string) error {
		p.ID = id
		return s.Store.SavePlan(ctx, "create", p)
	})
	if err != nil {
		return p, fmt.Errorf("keeping a plan: %w", err)
	}
	p.Version = 1
	return p, nil
}

// CheckDraft returns what is wrong with a draft, everything at once.
func (s *Service) CheckDraft(ctx context.Context, d Draft) error {
	_, _, err := s.drafted(ctx, d)
	return err
}

// drafted returns the plan that a draft would come to, not arranged yet, and all that is wrong with it.
func (s *Service) drafted(ctx context.Context, d Draft) (Plan, Today, error) {
	p := Plan{Title: base.OneLine(d.Title), Polls: d.Polls, Start: d.Start, Created: s.Now()}
	copy(p.Capacity[:], d.Capacity)
	known, err := s.Catalogue.PlanFeatures(ctx)
	if err != nil {
		return p, Today{}, fmt.Errorf("reading features: %w", err)
	}
	today, err := s.today(ctx, known)
	if err != nil {
		return p, today, err
	}
	priorities, wrong := s.priorities(ctx, d)
	wrong = base.Besides(d.check(), wrong)
	p.Features, err = features(d, priorities, known)
	wrong = base.Besides(wrong, err)
	wrong = base.Besides(wrong, p.Check())
	if !p.Start.IsZero() && p.begins(today) == Quarters {
		wrong = base.Besides(wrong, base.InvalidFields(base.Field{Name: "start", Text: base.T("plan.year_over")}))
	}
	return p, today, wrong
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

// Current returns the plan that the team goes by: the newest of those that were adopted; ok: there is one.
func (s *Service) Current(ctx context.Context) (p Plan, ok bool, err error) {
	all, err := s.Plans(ctx)
	if err != nil {
		return p, false, err
	}
	at := slices.IndexFunc(all, func(p Plan) bool { return !p.Adopted.IsZero() })
	if at < 0 {
		return p, false, nil
	}
	return all[at], true, nil
}

// Adopt makes the plan as it is now the baseline against which actual dates are held. A plan may be adopted again later;
// earlier baselines stay on record.
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

// update changes a plan and saves it; act is as for Store.SavePlan.
func (s *Service) update(ctx context.Context, act, id string, change func(*Plan) error) (Plan, error) {
	p, err := base.Revise(func() (Plan, error) { return s.Plan(ctx, id) }, change, func(p Plan) error {
		if err := s.Store.SavePlan(ctx, act, p); err != nil {
			return fmt.Errorf("keeping a plan: %w", err)
		}
		return nil
	})
	if err == nil {
		p.Version++
	}
	return p, err
}

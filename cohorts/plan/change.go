package plan

import (
	"context"
	"slices"

	"soundings/cohorts"
)

// Change is what the team says of one feature by hand; a nil member leaves it as it is.
type Change struct {
	Feature  string   `json:"feature"`
	Quarter  *int     `json:"quarter"` // in which it shall be ready, from 1; Anywhere; LeftOut
	Effort   *float64 `json:"effort"`
	Priority *float64 `json:"priority"`
	Must     *bool    `json:"must"`
}

// Consequence is what a change by hand brings. Values are those of Plan.Value.
type Consequence struct {
	Before float64 // the plan's value before the change
	After  float64 // and after it
	Best   float64 // what it would be if nothing were put by hand
	Moved  []Move  // what stands elsewhere now, in the order of keys
}

// Cost answers which share of the best value the changes by hand have cost, between 0 and 1.
func (c Consequence) Cost() float64 {
	if c.Best <= 0 {
		return 0
	}
	return max(0, 1-c.After/c.Best)
}

// Move is a feature that is ready in another quarter than before; 0: in none.
type Move struct {
	Feature  string
	From, To int
}

// Change changes a plan by hand, plans the rest anew around it, and keeps it. A change that cannot be is refused.
func (s *Service) Change(ctx context.Context, id string, changes ...Change) (Plan, Consequence, error) {
	var c Consequence
	p, err := s.update(ctx, id, func(p *Plan) error {
		next, consequence, err := p.change(changes)
		*p, c = next, consequence
		return err
	})
	return p, c, err
}

// Try answers what Change would do, and keeps nothing.
func (s *Service) Try(ctx context.Context, id string, changes ...Change) (Plan, Consequence, error) {
	p, err := s.Plan(ctx, id)
	if err != nil {
		return p, Consequence{}, err
	}
	return p.change(changes)
}

func (p Plan) change(changes []Change) (Plan, Consequence, error) {
	before := p
	p.Features = slices.Clone(p.Features)
	for _, c := range changes {
		i := slices.IndexFunc(p.Features, func(f Feature) bool { return f.Key == c.Feature })
		if i < 0 {
			return p, Consequence{}, cohorts.InvalidFields(cohorts.Field{
				Name: "features." + c.Feature, Text: cohorts.T("plan.feature_unknown", "Feature", c.Feature),
			})
		}
		c.apply(&p.Features[i])
		if f := p.Features[i]; !(f.Priority >= 0 && f.Priority <= 1) {
			return p, Consequence{}, cohorts.InvalidFields(cohorts.Field{Name: "features." + f.Key + ".priority", Text: cohorts.T("plan.priority")})
		}
	}
	if err := p.Check(); err != nil {
		return p, Consequence{}, err
	}
	p = p.arrange()
	c := Consequence{Before: before.Value, After: p.Value, Best: p.Best}
	was, is := before.Ready(), p.Ready()
	for _, f := range p.Features {
		if was[f.Key] != is[f.Key] {
			c.Moved = append(c.Moved, Move{f.Key, was[f.Key], is[f.Key]})
		}
	}
	return p, c, nil
}

func (c Change) apply(f *Feature) {
	if c.Quarter != nil {
		f.Pinned = *c.Quarter
	}
	if c.Effort != nil {
		f.Effort = *c.Effort
	}
	if c.Priority != nil {
		f.Priority = *c.Priority
	}
	if c.Must != nil {
		f.Must = *c.Must
	}
}

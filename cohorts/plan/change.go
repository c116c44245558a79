package plan

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"soundings/cohorts/base"
)

// Edit is everything that the team changes in a plan at once.
type Edit struct {
	Capacity []float64 // of each of the four quarters; nil: unchanged
	Add      []string  // keys of features of the catalogue; what they need comes with them
	Remove   []string  // keys of features that leave the plan
	Changes  []Change
	Version  int64 // of the plan that the team saw; 0: whatever it is now
}

// Change is what the team changes in one feature by hand; a nil member is unchanged.
type Change struct {
	Feature  string   `json:"feature" rule:"required"`
	Quarter  *int     `json:"quarter"` // in which it is to be ready, from 1; Anywhere; LeftOut
	Effort   *float64 `json:"effort"`  // 0: not known
	Priority *float64 `json:"priority"`
	Must     *bool    `json:"must"`
}

// Consequence is the effect of a change by hand. Values are as Plan.Value.
type Consequence struct {
	Before float64 // value before the change
	After  float64 // value after it
	Best   float64 // value if nothing were pinned by hand
	Moved  []Move  // features that moved, sorted by key
}

// Cost returns the share of the best value that the changes by hand have cost, from 0 to 1.
func (c Consequence) Cost() float64 {
	if c.Best <= 0 {
		return 0
	}
	return max(0, 1-c.After/c.Best)
}

// Move is a feature that is ready in another quarter than before. Quarters count from 1; 0: in none.
type Move struct {
	Feature  string
	From, To int
}

// Change changes a plan by hand, plans the rest anew around that, and saves it. It returns Invalid for a change that is
// impossible, and Conflict for one of an older version.
func (s *Service) Change(ctx context.Context, id string, e Edit) (Plan, Consequence, error) {
	var c Consequence
	p, err := s.update(ctx, "change", id, func(p *Plan) error {
		next, consequence, err := s.edit(ctx, *p, e)
		*p, c = next, consequence
		return err
	})
	return p, c, err
}

// Try returns what Change would, and saves nothing.
func (s *Service) Try(ctx context.Context, id string, e Edit) (Plan, Consequence, error) {
	p, err := s.Plan(ctx, id)
	if err != nil {
		return p, Consequence{}, err
	}
	return s.edit(ctx, p, e)
}

// edit returns the plan after an edit, and its consequence.
func (s *Service) edit(ctx context.Context, p Plan, e Edit) (Plan, Consequence, error) {
	if e.Version != 0 && e.Version != p.Version {
		return p, Consequence{}, base.Refuse(base.Conflict, "plan.changed")
	}
	known, err := s.Catalogue.PlanFeatures(ctx)
	if err != nil {
		return p, Consequence{}, fmt.Errorf("reading features: %w", err)
	}
	today, err := s.today(ctx, known)
	if err != nil {
		return p, Consequence{}, err
	}
	var shares map[string]float64
	if len(e.Add) > 0 {
		if shares, err = s.priorities(ctx, Draft{Polls: p.Polls}); err != nil {
			return p, Consequence{}, err
		}
	}
	return p.change(e, today, known, shares)
}

// change returns the plan after an edit, and its consequence. known is the catalogue by key, and shares are the priorities
// of added features by key.
func (p Plan) change(e Edit, today Today, known map[string]Known, shares map[string]float64) (Plan, Consequence, error) {
	next, err := p.edited(e, today, known, shares)
	if err != nil {
		return p, Consequence{}, err
	}
	now := p.position(today)
	pr, a, same := next.around(p, now, today)
	if err := next.broken(p, pr, a, e); err != nil {
		return p, Consequence{}, err
	}
	next = next.lay(pr, a)
	switch free := pr.unpinned(); {
	case free == nil:
		next.Best = next.Value
	case same:
		next.Best = max(next.Value, p.Best)
	default:
		next.Best = max(next.Value, free.optimise(a.order()).use(free))
	}
	return next, Consequence{Before: p.replanned(now, today), After: next.Value, Best: next.Best, Moved: moves(p, next)}, nil
}

// replanned returns the value of the plan if it were planned anew today without any change, so that what time alone has
// changed is no consequence of an edit.
func (p Plan) replanned(now position, today Today) float64 {
	p.Features = slices.Clone(p.Features)
	p.refresh(today)
	pr, a, _ := p.around(p, now, today)
	return a.use(pr)
}

// moves returns the features that are ready in another quarter after a change.
func moves(before, after Plan) []Move {
	was, is := before.Ready(), after.Ready()
	var all []Move
	for _, key := range slices.Sorted(maps.Keys(union(was, is))) {
		if was[key] != is[key] {
			all = append(all, Move{key, was[key], is[key]})
		}
	}
	return all
}

func union(a, b map[string]int) map[string]int {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

// broken returns Invalid for an edit that pins a feature where it cannot be, or that drives another from where the team
// had pinned it.
func (p Plan) broken(before Plan, pr *problem, a *assignment, e Edit) error {
	named := map[string]bool{}
	for _, c := range e.Changes {
		if c.Quarter != nil {
			named[c.Feature] = true
		}
	}
	var c checker
	was := before.Ready()
	for i, f := range p.Features {
		holds := f.Pinned <= 0 || a.spans[i].last == f.Pinned-1
		if !holds && (named[f.Key] || len(named) > 0 && was[f.Key] == f.Pinned) {
			c.fields = append(c.fields, base.Field{Name: "features." + f.Key + ".quarter", Text: p.whyNot(pr, a, i)})
		}
	}
	return base.InvalidFields(c.fields...)
}

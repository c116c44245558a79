package rollout

import (
	"context"
	"fmt"
	"slices"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
)

// Past is the history of a rollout as far as it is known: from its moves and the last change of its feature's stage. Before
// that change a feature that is live now is taken to have been in beta, and one in beta to have been hidden. When an
// override was made is not kept, so overrides are taken to have always been there.
type Past struct {
	Rollout Rollout
	feature Feature
	moves   []Move // oldest first
}

// Pasts returns the past of every rollout, by feature and cohort; with a cohort, only of its rollouts.
func (s *Service) Pasts(ctx context.Context, cohort string) ([]Past, error) {
	c, err := s.catalogue(ctx)
	if err != nil {
		return nil, err
	}
	var all []Past
	for _, r := range c.Rollouts {
		if cohort != "" && r.Cohort != cohort {
			continue
		}
		p := Past{Rollout: r}
		if p.feature, err = c.feature(r.Feature); err != nil {
			return nil, err
		}
		for moves, err := range base.Pages(func(after string) (base.Page[Move], error) {
			return s.Store.Moves(ctx, r.Feature, r.Cohort, after, cohorts.MaxChunk)
		}) {
			if err != nil {
				return nil, fmt.Errorf("reading how a rollout moved: %w", err)
			}
			p.moves = append(p.moves, moves...)
		}
		slices.Reverse(p.moves)
		all = append(all, p)
	}
	return all, nil
}

// Began returns when the rollout was made; the zero time if no move is kept.
func (p Past) Began() time.Time {
	if len(p.moves) == 0 {
		return time.Time{}
	}
	return p.moves[0].At
}

// Moved returns the moves of a cohort's rollouts that changed a share, from one moment to before another, the latest first.
func (s *Service) Moved(ctx context.Context, cohort string, from, to time.Time) ([]Move, error) {
	pasts, err := s.Pasts(ctx, cohort)
	if err != nil {
		return nil, err
	}
	var moved []Move
	for _, p := range pasts {
		for _, m := range p.moves {
			if m.From != m.To && !m.At.Before(from) && m.At.Before(to) {
				moved = append(moved, m)
			}
		}
	}
	slices.SortStableFunc(moved, func(a, b Move) int { return b.At.Compare(a.At) })
	return moved, nil
}

// Shown is what a rollout showed at one moment.
type Shown struct {
	Everybody bool    // the feature was live
	Beta      bool    // the share counted
	Percent   Percent // of the cohort, in beta
}

// Ratio returns the share in force, from 0 to 1.
func (s Shown) Ratio() float64 {
	switch {
	case s.Everybody:
		return 1
	case s.Beta:
		return float64(s.Percent) / 100
	}
	return 0
}

// To reports whether an agreed member saw the feature; least is their Rollout.Least.
func (s Shown) To(least Percent) bool { return s.Everybody || s.Beta && s.Percent >= least }

// At returns what the rollout showed at a moment; known is false when the facts do not say.
func (p Past) At(t time.Time) (shown Shown, known bool) {
	for _, m := range p.moves {
		if m.At.After(t) {
			break
		}
		shown.Percent = m.To
	}
	switch before := t.Before(p.feature.Since); p.feature.Stage {
	case Live:
		shown.Everybody, shown.Beta = !before, before
		return shown, true
	case Beta:
		shown.Beta = !before
		return shown, true
	default:
		return shown, !before
	}
}

// Least returns the smallest share at which a member sees the feature in beta; above 100 when they see it at none.
func (r Rollout) Least(ref string) Percent {
	on, said := r.Overrides[ref]
	switch {
	case said && on:
		return 0
	case said:
		return 101
	}
	return Percent(Bucket(r.Feature, ref)+1) / 100
}

// ExposedAt returns, by feature, how many agreed members of a cohort were entitled to see it at a past moment. A feature
// for which the facts do not say is left out. It starts from the present members and undoes every change since; ok is
// false when there are more than maxChanges of them.
func (s *Service) ExposedAt(ctx context.Context, cohort string, at time.Time) (exposed map[string]int, ok bool, err error) {
	changes, err := s.Store.MembershipChanges(ctx, at, maxChanges)
	if err != nil {
		return nil, false, fmt.Errorf("reading changed memberships: %w", err)
	}
	if len(changes) == maxChanges {
		return nil, false, nil
	}
	pasts, err := s.Pasts(ctx, cohort)
	if err != nil {
		return nil, false, err
	}
	exposed = map[string]int{}
	shown := map[string]Shown{}
	for _, p := range pasts {
		if then, known := p.At(at); known {
			exposed[p.Rollout.Feature], shown[p.Rollout.Feature] = 0, then
		}
	}
	count := func(ref string) {
		for _, p := range pasts {
			if then, known := shown[p.Rollout.Feature]; known && then.To(p.Rollout.Least(ref)) {
				exposed[p.Rollout.Feature]++
			}
		}
	}
	first := firstChanges(cohort, changes)
	err = s.memory.rosters.visit(ctx, s.Cohorts, cohort, func(ref string) {
		if _, since := first[ref]; !since {
			count(ref)
		}
	})
	for ref, change := range first {
		if change.From == cohorts.Agreed {
			count(ref)
		}
	}
	return exposed, err == nil, err
}

// firstChanges returns the first change of each member of a cohort, by ref: what it changed from is how the member stood
// before all of them.
func firstChanges(cohort string, changes []MembershipChange) map[string]MembershipChange {
	first := map[string]MembershipChange{}
	for _, c := range changes {
		if kept, known := first[c.Ref]; c.Cohort == cohort && (!known || c.Step < kept.Step) {
			first[c.Ref] = c
		}
	}
	return first
}

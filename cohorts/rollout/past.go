package rollout

import (
	"context"
	"fmt"
	"slices"
	"time"

	"soundings/cohorts"
)

// Past is how a rollout came to where it is, as far as its moves and the last change of its feature's stage tell. Of stages
// only that change is known: before it a feature that is live was in beta, and one that is in beta was not. Of overrides
// it is not known since when they count: they are taken to have always been there.
type Past struct {
	Rollout Rollout
	feature Feature
	moves   []Move // the oldest first
}

// Pasts returns the past of every rollout, by feature and cohort; of one cohort where it is named.
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
		for after := ""; ; {
			page, err := s.Store.Moves(ctx, r.Feature, r.Cohort, after, cohorts.MaxChunk)
			if err != nil {
				return nil, fmt.Errorf("reading how a rollout moved: %w", err)
			}
			p.moves = append(p.moves, page.Items...)
			if after = page.Next; after == "" {
				break
			}
		}
		slices.Reverse(p.moves)
		all = append(all, p)
	}
	return all, nil
}

// Began returns when the rollout was decided; the zero time where nothing is known of it.
func (p Past) Began() time.Time {
	if len(p.moves) == 0 {
		return time.Time{}
	}
	return p.moves[0].At
}

// Moved returns the moves of a cohort's rollouts that changed a share, from a moment up to another, the latest first.
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

// Shown is what a rollout showed at a moment.
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

// To reports whether an agreed member saw the feature for whom least is Rollout.Least.
func (s Shown) To(least Percent) bool { return s.Everybody || s.Beta && s.Percent >= least }

// At returns what the rollout showed at a moment; known is false where the facts do not tell.
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

// Least returns the share from which on a member sees the feature while it is in beta; above 100: at none.
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

// ExposedAt returns by feature how many agreed members of a cohort were entitled to see it at a past moment; a feature of
// which the facts do not tell is missing. It takes the members of now and undoes the consents since: where those are too
// many, ok is false.
func (s *Service) ExposedAt(ctx context.Context, cohort string, at time.Time) (exposed map[string]int, ok bool, err error) {
	turned, err := s.Store.MembershipChanges(ctx, at, maxChanges)
	if err != nil {
		return nil, false, fmt.Errorf("looking for members who turned: %w", err)
	}
	if len(turned) == maxChanges {
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
	first := firstChanges(cohort, turned)
	err = s.memory.rosters.visit(ctx, s.Cohorts, cohort, func(ref string) {
		if _, since := first[ref]; !since {
			count(ref)
		}
	})
	for ref, t := range first {
		if t.From == cohorts.Agreed {
			count(ref)
		}
	}
	return exposed, err == nil, err
}

// firstTurns returns the first turn of each member of a cohort.
func firstChanges(cohort string, turned []MembershipChange) map[string]MembershipChange {
	first := map[string]MembershipChange{}
	for _, t := range turned {
		if kept, known := first[t.Ref]; t.Cohort == cohort && (!known || t.Step < kept.Step) {
			first[t.Ref] = t
		}
	}
	return first
}

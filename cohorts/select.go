package cohorts

import (
	"context"
	"fmt"
	"slices"

	"soundings/cohorts/base"
)

// Selection is the result of selecting members.
type Selection struct {
	Selected int // new members; those who were one already are not counted again
	Waiting  int // people newly on the waiting list
	Seed     string
	Strata   []Stratum
}

// Overflow says what happens to people for whom a cohort has no room.
type Overflow bool

// The choices: the whole list is refused, or those who do not fit go on the waiting list.
const (
	RefuseOverflow Overflow = false
	QueueOverflow  Overflow = true
)

// Select makes the participants with these refs members of a cohort. It refuses the whole list when one of them is unknown
// or in another beta, or when the cohort has no room for all and overflow says so.
func (s *Service) Select(ctx context.Context, cohort string, refs []string, overflow Overflow) (Selection, error) {
	c, err := s.openCohort(ctx, cohort)
	if err != nil {
		return Selection{}, err
	}
	if len(refs) == 0 {
		return Selection{}, base.InvalidFields(base.Field{Name: "refs", Text: base.T("error.required")})
	}
	refs = slices.Clone(refs)
	slices.Sort(refs)
	fresh, err := s.newMembers(ctx, c, slices.Compact(refs))
	if err != nil {
		return Selection{}, err
	}
	room, err := s.room(ctx, c)
	if err != nil {
		return Selection{}, err
	}
	var waiting []Waiter
	if len(fresh) > room {
		if overflow == RefuseOverflow {
			return Selection{}, base.InvalidFields(base.Field{Name: "refs", Text: base.T("cohort.full", "Room", room, "Asked", len(fresh))})
		}
		for _, step := range fresh[room:] {
			waiting = append(waiting, Waiter{Cohort: c.ID, Ref: step.Membership.Ref, Group: step.Membership.Group, Rank: step.Membership.Ref, Since: s.Now()})
		}
		fresh = fresh[:room]
	}
	if err := s.saveSelection(ctx, fresh, waiting); err != nil {
		return Selection{}, err
	}
	return Selection{Selected: len(fresh), Waiting: len(waiting)}, nil
}

// Draw selects members by a rule and by lot, and keeps a record of how it was done. The record is saved before the members
// are: a draw that stops half way can be told from the record, and drawing again does not select anybody twice.
func (s *Service) Draw(ctx context.Context, cohort string, r DrawRule) (Selection, error) {
	c, err := s.openCohort(ctx, cohort)
	if err != nil {
		return Selection{}, err
	}
	if err := s.checkRule(ctx, r); err != nil {
		return Selection{}, err
	}
	if r.Seed == "" {
		r.Seed = base.NewID(s.Rand)
	}
	strata, could, err := s.strataOf(ctx, c, r)
	if err != nil {
		return Selection{}, err
	}
	fresh, waiting := s.drawn(ctx, c.ID, r, strata, could)
	draw := Draw{ID: base.NewOrderedID(s.Now(), s.Rand), Cohort: c.ID, Rule: r, Strata: strata, At: s.Now(), By: base.ActorFrom(ctx)}
	if err := s.Store.SaveDraw(ctx, draw); err != nil {
		return Selection{}, fmt.Errorf("keeping a draw: %w", err)
	}
	if err := s.saveSelection(ctx, fresh, waiting); err != nil {
		return Selection{}, err
	}
	return Selection{Selected: len(fresh), Waiting: len(waiting), Seed: r.Seed, Strata: strata}, nil
}

// strataOf returns the strata of a draw with the places of each, and the people who can be drawn in the order of their
// lots. It returns Invalid when the cohort has too little room or the population too few people.
func (s *Service) strataOf(ctx context.Context, c Cohort, r DrawRule) ([]Stratum, []candidate, error) {
	taken, err := s.taken(ctx, c)
	if err != nil {
		return nil, nil, err
	}
	strata, could, err := s.population(ctx, r, taken)
	if err != nil {
		return nil, nil, err
	}
	size := r.Size
	if size == 0 {
		size = len(could)
	}
	room, err := s.room(ctx, c)
	switch {
	case err != nil:
		return nil, nil, err
	case size > room:
		return nil, nil, base.InvalidFields(base.Field{Name: "size", Text: base.T("cohort.full", "Room", room, "Asked", size)})
	case size > len(could):
		return nil, nil, base.InvalidFields(base.Field{Name: "size", Text: base.T("select.too_few", "Eligible", len(could))})
	}
	share(strata, size)
	return strata, could, nil
}

// drawn returns the first candidates of each stratum as new members, and those after them for the waiting list. It counts
// both in strata.
func (s *Service) drawn(ctx context.Context, cohort string, r DrawRule, strata []Stratum, could []candidate) ([]Transition, []Waiter) {
	var fresh []Transition
	var waiting []Waiter
	for _, one := range could {
		in := &strata[one.stratum]
		switch {
		case in.Selected < in.Wanted:
			in.Selected++
			fresh = append(fresh, s.transition(ctx, Membership{Cohort: cohort, Ref: one.ref, Group: one.group, Stratum: in.Name}, Selected))
		case in.Waiting < reserves(in.Wanted, r.Refusals):
			in.Waiting++
			waiting = append(waiting, Waiter{cohort, one.ref, one.group, in.Name, one.rank, s.Now(), 0})
		}
	}
	return fresh, waiting
}

func (s *Service) saveSelection(ctx context.Context, fresh []Transition, waiting []Waiter) error {
	for chunk := range slices.Chunk(fresh, MaxChunk) {
		if err := s.Store.SaveTransitions(ctx, chunk); err != nil {
			return fmt.Errorf("keeping the selected members: %w", err)
		}
	}
	for chunk := range slices.Chunk(waiting, MaxChunk) {
		if err := s.Store.SaveWaiting(ctx, chunk); err != nil {
			return fmt.Errorf("keeping the waiting list: %w", err)
		}
	}
	return nil
}

// Draws returns the draws of a cohort, the latest first.
func (s *Service) Draws(ctx context.Context, cohort string) ([]Draw, error) {
	all, err := s.Store.Draws(ctx, cohort)
	if err != nil {
		return nil, fmt.Errorf("reading draws: %w", err)
	}
	return all, nil
}

// newMembers returns the first transition of everybody on the list who is not a member yet. It returns Invalid with a
// field for each person who cannot become one, at most maxFields of them.
func (s *Service) newMembers(ctx context.Context, c Cohort, refs []string) ([]Transition, error) {
	others, err := s.otherBetas(ctx, c)
	if err != nil {
		return nil, err
	}
	var fresh []Transition
	var bad []base.Field
	for chunk := range slices.Chunk(refs, MaxChunk) {
		people, err := s.Store.Participants(ctx, chunk...)
		if err != nil {
			return nil, fmt.Errorf("reading participants: %w", err)
		}
		members, err := s.Store.Memberships(ctx, c.ID, chunk...)
		if err != nil {
			return nil, fmt.Errorf("reading memberships: %w", err)
		}
		elsewhere, err := s.elsewhere(ctx, others, chunk)
		if err != nil {
			return nil, err
		}
		for i, p := range people {
			switch {
			case p.Version == 0:
				bad = append(bad, base.Field{Name: "refs", Text: base.T("participant.unknown", "Ref", chunk[i])})
			case members[i].Version > 0:
			case elsewhere[p.Ref] != "":
				bad = append(bad, base.Field{Name: "refs", Text: base.T("participant.elsewhere", "Ref", p.Ref, "Cohort", elsewhere[p.Ref])})
			case !p.MayBeAsked():
				bad = append(bad, base.Field{Name: "refs", Text: base.T("participant.minor", "Ref", p.Ref)})
			default:
				fresh = append(fresh, s.transition(ctx, Membership{Cohort: c.ID, Ref: p.Ref, Group: p.Group}, Selected))
			}
		}
	}
	return fresh, base.InvalidFields(bad[:min(len(bad), maxFields)]...)
}

// maxFields is how many bad items one refusal names at most.
const maxFields = 100

package cohorts

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"time"

	"soundings/cohorts/base"
)

// Waiter is a person on a cohort's waiting list, who takes the place of a member of the same stratum who says no or leaves.
type Waiter struct {
	Cohort  string
	Ref     string
	Group   Group
	Stratum string
	Rank    string // sorts the people of a stratum: the lot, or the ref of those who were not drawn
	Since   time.Time
	Version int64
}

// StrataCounts counts people by stratum and state; people on the waiting list are under OnWaitingList.
type StrataCounts map[string]map[State]int

// OnWaitingList is the key of StrataCounts for people on the waiting list. No membership is ever in this state.
const OnWaitingList State = "waiting"

// Active returns how many members of a stratum have a place, or had one until the beta ended.
func (c StrataCounts) Active(stratum string) int {
	of := c[stratum]
	return of[Selected] + of[Invited] + of[Agreed] + of[Graduated]
}

// StrataCounts returns how many people of each stratum of a cohort are in each state. The store counts members of named
// strata; the others, who were drawn without strata or selected by hand, are what is left of all.
func (s *Service) StrataCounts(ctx context.Context, cohort string) (StrataCounts, error) {
	counts, err := s.Store.StrataCounts(ctx, cohort)
	if err != nil {
		return nil, fmt.Errorf("counting members by stratum: %w", err)
	}
	rest, err := s.MemberCounts(ctx, cohort)
	if err != nil {
		return nil, err
	}
	for stratum, of := range counts {
		for state, n := range of {
			if stratum != "" && state != OnWaitingList {
				rest[state] -= n
			}
		}
	}
	for state, n := range rest {
		if n > 0 {
			if counts[""] == nil {
				counts[""] = map[State]int{}
			}
			counts[""][state] = n
		}
	}
	return counts, nil
}

// WaitingList returns a page of a cohort's waiting list, sorted by stratum and rank.
func (s *Service) WaitingList(ctx context.Context, cohort, after string, limit int) (base.Page[Waiter], error) {
	page, err := s.Store.FindWaiting(ctx, cohort, after, limit)
	if err != nil {
		return page, fmt.Errorf("reading the waiting list: %w", err)
	}
	return page, nil
}

// everyWaiter returns the whole waiting list of a cohort.
func (s *Service) everyWaiter(ctx context.Context, cohort string) iter.Seq2[Waiter, error] {
	return base.Each(func(after string) (base.Page[Waiter], error) { return s.WaitingList(ctx, cohort, after, pageLength) })
}

// Vacancies returns, by stratum, how many people on the waiting list could be selected now: as many as their stratum has
// free places, and in all no more than the cohort has room for. A stratum that was never drawn has no number of places of
// its own, so that only the room of the cohort counts. Members selected by hand hold places of a draw without strata.
func (s *Service) Vacancies(ctx context.Context, c Cohort) (map[string]int, error) {
	room, err := s.room(ctx, c)
	if err != nil || room == 0 || c.Over() {
		return nil, err
	}
	counts, err := s.StrataCounts(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	draws, err := s.Draws(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	wanted := map[string]int{}
	for _, d := range draws {
		for _, in := range d.Strata {
			wanted[in.Name] += in.Wanted
		}
	}
	vacant := map[string]int{}
	for stratum, of := range counts {
		free := room
		if n, drawn := wanted[stratum]; drawn {
			free = min(room, max(0, n-counts.Active(stratum)))
		}
		if n := min(free, of[OnWaitingList]); n > 0 {
			vacant[stratum] = n
			room -= n
		}
	}
	return vacant, nil
}

// Fill gives free places to people on the waiting list, within each stratum in the order of their rank.
func (s *Service) Fill(ctx context.Context, cohort string) (Selection, error) {
	return untilUnchanged(func() (Selection, error) { return s.fill(ctx, cohort) })
}

func (s *Service) fill(ctx context.Context, cohort string) (Selection, error) {
	c, err := s.openCohort(ctx, cohort)
	if err != nil {
		return Selection{}, err
	}
	vacant, err := s.Vacancies(ctx, c)
	if err != nil || len(vacant) == 0 {
		return Selection{}, err
	}
	chosen, gone, err := s.nextInLine(ctx, c, vacant)
	if err != nil {
		return Selection{}, err
	}
	fresh := make([]Transition, len(chosen))
	for i, w := range chosen {
		fresh[i] = s.transition(ctx, Membership{Cohort: cohort, Ref: w.Ref, Group: w.Group, Stratum: w.Stratum}, Selected)
	}
	selected, err := s.saveSelection(ctx, c, fresh, nil, nil)
	if err != nil {
		return Selection{Selected: selected}, err
	}
	if err := s.Store.ForgetWaiting(ctx, gone); err != nil {
		return Selection{Selected: selected}, fmt.Errorf("shortening the waiting list: %w", err)
	}
	return Selection{Selected: selected}, nil
}

// nextInLine returns the people on the waiting list who get the vacant places, and everybody who leaves the list for it:
// those chosen, and those before them who cannot be selected any more.
func (s *Service) nextInLine(ctx context.Context, c Cohort, vacant map[string]int) (chosen, gone []Waiter, err error) {
	others, err := s.otherBetas(ctx, c)
	if err != nil {
		return nil, nil, err
	}
	left := maps.Clone(vacant)
	for w, err := range s.everyWaiter(ctx, c.ID) {
		if err != nil {
			return nil, nil, err
		}
		if left[w.Stratum] == 0 {
			continue
		}
		free, err := others.admit(ctx, w)
		if err != nil {
			return nil, nil, err
		}
		if gone = append(gone, w); free {
			chosen = append(chosen, w)
			left[w.Stratum]--
		}
	}
	return chosen, gone, nil
}

// admit reports whether a person on the waiting list can still be selected.
func (b betas) admit(ctx context.Context, w Waiter) (bool, error) {
	found, err := b.store.Participants(ctx, w.Ref)
	if err != nil || found[0].Version == 0 || !found[0].MayBeAsked() {
		return false, err
	}
	member, err := b.store.Memberships(ctx, w.Cohort, w.Ref)
	if err != nil || member[0].Version > 0 {
		return false, err
	}
	places, err := b.placesOf(ctx, []string{w.Ref})
	return len(places) == 0, err
}

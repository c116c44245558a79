package cohorts

import (
	"context"
	"fmt"
	"time"

	"soundings/cohorts/base"
)

// Waiter is somebody on a cohort's waiting list: to take the place of a member of the same stratum who says no or leaves.
type Waiter struct {
	Cohort  string
	Ref     string
	Group   Group
	Stratum string
	Rank    string // within the stratum
	Since   time.Time
	Version int64
}

// StrataCounts is how many members of each stratum there are in each state, and how many wait under "waiting".
type StrataCounts map[string]map[State]int

// Active returns how many members of a stratum have a place, or had it to the end.
func (c StrataCounts) Active(stratum string) int {
	of := c[stratum]
	return of[Selected] + of[Invited] + of[Agreed] + of[Graduated]
}

// StrataCounts returns how many members of each stratum of a cohort there are.
func (s *Service) StrataCounts(ctx context.Context, cohort string) (StrataCounts, error) {
	counts, err := s.Store.StrataCounts(ctx, cohort)
	if err != nil {
		return nil, fmt.Errorf("counting members by stratum: %w", err)
	}
	return counts, nil
}

// WaitingList returns a page of who waits, by stratum and rank.
func (s *Service) WaitingList(ctx context.Context, cohort, after string, limit int) (base.Page[Waiter], error) {
	page, err := s.Store.FindWaiting(ctx, cohort, after, limit)
	if err != nil {
		return page, fmt.Errorf("reading the waiting list: %w", err)
	}
	return page, nil
}

func (s *Service) everyWaiter(ctx context.Context, cohort string, each func(Waiter)) error {
	after := ""
	for {
		page, err := s.WaitingList(ctx, cohort, after, 1000)
		if err != nil {
			return err
		}
		for _, w := range page.Items {
			each(w)
		}
		if after = page.Next; after == "" {
			return nil
		}
	}
}

// Vacancies returns how many who wait could be selected now, by stratum: as many places as their stratum has free, and no
// more than the cohort has room for.
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

// OnList is under which StrataCounts says who waits. It is no state of a membership.
const OnWaitingList State = "waiting"

// Fill gives free places to those who wait, within each stratum in the order of the lot.
func (s *Service) Fill(ctx context.Context, cohort string) (Selection, error) {
	c, err := s.openCohort(ctx, cohort)
	if err != nil {
		return Selection{}, err
	}
	vacant, err := s.Vacancies(ctx, c)
	if err != nil || len(vacant) == 0 {
		return Selection{}, err
	}
	var chosen, gone []Waiter
	waiting := map[string][]Waiter{}
	if err := s.everyWaiter(ctx, cohort, func(w Waiter) { waiting[w.Stratum] = append(waiting[w.Stratum], w) }); err != nil {
		return Selection{}, err
	}
	others, err := s.otherBetas(ctx, c)
	if err != nil {
		return Selection{}, err
	}
	for stratum, n := range vacant {
		for _, w := range waiting[stratum] {
			if n == 0 {
				break
			}
			free, err := s.free(ctx, others, w)
			if err != nil {
				return Selection{}, err
			}
			if gone = append(gone, w); free {
				chosen = append(chosen, w)
				n--
			}
		}
	}
	fresh := make([]Transition, len(chosen))
	for i, w := range chosen {
		fresh[i] = s.transition(ctx, Membership{Cohort: cohort, Ref: w.Ref, Group: w.Group, Stratum: w.Stratum}, Selected)
	}
	if err := s.saveSelection(ctx, fresh, nil); err != nil {
		return Selection{}, err
	}
	if err := s.Store.ForgetWaiting(ctx, gone); err != nil {
		return Selection{}, fmt.Errorf("shortening the waiting list: %w", err)
	}
	return Selection{Selected: len(fresh)}, nil
}

// free reports whether somebody who waits can still be selected.
func (s *Service) free(ctx context.Context, others []Cohort, w Waiter) (bool, error) {
	found, err := s.Store.Participants(ctx, w.Ref)
	if err != nil || found[0].Version == 0 || !found[0].MayBeAsked() {
		return false, err
	}
	member, err := s.Store.Memberships(ctx, w.Cohort, w.Ref)
	if err != nil || member[0].Version > 0 {
		return false, err
	}
	elsewhere, err := s.elsewhere(ctx, others, []string{w.Ref})
	return elsewhere[w.Ref] == "", err
}

package cohorts

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"soundings/cohorts/base"
)

// JoinRequests returns a page of those who ask to take part and wait for the team, the longest first.
func (s Joins) JoinRequests(ctx context.Context, cohort, after string, limit int) (base.Page[JoinRequest], error) {
	page, err := s.Store.JoinRequests(ctx, cohort, false, after, limit)
	if err != nil {
		return page, fmt.Errorf("listing who asks to take part: %w", err)
	}
	return page, nil
}

// Perhaps returns the participants who have the mail address or the telephone number of a request: it may be theirs, or of
// somebody in their household.
func (s Joins) Perhaps(ctx context.Context, r JoinRequest) ([]Participant, error) {
	var all []Participant
	for _, q := range []ParticipantQuery{{Email: r.Email, Limit: 3}, {Phone: r.Phone, Limit: 3}} {
		if q.Email == "" && q.Phone == "" {
			continue
		}
		found, err := s.Store.FindParticipants(ctx, q)
		if err != nil {
			return nil, fmt.Errorf("looking for an address: %w", err)
		}
		for _, p := range found.Items {
			if !slices.ContainsFunc(all, func(had Participant) bool { return had.Ref == p.Ref }) {
				all = append(all, p)
			}
		}
	}
	return all, nil
}

// AdmitRequest makes whoever asked to take part a member, selected as others are: their consent follows. They become a new
// participant, unless as is the ref of who they are; then what they typed is forgotten. Where there is no room they are put on
// the waiting list, which waiting reports. A request that was admitted already is left as it is.
func (s Joins) AdmitRequest(ctx context.Context, cohort, id, as string) (waiting bool, err error) {
	r, err := s.joinRequest(ctx, cohort, id)
	if err != nil || r.Admitted {
		return false, err
	}
	j, err := s.Joining(ctx, cohort)
	if err != nil {
		return false, err
	}
	if as != "" {
		r.Ref = as // Select refuses one that there is not
	} else if _, err := s.SaveParticipant(ctx, r.person(j.Group)); err != nil {
		return false, err
	}
	selection, err := s.Select(ctx, cohort, []string{r.Ref}, QueueOverflow)
	if err != nil {
		return false, err
	}
	r.Admitted = true
	if err := s.Store.AdmitJoinRequest(ctx, r); err != nil && !base.IsCode(err, base.Conflict) {
		return false, fmt.Errorf("admitting who asked to take part: %w", err)
	}
	return selection.Waiting > 0, nil
}

// TurnDown forgets a request to take part, and gives its place back. One that was admitted or turned down already is NotFound.
func (s Joins) TurnDown(ctx context.Context, cohort, id string) error {
	r, err := s.joinRequest(ctx, cohort, id)
	if err == nil && r.Admitted {
		err = base.Refuse(base.NotFound, "joining.gone")
	}
	if err != nil {
		return err
	}
	_, err = base.Revise(func() (Joining, error) { return s.Joining(ctx, cohort) },
		func(j *Joining) error {
			if r, err = s.joinRequest(ctx, cohort, id); err == nil {
				j.count(r.Sheet, -1)
			}
			return err
		},
		func(j Joining) error { return s.Store.DropJoinRequest(ctx, j, r) })
	return err
}

func (s Joins) joinRequest(ctx context.Context, cohort, id string) (JoinRequest, error) {
	r, err := s.Store.JoinRequest(ctx, id)
	switch {
	case base.IsCode(err, base.NotFound) || err == nil && r.Cohort != cohort:
		return r, base.Refuse(base.NotFound, "joining.gone")
	case err != nil:
		return r, fmt.Errorf("reading who asks to take part: %w", err)
	}
	return r, nil
}

// EnrolledBySheet returns how many of those who came by each sheet have agreed, by its code. It reads each who came once:
// there are MaxPlaces at most.
func (s Joins) EnrolledBySheet(ctx context.Context, cohort string) (map[string]int, error) {
	counts := map[string]int{}
	by := map[string]string{} // sheets, by ref
	count := func() error {
		refs := slices.Sorted(maps.Keys(by))
		members, err := s.Store.Memberships(ctx, cohort, refs...)
		if err != nil {
			return fmt.Errorf("reading memberships: %w", err)
		}
		for _, m := range members {
			if m.State == Agreed || m.State == Graduated {
				counts[by[m.Ref]]++
			}
		}
		clear(by)
		return nil
	}
	list := func(after string) (base.Page[JoinRequest], error) {
		return s.Store.JoinRequests(ctx, cohort, true, after, pageLength)
	}
	for r, err := range base.Each(list) {
		if err != nil {
			return nil, fmt.Errorf("listing who was admitted: %w", err)
		}
		if by[r.Ref] = r.Sheet; len(by) == MaxChunk {
			if err := count(); err != nil {
				return nil, err
			}
		}
	}
	return counts, count()
}

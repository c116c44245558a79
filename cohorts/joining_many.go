package cohorts

import (
	"context"
	"fmt"

	"soundings/cohorts/base"
)

// MaxRequests is how many requests are dealt with at once.
const MaxRequests = 100

// Dealt is what became of requests that somebody dealt with together. Those that somebody else dealt with are not among them.
type Dealt struct {
	Admitted int // as new participants, selected as members
	Waiting  int // of those, who are on the waiting list as there is no room
	Left     int // of whom somebody has to say first who they are: the clinic knows the address
	Declined int
}

// AdmitRequests admits those who asked to take part and of whom nobody has the address yet, each as somebody new.
func (s Joins) AdmitRequests(ctx context.Context, cohort string, ids []string) (d Dealt, err error) {
	err = s.eachRequest(ctx, cohort, ids, func(r JoinRequest) error {
		perhaps, err := s.Perhaps(ctx, r)
		if err != nil {
			return err
		}
		if len(perhaps) > 0 {
			d.Left++
			return nil
		}
		waits, err := s.AdmitRequest(ctx, cohort, r.ID, "")
		if err != nil {
			return err
		}
		if d.Admitted++; waits {
			d.Waiting++
		}
		return nil
	})
	return d, err
}

// TurnDownRequests forgets requests to take part, and gives their places back.
func (s Joins) TurnDownRequests(ctx context.Context, cohort string, ids []string) (d Dealt, err error) {
	err = s.eachRequest(ctx, cohort, ids, func(r JoinRequest) error {
		err := s.TurnDown(ctx, cohort, r.ID)
		if err == nil {
			d.Declined++
		}
		return err
	})
	return d, err
}

// eachRequest deals with requests that still wait, one after the other.
func (s Joins) eachRequest(ctx context.Context, cohort string, ids []string, deal func(JoinRequest) error) error {
	switch {
	case len(ids) == 0:
		return base.InvalidFields(base.Field{Name: "requests", Text: base.T("error.required")})
	case len(ids) > MaxRequests:
		return base.InvalidFields(base.Field{Name: "requests", Text: base.T("error.max_items", "Limit", MaxRequests)})
	}
	if _, err := s.openCohort(ctx, cohort); err != nil {
		return err
	}
	for _, id := range ids {
		r, err := s.joinRequest(ctx, cohort, id)
		if err == nil && !r.Admitted {
			err = deal(r)
		}
		if err != nil && !base.IsCode(err, base.NotFound) {
			return err
		}
	}
	return nil
}

// WaitingRequests returns how many requests of a cohort wait for the team; as many as most are most or more.
func (s Joins) WaitingRequests(ctx context.Context, cohort string, most int) (int, error) {
	n, err := s.Store.CountJoinRequests(ctx, cohort, most)
	if err != nil {
		return 0, fmt.Errorf("counting who asks to take part: %w", err)
	}
	return n, nil
}

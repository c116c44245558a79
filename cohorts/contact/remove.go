package contact

import (
	"context"
	"fmt"

	"soundings/cohorts"
	"soundings/cohorts/base"
)

// Whose names the person whose answers are meant.
type Whose struct {
	Ref    string
	Cohort string // only those given as a member of this cohort; empty: all
}

// Has reports whether what an invitation asked is meant.
func (w Whose) Has(i Invitation) bool {
	return i.Ref == w.Ref && (w.Cohort == "" || i.Cohort == w.Cohort)
}

// TakenOut is how much of a person's answers was taken out.
type TakenOut struct {
	Responses int `json:"responses"` // to surveys
	Ballots   int `json:"ballots"`   // to named polls; nobody can tell which secret ones are theirs
	Events    int `json:"events"`    // of their use of the portal
}

// Add returns the sum of two.
func (t TakenOut) Add(other TakenOut) TakenOut {
	return TakenOut{t.Responses + other.Responses, t.Ballots + other.Ballots, t.Events + other.Events}
}

// Answers are all who keep answers of participants: the packages above this one.
type Answers interface {
	// RemoveAnswers deletes answers and takes them out of the figures. It may be called again.
	RemoveAnswers(ctx context.Context, of Whose) (TakenOut, error)
	// DropUnfinished deletes answers that were begun and not sent.
	DropUnfinished(ctx context.Context, of Whose) error
}

// RemoveAnswers takes out what a person answered and did in the portal, as a member of a cohort or at all. First it notes
// that it is so, whereby nothing that is sent again counts once more.
func (s *Service) RemoveAnswers(ctx context.Context, of Whose) (TakenOut, error) {
	read := func() ([]cohorts.Membership, error) { return s.membershipsOf(ctx, of) }
	_, err := base.Revise(read, func(all *[]cohorts.Membership) error {
		for n := range *all {
			(*all)[n].AnswersRemoved = s.Now()
		}
		return nil
	}, func(all []cohorts.Membership) error {
		if err := s.Store.SaveAnswersRemoved(ctx, of, all); err != nil {
			return fmt.Errorf("noting that answers are removed: %w", err)
		}
		return nil
	})
	if err != nil {
		return TakenOut{}, err
	}
	return s.Answers.RemoveAnswers(ctx, of)
}

// membershipsOf returns the memberships of which answers are meant, or NotFound.
func (s *Service) membershipsOf(ctx context.Context, of Whose) ([]cohorts.Membership, error) {
	if of.Cohort != "" {
		m, err := s.Cohorts.Membership(ctx, of.Cohort, of.Ref)
		return []cohorts.Membership{m}, err
	}
	if _, err := s.Cohorts.Participant(ctx, of.Ref); err != nil {
		return nil, err
	}
	return s.Cohorts.MembershipsOf(ctx, of.Ref)
}

// MarkRemoved notes on an invitation that its answer is taken out, after remove has done so. Whatever came in meanwhile makes
// it begin again with the invitation as it is then, so that no answer under way is missed. remove gets false where there is
// nothing to take out.
func (s *Service) MarkRemoved(ctx context.Context, i Invitation, remove func(answered bool) error) error {
	for {
		if err := remove(i.State == Completed && !i.TakenOut()); err != nil {
			return err
		}
		if i.TakenOut() {
			return nil
		}
		i.Removed = s.Now()
		err := s.Store.SaveInvitations(ctx, []Invitation{i}, nil)
		if !base.IsCode(err, base.Conflict) {
			return err
		}
		switch i, err = s.Store.InvitationByHash(ctx, i.Hash); {
		case base.IsCode(err, base.NotFound): // the person was removed for good
			return nil
		case err != nil:
			return fmt.Errorf("reading an invitation again: %w", err)
		}
	}
}

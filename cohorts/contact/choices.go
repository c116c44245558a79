package contact

import (
	"context"
	"fmt"
	"slices"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
)

// Choices holds the channels by which a participant wants to be asked. Until they choose, every channel is allowed.
type Choices struct {
	Ref                   string
	Mail, Message, Letter bool
	Changed               time.Time // zero: never
	Version               int64
}

// Chooses reports whether the link of the invitation also leads to where its participant chooses what to be sent, and
// leaves: no further link has to be made for it. That of another practice may be passed on there, and is nobody's own.
func (i Invitation) Chooses() bool { return i.Group != cohorts.Practice }

// ChoicesOf returns a participant's choices; every channel when they have not chosen.
func (s *Service) ChoicesOf(ctx context.Context, ref string) (Choices, error) {
	chosen, err := s.choicesOf(ctx, ref)
	if err != nil {
		return Choices{}, err
	}
	return chosen[0], nil
}

// choicesOf returns the choices of participants in the order asked; every channel of those who have not chosen.
func (s *Service) choicesOf(ctx context.Context, refs ...string) ([]Choices, error) {
	all := make([]Choices, 0, len(refs))
	for chunk := range slices.Chunk(refs, cohorts.MaxChunk) {
		chosen, err := s.Store.ChoicesOf(ctx, chunk...)
		if err != nil {
			return nil, fmt.Errorf("reading the choices of participants: %w", err)
		}
		for n, c := range chosen {
			if c.Version == 0 {
				c = Choices{Ref: chunk[n], Mail: true, Message: true, Letter: true}
			}
			all = append(all, c)
		}
	}
	return all, nil
}

// SaveChoices saves the channels by which the participant with invitation i wants to be asked.
func (s *Service) SaveChoices(ctx context.Context, i Invitation, mail, message, letter bool) error {
	return s.choose(ctx, i, func(c *Choices) { c.Mail, c.Message, c.Letter = mail, message, letter })
}

// choose changes the choices of the participant with invitation i.
func (s *Service) choose(ctx context.Context, i Invitation, change func(*Choices)) error {
	ctx = base.WithActor(ctx, i.By())
	_, err := base.Revise(func() (Choices, error) { return s.ChoicesOf(ctx, i.Ref) }, func(c *Choices) error {
		change(c)
		c.Changed = s.Now()
		return nil
	}, func(c Choices) error { return s.Store.SaveChoices(ctx, c) })
	return err
}

// Leave takes the participant with invitation i out of a cohort at once: whatever they were asked as its member can no longer
// be answered, what was begun is dropped, and what they answered is removed too if they say so. It may be done again.
func (s *Service) Leave(ctx context.Context, i Invitation, cohort string, remove bool) error {
	ctx = base.WithActor(ctx, i.By())
	if err := s.moveOut(ctx, i, cohort); err != nil {
		return err
	}
	of := Whose{Ref: i.Ref, Cohort: cohort}
	if !remove {
		return s.Answers.DropUnfinished(ctx, of)
	}
	_, err := s.RemoveAnswers(ctx, of)
	return err
}

// moveOut ends a membership. It does nothing when it has ended already.
func (s *Service) moveOut(ctx context.Context, i Invitation, cohort string) error {
	var moves []cohorts.Transition // at most one
	read := func() (cohorts.Membership, error) { return s.Cohorts.Membership(ctx, cohort, i.Ref) }
	_, err := base.Revise(read, func(m *cohorts.Membership) (err error) {
		moves, err = s.leave(ctx, *m)
		return err
	}, func(cohorts.Membership) error {
		if len(moves) == 0 {
			return nil
		}
		return s.Store.SaveInvitations(ctx, nil, moves)
	})
	return err
}

// leave returns the transition by which a member leaves; none for one who is no longer taking part.
func (s *Service) leave(ctx context.Context, m cohorts.Membership) ([]cohorts.Transition, error) {
	to := cohorts.Withdrawn
	switch m.State {
	case cohorts.Declined, cohorts.Withdrawn, cohorts.Graduated:
		return nil, nil
	case cohorts.Invited:
		to = cohorts.Declined
	}
	move, err := s.Cohorts.NewTransition(ctx, m, to)
	if err != nil {
		return nil, err
	}
	return []cohorts.Transition{move}, nil
}

package contact

import (
	"context"
	"fmt"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
)

// everything is the subject of the one invitation by which somebody chooses what to be sent.
const everything = "all"

// Choices is by which channels somebody wants to be asked. Who has not chosen may be asked by any.
type Choices struct {
	Ref                   string
	Mail, Message, Letter bool
	Changed               time.Time // zero: never
	Version               int64
}

// ChoicesLink returns the invitation behind whose link a participant chooses what to be sent, and leaves; it is made when
// it is first needed.
func (s *Service) ChoicesLink(ctx context.Context, i Invitation) (Invitation, error) {
	if i.Kind == ForChoices {
		return i, nil
	}
	made, err := s.Invite(ctx, ForChoices, everything, []Asked{{Ref: i.Ref, Group: i.Group, Proxy: i.Proxy, Language: i.Language}}, time.Time{})
	if err != nil {
		return Invitation{}, err
	}
	return made[0], nil
}

// ChoicesOf returns by which channels a participant wants to be asked.
func (s *Service) ChoicesOf(ctx context.Context, ref string) (Choices, error) {
	c, err := s.Store.Choices(ctx, ref)
	if err != nil {
		return c, fmt.Errorf("reading a participant's choices: %w", err)
	}
	if c.Version == 0 {
		c = Choices{Ref: ref, Mail: true, Message: true, Letter: true}
	}
	return c, nil
}

// Choose keeps by which channels the participant behind a link wants to be asked.
func (s *Service) Choose(ctx context.Context, i Invitation, mail, text, letter bool) error {
	ctx = base.WithActor(ctx, i.By())
	for {
		c, err := s.ChoicesOf(ctx, i.Ref)
		if err != nil {
			return err
		}
		c.Mail, c.Message, c.Letter, c.Changed = mail, text, letter, s.Now()
		if err := s.Store.SaveChoices(ctx, c); !base.IsCode(err, base.Conflict) {
			return err
		}
	}
}

// Leave takes the participant behind a link out of a cohort, at once. Who has left already, has left.
func (s *Service) Leave(ctx context.Context, i Invitation, cohort string) error {
	ctx = base.WithActor(ctx, i.By())
	for {
		m, err := s.Cohorts.Membership(ctx, cohort, i.Ref)
		if err != nil {
			return err
		}
		to := cohorts.Withdrawn
		switch m.State {
		case cohorts.Declined, cohorts.Withdrawn, cohorts.Graduated:
			return nil
		case cohorts.Invited:
			to = cohorts.Declined
		}
		step, err := s.Cohorts.NewTransition(ctx, m, to)
		if err != nil {
			return err
		}
		if err := s.Store.SaveInvitations(ctx, nil, []cohorts.Transition{step}); !base.IsCode(err, base.Conflict) {
			return err
		}
	}
}

package polls

import (
	"context"
	"fmt"

	"soundings/cohorts/base"
	"soundings/surveys/doors"
)

// door returns one of a secret poll's doors, chosen at random; a Conflict where they are gone since the poll was read.
func (s *Service) door(ctx context.Context, p Poll) (doors.Door, error) {
	return doors.Choose(ctx, s.Store, s.Rand, doors.Poll(p.ID), p.Doors, func() (bool, error) {
		now, err := s.Poll(ctx, p.ID)
		return now.Version != p.Version, err
	})
}

// hangDoors gives an open secret poll from before its doors, once. Its error is a Conflict where the poll is not as it was read.
func (s *Service) hangDoors(ctx context.Context, p Poll) error {
	p.Doors = doors.Hung
	if err := s.Store.HangDoors(ctx, p); err != nil {
		return fmt.Errorf("giving a poll its doors: %w", err)
	}
	return nil
}

// castInSecret keeps a secret ballot with its right as used, through one of the doors. Where the right was used before it
// touches the door and nothing else, so that a second ballot takes as long as the first and writes as often.
func (s *Service) castInSecret(ctx context.Context, p Poll, b Ballot, r VotingRight) error {
	if p.Doors == 0 {
		if err := s.hangDoors(ctx, p); err != nil {
			return err
		}
		return base.ErrChanged
	}
	d, err := s.door(ctx, p)
	if err != nil {
		return err
	}
	if r.Version > 0 {
		return s.Store.Touch(ctx, d)
	}
	return s.Store.CastInSecret(ctx, b, r, d)
}

package polls

import (
	"context"
	"fmt"
	"io"

	"soundings/cohorts/base"
)

// Door is one of the few documents through which the ballots of a secret poll come in. A ballot's write replaces one of
// them at its version, and closing deletes them all in one write together with the poll's change: so none that was under
// way on any server is missed, and none is counted that came later.
type Door struct {
	Poll    string
	Number  int   // from 0
	Version int64 // 0: there is none
}

// doorsOfAPoll is how many doors a secret poll gets: enough that two who vote at once seldom meet at one, few enough for
// closing to take them all in one write. It divides 256, so that a random byte is fair to all of them.
const doorsOfAPoll = 16

// door returns one of a secret poll's doors, chosen at random; a Conflict where they are gone since the poll was read.
func (s *Service) door(ctx context.Context, p Poll) (Door, error) {
	var chosen [1]byte
	if _, err := io.ReadFull(s.Rand, chosen[:]); err != nil {
		return Door{}, fmt.Errorf("choosing a door: %w", err)
	}
	d, err := s.Store.Door(ctx, p.ID, int(chosen[0])%p.Doors)
	if err != nil || d.Version > 0 {
		return d, err
	}
	now, err := s.Poll(ctx, p.ID)
	switch {
	case err != nil:
		return d, err
	case now.Version == p.Version:
		return d, fmt.Errorf("poll %s is open and has lost door %d", p.ID, d.Number)
	}
	return d, base.ErrChanged
}

// hangDoors gives an open secret poll from before its doors, once. Its error is a Conflict where the poll is not as it was read.
func (s *Service) hangDoors(ctx context.Context, p Poll) error {
	p.Doors = doorsOfAPoll
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

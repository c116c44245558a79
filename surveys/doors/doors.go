// Package doors lets answers of which nobody may learn whose they are, and the closing of what they answer, meet: secret
// ballots and anonymous responses alike.
package doors

import (
	"context"
	"fmt"
	"io"

	"soundings/cohorts/base"
)

// Door is one of the few documents through which such answers come in. An answer's write replaces one of them at its version,
// and closing deletes them all in one write together with the change of what is closed: so none that was under way on any
// server is missed, and none is counted that came later.
type Door struct {
	Of      string // what it leads to, as Poll and Survey name it
	Number  int    // from 0
	Version int64  // 0: there is none
}

// Hung is how many doors something gets: enough that two who answer at once seldom meet at one, few enough for closing to
// take them all in one write. It divides 256, so that a random byte is fair to all of them.
const Hung = 16

// Poll names a poll as what doors lead to.
func Poll(id string) string { return id }

// Survey names a survey as what doors lead to. No id of a poll has a slash.
func Survey(id string) string { return "survey/" + id }

// Store keeps doors.
type Store interface {
	Door(ctx context.Context, of string, number int) (Door, error) // Version 0: there is none
	Touch(ctx context.Context, d Door) error                       // ErrChanged when an answer came through it meanwhile, or it is gone
}

// Choose returns one of so many doors, chosen at random; where it is gone, what became of them instead, a Conflict
// if whatever they lead to has changed since it was read.
func Choose(ctx context.Context, kept Store, random io.Reader, of string, hung int, gone func() (changed bool, err error)) (Door, error) {
	if hung <= 0 {
		return Door{}, fmt.Errorf("%s has no doors", of)
	}
	var chosen [1]byte
	if _, err := io.ReadFull(random, chosen[:]); err != nil {
		return Door{}, fmt.Errorf("choosing a door: %w", err)
	}
	d, err := kept.Door(ctx, of, int(chosen[0])%hung)
	if err != nil || d.Version > 0 {
		return d, err
	}
	switch changed, err := gone(); {
	case err != nil:
		return d, err
	case !changed:
		return d, fmt.Errorf("%s is open and has lost door %d", of, d.Number)
	}
	return d, base.ErrChanged
}

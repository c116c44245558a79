package rollout

import (
	"context"
	"fmt"
	"time"

	"soundings/cohorts/base"
)

// Gate is a further condition before every step of every ramp, kept by a part of the program that rollouts know nothing
// of: that no blocker is open, that people are trained.
type Gate interface {
	// Kind returns what the gate looks at.
	Kind() GateKind
	// Holds returns what keeps a rollout from going on now; nothing when the gate is open. It is asked each time that
	// Advance comes round, and for each page that shows the rollout.
	Holds(ctx context.Context, r Rollout) ([]Hold, error)
}

// Hold is one reason why a rollout must not go on yet.
type Hold struct {
	Text  base.Text // a sentence for the team
	About Subject   // what somebody has to see to; zero: nothing that can be opened
}

// Subject names one thing that the team can open: a bump, a feature's help.
type Subject struct {
	Kind string `json:"kind"`
	ID   string `json:"id"`
}

// heldBy returns the change with whether further gates hold a ramp after it: since when, and by what where they have just begun to.
func (c Change) heldBy(holds []Hold, now time.Time) Change {
	_, more := c.Rollout.Next()
	switch held := more && c.Rollout.State == Running && len(holds) > 0; {
	case !held:
		c.Rollout.HeldSince = time.Time{}
	case c.Rollout.HeldSince.IsZero():
		c.Rollout.HeldSince, c.Holds = now, holds
	}
	return c
}

// Holds asks every further gate what keeps a rollout from going on.
func (s *Service) Holds(ctx context.Context, r Rollout) ([]Hold, error) {
	var all []Hold
	for _, gate := range s.Gates {
		holds, err := gate.Holds(ctx, r)
		if err != nil {
			return nil, fmt.Errorf("asking a gate: %w", err)
		}
		all = append(all, holds...)
	}
	return all, nil
}

package rollout

import (
	"context"
	"slices"
	"time"

	"soundings/cohorts/base"
)

// State reports whether a ramp goes on by itself.
type State string

// The states of a rollout. A ramp that was rolled back waits for somebody to look into it and resume it.
const (
	Running    State = "running"
	Paused     State = "paused"
	RolledBack State = "rolled_back"
)

// Rollout is the share of a cohort's agreed members who see a feature. There is one for each feature and cohort. It counts
// while the feature is in beta.
type Rollout struct {
	Feature      string          `json:"feature"`
	Cohort       string          `json:"cohort"`
	Percent      Percent         `json:"percent"` // who see it now
	Ramp         []Step          `json:"ramp"`    // by which it goes up; empty: only by hand
	Gates        Gates           `json:"gates"`
	State        State           `json:"state"`
	Since        time.Time       `json:"since"`               // when the share became what it is: answers count from here
	Resumed      time.Time       `json:"resumed,omitzero"`    // when it was last resumed: the hold counts from here
	InterimLooks int             `json:"look"`                // looks taken at this share
	Finding      *Finding        `json:"finding,omitempty"`   // of the last one
	Overrides    map[string]bool `json:"overrides,omitempty"` // by ref: who sees it, or not, whatever the share is
	Version      int64           `json:"-"`                   // as read from the store; 0: not kept yet
}

// Settings is what the team decides of a rollout, as a whole: a ramp or gates that it leaves out are none.
type Settings struct {
	Cohort  string   `json:"cohort"`
	Percent *Percent `json:"percent"` // nil: as it is; of a new one the first step of the ramp
	Ramp    []Step   `json:"ramp"`
	Gates   Gates    `json:"gates"`
}

// maxOverrides bounds the people of one rollout for whom something else is said.
const maxOverrides = 1000

// Shows reports whether an agreed member of the cohort sees the feature while it is in beta.
func (r Rollout) Shows(ref string) bool {
	if on, ok := r.Overrides[ref]; ok {
		return on
	}
	return Bucket(r.Feature, ref) < r.Percent.hundredths()
}

// Next returns the step that the ramp takes next; false: it has arrived, or there is none.
func (r Rollout) Next() (Step, bool) {
	for _, s := range r.Ramp {
		if s.Percent > r.Percent {
			return s, true
		}
	}
	return Step{}, false
}

// Previous returns the share that a roll back leads to: the step below, or 0.
func (r Rollout) Previous() Percent {
	previous := Percent(0)
	for _, s := range r.Ramp {
		if s.Percent < r.Percent {
			previous = s.Percent
		}
	}
	return previous
}

// GatesNow returns the gates behind which the next step stands: those of the rollout, and what the highest step that was
// reached says otherwise. Below the first step nobody sees the feature, so that only the hold counts.
func (r Rollout) GatesNow() Gates {
	reached := -1
	for i, s := range r.Ramp {
		if s.Percent <= r.Percent {
			reached = i
		}
	}
	if reached < 0 {
		return Gates{HoldHours: r.Gates.HoldHours}
	}
	return r.Gates.at(r.Ramp[reached])
}

// at returns the gates as they are at one step.
func (g Gates) at(s Step) Gates {
	if s.HoldHours != nil {
		g.HoldHours = *s.HoldHours
	}
	if s.Answers != nil {
		g.Answers = *s.Answers
	}
	return g
}

// shownSince returns since when the share is what it is and the feature is in beta.
func (r Rollout) shownSince(beta time.Time) time.Time { return later(r.Since, beta) }

// holdFrom returns since when the hold counts.
func (r Rollout) holdFrom(beta time.Time) time.Time { return later(r.shownSince(beta), r.Resumed) }

// heldAfter is how much longer than it has to a ramp may stand before it is held: longer than from one look to the next.
const heldAfter = 3 * time.Minute

// Held reports whether a gate other than time holds the ramp of a feature in beta. It reads no answers.
func (r Rollout) Held(f Feature, now time.Time) bool {
	_, more := r.Next()
	g := r.GatesNow()
	if r.State != Running || f.Stage != Beta || !more || g.none() {
		return false
	}
	return now.Sub(r.holdFrom(f.Since)).Hours() > g.HoldHours+heldAfter.Hours()
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// stand makes the share another one from now on: answers, looks and the hold begin anew.
func (r *Rollout) setPercent(p Percent, now time.Time) {
	r.Percent, r.Since, r.InterimLooks, r.Finding = p, now, 0, nil
}

// Rollouts returns every rollout of a feature, by cohort; of every feature where the key is empty.
func (s *Service) Rollouts(ctx context.Context, feature string) ([]Rollout, error) {
	c, err := s.catalogue(ctx)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(c.Rollouts, func(r Rollout) bool { return feature != "" && r.Feature != feature }), nil
}

// Rollout returns the rollout of a feature to a cohort, or NotFound.
func (s *Service) Rollout(ctx context.Context, feature, cohort string) (Rollout, error) {
	c, err := s.catalogue(ctx)
	if err != nil {
		return Rollout{}, err
	}
	return c.rollout(feature, cohort)
}

// Moves returns a page of how a rollout came to where it is, the latest move first.
func (s *Service) Moves(ctx context.Context, feature, cohort, after string, limit int) (base.Page[Move], error) {
	return s.Store.Moves(ctx, feature, cohort, after, limit)
}

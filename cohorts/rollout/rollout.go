package rollout

import (
	"context"
	"slices"
	"time"

	"soundings/cohorts/base"
)

// State says whether a ramp goes on by itself.
type State string

// The states of a rollout. A ramp that was rolled back waits until somebody resumes it.
const (
	Running    State = "running"
	Paused     State = "paused"
	RolledBack State = "rolled_back"
)

// Rollout is the share of a cohort's agreed members who see a feature. There is one for each feature and cohort, and it
// counts while the feature is in beta.
type Rollout struct {
	Feature      string          `json:"feature"`
	Cohort       string          `json:"cohort"`
	Percent      Percent         `json:"percent"` // the share now
	Ramp         []Step          `json:"ramp"`    // empty: the share changes only by hand
	Gates        Gates           `json:"gates"`
	State        State           `json:"state"`
	Since        time.Time       `json:"since"`               // when the share was set; answers count from here
	Resumed      time.Time       `json:"resumed,omitzero"`    // when the ramp was last resumed; the hold counts from here
	InterimLooks int             `json:"look"`                // taken at this share
	Finding      *Finding        `json:"finding,omitempty"`   // of the last interim look
	Overrides    map[string]bool `json:"overrides,omitempty"` // by ref: whether a member sees the feature, whatever the share is
	HeldSince    time.Time       `json:"-"`                   // when a further gate was first seen to hold it at this share; zero: none does
	Version      int64           `json:"-"`                   // as read from the store; 0: not kept yet
}

// Settings is what the team decides about a rollout, as a whole: a missing ramp or missing gates mean that there are none.
type Settings struct {
	Cohort  string   `json:"cohort" rule:"required"`
	Percent *Percent `json:"percent"` // nil: unchanged; for a new rollout the first step of the ramp
	Ramp    []Step   `json:"ramp" rule:"max=20"`
	Gates   Gates    `json:"gates"`
}

// maxOverrides is the greatest number of overrides of one rollout.
const maxOverrides = 1000

// Shows reports whether an agreed member of the cohort sees the feature while it is in beta.
func (r Rollout) Shows(ref string) bool {
	if on, ok := r.Overrides[ref]; ok {
		return on
	}
	return Bucket(r.Feature, ref) < r.Percent.hundredths()
}

// Next returns the next step of the ramp; false when the ramp has arrived or there is none.
func (r Rollout) Next() (Step, bool) {
	for _, s := range r.Ramp {
		if s.Percent > r.Percent {
			return s, true
		}
	}
	return Step{}, false
}

// Previous returns the share to which a roll back leads: the step below, or 0.
func (r Rollout) Previous() Percent {
	previous := Percent(0)
	for _, s := range r.Ramp {
		if s.Percent < r.Percent {
			previous = s.Percent
		}
	}
	return previous
}

// GatesNow returns the gates before the next step: those of the rollout, overridden by the highest step reached. Below the
// first step only the hold counts, because nobody sees the feature.
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

// at returns the gates at one step.
func (g Gates) at(s Step) Gates {
	if s.HoldHours != nil {
		g.HoldHours = *s.HoldHours
	}
	if s.Answers != nil {
		g.Answers = *s.Answers
	}
	return g
}

// shownSince returns the moment from which the feature was shown at the present share; beta is when its beta began.
func (r Rollout) shownSince(beta time.Time) time.Time { return later(r.Since, beta) }

// holdFrom returns the moment from which the hold counts; beta is when the feature's beta began.
func (r Rollout) holdFrom(beta time.Time) time.Time { return later(r.shownSince(beta), r.Resumed) }

// heldAfter is how long after its hold a ramp counts as held: longer than Advance takes to come round again.
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

// setPercent sets the share. Answers, interim looks and the hold begin anew.
func (r *Rollout) setPercent(p Percent, now time.Time) {
	r.Percent, r.Since, r.InterimLooks, r.Finding, r.HeldSince = p, now, 0, nil, time.Time{}
}

// Rollouts returns every rollout of a feature, by cohort; with an empty key those of every feature.
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

// Moves returns a page of a rollout's history, the latest move first.
func (s *Service) Moves(ctx context.Context, feature, cohort, after string, limit int) (base.Page[Move], error) {
	return s.Store.Moves(ctx, feature, cohort, after, limit)
}

package rollout

import (
	"context"
	"slices"
	"strings"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
)

// Catalogue is every feature and every rollout at one revision. People make them by hand, so it stays small.
type Catalogue struct {
	Revision int64     // raised by every change of what is in it
	Features []Feature // by key
	Rollouts []Rollout // by feature, then by cohort
}

// Store keeps what this package knows. A Save method keeps all it is given or nothing, and raises the catalogue's revision
// by one. It returns base.ErrChanged when the catalogue is no longer at the revision named, so that a decision is kept
// only while the catalogue on which it was made stands.
type Store interface {
	Catalogue(ctx context.Context) (Catalogue, error)
	// Revisions returns the catalogue's revision and the number of people forgotten so far, by one small read.
	Revisions(ctx context.Context) (catalogue, forgotten int64, err error)
	SaveFeature(ctx context.Context, revision int64, f Feature) error
	SaveRollouts(ctx context.Context, revision int64, changes ...Change) error                    // at most cohorts.MaxChunk
	Moves(ctx context.Context, feature, cohort, after string, limit int) (base.Page[Move], error) // latest first

	// MembershipChanges returns the members who became or ceased to be agreed since a moment, at most limit of them.
	MembershipChanges(ctx context.Context, since time.Time, limit int) ([]MembershipChange, error)

	// AddExposures keeps exposures, each once, and passes over those that are kept already. At most cohorts.MaxChunk.
	AddExposures(ctx context.Context, exposures []Exposure) error
	ExposureCounts(ctx context.Context, cohort string) (map[string]int, error) // members by feature
	Exposures(ctx context.Context, after string, limit int) (base.Page[Exposure], error)
	// ForgetExposure deletes the exposures of ref and adds one to the number of people forgotten. The other counts stay.
	ForgetExposure(ctx context.Context, ref string) error
}

// Change is a rollout in its next state, with the move that leads there; a change of overrides has none.
type Change struct {
	Rollout Rollout
	Move    *Move
	Marked  bool   // nothing has changed but since when it is held
	Holds   []Hold // by which it is held from now on
}

// MembershipChange names a membership that became or ceased to be agreed.
type MembershipChange struct {
	Cohort, Ref string
	From        cohorts.State // the state before; set, as Step is, only by Store.MembershipChanges
	Step        int64         // number of the change within the membership
}

// Exposure is the fact that a member was shown a feature. There is one for each feature, cohort and ref.
type Exposure struct {
	Feature, Cohort, Ref string
	At                   time.Time // of the first time, as far as is known
}

// feature returns the feature with this key, or NotFound.
func (c Catalogue) feature(key string) (Feature, error) {
	at, ok := slices.BinarySearchFunc(c.Features, key, func(f Feature, key string) int { return strings.Compare(f.Key, key) })
	if !ok {
		return Feature{}, base.Refuse(base.NotFound, "feature.unknown", "Key", key)
	}
	return c.Features[at], nil
}

// rollout returns the rollout of a feature to a cohort, or NotFound.
func (c Catalogue) rollout(feature, cohort string) (Rollout, error) {
	for _, r := range c.Rollouts {
		if r.Feature == feature && r.Cohort == cohort {
			return r, nil
		}
	}
	return Rollout{}, base.Refuse(base.NotFound, "rollout.unknown")
}

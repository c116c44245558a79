package rollout

import (
	"context"
	"slices"
	"strings"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
)

// Catalogue is every feature and every rollout as they were at one revision. It holds what people make by hand, and stays
// small.
type Catalogue struct {
	Revision int64     // raised by every change of what is in it
	Features []Feature // by key
	Rollouts []Rollout // by feature, then by cohort
}

// Store keeps what this package knows. Its Save methods keep all they are given or nothing, raise the catalogue's revision
// by one, and return base.ErrChanged when it is not the one named any more, so that what was decided on a catalogue
// is kept only while that catalogue stands.
type Store interface {
	Catalogue(ctx context.Context) (Catalogue, error)
	// Revisions returns the catalogue's revision, and how often somebody was forgotten, by one small read.
	Revisions(ctx context.Context) (catalogue, forgotten int64, err error)
	SaveFeature(ctx context.Context, revision int64, f Feature) error
	SaveRollouts(ctx context.Context, revision int64, changes ...Change) error                    // at most cohorts.MaxChunk
	Moves(ctx context.Context, feature, cohort, after string, limit int) (base.Page[Move], error) // latest first

	// MembershipChanges returns who became or ceased to be an agreed member from a moment on, at most limit of them.
	MembershipChanges(ctx context.Context, since time.Time, limit int) ([]MembershipChange, error)

	// AddExposures keeps who was shown what, each once; those kept already are passed over. At most cohorts.MaxChunk.
	AddExposures(ctx context.Context, seen []Exposure) error
	ExposureCounts(ctx context.Context, cohort string) (map[string]int, error) // members by feature
	Exposures(ctx context.Context, after string, limit int) (base.Page[Exposure], error)
	// ForgetExposure deletes what ref was shown, and counts that somebody was forgotten. The other counts stay.
	ForgetExposure(ctx context.Context, ref string) error
}

// Change is a rollout in its next state, with the move that brought it there, if it is one.
type Change struct {
	Rollout Rollout
	Move    *Move
}

// Turned names a membership that became or ceased to be agreed.
type MembershipChange struct {
	Cohort, Ref string
	From        cohorts.State // what it was before; only the store's Turned says it, and the number of the step
	Step        int64
}

// Seen is the fact that a member was shown a feature. There is one for each feature, cohort and ref.
type Exposure struct {
	Feature, Cohort, Ref string
	At                   time.Time // for the first time, as far as is known
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

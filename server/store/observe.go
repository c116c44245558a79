package store

import (
	"strings"

	"soundings/cohorts/rollout"
	"soundings/server/store/engine"
)

// Observer is told what a store writes, after each write and before it returns; also of one that failed, since that may
// have been done. What a server remembers of documents stays true by it.
type Observer interface {
	// OnMembershipChange is called with the memberships that were written.
	OnMembershipChange(changed ...rollout.MembershipChange)
	// OnCreated is called with the participants and features that were added.
	OnCreated(refs, features []string)
}

// tell has the observer know of what was written.
func (s *Store) tell(changes []engine.Change) {
	if s.observer == nil {
		return
	}
	var changed []rollout.MembershipChange
	var refs, features []string
	for _, c := range changes {
		switch {
		case c.Collection == memberships:
			cohort, ref, _ := strings.Cut(c.ID, "/")
			changed = append(changed, rollout.MembershipChange{Cohort: cohort, Ref: ref})
		case c.Op != engine.Insert:
		case c.Collection == participants:
			refs = append(refs, c.ID)
		case c.Collection == featureDocs:
			features = append(features, c.ID)
		}
	}
	if len(changed) > 0 {
		s.observer.OnMembershipChange(changed...)
	}
	if len(refs)+len(features) > 0 {
		s.observer.OnCreated(refs, features)
	}
}

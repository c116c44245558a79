package rollout

import (
	"context"
	"slices"
	"sync"

	"soundings/cohorts"
)

// rosters holds the agreed members of cohorts, so that counting reads only what changed. The members of a cohort are read
// when it is first counted. A membership that changed is stale and read again at the next count; because its state then
// is what matters, learning of a change twice or late does no harm.
type rosters struct {
	counting sync.Mutex                     // one count at a time; guards agreed
	agreed   map[string]map[string]struct{} // cohort → refs

	marking sync.Mutex                     // guards stale
	stale   map[string]map[string]struct{} // cohort → refs to read again; a cohort without an entry is read whole
}

// maxStaleRefs is the greatest number of stale refs of a cohort; with more, the whole cohort is read again.
const maxStaleRefs = 10_000

// invalidate marks a membership as stale.
func (r *rosters) invalidate(cohort, ref string) {
	r.marking.Lock()
	defer r.marking.Unlock()
	if refs, ok := r.stale[cohort]; ok && len(refs) <= maxStaleRefs {
		refs[ref] = struct{}{}
	}
}

// forget makes the next count of every cohort read it whole.
func (r *rosters) forget() {
	r.marking.Lock()
	defer r.marking.Unlock()
	clear(r.stale)
}

// takeStale returns the stale refs of a cohort and begins a new list; whole is true when the whole cohort is to be read.
func (r *rosters) takeStale(cohort string) (refs []string, whole bool) {
	r.marking.Lock()
	defer r.marking.Unlock()
	stale, ok := r.stale[cohort]
	if r.stale == nil {
		r.stale = map[string]map[string]struct{}{}
	}
	r.stale[cohort] = map[string]struct{}{}
	for ref := range stale {
		refs = append(refs, ref)
	}
	return refs, !ok || len(stale) > maxStaleRefs
}

// visit calls each with every agreed member of a cohort.
func (r *rosters) visit(ctx context.Context, s *cohorts.Service, cohort string, each func(ref string)) error {
	r.counting.Lock()
	defer r.counting.Unlock()
	if err := r.update(ctx, s, cohort); err != nil {
		r.forget() // the list of stale refs is gone, so they have to be found anew
		return err
	}
	for ref := range r.agreed[cohort] {
		each(ref)
	}
	return nil
}

// update brings the roster of a cohort up to date, with r.counting held.
func (r *rosters) update(ctx context.Context, s *cohorts.Service, cohort string) error {
	refs, whole := r.takeStale(cohort)
	if whole {
		return r.read(ctx, s, cohort)
	}
	for chunk := range slices.Chunk(refs, cohorts.MaxChunk) {
		found, err := s.Store.Memberships(ctx, cohort, chunk...)
		if err != nil {
			return err
		}
		for i, m := range found {
			if m.State == cohorts.Agreed {
				r.agreed[cohort][chunk[i]] = struct{}{}
			} else {
				delete(r.agreed[cohort], chunk[i])
			}
		}
	}
	return nil
}

// read reads the whole cohort. A membership that changes meanwhile is marked as stale and read again at the next count.
func (r *rosters) read(ctx context.Context, s *cohorts.Service, cohort string) error {
	members := map[string]struct{}{}
	for m, err := range s.EveryMember(ctx, cohort, cohorts.Agreed) {
		if err != nil {
			return err
		}
		members[m.Ref] = struct{}{}
	}
	if r.agreed == nil {
		r.agreed = map[string]map[string]struct{}{}
	}
	r.agreed[cohort] = members
	return nil
}

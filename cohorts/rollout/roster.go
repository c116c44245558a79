package rollout

import (
	"context"
	"slices"
	"sync"

	"soundings/cohorts"
)

// rosters holds the agreed members of the cohorts that somebody counted in, so that counting reads only what changed. A
// cohort's members are read when it is first asked about. Who turned since is read again at the next count: what
// matters is where a membership stands then, so that hearing of a turn twice, or late, does no harm.
type rosters struct {
	counting sync.Mutex                     // one count at a time; guards agreed
	agreed   map[string]map[string]struct{} // cohort → refs

	staleness sync.Mutex
	stale     map[string]map[string]struct{} // cohort → refs to be read again; a cohort that nobody counted in has none
}

// maxTurned bounds the refs of a cohort to be read again; beyond it the whole cohort is.
const maxStaleRefs = 10_000

// hear notes that a membership may stand elsewhere than before.
func (r *rosters) invalidate(cohort, ref string) {
	r.staleness.Lock()
	defer r.staleness.Unlock()
	if refs, ok := r.stale[cohort]; ok && len(refs) <= maxStaleRefs {
		refs[ref] = struct{}{}
	}
}

// forget makes every cohort be read again.
func (r *rosters) forget() {
	r.staleness.Lock()
	defer r.staleness.Unlock()
	clear(r.stale)
}

// heard returns who is to be read again, and begins a new list; all: the whole cohort is.
func (r *rosters) takeStale(cohort string) (refs []string, all bool) {
	r.staleness.Lock()
	defer r.staleness.Unlock()
	turned, ok := r.stale[cohort]
	if r.stale == nil {
		r.stale = map[string]map[string]struct{}{}
	}
	r.stale[cohort] = map[string]struct{}{}
	for ref := range turned {
		refs = append(refs, ref)
	}
	return refs, !ok || len(turned) > maxStaleRefs
}

// visit calls each with every agreed member of a cohort.
func (r *rosters) visit(ctx context.Context, s *cohorts.Service, cohort string, each func(ref string)) error {
	r.counting.Lock()
	defer r.counting.Unlock()
	if err := r.update(ctx, s, cohort); err != nil {
		r.forget() // what was heard is lost
		return err
	}
	for ref := range r.agreed[cohort] {
		each(ref)
	}
	return nil
}

func (r *rosters) update(ctx context.Context, s *cohorts.Service, cohort string) error {
	refs, all := r.takeStale(cohort)
	if all {
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

// read reads the whole cohort. Who turns meanwhile is heard of and read again at the next count.
func (r *rosters) read(ctx context.Context, s *cohorts.Service, cohort string) error {
	members := map[string]struct{}{}
	q := cohorts.MembershipQuery{Cohort: cohort, State: cohorts.Agreed, Limit: 1000}
	for {
		page, err := s.Members(ctx, q)
		if err != nil {
			return err
		}
		for _, m := range page.Items {
			members[m.Ref] = struct{}{}
		}
		if page.Next == "" {
			break
		}
		q.After = page.Next
	}
	if r.agreed == nil {
		r.agreed = map[string]map[string]struct{}{}
	}
	r.agreed[cohort] = members
	return nil
}

package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"soundings/cohorts/base"
	"soundings/metrics"
	"soundings/server/store/engine"
)

// marksAtOnce bounds the documents of marks that one fold takes: with a document for each membership that the marks name, and
// a few of each of their cohorts, they fit one Write.
const marksAtOnce = engine.MaxChanges - 2*metrics.MaxChunk - 1

// FoldEvents adds some pending marks to the activities of members and the tallies of their cohorts, and deletes them, all
// in one write; it returns how many. Any number of folders may run at once: the versions let one of them through.
func (s *Store) FoldEvents(ctx context.Context, zone *time.Location) (int, error) {
	a := s.begin("", "")
	marks, err := s.pendingMarks(ctx, a)
	if err != nil || len(marks) == 0 {
		return 0, err
	}
	f := folding{ids: membershipsIn(marks), tallies: map[string]metrics.Tally{}, zone: zone}
	if err := s.foldMarks(ctx, a, &f, marks); err != nil {
		return 0, fmt.Errorf("folding events: %w", err)
	}
	if err := a.commit(ctx); err != nil {
		if base.IsCode(err, base.Conflict) { // another folder was quicker
			return 0, nil
		}
		return 0, fmt.Errorf("folding events: %w", err)
	}
	return len(marks), nil
}

// pendingMarks returns the oldest marks, as many as one fold takes, and has the act take them away. It reads few documents
// first: those of large batches are large.
func (s *Store) pendingMarks(ctx context.Context, a *act) ([]eventMark, error) {
	var marks []eventMark
	q := engine.Query{Collection: eventMarks, Limit: 3}
	for taken := 0; taken < marksAtOnce; {
		pending, next, err := find[marksDoc](ctx, s, q)
		if err != nil {
			return nil, err
		}
		for _, p := range pending {
			if len(marks)+len(p.Marks) > metrics.MaxChunk {
				return marks, nil
			}
			marks = append(marks, p.Marks...)
			a.remove(eventMarks, p.ID, p.Version)
		}
		if taken += len(pending); next == "" {
			break
		}
		q.After, q.Limit = next, marksAtOnce-taken
	}
	return marks, nil
}

// membershipsIn returns the ids of the memberships that marks name, each once.
func membershipsIn(marks []eventMark) []string {
	ids := make([]string, len(marks))
	for i, m := range marks {
		ids[i] = membershipID(m.Cohort, m.Ref)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func (s *Store) foldMarks(ctx context.Context, a *act, f *folding, marks []eventMark) error {
	if err := s.readActivities(ctx, f); err != nil {
		return err
	}
	if err := s.readSteps(ctx, f, marks); err != nil {
		return err
	}
	for _, m := range marks {
		if err := f.take(ctx, m.mark()); err != nil {
			return err
		}
	}
	for _, id := range f.ids {
		if did := f.activities[id]; did != nil {
			a.save(activities, newActivityDoc(id, *did))
		}
	}
	for cohort, tally := range f.tallies {
		if err := s.addAdoption(ctx, a, cohort, tally); err != nil {
			return err
		}
	}
	return nil
}

// addAdoption adds to the act that a tally is added to the kept one of a cohort.
func (s *Store) addAdoption(ctx context.Context, a *act, cohort string, t metrics.Tally) error {
	byID := map[string]metrics.Tally{}
	for c, n := range t {
		id := adoptionID(cohort, c)
		if byID[id] == nil {
			byID[id] = metrics.Tally{}
		}
		byID[id][c] = n
	}
	ids := slices.Sorted(maps.Keys(byID))
	docs, err := get[adoptionDoc](ctx, s, adoptions, ids...)
	if err != nil {
		return err
	}
	for i, d := range docs {
		if d == nil {
			d = &adoptionDoc{Head: Head{ID: ids[i]}}
		}
		if err := d.add(byID[ids[i]]); err != nil {
			return err
		}
		a.save(adoptions, d)
	}
	return nil
}

// folding holds the activities and tallies that marks are added to.
type folding struct {
	ids        []string
	activities map[string]*metrics.Activity // by membership
	tallies    map[string]metrics.Tally     // what changes, by cohort
	steps      func(ctx context.Context, cohort, ref string) (metrics.Transitions, error)
	zone       *time.Location
}

func (s *Store) readActivities(ctx context.Context, f *folding) error {
	f.activities = make(map[string]*metrics.Activity, len(f.ids))
	docs, err := get[activityDoc](ctx, s, activities, f.ids...)
	if err != nil {
		return err
	}
	for _, d := range docs {
		if d == nil {
			continue
		}
		did, err := d.activity()
		if err != nil {
			return err
		}
		f.activities[d.ID] = &did
	}
	return nil
}

// readSteps reads, all at once, the memberships whose consent history the marks will need: most say it themselves.
func (s *Store) readSteps(ctx context.Context, f *folding, marks []eventMark) error {
	var asked []eventMark
	for _, m := range marks {
		if m.Kind == "" || f.activities[membershipID(m.Cohort, m.Ref)] == nil {
			asked = append(asked, m)
		}
	}
	found := map[string]*membershipDoc{}
	if len(asked) > 0 {
		docs, err := get[membershipDoc](ctx, s, memberships, membershipsIn(asked)...)
		if err != nil {
			return err
		}
		for _, d := range docs {
			if d != nil {
				found[d.ID] = d
			}
		}
	}
	f.steps = func(ctx context.Context, cohort, ref string) (metrics.Transitions, error) {
		if d := found[membershipID(cohort, ref)]; d != nil {
			return s.standing(ctx, d.membership(), ref)
		}
		return s.steps(ctx, cohort, ref)
	}
	return nil
}

// take applies one mark. It reads the consent history of members it has not seen, or whose consent changed.
func (f *folding) take(ctx context.Context, m metrics.Effect) error {
	id, tally := membershipID(m.Cohort, m.Ref), f.tally(m.Cohort)
	did := f.activities[id]
	if did == nil || m.Kind == "" {
		steps, err := f.steps(ctx, m.Cohort, m.Ref)
		if err != nil {
			return err
		}
		agreed, left, ok := steps.Consent(f.zone)
		if !ok {
			return nil // they were removed meanwhile
		}
		known := did != nil
		if !known {
			did = &metrics.Activity{Ref: m.Ref}
			f.activities[id] = did
		}
		did.Stand(agreed, left, known, tally)
	}
	if m.Kind != "" {
		did.Apply(m, tally)
	}
	return nil
}

func (f *folding) tally(cohort string) metrics.Tally {
	if f.tallies[cohort] == nil {
		f.tallies[cohort] = metrics.Tally{}
	}
	return f.tallies[cohort]
}

// Adoption returns the cells of a cohort that were folded, but for those of slices.
func (s *Store) Adoption(ctx context.Context, cohort string) (metrics.Tally, error) {
	return s.adoption(ctx, cohort)
}

// Slices returns those of one day.
func (s *Store) Slices(ctx context.Context, cohort string, day metrics.Day) (metrics.Tally, error) {
	t, err := s.adoption(ctx, adoptionID(cohort, metrics.Cell{Measure: metrics.Sliced7, Day: day}))
	maps.DeleteFunc(t, func(c metrics.Cell, _ int) bool { return c.Day != day })
	return t, err
}

func (s *Store) adoption(ctx context.Context, id string) (metrics.Tally, error) {
	docs, err := get[adoptionDoc](ctx, s, adoptions, id)
	if err != nil {
		return nil, err
	}
	t := metrics.Tally{}
	if docs[0] != nil {
		err = docs[0].put(t)
	}
	return t, err
}

// Activities returns what these members of a cohort did; members without an activity are missing.
func (s *Store) Activities(ctx context.Context, cohort string, refs []string) (map[string]metrics.Activity, error) {
	ids := make([]string, len(refs))
	for i, ref := range refs {
		ids[i] = membershipID(cohort, ref)
	}
	docs, err := get[activityDoc](ctx, s, activities, ids...)
	if err != nil {
		return nil, err
	}
	all := make(map[string]metrics.Activity, len(refs))
	for i, d := range docs {
		if d == nil {
			continue
		}
		if all[refs[i]], err = d.activity(); err != nil {
			return nil, err
		}
	}
	return all, nil
}

var _ metrics.Store = (*Store)(nil)

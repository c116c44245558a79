package store

import (
	"context"
	"slices"
	"time"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/metrics"
	"soundings/metrics/intake"
	"soundings/server/store/engine"
)

// eventDoc is the fact that somebody did something in the portal.
type eventDoc struct {
	Head    `bson:",inline"` // the id is the portal's
	Ref     string           `bson:"ref"`
	Kind    string           `bson:"kind"`
	Feature string           `bson:"feature,omitempty"`
	At      time.Time        `bson:"at"`
	Day     int              `bson:"day"`               // since 1970
	Cohorts []string         `bson:"cohorts,omitempty"` // that it counts for
	Until   *time.Time       `bson:"until,omitempty"`   // only of one that is kept apart
}

func newEventDoc(e metrics.Event) eventDoc {
	return eventDoc{
		Head: Head{ID: e.ID}, Ref: e.Ref, Kind: string(e.Kind), Feature: e.Feature, At: e.At, Day: int(e.Day), Cohorts: e.Cohorts,
	}
}

func (d *eventDoc) event() metrics.Event {
	return metrics.Event{
		ID: d.ID, Ref: d.Ref, Kind: metrics.Kind(d.Kind), Feature: d.Feature, At: d.At, Day: metrics.Day(d.Day), Cohorts: d.Cohorts,
	}
}

func idsOf(list []metrics.Event) []string {
	ids := make([]string, len(list))
	for i, e := range list {
		ids[i] = e.ID
	}
	return ids
}

// AddEvents keeps events, each id once, and returns the positions of those that were kept already. Most lists are new: it
// asks which events are kept only after a write was refused because one is.
func (s *Store) AddEvents(ctx context.Context, list []metrics.Event, wereParked bool) (known []int, err error) {
	ids := idsOf(list)
	there := make([]bson.Raw, len(ids))
	for {
		a := s.begin("", "")
		var fresh []metrics.Event
		known = known[:0]
		for i, e := range list {
			if there[i] != nil {
				known = append(known, i)
			} else {
				fresh = append(fresh, e)
			}
		}
		a.addEvents(fresh)
		if wereParked {
			if err := s.unpark(ctx, a, ids); err != nil {
				return nil, err
			}
		}
		if err := a.commit(ctx); !base.IsCode(err, base.Conflict) {
			return known, err
		}
		if there, err = s.engine.Get(ctx, events, ids...); err != nil {
			return nil, err
		}
	}
}

// addEvents adds events that are not kept yet, with their marks.
func (a *act) addEvents(list []metrics.Event) {
	var marks []eventMark
	for _, e := range list {
		d := newEventDoc(e)
		a.save(events, &d)
		marks = append(marks, newEventMarks(e.Effects())...)
	}
	a.mark(marks)
}

// Park keeps events apart until then; those that are kept apart already stay as they are.
func (s *Store) Park(ctx context.Context, list []metrics.Event, until time.Time) error {
	for {
		a := s.begin("", "")
		if err := s.park(ctx, a, list, until); err != nil {
			return err
		}
		if err := a.commit(ctx); !base.IsCode(err, base.Conflict) {
			return err
		}
	}
}

// park adds the events to an act that are not kept apart yet.
func (s *Store) park(ctx context.Context, a *act, list []metrics.Event, until time.Time) error {
	if len(list) == 0 {
		return nil
	}
	there, err := s.engine.Get(ctx, parkedEvents, idsOf(list)...)
	if err != nil {
		return err
	}
	for i, e := range list {
		if there[i] == nil {
			d := newEventDoc(e)
			d.Until = &until
			a.save(parkedEvents, &d)
		}
	}
	return nil
}

// Parked returns a page of the events that are kept apart.
func (s *Store) Parked(ctx context.Context, of intake.ParkedOf, after string) (base.Page[intake.Parked], error) {
	q := engine.Query{Collection: parkedEvents, After: after}
	switch {
	case of.Ref != "":
		q.Index, q.Equal = "ref", []any{of.Ref}
	case of.Feature != "":
		q.Index, q.Equal = "feature", []any{of.Feature}
	case !of.Until.IsZero():
		q.Index, q.To = "until", of.Until.Add(time.Millisecond)
	}
	docs, next, err := find[eventDoc](ctx, s, q)
	if err != nil {
		return base.Page[intake.Parked]{}, err
	}
	all := make([]intake.Parked, len(docs))
	for i, d := range docs {
		all[i] = intake.Parked{Event: d.event(), Until: *d.Until}
	}
	return base.Page[intake.Parked]{Items: all, Next: next}, nil
}

// Unpark forgets events that are kept apart.
func (s *Store) Unpark(ctx context.Context, ids []string) error {
	for some := range slices.Chunk(ids, metrics.MaxChunk) {
		a := s.begin("", "")
		if err := s.unpark(ctx, a, some); err != nil {
			return err
		}
		if err := a.commit(ctx); err != nil && !base.IsCode(err, base.Conflict) { // or somebody else does the same
			return err
		}
	}
	return nil
}

func (s *Store) unpark(ctx context.Context, a *act, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	docs, err := get[eventDoc](ctx, s, parkedEvents, ids...)
	if err != nil {
		return err
	}
	for _, d := range docs {
		if d != nil {
			a.remove(parkedEvents, d.ID, d.Version)
		}
	}
	return nil
}

// MembershipsByRef returns the memberships of these participants; unknown participants are missing. It asks each cohort for all
// of them at once: there are few cohorts.
func (s *Store) MembershipsByRef(ctx context.Context, refs []string) (map[string]metrics.Memberships, error) {
	people, err := s.engine.Get(ctx, participants, refs...)
	if err != nil {
		return nil, err
	}
	all := make(map[string]metrics.Memberships, len(refs))
	known := make([]string, 0, len(refs))
	for i, ref := range refs {
		if people[i] != nil {
			all[ref], known = nil, append(known, ref)
		}
	}
	in, err := s.Cohorts(ctx)
	if err != nil {
		return nil, err
	}
	for _, c := range in {
		found, err := s.Memberships(ctx, c.ID, known...)
		if err != nil {
			return nil, err
		}
		for i, m := range found {
			if m.Version == 0 {
				continue
			}
			steps, err := s.standing(ctx, m, known[i])
			if err != nil {
				return nil, err
			}
			all[known[i]] = append(all[known[i]], metrics.Membership{Cohort: c.ID, Transitions: steps, Cleared: m.AnswersRemoved})
		}
	}
	return all, nil
}

// soonest is how many steps it takes to agree: a member who has taken no more cannot have agreed before the last of them.
const soonest = 3

func (s *Store) standing(ctx context.Context, m cohorts.Membership, ref string) (metrics.Transitions, error) {
	if m.Version <= soonest && m.State != cohorts.Graduated && m.State != cohorts.Withdrawn {
		return metrics.Transitions{{State: m.State, At: m.Since}}, nil
	}
	return s.steps(ctx, m.Cohort, ref)
}

// steps returns the states that a membership came to.
func (s *Store) steps(ctx context.Context, cohort, ref string) (metrics.Transitions, error) {
	docs, err := findAll[consentDoc](ctx, s, engine.Query{Collection: consents, Index: "member", Equal: []any{cohort, ref}})
	return transitionsOf(docs), err
}

// transitionsOf returns the states that the consents of one membership, in their order, led to when.
func transitionsOf(docs []*consentDoc) metrics.Transitions {
	all := make([]cohorts.Consent, len(docs))
	for i, d := range docs {
		all[i] = d.consent()
	}
	var steps metrics.Transitions
	for _, c := range cohorts.Timeline(all) {
		steps = append(steps, metrics.Transition{State: c.To, At: c.When()})
	}
	return steps
}

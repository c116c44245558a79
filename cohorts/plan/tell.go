package plan

import (
	"context"
	"fmt"
	"slices"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
)

// Notice is what groups are told about a slip.
type Notice struct {
	Feature  string          `json:"feature" validate:"required"`
	Audience []cohorts.Group `json:"audience" validate:"min=1"`
	Date     time.Time       `json:"date" validate:"required"` // a day
	Owner    string          `json:"owner" validate:"required"`
	Title    string          `json:"title"`
	Text     string          `json:"text" validate:"required"`
}

// Tell adds an event to the charter: groups are told of a slip in a plan. With a day that is not after today the event is
// done; otherwise it is ticked off when it is.
func (s *Service) Tell(ctx context.Context, id string, n Notice, today time.Time) (Entry, error) {
	p, err := s.Plan(ctx, id)
	if err != nil {
		return Entry{}, err
	}
	if err := n.Check(); err != nil {
		return Entry{}, err
	}
	slip, err := s.Slip(ctx, p, n.Feature)
	if err != nil {
		return Entry{}, err
	}
	e := n.entry()
	e.Expected = slip.Planned
	if !n.Date.After(today) {
		e.Done = n.Date
	}
	return s.SaveEntry(ctx, e)
}

// Check returns everything that is wrong with a notice, whatever slips.
func (n Notice) Check() error { return base.Besides(base.Check(n), n.entry().Check()) }

// entry returns the event of the charter that tells it.
func (n Notice) entry() Entry {
	return Entry{Kind: Event, Title: n.Title, Text: n.Text, Owner: n.Owner, Date: n.Date, Feature: n.Feature, Audience: n.Audience}
}

// Slip returns the progress of a feature that slips in a plan; Conflict when it does not slip.
func (s *Service) Slip(ctx context.Context, p Plan, feature string) (Progress, error) {
	all, err := s.Progress(ctx, p)
	if err != nil {
		return Progress{}, err
	}
	for _, one := range all {
		if one.Feature == feature && one.Status == Slipping {
			return one, nil
		}
	}
	return Progress{}, base.Refuse(base.Conflict, "plan.no_slip")
}

// Told reports whether anybody was told of the slip in its present extent.
func (p Progress) Told() bool {
	return slices.ContainsFunc(p.Notices, func(e Entry) bool { return !e.Done.IsZero() })
}

// Untold returns the groups of a list that no notice is for, neither one given nor one planned.
func (p Progress) Untold(of []cohorts.Group) []cohorts.Group {
	return slices.DeleteFunc(slices.Clone(of), func(g cohorts.Group) bool {
		return slices.ContainsFunc(p.Notices, func(e Entry) bool { return slices.Contains(e.Audience, g) })
	})
}

// tells reports whether an event tells of a slip in its present extent, and not only of a smaller one.
func (e Entry) tells(p Progress) bool {
	return e.Feature == p.Feature && !e.Expected.IsZero() && !e.Expected.Before(p.Planned)
}

// addNotices adds to each slipping feature the events that tell of its slip.
func (s *Service) addNotices(ctx context.Context, all []Progress) error {
	slips := func(p Progress) bool { return p.Status == Slipping }
	if !slices.ContainsFunc(all, slips) {
		return nil
	}
	events, err := s.Entries(ctx, Event)
	if err != nil {
		return err
	}
	for i, p := range all {
		for _, e := range events {
			if slips(p) && e.tells(p) {
				all[i].Notices = append(all[i].Notices, e)
			}
		}
	}
	return nil
}

// Affected returns the groups that a slip in a plan concerns: those that its polls ask, or patients and staff when it has
// no polls.
func (s *Service) Affected(ctx context.Context, p Plan) ([]cohorts.Group, error) {
	asked := map[cohorts.Group]bool{}
	for _, id := range p.Polls {
		groups, err := s.Polls.Asked(ctx, id)
		if err != nil && !base.IsCode(err, base.NotFound) {
			return nil, fmt.Errorf("reading whom a poll asks: %w", err)
		}
		for _, g := range groups {
			asked[g] = true
		}
	}
	if len(asked) == 0 {
		return []cohorts.Group{cohorts.Patient, cohorts.Staff}, nil
	}
	return slices.DeleteFunc(cohorts.Groups(), func(g cohorts.Group) bool { return !asked[g] }), nil
}

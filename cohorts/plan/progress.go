package plan

import (
	"context"
	"maps"
	"slices"
	"time"
)

// Status is the status of a feature against the baseline.
type Status string

// The statuses.
const (
	Done     Status = "done"      // live in time
	DoneLate Status = "done_late" // live, after it was due
	OnTrack  Status = "on_track"  // not live, and expected no later than the baseline
	Slipping Status = "slipping"  // not live, and expected later than the baseline
	Dropped  Status = "dropped"   // in the baseline, and no longer planned
	Added    Status = "added"     // not in the baseline
)

// Statuses returns them, what is done first.
func Statuses() []Status { return []Status{Done, DoneLate, OnTrack, Slipping, Dropped, Added} }

// Progress is one feature, planned against actual. Baseline and Planned are ends of quarters, Live is a day; zero when there
// is none.
type Progress struct {
	Feature  string
	Baseline time.Time // when it was to be ready as the team adopted the plan
	Planned  time.Time // when it is to be ready now; never before the end of the present quarter unless it is live
	Live     time.Time // when it went live
	Status   Status
	Late     time.Duration // past the baseline, in whole days; 0 when it is not late
	Notices  []Entry       // events of the charter that tell of its slip, the earliest first
}

// Progress returns the progress of each feature of a plan, sorted by key; none before the plan is adopted.
func (s *Service) Progress(ctx context.Context, p Plan) ([]Progress, error) {
	today, err := s.Today(ctx)
	if err != nil {
		return nil, err
	}
	all := p.progress(today)
	return all, s.addNotices(ctx, all)
}

func (p Plan) progress(today Today) []Progress {
	if p.Adopted.IsZero() {
		return nil
	}
	keys, ready := map[string]bool{}, p.Ready()
	for _, f := range p.Features {
		keys[f.Key] = true
	}
	for key := range p.Baseline {
		keys[key] = true // it may have left the plan since
	}
	var all []Progress
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		one := Progress{Feature: key, Baseline: p.Baseline[key], Live: today.Live[key]}
		if quarter := ready[key]; quarter > 0 {
			if one.Live.IsZero() {
				quarter = max(quarter, p.Now(today.Day)) // what did not come in time comes now at the soonest
			}
			one.Planned = p.Ends(quarter)
		}
		if one.Baseline.IsZero() && one.Planned.IsZero() && one.Live.IsZero() {
			continue // it was in no quarter and is in none
		}
		one.setStatus()
		all = append(all, one)
	}
	return all
}

// setStatus sets Status and Late from the dates.
func (p *Progress) setStatus() {
	due, expected := p.Baseline, p.Planned
	if !p.Live.IsZero() {
		expected = p.Live.AddDate(0, 0, 1) // a quarter ends with the last of its days
	}
	if !due.IsZero() && expected.After(due) {
		p.Late = expected.Sub(due)
	}
	switch {
	case due.IsZero():
		p.Status = Added
	case !p.Live.IsZero() && p.Late == 0:
		p.Status = Done
	case !p.Live.IsZero():
		p.Status = DoneLate
	case expected.IsZero():
		p.Status = Dropped
	case p.Late > 0:
		p.Status = Slipping
	default:
		p.Status = OnTrack
	}
}

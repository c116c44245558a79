package plan

import (
	"context"
	"maps"
	"slices"
	"time"
)

// Standing is how the work on a feature stands against the plan.
type Status string

// The standings.
const (
	Done     Status = "done"      // live in time
	DoneLate Status = "done_late" // live, after it was due
	OnTrack  Status = "on_track"  // not due yet, and still planned for when it was
	Slipping Status = "slipping"  // it is expected later than the baseline says
	Dropped  Status = "dropped"   // it was in the baseline and is planned no more
	Added    Status = "added"     // it was not in the baseline
)

// Progress is one feature, planned against actual. Baseline and Planned are ends of quarters, Live a day; a zero one: there
// is none.
type Progress struct {
	Feature  string
	Baseline time.Time // when it was to be ready as the team adopted the plan
	Planned  time.Time // when it is now; where that is over and it is not live, the end of the quarter in which we are
	Live     time.Time // since when everybody has it
	Status   Status
	Late     time.Duration // how much later it came, or will come as far as is known; whole days
	Notices  []Entry       // where it slips: the events of the charter that tell of it, the earliest first
}

// Progress returns how each feature of an adopted plan stands; nothing before it is adopted.
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

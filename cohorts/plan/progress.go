package plan

import (
	"context"
	"fmt"
	"time"
)

// Standing is how the work on a feature stands against the plan.
type Standing string

// The standings.
const (
	Done     Standing = "done"      // live in time
	DoneLate Standing = "done_late" // live, after it was due
	OnTrack  Standing = "on_track"  // not due yet, and still planned for when it was
	Slipping Standing = "slipping"  // the plan now says later than the baseline, or it is due and not live
	Dropped  Standing = "dropped"   // it was in the baseline and is planned no more
	Added    Standing = "added"     // it was not in the baseline
)

// Progress is one feature, planned against actual. Dates are ends of quarters; a zero one: there is none.
type Progress struct {
	Feature  string
	Baseline time.Time // when it was to be ready as the team adopted the plan
	Planned  time.Time // when it is now
	Live     time.Time // since when everybody has it
	Standing Standing
	Late     time.Duration // how much later it came, or will come as far as is known
	Notices  []Entry       // where it slips: the events of the charter that tell of it, the earliest first
}

// Progress answers how each feature of an adopted plan stands; nothing before it is adopted.
func (s *Service) Progress(ctx context.Context, p Plan) ([]Progress, error) {
	known, err := s.Catalogue.PlanFeatures(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading features: %w", err)
	}
	live := map[string]time.Time{}
	for key, k := range known {
		live[key] = k.Live
	}
	all := p.progress(live, s.Now())
	return all, s.addNotices(ctx, all)
}

func (p Plan) progress(live map[string]time.Time, now time.Time) []Progress {
	if p.Adopted.IsZero() {
		return nil
	}
	ready := p.Ready()
	var all []Progress
	for _, f := range p.Features {
		one := Progress{Feature: f.Key, Baseline: p.Baseline[f.Key], Live: live[f.Key]}
		if quarter := ready[f.Key]; quarter > 0 {
			one.Planned = p.Ends(quarter)
		}
		if one.Baseline.IsZero() && one.Planned.IsZero() && one.Live.IsZero() {
			continue // it was in no quarter and is in none
		}
		one.stand(now)
		all = append(all, one)
	}
	return all
}

func (p *Progress) stand(now time.Time) {
	due, expected := p.Baseline, p.Planned
	if !p.Live.IsZero() {
		expected = p.Live
	} else if now.After(expected) && !expected.IsZero() {
		expected = now
	}
	if !due.IsZero() && expected.After(due) {
		p.Late = expected.Sub(due)
	}
	switch {
	case due.IsZero():
		p.Standing = Added
	case !p.Live.IsZero() && p.Late == 0:
		p.Standing = Done
	case !p.Live.IsZero():
		p.Standing = DoneLate
	case expected.IsZero():
		p.Standing = Dropped
	case p.Late > 0:
		p.Standing = Slipping
	default:
		p.Standing = OnTrack
	}
}

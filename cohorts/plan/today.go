package plan

import (
	"context"
	"fmt"
	"time"
)

// Today is what a plan has to know of the world. Days are those of the clinic's calendar, at midnight of UTC as all days
// of a plan are.
type Today struct {
	Day  time.Time
	Live map[string]time.Time // since which day everybody has a feature, by key; no entry: they have not yet
}

// Today returns what day it is at the clinic and what is live there.
func (s *Service) Today(ctx context.Context) (Today, error) {
	known, err := s.Catalogue.PlanFeatures(ctx)
	if err != nil {
		return Today{}, fmt.Errorf("reading features: %w", err)
	}
	return s.today(ctx, known)
}

func (s *Service) today(ctx context.Context, known map[string]Known) (Today, error) {
	clinic, err := s.Store.Clinic(ctx)
	if err != nil {
		return Today{}, fmt.Errorf("reading the clinic: %w", err)
	}
	zone, err := time.LoadLocation(clinic.TimeZone)
	if err != nil {
		return Today{}, fmt.Errorf("loading the clinic's time zone: %w", err)
	}
	t := Today{Day: dayOf(s.Now(), zone), Live: map[string]time.Time{}}
	for key, k := range known {
		if !k.Live.IsZero() {
			t.Live[key] = dayOf(k.Live, zone)
		}
	}
	return t, nil
}

// dayOf returns the day of a moment where clocks run in a zone.
func dayOf(t time.Time, zone *time.Location) time.Time {
	year, month, day := t.In(zone).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// Now returns the quarter in which a day lies, from 1: the first also before the year, 5 and more after it.
func (p Plan) Now(day time.Time) int {
	quarter := 1
	for !day.Before(p.Ends(quarter)) {
		quarter++
	}
	return quarter
}

// begins returns the quarter, from 0, before which no work can be done any more.
func (p Plan) begins(today Today) int { return min(p.Now(today.Day)-1, Quarters) }

// spent reports whether a quarter, from 1, is over.
func (p Plan) spent(quarter int, today Today) bool { return quarter > 0 && quarter < p.Now(today.Day) }

// refresh lets go of what was put by hand into quarters that are over by now, because what was not done then is planned
// anew, and of what is live, because that stays where it is.
func (p Plan) refresh(today Today) {
	for i, f := range p.Features {
		if _, live := today.Live[f.Key]; live || p.spent(f.Pinned, today) {
			p.Features[i].Pinned = Anywhere
		}
	}
}

// done returns how much work on each live feature was done in each quarter, in thousandths: what was planned for it until
// it went live, and the rest in the quarter in which it did, as far as that had room.
func (p Plan) done(today Today) (done map[string][Quarters]int, used [Quarters]int) {
	done = map[string][Quarters]int{}
	left := map[string]int{}
	for _, f := range p.Features {
		if since, live := today.Live[f.Key]; live && !since.Before(p.Start) {
			left[f.Key] = thousandths(f.Effort)
		}
	}
	add := func(key string, q, work int) {
		shares := done[key]
		shares[q] += work
		done[key] = shares
		left[key] -= work
		used[q] += work
	}
	for _, phase := range p.Phases {
		for _, item := range phase.Features {
			if phase.Quarter <= p.Now(today.Live[item.Feature]) {
				add(item.Feature, phase.Quarter-1, min(left[item.Feature], thousandths(item.Effort)))
			}
		}
	}
	for _, f := range p.Features {
		if q := p.Now(today.Live[f.Key]) - 1; left[f.Key] > 0 && q < Quarters {
			add(f.Key, q, min(left[f.Key], max(0, thousandths(p.Capacity[q])-used[q])))
		}
	}
	return done, used
}

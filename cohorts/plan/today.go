package plan

import (
	"context"
	"fmt"
	"time"
)

// Today is what a plan depends on besides itself. Days are those of the clinic's calendar, written as midnights in UTC like
// all days of a plan.
type Today struct {
	Day  time.Time
	Live map[string]time.Time // by key, the day on which a live feature went live
}

// Today returns the day at the clinic and the features that are live.
func (s *Service) Today(ctx context.Context) (Today, error) {
	known, err := s.Catalogue.PlanFeatures(ctx)
	if err != nil {
		return Today{}, fmt.Errorf("reading features: %w", err)
	}
	return s.today(ctx, known)
}

// today is Today with a catalogue that was read before.
func (s *Service) today(ctx context.Context, known map[string]Known) (Today, error) {
	zone, err := s.zone(ctx)
	if err != nil {
		return Today{}, err
	}
	t := Today{Day: dayOf(s.Now(), zone), Live: map[string]time.Time{}}
	for key, k := range known {
		if !k.Live.IsZero() {
			t.Live[key] = dayOf(k.Live, zone)
		}
	}
	return t, nil
}

// zone returns where the clinic's clocks run.
func (s *Service) zone(ctx context.Context) (*time.Location, error) {
	clinic, err := s.Store.Clinic(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the clinic: %w", err)
	}
	zone, err := time.LoadLocation(clinic.TimeZone)
	if err != nil {
		return nil, fmt.Errorf("loading the clinic's time zone: %w", err)
	}
	return zone, nil
}

// day returns the day at the clinic.
func (s *Service) day(ctx context.Context) (time.Time, error) { return s.DayOf(ctx, s.Now()) }

// DayOf returns the day of a moment at the clinic; of no moment no day.
func (s *Service) DayOf(ctx context.Context, moment time.Time) (time.Time, error) {
	if moment.IsZero() {
		return moment, nil
	}
	zone, err := s.zone(ctx)
	if err != nil {
		return time.Time{}, err
	}
	return dayOf(moment, zone), nil
}

// dayOf returns the day of a moment in a time zone.
func dayOf(t time.Time, zone *time.Location) time.Time {
	year, month, day := t.In(zone).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// Now returns the quarter in which a day lies, from 1; before the year 1, and after it 5 and more.
func (p Plan) Now(day time.Time) int {
	quarter := 1
	for !day.Before(p.Ends(quarter)) {
		quarter++
	}
	return quarter
}

// begins returns the first quarter, from 0, in which work can still be done.
func (p Plan) begins(today Today) int { return min(p.Now(today.Day)-1, Quarters) }

// spent reports whether a quarter, from 1, is over.
func (p Plan) spent(quarter int, today Today) bool { return quarter > 0 && quarter < p.Now(today.Day) }

// refresh removes, in the array of p.Features, the pins to quarters that are over, because what was not done by then is
// planned anew, and the pins of live features, because those stay where they are.
func (p Plan) refresh(today Today) {
	for i, f := range p.Features {
		if _, live := today.Live[f.Key]; live || p.spent(f.Pinned, today) {
			p.Features[i].Pinned = Anywhere
		}
	}
}

// done returns the work on each live feature in each quarter, by key, and the sums by quarter; all in thousandths. It takes
// what was planned until the feature went live, and puts the rest in the quarter in which it did, as far as there was room.
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

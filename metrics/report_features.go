package metrics

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/rollout"
)

// FeatureReport is the adoption of one feature.
type FeatureReport struct {
	Feature  string      `json:"feature"`
	Name     base.Words  `json:"name"`
	Exposed  *int        `json:"exposed"` // agreed members who were entitled to see it at the end of the period; nil: it is not known
	Seen     *int        `json:"seen"`    // members who were shown it; nil: the period is past, or nothing was rolled out, so that nobody counts
	Week     int         `json:"active_7d"`
	Before   int         `json:"active_7d_a_week_before"`
	Users    *int        `json:"exposed_active_7d"` // of the exposed; nil: it is not known
	UsersAgo *int        `json:"exposed_active_7d_a_week_before"`
	Share    *float64    `json:"share"` // Users of Exposed; nil: nobody is, or it is not known
	Active   []ActiveDay `json:"active"`
	FirstUse FirstUse    `json:"first_use"`
}

// reading is the reading of one report.
type reading struct {
	s         *Service
	zone      *time.Location
	today     Day
	catalogue []rollout.Feature // by key
	counts    []rollout.Counts  // as of now
	then      map[cohortDay]map[string]int
	pasts     map[string][]rollout.Past // by cohort
}

// cohortDay is the end of a past day in a cohort.
type cohortDay struct {
	cohort string
	day    Day
}

func (s *Service) reading(ctx context.Context, zone *time.Location) (at reading, err error) {
	at = reading{s: s, zone: zone, today: DayOf(s.Now(), zone), then: map[cohortDay]map[string]int{}, pasts: map[string][]rollout.Past{}}
	if at.catalogue, err = s.Rollouts.Features(ctx); err != nil {
		return at, err
	}
	at.counts, err = s.Rollouts.Counts(ctx)
	return at, err
}

// endOf returns the last moment of a day. Moments are kept to the millisecond, and what happens in the first of the next
// day is the next day's.
func (at reading) endOf(d Day) time.Time { return d.End(at.zone).Add(-time.Millisecond) }

// features fills in every feature that the cohort has.
func (at reading) features(ctx context.Context, r *Report, t Tally) error {
	exposed, err := at.exposed(ctx, r.Cohort, r.Agreed, r.To)
	if err != nil {
		return err
	}
	users, err := at.users(ctx, cohortDay{r.Cohort, r.To}, t)
	if err != nil {
		return err
	}
	usersAgo, err := at.users(ctx, cohortDay{r.Cohort, r.To - 7}, t)
	if err != nil {
		return err
	}
	seen := map[string]int{}
	for _, c := range at.counts {
		if c.Cohort == r.Cohort {
			seen[c.Feature] = c.Seen
		}
	}
	r.Features = []FeatureReport{}
	for _, key := range at.featuresOf(r.Cohort, t) {
		f := FeatureReport{
			Feature: key, Name: at.name(key), Week: t.On(key, Active7, r.To), Before: t.On(key, Active7, r.To-7),
			Active: t.active(key, r.From, r.To), FirstUse: t.firstUse(key, r.To), Users: whole(users, key), UsersAgo: whole(usersAgo, key),
		}
		if n, rolled := seen[key]; rolled && !r.Past {
			f.Seen = &n
		}
		if n, known := exposed[key]; known {
			f.Exposed = &n
			if f.Users != nil {
				f.Share = shareOf(*f.Users, n)
			}
		}
		r.Features = append(r.Features, f)
	}
	return nil
}

// featuresOf returns what a cohort has: what is rolled out to it, what it used, and what is live.
func (at reading) featuresOf(cohort string, t Tally) []string {
	has := map[string]bool{}
	for _, key := range t.Features() {
		has[key] = true
	}
	for _, c := range at.counts {
		if c.Cohort == cohort {
			has[c.Feature] = true
		}
	}
	for _, f := range at.catalogue {
		if f.Stage == rollout.Live {
			has[f.Key] = true
		}
	}
	return slices.Sorted(maps.Keys(has))
}

// whole returns a figure of a feature; nil: there is none.
func whole(figures map[string]int, key string) *int {
	n, known := figures[key]
	if !known {
		return nil
	}
	return &n
}

// exposed returns by feature how many of a cohort's agreed members were entitled to see it at the end of a day. A feature
// of which that is not known is missing.
func (at reading) exposed(ctx context.Context, cohort string, agreed int, d Day) (map[string]int, error) {
	rolled, counted := map[string]bool{}, map[string]int{}
	for _, c := range at.counts {
		if c.Cohort == cohort {
			rolled[c.Feature], counted[c.Feature] = true, c.Exposed
		}
	}
	if d < at.today {
		var err error
		if counted, err = at.exposedThen(ctx, cohortDay{cohort, d}); err != nil {
			return nil, err
		}
	}
	exposed := map[string]int{}
	for _, f := range at.catalogue {
		n, known := counted[f.Key]
		switch changed := f.Since.After(at.endOf(d)); {
		case f.Stage == rollout.Live && !changed:
			n, known = agreed, true // it belongs to the portal, with a rollout or without
		case !rolled[f.Key]:
			n, known = 0, !changed || f.Stage == rollout.Live || f.Stage == rollout.Beta
		}
		if known {
			exposed[f.Key] = n
		}
	}
	return exposed, nil
}

// exposedThen reads the rollouts of a past day, once a report.
func (at reading) exposedThen(ctx context.Context, of cohortDay) (map[string]int, error) {
	if counted, known := at.then[of]; known {
		return counted, nil
	}
	counted, _, err := at.s.Rollouts.ExposedAt(ctx, of.cohort, at.endOf(of.day))
	if err != nil {
		return nil, err
	}
	at.then[of] = counted
	return counted, nil
}

// shareOf returns a share of people; nil where there are none.
func shareOf(n, of int) *float64 {
	if of == 0 {
		return nil
	}
	share := float64(n) / float64(of)
	return &share
}

// name returns what a feature is called; its key once the catalogue has lost it.
func (at reading) name(key string) base.Words {
	i, ok := slices.BinarySearchFunc(at.catalogue, key, func(f rollout.Feature, key string) int { return strings.Compare(f.Key, key) })
	if !ok {
		return base.Words{"en": key}
	}
	return at.catalogue[i].Name
}

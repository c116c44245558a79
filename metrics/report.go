package metrics

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"soundings/cohorts"
	"soundings/cohorts/rollout"
)

// Period is what a report is about: one cohort, from one day to another.
type Period struct {
	Cohort string // empty: the one with the most agreed members
	From   *Day   // nil: twelve weeks before To
	To     *Day   // nil: today
}

// maxPeriod bounds a period, in days.
const maxPeriod = 2 * 366

// usualPeriod is twelve weeks, in days.
const usualPeriod = 84

// foldsBefore bounds how much of what is pending a report folds before it is read.
const foldsBefore = 5

// Report is what the events of a cohort add up to. Counts of members are exact.
type Report struct {
	Cohort    string           `json:"cohort"`
	Name      string           `json:"name"`
	From      Day              `json:"from"`
	To        Day              `json:"to"`
	Agreed    int              `json:"agreed"`   // members who have agreed and not left
	Enrolled  int              `json:"enrolled"` // of all who ever agreed, those known to have an account in the portal
	Share     float64          `json:"enrolled_share"`
	Active    []ActiveDay      `json:"active"`
	FirstUse  FirstUse         `json:"first_use"`
	Features  []FeatureReport  `json:"features"`
	Retention []RetentionWeeks `json:"retention"`
	Funnel    []FunnelStep     `json:"funnel"`
}

// ActiveDay is how many members were active in the 1, 7 and 28 days that end with a day.
type ActiveDay struct {
	Day Day `json:"day"`
	D1  int `json:"1d"`
	D7  int `json:"7d"`
	D28 int `json:"28d"`
}

// FirstUse is how soon members came to use something after they agreed, estimated by Kaplan and Meier's method.
type FirstUse struct {
	Users    int      `json:"users"`         // members who have used it
	Repeat   int      `json:"repeat_users"`  // of these, on two days or more
	Median   *int     `json:"median_days"`   // nil: half of them have not used it
	Within7  *float64 `json:"within_7_days"` // share; nil: nobody was watched for so long
	Within28 *float64 `json:"within_28_days"`
}

// FeatureReport is the adoption of one feature.
type FeatureReport struct {
	Feature  string        `json:"feature"`
	Name     cohorts.Words `json:"name"`
	Exposed  int           `json:"exposed"` // agreed members who are entitled to see it now
	Seen     int           `json:"seen"`    // members who were shown it
	Week     int           `json:"active_7d"`
	Before   int           `json:"active_7d_a_week_before"`
	Share    *float64      `json:"share"` // of the exposed; nil: nobody is
	Active   []ActiveDay   `json:"active"`
	FirstUse FirstUse      `json:"first_use"`
}

// RetentionWeeks is who of those who agreed in one week was active in it and in each week after it.
type RetentionWeeks struct {
	Week  Day    `json:"week"` // its Monday
	Size  int    `json:"size"`
	Weeks []*int `json:"weeks"` // nil: the week is not over
}

// FunnelStep is how many members came as far as this.
type FunnelStep struct {
	Step string `json:"step"` // selected, invited, agreed, enrolled, used, repeat, regular
	N    int    `json:"n"`
}

// Adoption reports on a period. It answers NotFound for an unknown cohort, and where there is none yet.
func (s *Service) Adoption(ctx context.Context, p Period) (Report, error) {
	for range foldsBefore {
		if n, err := s.Fold(ctx); err != nil {
			return Report{}, err
		} else if n == 0 {
			break
		}
	}
	zone, err := s.zone(ctx)
	if err != nil {
		return Report{}, err
	}
	today := DayOf(s.Now(), zone)
	r, err := p.report(today)
	if err != nil {
		return r, err
	}
	cohort, err := s.reported(ctx, p.Cohort)
	if err != nil {
		return r, err
	}
	r.Cohort, r.Name = cohort.ID, cohort.Name
	tally, err := s.Store.Adoption(ctx, r.Cohort)
	if err != nil {
		return r, fmt.Errorf("reading what members did: %w", err)
	}
	members, err := s.Cohorts.MemberCounts(ctx, r.Cohort)
	if err != nil {
		return r, err
	}
	r.count(tally, members, today)
	return r, s.reportFeatures(ctx, &r, tally)
}

// report checks the period.
func (p Period) report(today Day) (Report, error) {
	r := Report{To: today}
	if p.To != nil {
		r.To = *p.To
	}
	r.From = r.To - usualPeriod + 1
	if p.From != nil {
		r.From = *p.From
	}
	switch {
	case r.From > r.To:
		return r, cohorts.InvalidFields(cohorts.Field{Name: "from", Text: cohorts.T("reports.order")})
	case r.To-r.From >= maxPeriod:
		return r, cohorts.InvalidFields(cohorts.Field{Name: "from", Text: cohorts.T("reports.long", "Limit", maxPeriod)})
	}
	return r, nil
}

// reported answers the cohort of a report.
func (s *Service) reported(ctx context.Context, id string) (cohorts.Cohort, error) {
	if id != "" {
		return s.Cohorts.Cohort(ctx, id)
	}
	all, err := s.Cohorts.Cohorts(ctx)
	if err != nil {
		return cohorts.Cohort{}, err
	}
	if len(all) == 0 {
		return cohorts.Cohort{}, cohorts.Refuse(cohorts.NotFound, "reports.no_cohort")
	}
	best, most := all[0], -1
	for _, c := range all {
		members, err := s.Cohorts.MemberCounts(ctx, c.ID)
		if err != nil {
			return c, err
		}
		if members[cohorts.Agreed] > most {
			best, most = c, members[cohorts.Agreed]
		}
	}
	return best, nil
}

// count fills in what is of the portal as a whole.
func (r *Report) count(t Tally, members map[cohorts.State]int, today Day) {
	all := 0
	for _, n := range members {
		all += n
	}
	agreed := t.upTo(Portal, Agreed, r.To)
	r.Agreed, r.Enrolled = members[cohorts.Agreed], t.upTo(Portal, Enrolled, r.To)
	if agreed > 0 {
		r.Share = float64(r.Enrolled) / float64(agreed)
	}
	r.Active = t.active(Portal, r.From, r.To)
	r.FirstUse = t.firstUse(Portal, r.To)
	r.Retention = t.retention(r.From, r.To, today)
	r.Funnel = []FunnelStep{
		{"selected", all}, {"invited", all - members[cohorts.Selected]}, {"agreed", agreed}, {"enrolled", r.Enrolled},
		{"used", r.FirstUse.Users}, {"repeat", r.FirstUse.Repeat}, {"regular", t.On(Portal, Regular, r.To)},
	}
}

func (t Tally) active(feature string, from, to Day) []ActiveDay {
	days := make([]ActiveDay, 0, to-from+1)
	for d := from; d <= to; d++ {
		days = append(days, ActiveDay{d, t.On(feature, Active1, d), t.On(feature, Active7, d), t.On(feature, Active28, d)})
	}
	return days
}

func (t Tally) firstUse(feature string, to Day) FirstUse {
	f := FirstUse{Users: t.since(feature, First, 0, to), Repeat: t[Cell{Feature: feature, Measure: Repeat}]}
	s := t.Survival(feature, to)
	if median, ok := s.Median(); ok {
		f.Median = &median
	}
	share := func(days int) *float64 {
		if days >= len(s) {
			return nil
		}
		used := s.Used(days)
		return &used
	}
	f.Within7, f.Within28 = share(7), share(28)
	return f
}

// retention answers a row for each week of a period in which somebody agreed. Weeks that are not over have no figure.
func (t Tally) retention(from, to, today Day) []RetentionWeeks {
	rows := []RetentionWeeks{}
	for week := from.Monday(); week <= to; week += 7 {
		row := RetentionWeeks{Week: week}
		for d := range Day(7) {
			row.Size += t.On(Portal, Agreed, week+d)
		}
		if row.Size == 0 {
			continue
		}
		for k := 0; week+Day(7*k) <= to; k++ {
			var active *int
			if over := week + Day(7*k) + 7; over <= today && over <= to+1 {
				n := t[Cell{Measure: Retained, Day: week, After: k}]
				active = &n
			}
			row.Weeks = append(row.Weeks, active)
		}
		rows = append(rows, row)
	}
	return rows
}

// reportFeatures fills in every feature that is rolled out to the cohort or was used by it.
func (s *Service) reportFeatures(ctx context.Context, r *Report, t Tally) error {
	counts, err := s.Rollouts.Counts(ctx)
	if err != nil {
		return err
	}
	names, err := s.Rollouts.Features(ctx)
	if err != nil {
		return err
	}
	shown := map[string]rollout.Counts{}
	for c := range t {
		if c.Feature != Portal {
			shown[c.Feature] = rollout.Counts{}
		}
	}
	for _, c := range counts {
		if c.Cohort == r.Cohort {
			shown[c.Feature] = c
		}
	}
	r.Features = []FeatureReport{}
	for _, key := range slices.Sorted(maps.Keys(shown)) {
		feature := featureOf(names, key)
		f := FeatureReport{
			Feature: key, Name: feature.Name, Exposed: shown[key].Exposed, Seen: shown[key].Seen,
			Week: t.On(key, Active7, r.To), Before: t.On(key, Active7, r.To-7), Active: t.active(key, r.From, r.To), FirstUse: t.firstUse(key, r.To),
		}
		if feature.Stage == rollout.Live {
			f.Exposed = r.Agreed // it belongs to the portal, with a rollout or without
		}
		if f.Exposed > 0 {
			share := min(1, float64(f.Week)/float64(f.Exposed))
			f.Share = &share
		}
		r.Features = append(r.Features, f)
	}
	return nil
}

func featureOf(features []rollout.Feature, key string) rollout.Feature {
	at, ok := slices.BinarySearchFunc(features, key, func(f rollout.Feature, key string) int { return strings.Compare(f.Key, key) })
	if !ok {
		return rollout.Feature{Key: key, Name: cohorts.Words{"en": key}}
	}
	return features[at]
}

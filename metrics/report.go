package metrics

import (
	"context"
	"fmt"
	"math"

	"soundings/cohorts"
	"soundings/cohorts/base"
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
	Name      base.Words       `json:"name"`
	From      Day              `json:"from"`
	To        Day              `json:"to"`
	Agreed    int              `json:"agreed"`   // members who have agreed and not left, at the end of the period
	Enrolled  int              `json:"enrolled"` // of all who ever agreed, those known to have an account in the portal
	Share     float64          `json:"enrolled_share"`
	Active    []ActiveDay      `json:"active"`
	Before    int              `json:"active_7d_a_week_before"` // the last of Active
	FirstUse  FirstUse         `json:"first_use"`
	UsedBy    []float64        `json:"used_by_day"` // share of members who had used the portal so many days after they agreed, from 0
	Features  []FeatureReport  `json:"features"`
	Retention []RetentionWeeks `json:"retention"`
	Funnel    []FunnelStep     `json:"funnel"`
	Goals     []GoalReport     `json:"goals"`
	Releases  []Release        `json:"releases"` // of the vendor, in the period
	Marks     []Mark           `json:"marks"`    // by bumps, in the period
	Past      bool             `json:"past"`     // the period ended before today: what is known of today only is left out
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

// Adoption reports on a period. It returns NotFound for an unknown cohort, and where there is none yet.
func (s *Service) Adoption(ctx context.Context, p Period) (Report, error) {
	if err := s.foldSome(ctx); err != nil {
		return Report{}, err
	}
	zone, err := s.Zone(ctx)
	if err != nil {
		return Report{}, err
	}
	r, err := p.report(DayOf(s.Now(), zone))
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
	at, err := s.reading(ctx, zone)
	if err != nil {
		return r, err
	}
	r.count(tally, members, at.today)
	if err := at.features(ctx, &r, tally); err != nil {
		return r, err
	}
	if err := at.marks(ctx, &r); err != nil {
		return r, err
	}
	return r, at.charter(ctx, &r, tally)
}

// foldSome folds what is pending, as far as who waits for a report can wait for that.
func (s *Service) foldSome(ctx context.Context) error {
	for range foldsBefore {
		if n, err := s.Fold(ctx); err != nil || n == 0 {
			return err
		}
	}
	return nil
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
	case r.To > today:
		return r, base.InvalidFields(base.Field{Name: "to", Text: base.T("reports.future")})
	case r.From > r.To:
		return r, base.InvalidFields(base.Field{Name: "from", Text: base.T("reports.order")})
	case r.To-r.From >= maxPeriod:
		return r, base.InvalidFields(base.Field{Name: "from", Text: base.T("reports.long", "Limit", maxPeriod)})
	}
	return r, nil
}

// reported returns the cohort of a report.
func (s *Service) reported(ctx context.Context, id string) (cohorts.Cohort, error) {
	if id != "" {
		return s.Cohorts.Cohort(ctx, id)
	}
	all, err := s.Cohorts.Cohorts(ctx)
	if err != nil {
		return cohorts.Cohort{}, err
	}
	if len(all) == 0 {
		return cohorts.Cohort{}, base.Refuse(base.NotFound, "reports.no_cohort")
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
	r.Past = r.To < today
	agreed := t.upTo(Portal, Agreed, r.To)
	r.Agreed, r.Enrolled = members[cohorts.Agreed], t.upTo(Portal, Enrolled, r.To)
	if r.Past {
		r.Agreed = t.agreedOn(r.To)
	}
	if agreed > 0 {
		r.Share = float64(r.Enrolled) / float64(agreed)
	}
	r.Active, r.Before = t.active(Portal, r.From, r.To), t.On(Portal, Active7, r.To-7)
	r.FirstUse = t.firstUse(Portal, r.To)
	r.UsedBy = t.usedBy(Portal, r.To)
	r.Retention = t.retention(r.From, r.To, today)
	r.Funnel = t.funnel(r.To)
	if !r.Past {
		r.Funnel = append(asked(members), r.Funnel...)
	}
}

func (t Tally) active(feature string, from, to Day) []ActiveDay {
	days := make([]ActiveDay, 0, to-from+1)
	for d := from; d <= to; d++ {
		days = append(days, t.activeOn(feature, d))
	}
	return days
}

func (t Tally) activeOn(feature string, d Day) ActiveDay {
	return ActiveDay{d, t.On(feature, Active1, d), t.On(feature, Active7, d), t.On(feature, Active28, d)}
}

func (t Tally) firstUse(feature string, to Day) FirstUse {
	f := FirstUse{Users: t.since(feature, First, 0, to), Repeat: t.since(feature, Repeat, 0, to)}
	s := t.Survival(feature, to)
	if median, ok := s.Median(); ok {
		f.Median = &median
	}
	share := func(days int) *float64 {
		used := s.Used(days)
		if math.IsNaN(used) {
			return nil
		}
		return &used
	}
	f.Within7, f.Within28 = share(7), share(28)
	return f
}

// usedBy returns which share had used a feature by each day after they agreed, as far as anybody was watched and for at
// most twelve weeks.
func (t Tally) usedBy(feature string, to Day) []float64 {
	used := []float64{}
	s := t.Survival(feature, to)
	for day := range s[:min(len(s), usualPeriod+1)] {
		used = append(used, s.Used(day))
	}
	return used
}

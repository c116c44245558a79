package plan

import (
	"context"
	"fmt"
	"slices"
	"time"

	"soundings/cohorts/base"
)

// OnDutyTogether is how many people are on duty in a week: the quick-response pair.
const OnDutyTogether = 2

// PlannedAhead is for how many days from today there should be a pair for every week.
const PlannedAhead = 14

// keptWeeks is for how many weeks after it the pair of a week is known.
const keptWeeks = 52

// Week is the pair that answers first in the week that begins on a Monday.
type Week struct {
	Monday   time.Time
	Accounts []string // no more than two
}

// Rota is who is on duty week by week, the earliest first. A week that is not in it has nobody.
type Rota struct {
	Weeks   []Week
	Version int64
}

// On returns the week that begins on a Monday.
func (r Rota) On(monday time.Time) Week {
	if i := slices.IndexFunc(r.Weeks, func(w Week) bool { return w.Monday.Equal(monday) }); i >= 0 {
		return r.Weeks[i]
	}
	return Week{Monday: monday}
}

// with returns the rota with these weeks as they say, and without those that are long over.
func (r Rota) with(today time.Time, weeks ...Week) Rota {
	kept := slices.DeleteFunc(slices.Clone(r.Weeks), func(w Week) bool {
		over := w.Monday.Before(mondayOf(today).AddDate(0, 0, -7*keptWeeks))
		return over || slices.ContainsFunc(weeks, func(other Week) bool { return other.Monday.Equal(w.Monday) })
	})
	for _, w := range weeks {
		if len(w.Accounts) > 0 {
			kept = append(kept, w)
		}
	}
	slices.SortFunc(kept, func(a, b Week) int { return a.Monday.Compare(b.Monday) })
	r.Weeks = kept
	return r
}

// mondayOf returns the Monday on which the week of a day begins.
func mondayOf(day time.Time) time.Time { return day.AddDate(0, 0, -(int(day.Weekday())+6)%7) }

// check returns what is wrong with a week; the names of its fields begin with at.
func (w Week) check(at string, today time.Time, known accounts) []base.Field {
	var bad []base.Field
	switch {
	case w.Monday.Weekday() != time.Monday:
		bad = append(bad, base.Field{Name: at + "week", Text: base.T("rota.no_monday")})
	case w.Monday.Before(mondayOf(today)):
		bad = append(bad, base.Field{Name: at + "week", Text: base.T("rota.over")})
	case w.Monday.After(today.AddDate(0, 0, 7*keptWeeks)):
		bad = append(bad, base.Field{Name: at + "week", Text: base.T("rota.far")})
	}
	if len(w.Accounts) > OnDutyTogether {
		bad = append(bad, base.Field{Name: at + "accounts", Text: base.T("error.max_items", "Limit", OnDutyTogether)})
	}
	for i, id := range w.Accounts {
		switch name := fmt.Sprintf("%saccounts[%d]", at, i); {
		case len(known.present(id)) == 0:
			bad = append(bad, base.Field{Name: name, Text: base.T("seats.account_writes")})
		case slices.Contains(w.Accounts[:i], id):
			bad = append(bad, base.Field{Name: name, Text: base.T("rota.twice")})
		}
	}
	return bad
}

// Rota returns who is on duty when, from a year ago on.
func (s *Service) Rota(ctx context.Context) (Rota, error) {
	r, err := s.Store.Rota(ctx)
	if err != nil {
		return r, fmt.Errorf("reading the rota: %w", err)
	}
	return r, nil
}

// Weeks returns this week and those after it, so many in all, and the version of the rota.
func (s *Service) Weeks(ctx context.Context, many int) (Rota, error) {
	r, err := s.Rota(ctx)
	if err != nil {
		return r, err
	}
	day, err := s.day(ctx)
	if err != nil {
		return r, err
	}
	return r.from(day, many), nil
}

// from returns the week of a day and those after it, so many in all.
func (r Rota) from(day time.Time, many int) Rota {
	ahead := Rota{Weeks: make([]Week, many), Version: r.Version}
	for i := range ahead.Weeks {
		ahead.Weeks[i] = r.On(mondayOf(day).AddDate(0, 0, 7*i))
	}
	return ahead
}

// SaveWeeks keeps who is on duty in these weeks, and leaves the others as they are; a week without anybody is taken out.
// Weeks that are over stay what they were. With a version other than 0 it returns Conflict where another is kept.
func (s *Service) SaveWeeks(ctx context.Context, version int64, weeks []Week) (Rota, error) {
	day, err := s.day(ctx)
	if err != nil {
		return Rota{}, err
	}
	known, err := s.accounts(ctx)
	if err != nil {
		return Rota{}, err
	}
	var bad []base.Field
	for i, w := range weeks {
		at := fmt.Sprintf("weeks[%d].", i)
		bad = append(bad, w.check(at, day, known)...)
		if slices.ContainsFunc(weeks[:i], func(other Week) bool { return other.Monday.Equal(w.Monday) }) {
			bad = append(bad, base.Field{Name: at + "week", Text: base.T("error.unique")})
		}
	}
	if err := base.InvalidFields(bad...); err != nil {
		return Rota{}, err
	}
	r, err := base.Revise(func() (Rota, error) { return s.Rota(ctx) }, func(r *Rota) error {
		if version != 0 && version != r.Version {
			return base.ErrChanged
		}
		*r = r.with(day, weeks...)
		return nil
	}, func(r Rota) error {
		if err := s.Store.SaveRota(ctx, r); err != nil {
			return fmt.Errorf("keeping the rota: %w", err)
		}
		return nil
	})
	if err == nil {
		r.Version++
	}
	return r, err
}

// OnDuty returns the pair that is on duty at a moment, by the clinic's calendar. It leaves out who has no account any more.
func (s *Service) OnDuty(ctx context.Context, at time.Time) ([]Account, error) {
	r, err := s.Rota(ctx)
	if err != nil {
		return nil, err
	}
	day, err := s.DayOf(ctx, at)
	if err != nil {
		return nil, err
	}
	return s.present(ctx, r.On(mondayOf(day)).Accounts...)
}

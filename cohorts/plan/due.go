package plan

import (
	"context"
	"slices"
	"time"
)

// Due is what of the charter somebody has to see to, each the earliest date first.
type Due struct {
	Decisions []Entry // that wait although their day has come
	Tasks     []Entry // that are not done although their day is over
	Trainings []Entry // of today and the days ahead
}

// trainingAhead is for how many days ahead, today among them, trainings are due.
const trainingAhead = 7

// Due returns what is due today.
func (s *Service) Due(ctx context.Context) (due Due, err error) {
	today, err := s.day(ctx)
	if err != nil {
		return due, err
	}
	for _, each := range []struct {
		kind Kind
		to   *[]Entry
		has  func(Entry, time.Time) bool
	}{{Decision, &due.Decisions, Entry.waitsOn}, {Task, &due.Tasks, Entry.overdueOn}, {Training, &due.Trainings, Entry.nearOn}} {
		all, err := s.Entries(ctx, each.kind)
		if err != nil {
			return due, err
		}
		*each.to = slices.DeleteFunc(all, func(e Entry) bool { return !each.has(e, today) })
	}
	return due, nil
}

func (e Entry) waitsOn(day time.Time) bool   { return e.Waits() && !e.Date.After(day) }
func (e Entry) overdueOn(day time.Time) bool { return e.Done.IsZero() && e.Date.Before(day) }
func (e Entry) nearOn(day time.Time) bool {
	return !e.Date.Before(day) && e.Date.Before(day.AddDate(0, 0, trainingAhead))
}

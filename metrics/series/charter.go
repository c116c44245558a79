package series

import (
	"context"
	"time"

	"soundings/cohorts/plan"
	"soundings/metrics"
)

var (
	tasksOverdue     = gauge("soundings_tasks_overdue", "Tasks of the charter that are not done although their day is over.")
	decisionsWaiting = gauge("soundings_decisions_waiting", "Decisions of the charter that wait although their day has come.")
	trainingsDue     = gauge("soundings_trainings_due", "Trainings of the charter in the seven days that begin today.")
	releaseAt        = gauge("soundings_release_timestamp_seconds",
		"When the day of a release of the vendor's begins at the clinic, past or to come, in seconds since 1970.", "release")
	releaseInfo = gauge("soundings_release_info", "What a release of the vendor's is called; always 1. The entry is its id in the charter.", "release", "title", "entry")
)

// charter has no past: since when an entry is in it is not kept.
var charter = subject{families: []family{tasksOverdue, decisionsWaiting, trainingsDue, releaseAt, releaseInfo}, now: charterNow}

// charterNow adds what Today has of the charter, and the releases.
func charterNow(ctx context.Context, s *Service, f *figures) error {
	if s.Plans == nil {
		return nil
	}
	due, err := s.Plans.Due(ctx)
	if err != nil {
		return err
	}
	f.add(tasksOverdue, float64(len(due.Tasks)))
	f.add(decisionsWaiting, float64(len(due.Decisions)))
	f.add(trainingsDue, float64(len(due.Trainings)))
	zone, err := s.Figures.Zone(ctx)
	if err != nil {
		return err
	}
	releases, err := s.Plans.Entries(ctx, plan.Release)
	if err != nil {
		return err
	}
	titles := map[string]string{}
	for _, e := range releases {
		titles[e.ID] = e.Title
	}
	labels := slugs(titles, "release")
	for _, e := range releases {
		f.add(releaseAt, float64(metrics.DayOf(e.Date, time.UTC).Start(zone).Unix()), labels[e.ID])
		f.add(releaseInfo, 1, labels[e.ID], e.Title, e.ID)
	}
	return nil
}

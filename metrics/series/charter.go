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

var charter = subject{[]family{tasksOverdue, decisionsWaiting, trainingsDue, releaseAt, releaseInfo}, charterNow, charterPast}

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
	releases, err := s.releases(ctx)
	for _, r := range releases {
		f.add(releaseAt, float64(r.day.Start(zone).Unix()), r.label)
		f.add(releaseInfo, 1, r.label, r.Title, r.ID)
	}
	return err
}

// charterPast writes the releases, each from its day on, or from that of the first cohort. Since when the charter spoke of one before is not kept, and of no other
// entry when it was written.
func charterPast(ctx context.Context, h *history) error {
	if h.s.Plans == nil {
		return nil
	}
	releases, err := h.s.releases(ctx)
	if err != nil {
		return err
	}
	h.begin(releaseAt)
	for _, r := range releases {
		h.stays(releaseAt, max(r.day, h.begins()), float64(r.day.Start(h.zone).Unix()), r.label)
	}
	h.begin(releaseInfo)
	for _, r := range releases {
		h.stays(releaseInfo, max(r.day, h.begins()), 1, r.label, r.Title, r.ID)
	}
	return nil
}

// release is a release of the vendor's, and what it is called in a label.
type release struct {
	plan.Entry
	label string
	day   metrics.Day
}

func (s *Service) releases(ctx context.Context) ([]release, error) {
	entries, err := s.Plans.Entries(ctx, plan.Release)
	if err != nil {
		return nil, err
	}
	titles := map[string]string{}
	for _, e := range entries {
		titles[e.ID] = e.Title
	}
	var all []release
	labels := slugs(titles, "release")
	for _, e := range entries {
		all = append(all, release{e, labels[e.ID], metrics.DayOf(e.Date, time.UTC)})
	}
	return all, nil
}

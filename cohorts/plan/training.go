package plan

import (
	"context"
	"time"
)

// FirstTraining returns the day of the first training for a feature, and whether it was held: it was once the day of one is
// over. Of several it returns one that was held, or else the earliest; the day is zero where none is planned.
func (s *Service) FirstTraining(ctx context.Context, feature string) (on time.Time, held bool, err error) {
	entries, err := s.EntriesAbout(ctx, feature)
	if err != nil {
		return on, false, err
	}
	today, err := s.Today(ctx)
	if err != nil {
		return on, false, err
	}
	for _, e := range entries {
		switch {
		case e.Kind != Training || e.Session != "first":
		case e.Date.Before(today.Day):
			return e.Date, true, nil
		case on.IsZero():
			on = e.Date
		}
	}
	return on, false, nil
}

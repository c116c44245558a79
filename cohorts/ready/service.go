package ready

import (
	"context"
	"log/slog"
	"time"

	"soundings/cohorts/base"
)

// Service does the acts of the team and of readers on help, workflows and what features require. It is safe for concurrent
// use; its fields are set before its first use.
type Service struct {
	Store     Store
	Features  Features
	Trainings Trainings
	Links     Links
	Now       func() time.Time
	Log       *slog.Logger

	shown memory
}

// Features knows what features there are.
type Features interface {
	// ReadyFeatures returns every feature by its key.
	ReadyFeatures(ctx context.Context) (map[string]Feature, error)
}

// Feature is what this package needs to know of one.
type Feature struct {
	Name  base.Words
	About base.Words
	Seen  bool // patients see it, all or some of them
}

// Trainings knows the first trainings for features.
type Trainings interface {
	// FirstTraining returns the day of the first training for a feature, zero where none is planned, and whether it was held.
	FirstTraining(ctx context.Context, feature string) (on time.Time, held bool, err error)
}

// Links makes the tokens of links, which are derived and never kept.
type Links interface {
	Token(of string) string
	Hash(token string) string
}

// now returns the time to the millisecond, as stores keep it.
func (s *Service) now() time.Time { return s.Now().UTC().Truncate(time.Millisecond) }

// Feature returns a feature, or NotFound.
func (s *Service) Feature(ctx context.Context, key string) (Feature, error) {
	all, err := s.Features.ReadyFeatures(ctx)
	if err != nil {
		return Feature{}, err
	}
	f, ok := all[key]
	if !ok {
		return f, base.Refuse(base.NotFound, "feature.unknown", "Key", key)
	}
	return f, nil
}

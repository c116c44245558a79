package series

import (
	"context"
	"sync/atomic"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/cohorts/rollout"
	"soundings/metrics"
	"soundings/surveys"
	"soundings/surveys/polls"
)

// Series keeps the figures fresh that Prometheus scrapes.
type Service struct {
	Cohorts  *cohorts.Service
	Contact  *contact.Service
	Surveys  *surveys.Service
	Rollouts *rollout.Service
	Polls    *polls.Service // nil: there are no polls
	Figures  *metrics.Service
	Store    Store
	Now      func() time.Time

	latest atomic.Pointer[figures]
}

// figures is everything that a scrape shows, as it stood at one moment.
type figures struct {
	at       time.Time
	cohorts  map[string]map[cohorts.State]int // by cohort
	surveys  map[string]surveyFigures         // by survey
	rollouts []rollout.Counts
	active   []metrics.Usage
	polls    map[string]pollFigures // by poll
}

type surveyFigures struct {
	invitations map[contact.State]int
	scores      []surveys.ScoreResult // those that rest on enough answers
}

// Refresh counts the figures again. Until it has succeeded once a scrape shows none of them; when it fails, the ones
// from before stand, and their time says how old they are.
func (s *Service) Refresh(ctx context.Context) error {
	f := &figures{at: s.Now(), cohorts: map[string]map[cohorts.State]int{}, surveys: map[string]surveyFigures{}}
	all, err := s.Cohorts.Cohorts(ctx)
	if err != nil {
		return err
	}
	for _, c := range all {
		if f.cohorts[c.ID], err = s.Cohorts.MemberCounts(ctx, c.ID); err != nil {
			return err
		}
	}
	asked, err := s.Surveys.Surveys(ctx)
	if err != nil {
		return err
	}
	for _, v := range asked {
		if v.State == surveys.Draft {
			continue
		}
		if f.surveys[v.ID], err = s.survey(ctx, v.ID); err != nil {
			return err
		}
	}
	snapshot, err := s.Figures.Snapshot(ctx)
	if err != nil {
		return err
	}
	f.rollouts, f.active = snapshot.Rollouts, snapshot.Usage
	if f.polls, err = s.pollsNow(ctx); err != nil {
		return err
	}
	s.latest.Store(f)
	return nil
}

func (s *Service) survey(ctx context.Context, id string) (surveyFigures, error) {
	counts, err := s.Contact.Counts(ctx, contact.ForSurvey, id)
	if err != nil {
		return surveyFigures{}, err
	}
	results, err := s.Surveys.Results(ctx, id, false)
	if err != nil {
		return surveyFigures{}, err
	}
	f := surveyFigures{invitations: counts.States}
	for _, score := range results.Scores {
		if score.Mean != nil {
			f.scores = append(f.scores, score)
		}
	}
	return f, nil
}

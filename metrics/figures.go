package metrics

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"sync/atomic"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/cohorts/plan"
	"soundings/cohorts/rollout"
	"soundings/surveys"
	"soundings/surveys/polls"
)

// Service counts the figures.
type Service struct {
	Cohorts  *cohorts.Service
	Contact  *contact.Service
	Surveys  *surveys.Service
	Rollouts *rollout.Service
	Polls    *polls.Service // nil: there are no polls
	Plans    *plan.Service  // nil: there is no charter
	Store    Store
	TimeZone string // IANA name of the clinic's, until its settings are kept
	Now      func() time.Time
	Rand     io.Reader // random bytes for ids
	Log      *slog.Logger

	latest    atomic.Pointer[figures]
	clock     atomic.Pointer[time.Location]
	standings standings
	events    eventCounts
	taken     atomic.Int64 // when events were last taken in, in nanoseconds since 1970
}

// figures is everything that a scrape shows, as it stood at one moment.
type figures struct {
	at       time.Time
	cohorts  map[string]map[cohorts.State]int // by cohort
	surveys  map[string]surveyFigures         // by survey
	rollouts []rollout.Counts
	active   []activeFigures
	polls    map[string]pollFigures // by poll
}

// activeFigures are how many members of a cohort were active, by window.
type activeFigures struct {
	cohort, feature string
	byWindow        map[string]int
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
	if f.rollouts, err = s.Rollouts.Counts(ctx); err != nil {
		return err
	}
	if f.active, err = s.activeMembers(ctx, all, f.rollouts); err != nil {
		return err
	}
	if f.polls, err = s.pollsNow(ctx); err != nil {
		return err
	}
	s.latest.Store(f)
	return nil
}

// activeMembers answers how many members of each cohort are active now, in the portal as a whole and in each feature that
// is rolled out to them.
func (s *Service) activeMembers(ctx context.Context, all []cohorts.Cohort, rolled []rollout.Counts) ([]activeFigures, error) {
	zone, err := s.zone(ctx)
	if err != nil {
		return nil, err
	}
	today := DayOf(s.Now(), zone)
	var active []activeFigures
	for _, c := range all {
		tally, err := s.Store.Adoption(ctx, c.ID)
		if err != nil {
			return nil, fmt.Errorf("reading what members did: %w", err)
		}
		features := []string{Portal}
		for _, r := range rolled {
			if r.Cohort == c.ID {
				features = append(features, r.Feature)
			}
		}
		for _, f := range features {
			active = append(active, activeFigures{c.ID, f, map[string]int{
				"1d": tally.On(f, Active1, today), "7d": tally.On(f, Active7, today), "28d": tally.On(f, Active28, today),
			}})
		}
	}
	return active, nil
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

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
	arrivals  arrivals
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

// activeFigures are how many members of a cohort were active, by window, and how many see the feature.
type activeFigures struct {
	cohort, feature string
	exposed         int
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
	zone, err := s.zone(ctx)
	if err != nil {
		return err
	}
	at, err := s.reading(ctx, zone)
	if err != nil {
		return err
	}
	f.rollouts = at.counts
	if err := f.adopted(ctx, at); err != nil {
		return err
	}
	if f.polls, err = s.pollsNow(ctx); err != nil {
		return err
	}
	s.latest.Store(f)
	return nil
}

// adopted counts who is active now and who sees what, of each cohort in the portal as a whole and in each feature it has.
func (f *figures) adopted(ctx context.Context, at reading) error {
	for cohort, members := range f.cohorts {
		tally, err := at.s.Store.Adoption(ctx, cohort)
		if err != nil {
			return fmt.Errorf("reading what members did: %w", err)
		}
		exposed, err := at.exposed(ctx, cohort, members[cohorts.Agreed], at.today)
		if err != nil {
			return err
		}
		for _, feature := range append([]string{Portal}, at.featuresOf(cohort, tally)...) {
			f.active = append(f.active, activeFigures{cohort, feature, exposed[feature], map[string]int{
				"1d": tally.On(feature, Active1, at.today), "7d": tally.On(feature, Active7, at.today), "28d": tally.On(feature, Active28, at.today),
			}})
		}
	}
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

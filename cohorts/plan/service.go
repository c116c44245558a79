package plan

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"time"

	"soundings/cohorts"
)

// Service does what somebody asks for, one method an act.
type Service struct {
	Store     Store
	Catalogue Catalogue
	Polls     Polls
	Now       func() time.Time
	Rand      io.Reader
	Log       *slog.Logger
}

// Draft says what to make a plan of: the features of some polls, or those that have a priority by hand, which goes before
// the polls'. What they need is planned too, unless everybody has it already.
type Draft struct {
	Title      string
	Polls      []string
	Priorities map[string]float64 // by hand, between 0 and 1
	Must       []string           // keys of features that regulation asks for
	Start      time.Time          // the first day
	Capacity   []float64          // of each of the four quarters
}

// maxFeatures bounds what one plan can weigh in a second.
const maxFeatures = 200

// Create makes a plan and keeps it under an id made from its title.
func (s *Service) Create(ctx context.Context, d Draft) (Plan, error) {
	p := Plan{Title: strings.TrimSpace(d.Title), Polls: d.Polls, Start: d.Start, Created: s.Now()}
	if err := d.check(); err != nil {
		return p, err
	}
	copy(p.Capacity[:], d.Capacity)
	known, err := s.Catalogue.PlanFeatures(ctx)
	if err != nil {
		return p, fmt.Errorf("reading features: %w", err)
	}
	priorities, err := s.priorities(ctx, d)
	if err != nil {
		return p, err
	}
	if p.Features, err = features(d, priorities, known); err != nil {
		return p, err
	}
	if err := p.Check(); err != nil {
		return p, err
	}
	p = p.arrange()
	p.ID, err = cohorts.WithSlug(p.Title, "plan", func(id string) error {
		p.ID = id
		return s.Store.SavePlan(ctx, p)
	})
	if err != nil {
		return p, fmt.Errorf("keeping a plan: %w", err)
	}
	p.Version = 1
	return p, nil
}

func (d Draft) check() error {
	var fields []cohorts.Field
	if len(d.Capacity) != Quarters {
		fields = append(fields, cohorts.Field{Name: "capacity", Text: cohorts.T("plan.four")})
	}
	if len(d.Polls)+len(d.Priorities)+len(d.Must) == 0 {
		fields = append(fields, cohorts.Field{Name: "poll", Text: cohorts.T("plan.no_features")})
	}
	for _, key := range slices.Sorted(maps.Keys(d.Priorities)) {
		if x := d.Priorities[key]; !(x >= 0 && x <= 1) {
			fields = append(fields, cohorts.Field{Name: "priorities." + key, Text: cohorts.T("plan.priority")})
		}
	}
	return cohorts.InvalidFields(fields...)
}

// priorities answers each feature's share: the mean of the polls that asked about it, or what was said by hand.
func (s *Service) priorities(ctx context.Context, d Draft) (map[string]float64, error) {
	sums, times := map[string]float64{}, map[string]float64{}
	for i, poll := range d.Polls {
		shares, err := s.Polls.Priorities(ctx, poll)
		switch {
		case cohorts.IsCode(err, cohorts.NotFound):
			return nil, cohorts.InvalidFields(cohorts.Field{Name: fmt.Sprintf("polls[%d]", i), Text: cohorts.T("poll.unknown")})
		case err != nil:
			return nil, err
		case len(shares) == 0:
			return nil, cohorts.InvalidFields(cohorts.Field{Name: fmt.Sprintf("polls[%d]", i), Text: cohorts.T("plan.no_ballots")})
		}
		for key, share := range shares {
			sums[key] += share
			times[key]++
		}
	}
	for key := range sums {
		sums[key] /= times[key]
	}
	maps.Copy(sums, d.Priorities)
	return sums, nil
}

// features answers what is to be planned, by key: what has a priority or has to be, and what those need. What everybody
// has already needs no plan, and what is retired gets none.
func features(d Draft, priorities map[string]float64, known map[string]Known) ([]Feature, error) {
	var fields []cohorts.Field
	all := map[string]Feature{}
	var add func(key, place string)
	add = func(key, place string) {
		k, ok := known[key]
		switch _, added := all[key]; {
		case added:
		case !ok:
			fields = append(fields, cohorts.Field{Name: place, Text: cohorts.T("plan.feature_unknown", "Feature", key)})
		case k.Live.IsZero() && !k.Gone:
			f := Feature{Key: key, Effort: k.Effort, Must: slices.Contains(d.Must, key), Priority: priorities[key]}
			all[key] = f // before its needs, so that a circle ends
			for _, need := range k.Needs {
				add(need, place)
				if _, planned := all[need]; planned {
					f.Needs = append(f.Needs, need)
				}
			}
			all[key] = f
		}
	}
	for _, key := range slices.Sorted(maps.Keys(priorities)) {
		add(key, "priorities."+key)
	}
	for i, key := range d.Must {
		add(key, fmt.Sprintf("must[%d]", i))
	}
	if len(all) > maxFeatures {
		fields = append(fields, cohorts.Field{Name: "priorities", Text: cohorts.T("error.max_items", "Limit", maxFeatures)})
	}
	planned := make([]Feature, 0, len(all))
	for _, key := range slices.Sorted(maps.Keys(all)) {
		planned = append(planned, all[key])
	}
	return planned, cohorts.InvalidFields(fields...)
}

// Plan answers the plan with this id, or NotFound.
func (s *Service) Plan(ctx context.Context, id string) (Plan, error) {
	p, err := s.Store.Plan(ctx, id)
	if err != nil {
		return p, fmt.Errorf("reading a plan: %w", err)
	}
	return p, nil
}

// Plans answers every plan, the newest first.
func (s *Service) Plans(ctx context.Context) ([]Plan, error) {
	all, err := s.Store.Plans(ctx)
	if err != nil {
		return nil, fmt.Errorf("listing plans: %w", err)
	}
	return all, nil
}

// Adopt takes the plan as it stands for the baseline that actual dates are held against; again when the team adopts a
// later state of it.
func (s *Service) Adopt(ctx context.Context, id string) (Plan, error) {
	return s.update(ctx, id, func(p *Plan) error {
		p.Adopted, p.Baseline = s.Now(), map[string]time.Time{}
		for key, quarter := range p.Ready() {
			p.Baseline[key] = p.Ends(quarter)
		}
		return nil
	})
}

// update reads, changes and keeps a plan; again when somebody else was quicker.
func (s *Service) update(ctx context.Context, id string, change func(*Plan) error) (Plan, error) {
	for {
		p, err := s.Plan(ctx, id)
		if err != nil {
			return p, err
		}
		if err := change(&p); err != nil {
			return p, err
		}
		switch err := s.Store.SavePlan(ctx, p); {
		case cohorts.IsCode(err, cohorts.Conflict):
			continue
		case err != nil:
			return p, fmt.Errorf("keeping a plan: %w", err)
		}
		p.Version++
		return p, nil
	}
}

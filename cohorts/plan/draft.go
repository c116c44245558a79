package plan

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"soundings/cohorts/base"
)

// Draft is the input of a new plan: the features of polls, and features with a priority set by hand, which overrides that
// of the polls. What they need is planned as well, unless it is live.
type Draft struct {
	Title      string // empty: a title is made from Start for each reader
	Polls      []string
	Priorities map[string]float64 // by key, from 0 to 1, set by hand
	Efforts    map[string]float64 // by key; override the catalogue; 0: unknown
	Must       []string           // keys of features that regulation asks for
	Start      time.Time          // the first day
	Capacity   []float64          // of each of the four quarters
}

// check returns nil, or an Invalid error that names every bad field that can be seen without the catalogue.
func (d Draft) check() error {
	var fields []base.Field
	if len(d.Capacity) != Quarters {
		fields = append(fields, base.Field{Name: "capacity", Text: base.T("plan.four")})
	}
	if len(d.Polls)+len(d.Priorities)+len(d.Must) == 0 {
		fields = append(fields, base.Field{Name: "poll", Text: base.T("plan.no_features")})
	}
	for _, key := range slices.Sorted(maps.Keys(d.Priorities)) {
		if x := d.Priorities[key]; !(x >= 0 && x <= 1) {
			fields = append(fields, base.Field{Name: "priorities." + key, Text: base.T("plan.priority")})
		}
	}
	return base.InvalidFields(fields...)
}

// priorities returns the priority of each feature by key, from 0 to 1: the mean of the polls that asked about it, or the
// one set by hand.
func (s *Service) priorities(ctx context.Context, d Draft) (map[string]float64, error) {
	sums, times := map[string]float64{}, map[string]float64{}
	var bad []base.Field
	for i, poll := range d.Polls {
		shares, err := s.Polls.Priorities(ctx, poll)
		switch {
		case base.IsCode(err, base.NotFound):
			bad = append(bad, base.Field{Name: fmt.Sprintf("polls[%d]", i), Text: base.T("poll.unknown")})
		case err != nil:
			return nil, err
		case len(shares) == 0:
			bad = append(bad, base.Field{Name: fmt.Sprintf("polls[%d]", i), Text: base.T("plan.no_ballots")})
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
	return sums, base.InvalidFields(bad...)
}

// features returns the features to plan, sorted by key: those with a priority, must-haves, and what they need. Live and
// retired features are left out.
func features(d Draft, priorities map[string]float64, known map[string]Known) ([]Feature, error) {
	g := gathering{known: known, priorities: priorities, draft: d, all: map[string]Feature{}}
	for _, key := range slices.Sorted(maps.Keys(priorities)) {
		g.add(key, "priorities."+key)
	}
	for i, key := range d.Must {
		g.add(key, fmt.Sprintf("must[%d]", i))
	}
	for _, key := range slices.Sorted(maps.Keys(d.Efforts)) {
		if _, ok := known[key]; !ok {
			g.unknown("efforts."+key, key)
		}
	}
	if len(g.all) > maxFeatures {
		g.fields = append(g.fields, base.Field{Name: "priorities", Text: base.T("error.max_items", "Limit", maxFeatures)})
	}
	return g.sorted(), base.InvalidFields(g.fields...)
}

// gathering collects features of the catalogue together with what they need.
type gathering struct {
	known      map[string]Known
	priorities map[string]float64
	draft      Draft
	all        map[string]Feature
	fields     []base.Field // names of unknown features
}

// add collects a feature and what it needs; place is the field that names it.
func (g *gathering) add(key, place string) {
	k, ok := g.known[key]
	switch _, added := g.all[key]; {
	case added:
	case !ok:
		g.unknown(place, key)
	case k.Live.IsZero() && !k.Gone:
		f := Feature{Key: key, Must: slices.Contains(g.draft.Must, key), Priority: g.priorities[key]}
		f.takes(k.Effort)
		if said, ok := g.draft.Efforts[key]; ok {
			f.takes(said)
		}
		g.all[key] = f // before its needs, so that a circle ends
		for _, need := range k.Needs {
			g.add(need, place)
			if _, planned := g.all[need]; planned {
				f.Needs = append(f.Needs, need)
			}
		}
		g.all[key] = f
	}
}

// unknown notes that the field place names an unknown feature.
func (g *gathering) unknown(place, key string) {
	g.fields = append(g.fields, base.Field{Name: place, Text: base.T("plan.feature_unknown", "Feature", key)})
}

// sorted returns the collected features by key.
func (g *gathering) sorted() []Feature {
	planned := make([]Feature, 0, len(g.all))
	for _, key := range slices.Sorted(maps.Keys(g.all)) {
		planned = append(planned, g.all[key])
	}
	return planned
}

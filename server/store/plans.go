package store

import (
	"context"
	"time"

	"soundings/cohorts/plan"
	"soundings/server/store/engine"
)

// planDoc is a plan with the reasons it gave when it was made: they stay what the team read.
type planDoc struct {
	Head      `bson:",inline"`
	Title     string               `bson:"title"`
	Polls     []string             `bson:"polls,omitempty"`
	Start     time.Time            `bson:"start"`
	Capacity  []float64            `bson:"capacity"`
	Features  []planFeatureDoc     `bson:"features"`
	Phases    []planPhaseDoc       `bson:"phases"`
	Unplanned []planItemDoc        `bson:"unplanned,omitempty"`
	Value     float64              `bson:"value"`
	Best      float64              `bson:"best"`
	Baseline  map[string]time.Time `bson:"baseline,omitempty"`
	Adopted   *time.Time           `bson:"adopted,omitempty"`
	Earlier   []baselineDoc        `bson:"earlier,omitempty"`
	Created   time.Time            `bson:"created"`
}

type baselineDoc struct {
	Adopted time.Time            `bson:"adopted"`
	Ready   map[string]time.Time `bson:"ready"`
}

type planFeatureDoc struct {
	Key      string   `bson:"key"`
	Effort   float64  `bson:"effort"`
	Needs    []string `bson:"needs,omitempty"`
	Must     bool     `bson:"must,omitempty"`
	Priority float64  `bson:"priority"`
	Pinned   int      `bson:"pinned,omitempty"`
	Guessed  bool     `bson:"guessed,omitempty"`
}

type planPhaseDoc struct {
	Quarter  int           `bson:"quarter"`
	Starts   time.Time     `bson:"starts"`
	Capacity float64       `bson:"capacity"`
	Used     float64       `bson:"used"`
	Features []planItemDoc `bson:"features,omitempty"`
}

type planItemDoc struct {
	Feature string  `bson:"feature"`
	Effort  float64 `bson:"effort,omitempty"`
	Ready   bool    `bson:"ready,omitempty"`
	Why     textDoc `bson:"why"`
}

func newPlanDoc(p plan.Plan) *planDoc {
	d := &planDoc{
		Head: Head{ID: p.ID, Version: p.Version}, Title: p.Title, Polls: p.Polls, Start: p.Start, Capacity: p.Capacity[:],
		Value: p.Value, Best: p.Best, Baseline: p.Baseline, Adopted: optional(p.Adopted), Created: p.Created,
	}
	for _, b := range p.Earlier {
		d.Earlier = append(d.Earlier, baselineDoc(b))
	}
	for _, f := range p.Features {
		d.Features = append(d.Features, planFeatureDoc(f))
	}
	for _, phase := range p.Phases {
		doc := planPhaseDoc{Quarter: phase.Quarter, Starts: phase.Starts, Capacity: phase.Capacity, Used: phase.Used}
		for _, i := range phase.Features {
			doc.Features = append(doc.Features, planItemDoc{i.Feature, i.Effort, i.Ready, newTextDoc(i.Why)})
		}
		d.Phases = append(d.Phases, doc)
	}
	for _, left := range p.Unplanned {
		d.Unplanned = append(d.Unplanned, planItemDoc{Feature: left.Feature, Why: newTextDoc(left.Why)})
	}
	return d
}

func (d *planDoc) plan() (plan.Plan, error) {
	p := plan.Plan{
		ID: d.ID, Title: d.Title, Polls: d.Polls, Start: d.Start, Value: d.Value, Best: d.Best, Baseline: d.Baseline,
		Adopted: given(d.Adopted), Created: d.Created, Version: d.Version,
	}
	copy(p.Capacity[:], d.Capacity)
	for _, b := range d.Earlier {
		p.Earlier = append(p.Earlier, plan.Baseline(b))
	}
	for _, f := range d.Features {
		p.Features = append(p.Features, plan.Feature(f))
	}
	for _, phase := range d.Phases {
		read := plan.Phase{Quarter: phase.Quarter, Starts: phase.Starts, Capacity: phase.Capacity, Used: phase.Used}
		for _, i := range phase.Features {
			why, err := i.Why.text()
			if err != nil {
				return p, err
			}
			read.Features = append(read.Features, plan.Item{Feature: i.Feature, Effort: i.Effort, Ready: i.Ready, Why: why})
		}
		p.Phases = append(p.Phases, read)
	}
	for _, i := range d.Unplanned {
		why, err := i.Why.text()
		if err != nil {
			return p, err
		}
		p.Unplanned = append(p.Unplanned, plan.Left{Feature: i.Feature, Why: why})
	}
	return p, nil
}

// Plan returns the plan with this id, or NotFound.
func (s *Store) Plan(ctx context.Context, id string) (plan.Plan, error) {
	d, err := one[planDoc](ctx, s, planDocs, id, "plan.unknown")
	if err != nil {
		return plan.Plan{}, err
	}
	return d.plan()
}

// Plans returns every plan, the newest first.
func (s *Store) Plans(ctx context.Context) ([]plan.Plan, error) {
	docs, err := findAll[planDoc](ctx, s, engine.Query{Collection: planDocs, Index: "created", Descending: true})
	if err != nil {
		return nil, err
	}
	all := make([]plan.Plan, len(docs))
	for i, d := range docs {
		if all[i], err = d.plan(); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// SavePlan keeps a plan after an act, as "change".
func (s *Store) SavePlan(ctx context.Context, act string, p plan.Plan) error {
	return s.begin("plan."+act, p.ID).save(planDocs, newPlanDoc(p)).commit(ctx)
}

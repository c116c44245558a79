package store

import (
	"context"
	"maps"
	"slices"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/rollout"
	"soundings/server/store/engine"
)

type rolloutDoc struct {
	Head      `bson:",inline"` // the id is feature/cohort
	Feature   string           `bson:"feature"`
	Cohort    string           `bson:"cohort"`
	Percent   float64          `bson:"percent"`
	Ramp      []stepDoc        `bson:"ramp"`
	Gates     gatesDoc         `bson:"gates"`
	State     string           `bson:"state"`
	Since     time.Time        `bson:"since"`
	Resumed   *time.Time       `bson:"resumed,omitempty"`
	Look      int              `bson:"look"`
	Finding   *findingDoc      `bson:"finding,omitempty"`
	Overrides []overrideDoc    `bson:"overrides,omitempty"`
	HeldSince *time.Time       `bson:"held_since,omitempty"`
}

type stepDoc struct {
	Percent   float64  `bson:"percent"`
	HoldHours *float64 `bson:"hold_hours,omitempty"`
	Answers   *int     `bson:"answers,omitempty"`
}

type gatesDoc struct {
	HoldHours  float64    `bson:"hold_hours"`
	Answers    int        `bson:"answers"`
	Survey     string     `bson:"survey,omitempty"`
	Instrument string     `bson:"instrument,omitempty"`
	Margin     float64    `bson:"margin,omitempty"`
	Looks      int        `bson:"looks,omitempty"`
	Baseline   *sampleDoc `bson:"baseline,omitempty"`
}

type sampleDoc struct {
	N    int     `bson:"n"`
	Mean float64 `bson:"mean"`
	SD   float64 `bson:"sd"`
}

type findingDoc struct {
	InterimLook int       `bson:"look"`
	Looks       int       `bson:"looks"`
	Exposed     sampleDoc `bson:"exposed"`
	Compared    sampleDoc `bson:"compared"`
	Against     string    `bson:"against"`
	Difference  float64   `bson:"difference"`
	Low         float64   `bson:"low"`
	High        float64   `bson:"high"`
	Confidence  float64   `bson:"confidence"`
	Margin      float64   `bson:"margin"`
}

type overrideDoc struct {
	Ref string `bson:"ref"`
	On  bool   `bson:"on"`
}

func newGatesDoc(g rollout.Gates) gatesDoc {
	return gatesDoc{g.HoldHours, g.Answers, g.Survey, g.Instrument, g.Margin, g.Looks, (*sampleDoc)(g.Baseline)}
}

func (d gatesDoc) gates() rollout.Gates {
	return rollout.Gates{
		HoldHours: d.HoldHours, Answers: d.Answers, Survey: d.Survey, Instrument: d.Instrument, Margin: d.Margin, Looks: d.Looks,
		Baseline: (*rollout.Sample)(d.Baseline),
	}
}

func newFindingDoc(f *rollout.Finding) *findingDoc {
	if f == nil {
		return nil
	}
	return &findingDoc{
		InterimLook: f.InterimLook, Looks: f.Looks, Exposed: sampleDoc(f.Exposed), Compared: sampleDoc(f.Compared), Against: string(f.Against),
		Difference: f.Difference, Low: f.Low, High: f.High, Confidence: f.Confidence, Margin: f.Margin,
	}
}

func (d *findingDoc) finding() *rollout.Finding {
	if d == nil {
		return nil
	}
	return &rollout.Finding{
		InterimLook: d.InterimLook, Looks: d.Looks, Exposed: rollout.Sample(d.Exposed), Compared: rollout.Sample(d.Compared),
		Against: rollout.Against(d.Against), Difference: d.Difference, Low: d.Low, High: d.High, Confidence: d.Confidence, Margin: d.Margin,
	}
}

func rolloutID(feature, cohort string) string { return feature + "/" + cohort }

func newRolloutDoc(r rollout.Rollout) *rolloutDoc {
	d := &rolloutDoc{
		Head: Head{ID: rolloutID(r.Feature, r.Cohort), Version: r.Version}, Feature: r.Feature, Cohort: r.Cohort,
		Percent: float64(r.Percent), Ramp: []stepDoc{}, Gates: newGatesDoc(r.Gates), State: string(r.State), Since: r.Since,
		Resumed: optional(r.Resumed), Look: r.InterimLooks, Finding: newFindingDoc(r.Finding), HeldSince: optional(r.HeldSince),
	}
	for _, step := range r.Ramp {
		d.Ramp = append(d.Ramp, stepDoc{float64(step.Percent), step.HoldHours, step.Answers})
	}
	for _, ref := range slices.Sorted(maps.Keys(r.Overrides)) {
		d.Overrides = append(d.Overrides, overrideDoc{ref, r.Overrides[ref]})
	}
	return d
}

func (d *rolloutDoc) rollout() rollout.Rollout {
	r := rollout.Rollout{
		Feature: d.Feature, Cohort: d.Cohort, Percent: rollout.Percent(d.Percent), Ramp: []rollout.Step{}, Gates: d.Gates.gates(),
		State: rollout.State(d.State), Since: d.Since, Resumed: given(d.Resumed), InterimLooks: d.Look, Finding: d.Finding.finding(), HeldSince: given(d.HeldSince),
		Version: d.Version,
	}
	for _, step := range d.Ramp {
		r.Ramp = append(r.Ramp, rollout.Step{Percent: rollout.Percent(step.Percent), HoldHours: step.HoldHours, Answers: step.Answers})
	}
	if len(d.Overrides) > 0 {
		r.Overrides = make(map[string]bool, len(d.Overrides))
	}
	for _, o := range d.Overrides {
		r.Overrides[o.Ref] = o.On
	}
	return r
}

// moveDoc is one line of a rollout's history: a fact.
type moveDoc struct {
	Head    `bson:",inline"`
	Rollout string      `bson:"rollout"`
	Number  int64       `bson:"number"` // the version of the rollout that it made: moves of one moment have an order
	Feature string      `bson:"feature"`
	Cohort  string      `bson:"cohort"`
	Kind    string      `bson:"kind"`
	From    float64     `bson:"from"`
	To      float64     `bson:"to"`
	At      time.Time   `bson:"at"`
	By      actorDoc    `bson:"by"`
	Hours   float64     `bson:"hours"`
	Finding *findingDoc `bson:"finding,omitempty"`
	Note    []byte      `bson:"note,omitempty"` // sealed
}

func (s *Store) moveDoc(r rollout.Rollout, m rollout.Move) (*moveDoc, error) {
	d := &moveDoc{
		Head: Head{ID: m.ID}, Rollout: rolloutID(m.Feature, m.Cohort), Number: r.Version + 1, Feature: m.Feature, Cohort: m.Cohort, Kind: string(m.Kind),
		From: float64(m.From), To: float64(m.To), At: m.At, By: actorDoc{string(m.By.Kind), m.By.ID}, Hours: m.Hours,
		Finding: newFindingDoc(m.Finding),
	}
	if m.Note == "" {
		return d, nil
	}
	sealed, err := seal(s.sealer, moveDocs, m.ID, "note", m.Note)
	d.Note = sealed
	return d, err
}

func (s *Store) move(d *moveDoc) (rollout.Move, error) {
	m := rollout.Move{
		ID: d.ID, Feature: d.Feature, Cohort: d.Cohort, Kind: rollout.MoveKind(d.Kind), From: rollout.Percent(d.From),
		To: rollout.Percent(d.To), At: d.At, By: base.Actor{Kind: base.ActorKind(d.By.Kind), ID: d.By.ID}, Hours: d.Hours,
		Finding: d.Finding.finding(),
	}
	return m, unseal(s.sealer, moveDocs, d.ID, "note", d.Note, &m.Note)
}

// SaveRollouts keeps rollouts with their moves while the catalogue is at this revision.
func (s *Store) SaveRollouts(ctx context.Context, revision int64, changes ...rollout.Change) error {
	if len(changes) == 0 {
		return nil
	}
	first := changes[0].Rollout
	name, subject := "rollout.override", subjectOf(len(changes), func() string { return rolloutID(first.Feature, first.Cohort) })
	switch c := changes[0]; {
	case c.Move != nil:
		name = "rollout." + string(c.Move.Kind)
	case c.Marked: // nobody has done anything
		name = ""
	}
	a := s.begin(name, subject)
	for _, c := range changes {
		a.save(rolloutDocs, newRolloutDoc(c.Rollout)).notify(c.Notices())
		if c.Move == nil {
			continue
		}
		d, err := s.moveDoc(c.Rollout, *c.Move)
		if err != nil {
			return err
		}
		a.save(moveDocs, d)
	}
	return a.revise(catalogueRevision, revision).commit(ctx)
}

// Moves returns a page of a rollout's history, the latest first.
func (s *Store) Moves(ctx context.Context, feature, cohort, after string, limit int) (base.Page[rollout.Move], error) {
	docs, next, err := find[moveDoc](ctx, s, engine.Query{
		Collection: moveDocs, Index: "rollout", Equal: []any{rolloutID(feature, cohort)}, Descending: true, After: after, Limit: limit,
	})
	page := base.Page[rollout.Move]{Next: next}
	if err != nil {
		return page, err
	}
	for _, d := range docs {
		m, err := s.move(d)
		if err != nil {
			return page, err
		}
		page.Items = append(page.Items, m)
	}
	return page, nil
}

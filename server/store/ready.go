package store

import (
	"context"
	"time"

	"soundings/cohorts/ready"
	"soundings/server/store/engine"
)

// helpDoc is what the help page says of a feature; its id is the feature's key, or generalHelp.
type helpDoc struct {
	Head      `bson:",inline"`
	Questions []helpQuestionDoc `bson:"questions,omitempty"`
	Film      map[string]string `bson:"film,omitempty"`
	Limits    map[string]string `bson:"limits,omitempty"`
	Changed   time.Time         `bson:"changed"`
}

type helpQuestionDoc struct {
	Question map[string]string `bson:"question"`
	Answer   map[string]string `bson:"answer"`
}

// generalHelp is the id of the help that is about no feature. It is no feature's key.
const generalHelp = "_getting_in"

func helpID(feature string) string {
	if feature == ready.GettingIn {
		return generalHelp
	}
	return feature
}

func (d *helpDoc) help() ready.Help {
	h := ready.Help{Feature: d.ID, Film: d.Film, Limits: d.Limits, Changed: d.Changed, Version: d.Version}
	if d.ID == generalHelp {
		h.Feature = ready.GettingIn
	}
	for _, q := range d.Questions {
		h.Questions = append(h.Questions, ready.Question{Question: q.Question, Answer: q.Answer})
	}
	return h
}

// Help returns what the help page says of a feature; an empty one where nothing is kept.
func (s *Store) Help(ctx context.Context, feature string) (ready.Help, error) {
	docs, err := get[helpDoc](ctx, s, helpDocs, helpID(feature))
	if err != nil || docs[0] == nil {
		return ready.Help{Feature: feature}, err
	}
	return docs[0].help(), nil
}

// Helps returns everything that the help page says.
func (s *Store) Helps(ctx context.Context) ([]ready.Help, error) {
	docs, err := findAll[helpDoc](ctx, s, engine.Query{Collection: helpDocs})
	all := make([]ready.Help, len(docs))
	for i, d := range docs {
		all[i] = d.help()
	}
	return all, err
}

// SaveHelp keeps what the help page says of a feature.
func (s *Store) SaveHelp(ctx context.Context, h ready.Help) error {
	d := &helpDoc{Head: Head{ID: helpID(h.Feature), Version: h.Version}, Film: h.Film, Limits: h.Limits, Changed: h.Changed}
	for _, q := range h.Questions {
		d.Questions = append(d.Questions, helpQuestionDoc{q.Question, q.Answer})
	}
	return s.begin("help.save", h.Feature).save(helpDocs, d).commit(ctx)
}

// requirementsDoc is what a feature must have before its rollouts move; its id is the feature's key.
type requirementsDoc struct {
	Head `bson:",inline"`
	Must []string `bson:"must"`
}

// Requirements returns what a feature must have before its rollouts move.
func (s *Store) Requirements(ctx context.Context, feature string) (ready.Requirements, error) {
	docs, err := get[requirementsDoc](ctx, s, requirements, feature)
	r := ready.Requirements{Feature: feature}
	if err != nil || docs[0] == nil {
		return r, err
	}
	r.Version = docs[0].Version
	for _, one := range docs[0].Must {
		r.Must = append(r.Must, ready.Requirement(one))
	}
	return r, nil
}

// SaveRequirements keeps what a feature must have before its rollouts move.
func (s *Store) SaveRequirements(ctx context.Context, r ready.Requirements) error {
	d := &requirementsDoc{Head: Head{ID: r.Feature, Version: r.Version}, Must: []string{}}
	for _, one := range r.Must {
		d.Must = append(d.Must, string(one))
	}
	return s.begin("feature.require", r.Feature).save(requirements, d).commit(ctx)
}

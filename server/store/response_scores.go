package store

import (
	"context"

	"soundings/cohorts/base"
	"soundings/server/store/engine"
	"soundings/surveys"
)

// scoredDoc is a response without what was answered: nothing of it is sealed.
type scoredDoc struct {
	Head   `bson:",inline"`
	Ref    string     `bson:"ref"`
	Scores []scoreDoc `bson:"scores"`
}

// Scored returns a page of a wave's scores, in the order of time.
func (s *Store) Scored(ctx context.Context, w surveys.Wave) (base.Page[surveys.Scored], error) {
	q := engine.Query{Collection: responses, Index: "wave", Equal: []any{w.Survey, w.Cohort}, To: w.To, After: w.After, Limit: w.Limit}
	if !w.From.IsZero() {
		q.From = w.From
	}
	docs, next, err := find[scoredDoc](ctx, s, q)
	page := base.Page[surveys.Scored]{Items: make([]surveys.Scored, len(docs)), Next: next}
	for i, d := range docs {
		page.Items[i] = surveys.Scored{Ref: d.Ref, Scores: make(map[string]float64, len(d.Scores))}
		for _, score := range d.Scores {
			page.Items[i].Scores[score.Question] = score.Score
		}
	}
	return page, err
}

package store

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/server/store/engine"
	"soundings/surveys"
)

type responseDoc struct {
	Head      `bson:",inline"` // the id is the invitation's; random in an anonymous survey
	Survey    string           `bson:"survey"`
	Questions int              `bson:"survey_version"`
	Ref       string           `bson:"ref,omitempty"` // empty: nobody's
	Group     string           `bson:"group"`
	Cohort    string           `bson:"cohort,omitempty"`
	Language  string           `bson:"language,omitempty"`
	Mode      string           `bson:"mode,omitempty"` // empty: by link, as all were before there were modes
	Submitted time.Time        `bson:"submitted"`      // nobody's: the beginning of the day
	Answers   []answerDoc      `bson:"answers"`
	Scores    []scoreDoc       `bson:"scores,omitempty"`

	Attributes map[string]string `bson:"attributes,omitempty"` // of the participant, those that the survey's cuts go by
	Waiting    string            `bson:"waiting,omitempty"`    // the survey, until the response is in an edition
	Told       int               `bson:"told,omitempty"`       // at which moment of its class
}

type answerDoc struct {
	Field  string   `bson:"field"`
	Values []string `bson:"values,omitempty"`
	Sealed []byte   `bson:"sealed,omitempty"` // free text
}

type scoreDoc struct {
	Question string  `bson:"question"`
	Score    float64 `bson:"score"`
}

// responsesRollup names the rollup of a survey's responses.
func responsesRollup(survey string) string { return "responses/" + survey }

// responsesIn returns the collection of a survey's responses.
func responsesIn(v surveys.Survey) string {
	if v.Anonymous {
		return anonymous
	}
	return responses
}

func (s *Store) responseDoc(v surveys.Survey, r surveys.Response) (*responseDoc, error) {
	d := &responseDoc{
		Head: Head{ID: r.ID}, Survey: r.Survey, Questions: r.Version, Ref: r.Ref, Group: string(r.Group), Cohort: r.Cohort,
		Language: r.Language, Mode: modeDoc(r.Mode), Submitted: r.Submitted, Attributes: r.Attributes, Told: r.Told,
	}
	if r.Waiting {
		d.Waiting = r.Survey
	}
	for _, q := range v.Questions() {
		for _, field := range q.Fields() {
			values := r.Answers[field]
			if len(values) == 0 {
				continue
			}
			answer := answerDoc{Field: field}
			if q.Kind().Sealed {
				sealed, err := seal(s.sealer, responsesIn(v), r.ID, field, values)
				if err != nil {
					return nil, err
				}
				answer.Sealed = sealed
			} else {
				answer.Values = values
			}
			d.Answers = append(d.Answers, answer)
		}
		if score, ok := r.Scores[q.ID]; ok {
			d.Scores = append(d.Scores, scoreDoc{q.ID, score})
		}
	}
	return d, nil
}

// modeDoc returns how an answer came, as documents have it: nothing is said of a link.
func modeDoc(m surveys.Mode) string {
	if m == surveys.Link {
		return ""
	}
	return string(m)
}

// modeOf returns how the answer of a named survey came.
func modeOf(kept string) surveys.Mode { return cmp.Or(surveys.Mode(kept), surveys.Link) }

func (s *Store) response(d *responseDoc) (surveys.Response, error) { return s.responseIn(responses, d) }

func (s *Store) responseIn(collection string, d *responseDoc) (surveys.Response, error) {
	r := surveys.Response{
		ID: d.ID, Survey: d.Survey, Version: d.Questions, Ref: d.Ref, Group: cohorts.Group(d.Group), Cohort: d.Cohort,
		Language: d.Language, Submitted: d.Submitted, Answers: surveys.Answers{}, Scores: map[string]float64{},
		Attributes: d.Attributes, Waiting: d.Waiting != "", Told: d.Told,
	}
	if collection == responses {
		r.Mode = modeOf(d.Mode)
	}
	for _, a := range d.Answers {
		values := a.Values
		if err := unseal(s.sealer, collection, d.ID, a.Field, a.Sealed, &values); err != nil {
			return r, err
		}
		r.Answers[a.Field] = values
	}
	for _, score := range d.Scores {
		r.Scores[score.Question] = score.Score
	}
	return r, nil
}

func (s *Store) responsesOf(collection string, docs []*responseDoc) ([]surveys.Response, error) {
	var all []surveys.Response
	for _, d := range docs {
		if d == nil {
			continue
		}
		r, err := s.responseIn(collection, d)
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

// Responses returns a page of a survey's responses.
func (s *Store) Responses(ctx context.Context, survey, after string, limit int) ([]surveys.Response, string, error) {
	return s.findResponses(ctx, responses, survey, after, limit)
}

// AnonymousResponses returns a page of the responses to an anonymous survey.
func (s *Store) AnonymousResponses(ctx context.Context, survey, after string, limit int) ([]surveys.Response, string, error) {
	return s.findResponses(ctx, anonymous, survey, after, limit)
}

func (s *Store) findResponses(ctx context.Context, collection, survey, after string, limit int) ([]surveys.Response, string, error) {
	docs, next, err := find[responseDoc](ctx, s, engine.Query{
		Collection: collection, Index: "survey", Equal: []any{survey}, After: after, Limit: limit,
	})
	if err != nil {
		return nil, "", err
	}
	all, err := s.responsesOf(collection, docs)
	return all, next, err
}

// WaitingResponses returns a page of the responses to a survey that are in no edition yet.
func (s *Store) WaitingResponses(ctx context.Context, survey, after string, limit int) ([]surveys.Response, string, error) {
	docs, next, err := find[responseDoc](ctx, s, engine.Query{
		Collection: responses, Index: "waiting", Equal: []any{survey}, After: after, Limit: limit,
	})
	if err != nil {
		return nil, "", err
	}
	all, err := s.responsesOf(responses, docs)
	return all, next, err
}

// ResponsesByID returns those of the responses with these ids that there are.
func (s *Store) ResponsesByID(ctx context.Context, ids ...string) ([]surveys.Response, error) {
	return s.responsesByID(ctx, responses, ids)
}

func (s *Store) responsesByID(ctx context.Context, collection string, ids []string) ([]surveys.Response, error) {
	var all []surveys.Response
	for some := range slices.Chunk(ids, engine.MaxFound) {
		docs, err := get[responseDoc](ctx, s, collection, some...)
		if err != nil {
			return nil, err
		}
		found, err := s.responsesOf(collection, docs)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

// Tally returns what the responses to a survey add up to.
func (s *Store) Tally(ctx context.Context, v surveys.Survey) (surveys.Tally, error) {
	sum, err := s.readRollup(ctx, responsesRollup(v.ID))
	return tallyOf(sum), err
}

// Recount returns the same as Tally, counted again from every response.
func (s *Store) Recount(ctx context.Context, v surveys.Survey) (surveys.Tally, error) {
	var t surveys.Tally
	for r, err := range base.Each(func(after string) (base.Page[surveys.Response], error) {
		all, next, err := s.findResponses(ctx, responsesIn(v), v.ID, after, engine.MaxFound)
		return base.Page[surveys.Response]{Items: all, Next: next}, err
	}) {
		if err != nil {
			return t, err
		}
		t.Add(v, r)
	}
	return t, nil
}

// countResponses adds what the responses with these ids answered to sum.
func (s *Store) countResponses(ctx context.Context, survey string, ids []string, sum sums) error {
	v, err := s.Survey(ctx, survey)
	if err != nil {
		return err
	}
	found, err := s.responsesByID(ctx, responsesIn(v), ids)
	if err != nil {
		return err
	}
	var t surveys.Tally
	for _, r := range found {
		t.Add(v, r)
	}
	sum.counts.addTally(t)
	return nil
}

// A tally lies in a rollup under keys of the form group/completed, group/field/NAME/n, group/field/NAME/=VALUE, and the
// same with score.
const completedKey = "completed"

func (c counts) addTally(t surveys.Tally) {
	for group, g := range t.Groups {
		c[string(group)+"/"+completedKey] += g.Completed
		for kind, fields := range map[string]map[string]*surveys.Count{"field": g.Fields, "score": g.Scores} {
			for name, n := range fields {
				at := string(group) + "/" + kind + "/" + name + "/"
				c[at+"n"] += n.N
				for value, k := range n.Values {
					c[at+"="+value] += k
				}
			}
		}
	}
}

func tallyOf(c counts) surveys.Tally {
	t := surveys.Tally{Groups: map[cohorts.Group]*surveys.Counts{}}
	for key, n := range c {
		parts := strings.Split(key, "/")
		g := t.Groups[cohorts.Group(parts[0])]
		if g == nil {
			g = &surveys.Counts{Fields: map[string]*surveys.Count{}, Scores: map[string]*surveys.Count{}}
			t.Groups[cohorts.Group(parts[0])] = g
		}
		if parts[1] == completedKey {
			g.Completed = n
			continue
		}
		fields := g.Fields
		if parts[1] == "score" {
			fields = g.Scores
		}
		f := fields[parts[2]]
		if f == nil {
			f = &surveys.Count{Values: map[string]int{}}
			fields[parts[2]] = f
		}
		if value, ok := strings.CutPrefix(parts[3], "="); ok {
			f.Values[value] = n
		} else {
			f.N = n
		}
	}
	return t
}

package store

import (
	"context"
	"time"

	"soundings/cohorts/base"
	"soundings/surveys"
)

// editionDoc is what those see of a survey who may not read single answers, and what has to be known to make it anew.
type editionDoc struct {
	Head     `bson:",inline"` // the id is the survey's
	Number   int              `bson:"number"`
	Made     time.Time        `bson:"made"`
	Last     bool             `bson:"last,omitempty"`
	Altered  bool             `bson:"altered,omitempty"`
	Marked   bool             `bson:"marked,omitempty"`
	MarkedTo string           `bson:"marked_to,omitempty"`
	Cells    []editionCellDoc `bson:"cells"`
	Hidden   []editionCellDoc `bson:"hidden,omitempty"`
	Classes  []classDoc       `bson:"classes"`
	Gone     []goneDoc        `bson:"gone,omitempty"`
	Merged   []mergedDoc      `bson:"merged,omitempty"`
	Past     []pastScoresDoc  `bson:"past,omitempty"`
	Wordings []toldDoc        `bson:"wordings,omitempty"`
}

// toldDoc is how a field is told that is not told in numbers.
type toldDoc struct {
	Field string `bson:"field"`
	How   string `bson:"how"`
}

// editionCellDoc is one part of a cut; of the total both names are empty.
type editionCellDoc struct {
	By     string     `bson:"by"`
	Value  string     `bson:"value"`
	Counts []countDoc `bson:"counts"`
	Narrow []string   `bson:"narrow,omitempty"` // questions
}

type classDoc struct {
	Values  []string    `bson:"values"`
	Bound   int         `bson:"bound"`
	Moment  int         `bson:"moment"`
	Leaving []changeDoc `bson:"leaving,omitempty"`
	Units   []unitDoc   `bson:"units"`
}

type unitDoc struct {
	Question string      `bson:"question"` // empty: everyone, whatever they answer
	Shown    []int       `bson:"shown"`    // moments
	Lines    []lineDoc   `bson:"lines"`
	Pool     []changeDoc `bson:"pool,omitempty"`
}

type lineDoc struct {
	Who  string `bson:"who,omitempty"`
	From int    `bson:"from"`
	To   int    `bson:"to"`
	N    int    `bson:"n"`
}

type changeDoc struct {
	Response  string   `bson:"response"`
	Who       string   `bson:"who,omitempty"`
	Questions []string `bson:"questions,omitempty"`
	Told      int      `bson:"told,omitempty"` // of one that leaves
}

// goneDoc is what figures still count of a response that was deleted. None of it is sealed: people's own words are not in it.
type goneDoc struct {
	Response   string            `bson:"response"`
	Group      string            `bson:"group"`
	Cohort     string            `bson:"cohort,omitempty"`
	Language   string            `bson:"language,omitempty"`
	Mode       string            `bson:"mode,omitempty"` // empty: by link
	Attributes map[string]string `bson:"attributes,omitempty"`
	Told       int               `bson:"told"`
	Answers    []answerDoc       `bson:"answers"`
	Scores     []scoreDoc        `bson:"scores,omitempty"`
}

type mergedDoc struct {
	Question string      `bson:"question"`
	Values   []string    `bson:"values"`
	Entries  []changeDoc `bson:"entries"`
}

type pastScoresDoc struct {
	Day    string         `bson:"day"`
	Scores []pastScoreDoc `bson:"scores"`
}

type pastScoreDoc struct {
	Question   string   `bson:"question"`
	Instrument string   `bson:"instrument"`
	Wording    string   `bson:"wording"`
	N          int      `bson:"n"`
	Mean       *float64 `bson:"mean,omitempty"`
	SD         *float64 `bson:"sd,omitempty"`
	Low        *float64 `bson:"low,omitempty"`
	High       *float64 `bson:"high,omitempty"`
	Grade      string   `bson:"grade,omitempty"`
}

// Edition returns the edition of a survey; Version 0: there is none yet.
func (s *Store) Edition(ctx context.Context, survey string) (surveys.Edition, error) {
	docs, err := get[editionDoc](ctx, s, editions, survey)
	if err != nil || docs[0] == nil {
		return surveys.Edition{Survey: survey}, err
	}
	return docs[0].edition(survey), nil
}

// SaveEdition keeps an edition, and with it the marks of responses.
func (s *Store) SaveEdition(ctx context.Context, e surveys.Edition, told []surveys.Told) error {
	a := s.begin("", "").save(editions, newEditionDoc(e))
	if len(told) == 0 {
		return a.commit(ctx)
	}
	ids, moments := make([]string, len(told)), map[string]int{}
	for i, t := range told {
		ids[i], moments[t.ID] = t.ID, t.Moment
	}
	docs, err := get[responseDoc](ctx, s, responses, ids...)
	if err != nil {
		return err
	}
	for _, d := range docs {
		if d == nil || moments[d.ID] > 0 && d.Waiting == "" {
			return base.ErrChanged
		}
		d.Told, d.Waiting = moments[d.ID], ""
		if d.Told == 0 {
			d.Waiting = e.Survey
		}
		a.save(responses, d)
	}
	return a.commit(ctx)
}

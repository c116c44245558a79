package store

import (
	"fmt"
	"time"

	"go.mongodb.org/mongo-driver/bson"
)

// survey1 is a survey of schema 1, which held the JSON of the API in one field and beside it what indexes go by.
type survey1 struct {
	ID       string    `bson:"_id"`
	Revision int64     `bson:"version"`
	State    string    `bson:"state"`
	Created  time.Time `bson:"created"`
	Audience []string  `bson:"audience"`
	Survey   struct {
		Version   int               `bson:"version"`
		Title     map[string]string `bson:"title"`
		Anonymous bool              `bson:"anonymous"`
		Pages     []page1           `bson:"pages"`
		Opened    string            `bson:"opened"`
		Closed    string            `bson:"closed"`
	} `bson:"survey"`
}

type page1 struct {
	Questions []question1 `bson:"questions"`
}

// question1 keeps all of a question but its condition as it was.
type question1 struct {
	ShowIf *condition1 `bson:"show_if,omitempty"`
	Rest   bson.M      `bson:",inline"`
}

type condition1 struct {
	All []test1 `bson:"all,omitempty"`
	Any []test1 `bson:"any,omitempty"`
}

// test1 had one value plain and several as a list.
type test1 struct {
	Question string `bson:"question"`
	Op       string `bson:"op"`
	Value    any    `bson:"value,omitempty"`
	Values   any    `bson:"values,omitempty"` // of schema 2
}

// liftSurvey turns schema 1 of a survey into schema 2, where the survey is the document itself: its times are dates, and
// what a test compares with is always a list.
func liftSurvey(raw bson.Raw) (bson.Raw, error) {
	var old survey1
	if err := bson.Unmarshal(raw, &old); err != nil {
		return nil, err
	}
	v := old.Survey
	for _, p := range v.Pages {
		for _, q := range p.Questions {
			if q.ShowIf != nil {
				listValues(q.ShowIf.All)
				listValues(q.ShowIf.Any)
			}
		}
	}
	lifted := bson.D{
		{Key: "_id", Value: old.ID}, {Key: "version", Value: old.Revision}, {Key: "schema", Value: 2},
		{Key: "survey_version", Value: v.Version}, {Key: "state", Value: old.State}, {Key: "title", Value: v.Title},
		{Key: "anonymous", Value: v.Anonymous}, {Key: "pages", Value: v.Pages}, {Key: "created", Value: old.Created},
	}
	if len(old.Audience) > 0 {
		lifted = append(lifted, bson.E{Key: "audience", Value: old.Audience})
	}
	for _, moment := range []bson.E{{Key: "opened", Value: v.Opened}, {Key: "closed", Value: v.Closed}} {
		if moment.Value == "" {
			continue
		}
		at, err := time.Parse(time.RFC3339, moment.Value.(string))
		if err != nil {
			return nil, fmt.Errorf("reading when it was %s: %w", moment.Key, err)
		}
		lifted = append(lifted, bson.E{Key: moment.Key, Value: at})
	}
	return bson.Marshal(lifted)
}

func listValues(tests []test1) {
	for i, t := range tests {
		tests[i].Value, tests[i].Values = nil, t.Value
		if one, ok := t.Value.(string); ok {
			tests[i].Values = []string{one}
		}
	}
}

package store

import (
	"fmt"
	"slices"

	"go.mongodb.org/mongo-driver/bson"
)

// Schema is the number of the layout that this program writes: 1, and one more for each step of upgrades. The mark of a
// database bears the highest of the programs that opened it, and none opens a database with a higher one than its own.
const Schema = 11

// upgrade turns a document of one schema into one of the next. It leaves the fields as they are by which indexes find it.
type upgrade func(bson.Raw) (bson.Raw, error)

// upgrades are the collections whose documents have changed since the first release, each with its steps: the first one
// turns schema 1, which is also that of a document without a number, into 2. A document is upgraded when it is read, and
// kept so when it is next written. To change how a document lies, change its struct, add a step, and raise Schema.
var upgrades = map[string][]upgrade{
	surveyDocs:   {liftSurvey, keepNobody},
	pollDocs:     {addDoors},
	invitations:  {keepInvitation},
	cohortDocs:   {liftCohort},
	participants: {addFold, keepAddress},
	charter:      {sealLater("title", "text", "owner"), noteDecided},
	settings:     {keepQuiet},
}

// sealLater returns the step of the schema in which these fields, words until then, are sealed. It has no key: the words go
// into the field "unsealed", and are sealed when the document is next written.
func sealLater(fields ...string) upgrade {
	return func(raw bson.Raw) (bson.Raw, error) {
		var old, kept, words bson.D
		if err := bson.Unmarshal(raw, &old); err != nil {
			return nil, err
		}
		for _, e := range old {
			if slices.Contains(fields, e.Key) {
				words = append(words, e)
			} else {
				kept = append(kept, e)
			}
		}
		return bson.Marshal(append(kept, bson.E{Key: "unsealed", Value: words}))
	}
}

// keepQuiet leaves settings as they are. A program that knows no quiet hours would write them away.
func keepQuiet(settings bson.Raw) (bson.Raw, error) { return settings, nil }

// keepAddress leaves a participant as they are. A program that knows no postal addresses would write them away.
func keepAddress(participant bson.Raw) (bson.Raw, error) { return participant, nil }

// addDoors leaves a poll as it is: an open secret one gets its doors with its next ballot. A program that knows of none must
// not take ballots past them.
func addDoors(poll bson.Raw) (bson.Raw, error) { return poll, nil }

// addFold leaves a participant as they are: the ref in small letters, by which they are found in any, is written with them. A
// program that does not know it must not write them without.
func addFold(participant bson.Raw) (bson.Raw, error) { return participant, nil }

// keepNobody leaves a survey as it is. A program that does not know anonymous ones must not keep answers to them by name.
func keepNobody(survey bson.Raw) (bson.Raw, error) { return survey, nil }

// schemaOf returns the schema that this program gives the documents of a collection.
func schemaOf(collection string) int {
	if collection == marks {
		return Schema
	}
	return 1 + len(upgrades[collection])
}

// upgraded returns a document of a collection in the schema of this program, or ErrNewer.
func upgraded(collection string, raw bson.Raw) (bson.Raw, error) {
	schema, known := int64(1), int64(schemaOf(collection))
	if value, err := raw.LookupErr("schema"); err == nil {
		schema = value.AsInt64()
	}
	if schema > known {
		return nil, fmt.Errorf("its schema is %d, and %d the highest known: %w", schema, known, ErrNewer)
	}
	steps := upgrades[collection]
	for ; schema <= int64(len(steps)); schema++ {
		var err error
		if raw, err = steps[schema-1](raw); err != nil {
			return nil, fmt.Errorf("upgrading it from schema %d: %w", schema, err)
		}
	}
	return raw, nil
}

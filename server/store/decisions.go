package store

import (
	"time"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/cohorts/base"
	"soundings/cohorts/plan"
)

// takenDoc is how a decision was taken, with the figures of that moment.
type takenDoc struct {
	At       time.Time     `bson:"at"`
	By       []string      `bson:"by"` // seats
	Evidence []evidenceDoc `bson:"evidence,omitempty"`
}

// groundDoc is what a decision rests on.
type groundDoc struct {
	Source string `bson:"source"`
	Of     string `bson:"of"`
}

type evidenceDoc struct {
	Ground groundDoc         `bson:"ground"`
	Title  map[string]string `bson:"title"`
	Lines  []textDoc         `bson:"lines"`
}

func newTakenDoc(taken *plan.Taken) *takenDoc {
	if taken == nil {
		return nil
	}
	d := &takenDoc{At: taken.At}
	for _, by := range taken.By {
		d.By = append(d.By, string(by.Seat))
	}
	for _, e := range taken.Evidence {
		one := evidenceDoc{Ground: groundDoc(e.Ground), Title: e.Title}
		for _, line := range e.Lines {
			one.Lines = append(one.Lines, newTextDoc(line))
		}
		d.Evidence = append(d.Evidence, one)
	}
	return d
}

// namesOf returns who had the seats that took a decision, in their order.
func namesOf(taken plan.Taken) []string {
	names := make([]string, len(taken.By))
	for i, by := range taken.By {
		names[i] = by.Name
	}
	return names
}

// taken returns how the decision of a document was taken; nil: nobody noted that.
func (s *Store) taken(d *entryDoc) (*plan.Taken, error) {
	if d.Taken == nil {
		return nil, nil
	}
	var names []string
	if err := unseal(s.sealer, charter, d.ID, "deciders", d.Deciders, &names); err != nil {
		return nil, err
	}
	taken := &plan.Taken{At: d.Taken.At}
	for i, seat := range d.Taken.By {
		by := plan.Decider{Seat: plan.Seat(seat)}
		if i < len(names) {
			by.Name = names[i]
		}
		taken.By = append(taken.By, by)
	}
	for _, e := range d.Taken.Evidence {
		one := plan.Evidence{Ground: plan.Ground(e.Ground), Title: base.Words(e.Title)}
		for _, line := range e.Lines {
			text, err := line.text()
			if err != nil {
				return nil, err
			}
			one.Lines = append(one.Lines, text)
		}
		taken.Evidence = append(taken.Evidence, one)
	}
	return taken, nil
}

// noteDecided returns an entry of the charter of before decisions could wait: each was one that had been taken, on its date.
func noteDecided(entry bson.Raw) (bson.Raw, error) {
	if kind, _ := entry.Lookup("kind").StringValueOK(); kind != string(plan.Decision) {
		return entry, nil
	}
	var d bson.D
	if err := bson.Unmarshal(entry, &d); err != nil {
		return nil, err
	}
	return bson.Marshal(append(d, bson.E{Key: "done", Value: entry.Lookup("date").Time()}))
}

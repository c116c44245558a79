package store

import (
	"cmp"
	"encoding/binary"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"soundings/cohorts"
	"soundings/metrics"
)

// marksDoc holds marks that have still to be folded into activities and tallies.
type marksDoc struct {
	Head  `bson:",inline"`
	Marks []eventMark `bson:"marks"`
}

// eventMark is one metrics.Mark.
type eventMark struct {
	Cohort  string `bson:"cohort"`
	Ref     string `bson:"ref"`
	Kind    string `bson:"kind,omitempty"`
	Feature string `bson:"feature,omitempty"`
	Day     int    `bson:"day,omitempty"`
}

func newEventMarks(marks []metrics.Effect) []eventMark {
	docs := make([]eventMark, len(marks))
	for i, m := range marks {
		docs[i] = eventMark{m.Cohort, m.Ref, string(m.Kind), m.Feature, int(m.Day)}
	}
	return docs
}

func (d eventMark) mark() metrics.Effect {
	return metrics.Effect{Cohort: d.Cohort, Ref: d.Ref, Kind: metrics.Kind(d.Kind), Feature: d.Feature, Day: metrics.Day(d.Day)}
}

// mark adds marks to the act, in documents that one fold can take.
func (a *act) mark(marks []eventMark) {
	for some := range slices.Chunk(marks, metrics.MaxChunk) {
		a.save(eventMarks, &marksDoc{Head: Head{ID: a.newID()}, Marks: some})
	}
}

// markSteps marks the memberships that came to agreed or left it.
func (a *act) markSteps(steps []cohorts.Transition) {
	var marks []eventMark
	for _, s := range steps {
		if s.Consent.From == cohorts.Agreed || s.Consent.To == cohorts.Agreed {
			marks = append(marks, eventMark{Cohort: s.Consent.Cohort, Ref: s.Consent.Ref})
		}
	}
	a.mark(marks)
}

// activityDoc is what one member of a cohort did. Days are counted from 1970.
type activityDoc struct {
	Head     `bson:",inline"` // the id is the membership's
	Ref      string           `bson:"ref"`
	Agreed   int              `bson:"agreed"`
	Left     *int             `bson:"left,omitempty"`
	Enrolled *int             `bson:"enrolled,omitempty"`
	Uses     []useDoc         `bson:"uses,omitempty"`
}

type useDoc struct {
	Feature string `bson:"feature"` // empty: the portal as a whole
	Days    []byte `bson:"days"`    // varints: the first day, then how many days each is after the one before
}

func newActivityDoc(id string, a metrics.Activity) *activityDoc {
	_, ref, _ := strings.Cut(id, "/")
	d := &activityDoc{
		Head: Head{ID: id, Version: a.Version}, Ref: ref, Agreed: int(a.Agreed), Left: (*int)(a.Left), Enrolled: (*int)(a.Enrolled),
	}
	for _, feature := range slices.Sorted(maps.Keys(a.Uses)) {
		var packed []byte
		last := metrics.Day(0)
		for _, day := range a.Uses[feature] {
			packed = binary.AppendVarint(packed, int64(day-last))
			last = day
		}
		d.Uses = append(d.Uses, useDoc{feature, packed})
	}
	return d
}

func (d *activityDoc) activity() (metrics.Activity, error) {
	a := metrics.Activity{
		Ref: d.Ref, Agreed: metrics.Day(d.Agreed), Left: (*metrics.Day)(d.Left), Enrolled: (*metrics.Day)(d.Enrolled),
		Uses: make(map[string]metrics.Days, len(d.Uses)), Version: d.Version,
	}
	for _, use := range d.Uses {
		ints, err := varints(use.Days)
		if err != nil {
			return a, err
		}
		days, last := make(metrics.Days, len(ints)), 0
		for i, n := range ints {
			last += n
			days[i] = metrics.Day(last)
		}
		a.Uses[use.Feature] = days
	}
	return a, nil
}

// varints reads packed whole numbers.
func varints(packed []byte) ([]int, error) {
	var ints []int
	for len(packed) > 0 {
		n, size := binary.Varint(packed)
		if size <= 0 {
			return nil, errors.New("reading packed numbers: they are cut off")
		}
		ints, packed = append(ints, int(n)), packed[size:]
	}
	return ints, nil
}

// adoptionDoc is the tally of a cohort; see adoptionID.
type adoptionDoc struct {
	Head   `bson:",inline"`
	Series []seriesDoc `bson:"series"`
}

// slicedDays is how many days of slices are in a document: they are many, and a fold changes those of few days.
const slicedDays = 32

// adoptionID returns the id of the document that has a cell: the cohort's, and for slices which days'.
func adoptionID(cohort string, c metrics.Cell) string {
	if c.Measure != metrics.Sliced7 {
		return cohort
	}
	return cohort + "/" + strconv.Itoa(int(c.Day)/slicedDays)
}

// seriesDoc are the cells of one measure of one feature.
type seriesDoc struct {
	Feature string `bson:"feature"`
	Measure string `bson:"measure"`
	Cells   []byte `bson:"cells"` // varints, two to a cell: how far its place is from that of the cell before, how many
}

// afterBits are those of a cell's place that hold After: as many days as anybody lives.
const afterBits = 16

// placeOf returns where a cell is in its series: cells of one day that are side by side take two bytes each.
func placeOf(c metrics.Cell) int { return int(c.Day)<<afterBits + c.After }

// put adds a series' cells to a tally.
func (d seriesDoc) put(t metrics.Tally) error {
	ints, err := varints(d.Cells)
	if err != nil || len(ints)%2 != 0 {
		return errors.Join(errors.New("reading a tally: it is cut off"), err)
	}
	place := 0
	for cell := range slices.Chunk(ints, 2) {
		place += cell[0]
		t[metrics.Cell{
			Feature: d.Feature, Measure: metrics.Measure(d.Measure), Day: metrics.Day(place >> afterBits), After: place & (1<<afterBits - 1),
		}] += cell[1]
	}
	return nil
}

// packCells packs cells of one series.
func packCells(t metrics.Tally) []byte {
	var packed []byte
	last := 0
	for _, c := range slices.SortedFunc(maps.Keys(t), func(x, y metrics.Cell) int { return placeOf(x) - placeOf(y) }) {
		if n := t[c]; n != 0 {
			packed = binary.AppendVarint(packed, int64(placeOf(c)-last))
			packed = binary.AppendVarint(packed, int64(n))
			last = placeOf(c)
		}
	}
	return packed
}

// add adds to the series that t has cells of; the others stay packed.
func (d *adoptionDoc) add(t metrics.Tally) error {
	type series struct{ feature, measure string }
	changed := map[series]metrics.Tally{}
	for c, n := range t {
		key := series{c.Feature, string(c.Measure)}
		if changed[key] == nil {
			changed[key] = metrics.Tally{}
		}
		changed[key][c] = n
	}
	for i, s := range d.Series {
		key := series{s.Feature, s.Measure}
		if cells := changed[key]; cells != nil {
			if err := s.put(cells); err != nil {
				return err
			}
			d.Series[i].Cells = packCells(cells)
			delete(changed, key)
		}
	}
	added := len(d.Series)
	for key, cells := range changed {
		d.Series = append(d.Series, seriesDoc{key.feature, key.measure, packCells(cells)})
	}
	slices.SortFunc(d.Series[added:], func(x, y seriesDoc) int {
		return cmp.Or(strings.Compare(x.Feature, y.Feature), strings.Compare(x.Measure, y.Measure))
	})
	return nil
}

// put adds the document's cells to a tally.
func (d *adoptionDoc) put(t metrics.Tally) error {
	for _, s := range d.Series {
		if err := s.put(t); err != nil {
			return err
		}
	}
	return nil
}

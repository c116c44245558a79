package mongo

import (
	"bytes"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/bson/primitive"
	"go.mongodb.org/mongo-driver/mongo/options"

	"soundings/server/store/engine"
)

// stretch is a span in the server's words: from the min up to, but without, the max of the index it is hinted to, and of
// those what the filter lets through. It is the same for a first page and for one that goes on from a key.
type stretch struct {
	filter   bson.D
	min, max bson.D // nil: the filter says it all
}

func newStretch(s engine.Span) (stretch, error) {
	if s.Position < 0 {
		return stretch{filter: idRange(s)}, nil
	}
	if s.Of.Unique && len(s.Equal) == len(s.Of.Fields) {
		return stretch{filter: condition(s)}, nil // one key, which is no stretch
	}
	low, high := s.Low, s.High
	if s.Last != nil && s.Descending {
		high = s.Last
	} else if s.Last != nil {
		low = s.Last
	}
	min, err := bound(s.Of, low)
	if err != nil {
		return stretch{}, err
	}
	max, err := bound(s.Of, high)
	if err != nil {
		return stretch{}, err
	}
	filter := complete(s.Of) // so that the server sees that the index will do
	switch {
	case s.Last == nil || s.Descending:
	case s.Of.Unique: // not the last key again
		filter = append(filter, bson.E{Key: "$nor", Value: bson.A{min}})
	default: // the next id there can be
		id := &min[len(min)-1]
		id.Value = id.Value.(string) + "\x00"
	}
	return stretch{filter, min, max}, nil
}

// empty reports whether min and max are one, which the server would not take.
func (st stretch) empty() bool {
	return st.min != nil && bytes.Equal(document(st.min), document(st.max))
}

func (st stretch) options(s engine.Span) *options.FindOptions {
	o := options.Find().SetHint(hint(s)).SetLimit(int64(s.Limit) + 1).SetBatchSize(int32(s.Limit) + 1)
	if by := order(s); len(by) > 0 {
		o.SetSort(by)
	}
	if st.min != nil {
		o.SetMin(st.min).SetMax(st.max)
	}
	return o
}

// bound writes a key as a document, with what it leaves open at its lowest, or after its end at the highest.
func bound(ix engine.Index, key []byte) (bson.D, error) {
	values, err := engine.DecodeKey(key)
	if err != nil {
		return nil, err
	}
	var open any = primitive.MinKey{}
	var d bson.D
	for i, f := range keyFields(ix) {
		v := open
		if i < len(values) {
			v = values[i]
		}
		if v == (primitive.MaxKey{}) {
			open = v
		}
		d = append(d, bson.E{Key: f, Value: v})
	}
	return d, nil
}

// condition says a span without a cursor as a filter, for counting.
func condition(s engine.Span) bson.D {
	if s.Position < 0 {
		return idRange(s)
	}
	filter := complete(s.Of)
	for i, v := range s.Equal {
		filter = append(filter, bson.E{Key: s.Of.Fields[i], Value: v})
	}
	if s.From != nil {
		filter = append(filter, bson.E{Key: s.Of.Fields[len(s.Equal)], Value: bson.D{{Key: "$gte", Value: s.From}}})
	}
	if s.To != nil {
		filter = append(filter, bson.E{Key: s.Of.Fields[len(s.Equal)], Value: bson.D{{Key: "$lt", Value: s.To}}})
	}
	return filter
}

func idRange(s engine.Span) bson.D {
	filter := bson.D{}
	add := func(op string, id []byte) {
		filter = append(filter, bson.E{Key: "_id", Value: bson.D{{Key: op, Value: string(id)}}})
	}
	if s.Low != nil {
		add("$gte", s.Low)
	}
	if s.High != nil {
		add("$lt", s.High)
	}
	switch {
	case s.Last != nil && s.Descending:
		add("$lt", s.Last)
	case s.Last != nil:
		add("$gt", s.Last)
	}
	return filter
}

func hint(s engine.Span) any {
	if s.Position < 0 {
		return byID
	}
	return s.Of.Name
}

// order is by the fields after the equal ones and by the id: these the index has in order.
func order(s engine.Span) bson.D {
	if s.Position < 0 {
		return bson.D{{Key: "_id", Value: direction(s)}}
	}
	var by bson.D
	for _, f := range keyFields(s.Of)[len(s.Equal):] {
		by = append(by, bson.E{Key: f, Value: direction(s)})
	}
	return by
}

func direction(s engine.Span) int {
	if s.Descending {
		return -1
	}
	return 1
}

package engine

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/bson/bsontype"
	"go.mongodb.org/mongo-driver/x/bsonx/bsoncore"
)

const maxFields = 5 // of one index

// Schema is the declared collections made ready to check changes and queries against, the same way for every engine.
type Schema struct {
	collections []Collection
	byName      map[string]*layout
}

// layout is what is known of one collection: which fields of its documents matter.
type layout struct {
	name      string
	clustered bool
	indexes   []Index
	fields    []string // "_id", "version", then every indexed field once
	columns   [][]int  // of each index: its fields' positions in fields
}

// Entry is one key under which an index holds a document.
type Entry struct {
	Index int    // position in Collection.Indexes
	Key   []byte // the values; then, unless the index is unique, the id
}

// NewSchema compiles the collections, or says which declaration is wrong.
func NewSchema(collections []Collection) (*Schema, error) {
	s := &Schema{collections: collections, byName: map[string]*layout{}}
	for _, c := range collections {
		if !isName(c.Name) || s.byName[c.Name] != nil {
			return nil, fmt.Errorf("collection %q: the name is not usable or is taken", c.Name)
		}
		l, err := newLayout(c)
		if err != nil {
			return nil, err
		}
		s.byName[c.Name] = l
	}
	return s, nil
}

func newLayout(c Collection) (*layout, error) {
	l := &layout{name: c.Name, clustered: c.Clustered, indexes: c.Indexes, fields: []string{"_id", "version"}}
	for i, ix := range c.Indexes {
		sameName := func(other Index) bool { return other.Name == ix.Name }
		if !isName(ix.Name) || slices.ContainsFunc(c.Indexes[:i], sameName) {
			return nil, fmt.Errorf("index %q of %s: the name is not usable or is taken", ix.Name, c.Name)
		}
		if len(ix.Fields) == 0 || len(ix.Fields) > maxFields {
			return nil, fmt.Errorf("index %q of %s has %d fields, not 1 to %d", ix.Name, c.Name, len(ix.Fields), maxFields)
		}
		var columns []int
		for _, f := range ix.Fields {
			at := slices.Index(l.fields, f)
			if !isName(f) || f == "_id" || (at >= 0 && slices.Contains(columns, at)) {
				return nil, fmt.Errorf("index %q of %s: field %q is not usable or twice", ix.Name, c.Name, f)
			}
			if at < 0 {
				at = len(l.fields)
				l.fields = append(l.fields, f)
			}
			columns = append(columns, at)
		}
		l.columns = append(l.columns, columns)
	}
	return l, nil
}

func isName(s string) bool { return s != "" && s != "_id_" && !strings.ContainsAny(s, "\x00$./") }

// Collections returns what was declared.
func (s *Schema) Collections() []Collection { return s.collections }

// Known returns ErrQuery unless the collection is declared.
func (s *Schema) Known(collection string) error {
	_, err := s.layout(collection)
	return err
}

// Clustered reports whether the collection is, or ErrQuery unless it is declared.
func (s *Schema) Clustered(collection string) (bool, error) {
	l, err := s.layout(collection)
	return err == nil && l.clustered, err
}

func (s *Schema) layout(collection string) (*layout, error) {
	if l := s.byName[collection]; l != nil {
		return l, nil
	}
	return nil, fmt.Errorf("%w: there is no collection %q", ErrQuery, collection)
}

// Check holds the changes of one Write to the limits and their documents to the collections. It returns the index
// entries of each change's document, none for a Delete.
func (s *Schema) Check(changes []Change) ([][]Entry, error) {
	if len(changes) > MaxChanges {
		return nil, fmt.Errorf("a list of %d changes is %w", len(changes), ErrTooLarge)
	}
	size := 0
	for _, c := range changes {
		size += len(c.Doc)
	}
	if size > MaxWriteBytes {
		return nil, fmt.Errorf("a list of %d bytes is %w", size, ErrTooLarge)
	}
	entries := make([][]Entry, len(changes))
	for i, c := range changes {
		var err error
		if entries[i], err = s.check(c); err != nil {
			return nil, fmt.Errorf("change %d, in %s: %w", i, c.Collection, err)
		}
	}
	return entries, nil
}

func (s *Schema) check(c Change) ([]Entry, error) {
	if c.Op < Insert || c.Op > Delete {
		return nil, fmt.Errorf("%w: op %d is unknown", ErrDocument, c.Op)
	}
	if len(c.ID) > MaxIndexBytes {
		return nil, fmt.Errorf("an id of %d bytes is %w", len(c.ID), ErrTooLarge)
	}
	if c.ID == "" {
		return nil, fmt.Errorf("%w: the id is empty", ErrDocument)
	}
	if c.Op == Delete {
		return nil, s.Known(c.Collection)
	}
	if err := c.Doc.Validate(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDocument, err)
	}
	id, _, entries, err := s.Parse(c.Collection, c.Doc)
	if err == nil && id != c.ID {
		err = fmt.Errorf("%w: its _id is not the change's", ErrDocument)
	}
	return entries, err
}

// Parse reads of a well-formed document what an engine needs: its id, its version and its index entries, in the order
// of the indexes, without repetition.
func (s *Schema) Parse(collection string, doc bson.Raw) (id string, version int64, entries []Entry, err error) {
	l, err := s.layout(collection)
	if err != nil {
		return "", 0, nil, err
	}
	var buf [16]bsoncore.Value // room for the values of most collections without an allocation
	values := l.pick(doc, append(buf[:0], make([]bsoncore.Value, len(l.fields))...))
	id, isString := values[0].StringValueOK()
	version, isInt64 := values[1].Int64OK()
	if !isString || !isInt64 {
		return "", 0, nil, fmt.Errorf("%w: _id must be a string and version an int64", ErrDocument)
	}
	entries = make([]Entry, 0, len(l.indexes))
	for i := range l.indexes {
		if entries, err = l.index(entries, i, id, values); err != nil {
			return "", 0, nil, fmt.Errorf("index %s: %w", l.indexes[i].Name, err)
		}
	}
	return id, version, entries, nil
}

// pick goes through the document once and keeps the values of the fields that matter.
func (l *layout) pick(doc bson.Raw, values []bsoncore.Value) []bsoncore.Value {
	elements := doc[min(4, len(doc)):]
	for len(elements) > 1 {
		kind := bsontype.Type(elements[0])
		name, rest, _ := bytes.Cut(elements[1:], []byte{0})
		value, rest, ok := bsoncore.ReadValue(rest, kind)
		if !ok {
			break
		}
		for i, f := range l.fields {
			if f == string(name) {
				values[i] = value
				break
			}
		}
		elements = rest
	}
	return values
}

// index appends the entries of one document in the index at position i.
func (l *layout) index(entries []Entry, i int, id string, values []bsoncore.Value) ([]Entry, error) {
	ix, columns := l.indexes[i], l.columns[i]
	size := len(id) + 3
	for _, column := range columns {
		if len(values[column].Data) == 0 && values[column].Type == 0 {
			return entries, nil // a document that lacks a field is not in the index
		}
		size += len(values[column].Data) + 1
	}
	if !ix.Each {
		key, err := ix.key(make([]byte, 0, size), id, values, columns)
		return append(entries, Entry{i, key}), err
	}
	array, ok := values[columns[0]].ArrayOK()
	if !ok {
		return nil, fmt.Errorf("%w: field %s is not an array", ErrDocument, ix.Fields[0])
	}
	first, err := array.Values()
	if err != nil {
		return nil, fmt.Errorf("%w: field %s: %w", ErrDocument, ix.Fields[0], err)
	}
	each := make([]Entry, 0, len(first))
	for _, v := range first {
		key, err := appendBSON(nil, v)
		if err == nil {
			key, err = ix.key(key, id, values, columns[1:])
		}
		if err != nil {
			return nil, err
		}
		each = append(each, Entry{i, key})
	}
	slices.SortFunc(each, func(a, b Entry) int { return bytes.Compare(a.Key, b.Key) })
	each = slices.CompactFunc(each, func(a, b Entry) bool { return bytes.Equal(a.Key, b.Key) })
	return append(entries, each...), nil
}

// key appends the values at the columns and, unless the index is unique, the id.
func (ix Index) key(dst []byte, id string, values []bsoncore.Value, columns []int) ([]byte, error) {
	var err error
	for _, column := range columns {
		if dst, err = appendBSON(dst, values[column]); err != nil {
			return nil, err
		}
	}
	if ix.Unique {
		return dst, nil
	}
	return appendString(dst, id)
}

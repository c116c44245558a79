package engine

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"slices"

	"go.mongodb.org/mongo-driver/bson"
)

// Span is a Query checked and made plain: a stretch of one index's keys.
type Span struct {
	Query
	Position  int    // of the index in Collection.Indexes; -1: by id
	Of        Index  // zero when by id
	Low, High []byte // Low <= key < High; by id they are the ids themselves, and a nil High is open
	Last      []byte // the key After stands for: only keys beyond it, in the query's direction; nil: all
}

// Span checks a query against the indexes, or returns ErrQuery or ErrTooLarge.
func (s *Schema) Span(q Query) (Span, error) {
	l, err := s.layout(q.Collection)
	if err != nil {
		return Span{}, err
	}
	switch {
	case q.Limit < 0:
		return Span{}, fmt.Errorf("%w: a limit of %d", ErrQuery, q.Limit)
	case q.Limit > MaxFound:
		return Span{}, fmt.Errorf("a limit of %d documents is %w", q.Limit, ErrTooLarge)
	case q.Limit == 0:
		q.Limit = MaxFound
	}
	sp := Span{Query: q, Position: -1}
	if q.Index == "" {
		err = sp.byID()
	} else {
		err = sp.byIndex(l)
	}
	if err == nil {
		err = sp.resume()
	}
	if err != nil {
		return Span{}, fmt.Errorf("%s by %s: %w", q.Collection, sp.name(), err)
	}
	return sp, nil
}

func (sp *Span) name() string {
	if sp.Index == "" {
		return "id"
	}
	return sp.Index
}

func (sp *Span) byID() error {
	if len(sp.Equal) > 0 {
		return fmt.Errorf("%w: by id there is only a range", ErrQuery)
	}
	for _, end := range []struct {
		value any
		bound *[]byte
	}{{sp.From, &sp.Low}, {sp.To, &sp.High}} {
		if end.value == nil {
			continue
		}
		id, ok := end.value.(string)
		if !ok {
			return fmt.Errorf("%w: an id is a string, not a %T", ErrQuery, end.value)
		}
		*end.bound = []byte(id)
	}
	return nil
}

func (sp *Span) byIndex(l *layout) error {
	sp.Position = slices.IndexFunc(l.indexes, func(ix Index) bool { return ix.Name == sp.Index })
	if sp.Position < 0 {
		return fmt.Errorf("%w: there is no such index", ErrQuery)
	}
	sp.Of = l.indexes[sp.Position]
	switch given := len(sp.Equal); {
	case given > len(sp.Of.Fields):
		return fmt.Errorf("%w: %d values for %d fields", ErrQuery, given, len(sp.Of.Fields))
	case given == len(sp.Of.Fields) && (sp.From != nil || sp.To != nil):
		return fmt.Errorf("%w: no field is left for the range", ErrQuery)
	case given == 0 && sp.Of.Each:
		return fmt.Errorf("%w: it needs a value of %s", ErrQuery, sp.Of.Fields[0])
	}
	var prefix []byte
	var err error
	for _, v := range sp.Equal {
		if prefix, err = appendGo(prefix, v); err != nil {
			return err
		}
	}
	return sp.bounds(prefix)
}

// bounds sets Low and High to the range after the prefix. A range with an end goes over the values of that end's type.
func (sp *Span) bounds(prefix []byte) error {
	at := len(prefix)
	low, high := slices.Clone(prefix), append(slices.Clone(prefix), tagEnd)
	var err error
	if sp.From != nil {
		if low, err = appendGo(low, sp.From); err != nil {
			return err
		}
		high = append(high[:at], low[at]+1)
	}
	if sp.To != nil {
		if high, err = appendGo(high[:at], sp.To); err != nil {
			return err
		}
		if sp.From == nil {
			low = append(low, high[at])
		}
	}
	if sp.From != nil && sp.To != nil && low[at] != high[at] {
		return fmt.Errorf("%w: a range from a %T to a %T", ErrQuery, sp.From, sp.To)
	}
	sp.Low, sp.High = low, high
	return nil
}

// Cursor writes the key of a page's last document as the Next of that page.
func Cursor(key []byte) string {
	return cursorText.EncodeToString(binary.BigEndian.AppendUint32(slices.Clip(key), crc32.ChecksumIEEE(key)))
}

var cursorText = base64.RawURLEncoding.Strict()

// keyOf returns the key of a cursor, if it is one that Cursor made.
func keyOf(cursor string) (key []byte, ok bool) {
	text, err := cursorText.DecodeString(cursor)
	if err != nil || len(text) < crc32.Size {
		return nil, false
	}
	key, sum := text[:len(text)-crc32.Size], text[len(text)-crc32.Size:]
	return key, binary.BigEndian.Uint32(sum) == crc32.ChecksumIEEE(key)
}

// Next returns the Next of a page of the span that ends with a document.
func (s *Schema) Next(sp Span, doc bson.Raw) (string, error) {
	id, _, entries, err := s.Parse(sp.Collection, doc)
	if err != nil {
		return "", fmt.Errorf("read a document of %s: %w", sp.Collection, err)
	}
	if sp.Position < 0 {
		return Cursor([]byte(id)), nil
	}
	for _, e := range entries {
		if e.Index == sp.Position && sp.holds(e.Key) {
			return Cursor(e.Key), nil
		}
	}
	return "", fmt.Errorf("%w: a document of %s is not by %s", ErrQuery, sp.Collection, sp.Index)
}

func (sp *Span) resume() error {
	if sp.After == "" {
		return nil
	}
	key, ok := keyOf(sp.After)
	if !ok || !sp.holds(key) {
		return fmt.Errorf("%w: the cursor is not of this query", ErrQuery)
	}
	sp.Last = key
	return nil
}

func (sp *Span) holds(key []byte) bool {
	if sp.Position >= 0 && !isWhole(key, sp.Of.width()) {
		return false
	}
	return bytes.Compare(key, sp.Low) >= 0 && (sp.High == nil || bytes.Compare(key, sp.High) < 0)
}

// Empty reports whether no key can be in the span.
func (sp *Span) Empty() bool { return sp.High != nil && bytes.Compare(sp.Low, sp.High) >= 0 }

// width is how many values a key of the index holds.
func (ix Index) width() int {
	if ix.Unique {
		return len(ix.Fields)
	}
	return len(ix.Fields) + 1
}

// CountSpan is Span for a Count up to max.
func (s *Schema) CountSpan(q Query, max int) (Span, error) {
	if q.After != "" || max < 1 {
		return Span{}, fmt.Errorf("%w: a count has no cursor, and a maximum of at least 1", ErrQuery)
	}
	return s.Span(q)
}

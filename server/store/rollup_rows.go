package store

import (
	"encoding/binary"
	"errors"
	"maps"
	"slices"
)

// rows are lists of counts by key, such as a matrix line by line. All rows of one key are of one length.
type rows map[string][]int

// rowDoc is one row as it lies in a document: packed, because there may be tens of thousands of counts.
type rowDoc struct {
	Key  string `bson:"key"`
	Ints []byte `bson:"ints"` // zigzag varints, one behind the other
}

func (r rows) list() []rowDoc {
	list := make([]rowDoc, 0, len(r))
	for _, key := range slices.Sorted(maps.Keys(r)) {
		row := r[key]
		if !slices.ContainsFunc(row, func(n int) bool { return n != 0 }) {
			continue
		}
		packed := make([]byte, 0, 2*len(row))
		for _, n := range row {
			packed = binary.AppendVarint(packed, int64(n))
		}
		list = append(list, rowDoc{key, packed})
	}
	return list
}

func (r rows) add(list []rowDoc) error {
	for _, d := range list {
		row, i := r[d.Key], 0
		for rest := d.Ints; len(rest) > 0; i++ {
			n, size := binary.Varint(rest)
			if size <= 0 {
				return errors.New("reading a row of counts: it is cut off")
			}
			if i == len(row) {
				row = append(row, 0)
			}
			row[i] += int(n)
			rest = rest[size:]
		}
		r[d.Key] = row
	}
	return nil
}

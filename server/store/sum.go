package store

import (
	"encoding/binary"
	"hash/crc64"
	"slices"

	"go.mongodb.org/mongo-driver/bson"
)

// Every document ends with the checksum of what stands before, since there are any: a bit that fell over in a file that is
// otherwise well is seen by nobody else.

var sumTable = crc64.MakeTable(crc64.ECMA)

// sumHead is how the field begins: its type, a whole number, and its name.
var sumHead = []byte("\x12sum\x00")

// sumSize is how many bytes the field has.
const sumSize = 5 + 8

// summed returns a document with its checksum. It may use the document's own bytes.
func summed(doc bson.Raw) bson.Raw {
	sum := crc64.Checksum(doc, sumTable)
	doc = append(doc[:len(doc)-1], sumHead...)
	doc = binary.LittleEndian.AppendUint64(doc, sum)
	doc = append(doc, 0)
	binary.LittleEndian.PutUint32(doc, uint32(len(doc)))
	return doc
}

// checkSum reports whether a document has a checksum, and whether that is right.
func checkSum(doc bson.Raw) (has, right bool) {
	at := len(doc) - 1 - sumSize
	if at < 4 || string(doc[at:at+len(sumHead)]) != string(sumHead) {
		return false, false
	}
	before := slices.Clone(doc[:at+1])
	before[at] = 0
	binary.LittleEndian.PutUint32(before, uint32(len(before)))
	return true, crc64.Checksum(before, sumTable) == binary.LittleEndian.Uint64(doc[at+len(sumHead):])
}

package engine

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"time"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/bson/primitive"
	"go.mongodb.org/mongo-driver/x/bsonx/bsoncore"
)

// A key is what an index is ordered by: its values and, unless it is unique, the id; each a tag and then bytes that
// compare as the values do. A tag alone stands before all values of its type and after all of the types before it, so
// that the bounds of a range can be written as keys too.
const (
	tagNumber byte = 1 + iota
	tagString
	tagBool
	tagTime
	tagEnd // after every value
)

// In a string 0x00 becomes 0x00 0xFF and the end 0x00 0x01, so that a string stands before those that go on from it.
const (
	escape    = 0x00
	escaped00 = 0xFF
	stringEnd = 0x01
)

const signBit = 1 << 63

var errKey = errors.New("not a key")

func appendInt(dst []byte, tag byte, n int64) []byte {
	return binary.BigEndian.AppendUint64(append(dst, tag), uint64(n)^signBit)
}

func appendBool(dst []byte, v bool) []byte {
	if v {
		return append(dst, tagBool, 1)
	}
	return append(dst, tagBool, 0)
}

func appendString[S string | []byte](dst []byte, s S) ([]byte, error) {
	if len(s) > MaxIndexBytes {
		return nil, fmt.Errorf("a value of %d bytes in an index is %w", len(s), ErrTooLarge)
	}
	dst = append(dst, tagString)
	for i := range len(s) {
		dst = append(dst, s[i])
		if s[i] == escape {
			dst = append(dst, escaped00)
		}
	}
	return append(dst, escape, stringEnd), nil
}

// appendGo appends a value of a Query.
func appendGo(dst []byte, v any) ([]byte, error) {
	switch v := v.(type) {
	case string:
		return appendString(dst, v)
	case int:
		return appendInt(dst, tagNumber, int64(v)), nil
	case int32:
		return appendInt(dst, tagNumber, int64(v)), nil
	case int64:
		return appendInt(dst, tagNumber, v), nil
	case bool:
		return appendBool(dst, v), nil
	case time.Time:
		return appendInt(dst, tagTime, v.UnixMilli()), nil
	case primitive.DateTime:
		return appendInt(dst, tagTime, int64(v)), nil
	}
	return nil, fmt.Errorf("%w: no index holds a %T", ErrQuery, v)
}

// appendBSON appends a value of a document.
func appendBSON(dst []byte, v bsoncore.Value) ([]byte, error) {
	switch v.Type {
	case bson.TypeString:
		return appendString(dst, v.Data[4:len(v.Data)-1])
	case bson.TypeInt32:
		return appendInt(dst, tagNumber, int64(v.Int32())), nil
	case bson.TypeInt64:
		return appendInt(dst, tagNumber, v.Int64()), nil
	case bson.TypeBoolean:
		return appendBool(dst, v.Boolean()), nil
	case bson.TypeDateTime:
		return appendInt(dst, tagTime, v.DateTime()), nil
	}
	return nil, fmt.Errorf("%w: no index holds a %s", ErrDocument, v.Type)
}

// DecodeKey returns the values of a key: int64, string, bool and primitive.DateTime. A tag alone is returned as the
// lowest value of its type, the end as primitive.MaxKey.
func DecodeKey(key []byte) ([]any, error) {
	var values []any
	for len(key) > 0 {
		v, rest, err := decodeValue(key)
		if err != nil {
			return nil, err
		}
		values, key = append(values, v), rest
	}
	return values, nil
}

func decodeValue(key []byte) (v any, rest []byte, err error) {
	tag, key := key[0], key[1:]
	switch {
	case tag == tagEnd && len(key) == 0:
		return primitive.MaxKey{}, nil, nil
	case tag == tagString:
		return decodeString(key)
	case tag == tagBool && len(key) == 0:
		return false, nil, nil
	case tag == tagBool && key[0] <= 1:
		return key[0] == 1, key[1:], nil
	case tag == tagNumber || tag == tagTime:
		n := int64(math.MinInt64)
		if len(key) >= 8 {
			n, key = int64(binary.BigEndian.Uint64(key)^signBit), key[8:]
		} else if len(key) > 0 {
			return nil, nil, errKey
		}
		if tag == tagTime {
			return primitive.DateTime(n), key, nil
		}
		return n, key, nil
	}
	return nil, nil, errKey
}

func decodeString(key []byte) (v any, rest []byte, err error) {
	if len(key) == 0 {
		return "", nil, nil
	}
	var s []byte
	for {
		i := bytes.IndexByte(key, escape)
		if i < 0 || i+1 == len(key) {
			return nil, nil, errKey
		}
		s = append(s, key[:i]...)
		mark := key[i+1]
		key = key[i+2:]
		switch mark {
		case stringEnd:
			return string(s), key, nil
		case escaped00:
			s = append(s, 0)
		default:
			return nil, nil, errKey
		}
	}
}

// isWhole reports whether a key holds n full values and nothing after them.
func isWhole(key []byte, n int) bool {
	for range n {
		if len(key) < 2 { // nothing, or a tag alone
			return false
		}
		_, rest, err := decodeValue(key)
		if err != nil {
			return false
		}
		key = rest
	}
	return len(key) == 0
}

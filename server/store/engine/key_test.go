package engine

import (
	"bytes"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/bson/primitive"
	"go.mongodb.org/mongo-driver/x/bsonx/bsoncore"
	"pgregory.net/rapid"
)

// inOrder are values as they stand in an index, the lowest first.
var inOrder = []any{
	int64(math.MinInt64), int64(-1), int64(0), int64(1), int64(math.MaxInt64),
	"", "\x00", "\x00\x00", "\x00\x01", "\x00\xff", "\x01", "A", "a", "a\x00", "a\x00\x01", "a\x00b", "a\x01", "aa", "é", "\xff",
	false, true,
	primitive.DateTime(math.MinInt64), primitive.DateTime(-1), primitive.DateTime(0), primitive.DateTime(math.MaxInt64),
}

func key(t interface{ Fatal(...any) }, values ...any) []byte {
	var k []byte
	for _, v := range values {
		var err error
		if k, err = appendGo(k, v); err != nil {
			t.Fatal(err)
		}
	}
	return k
}

func TestKeysAreInOrder(t *testing.T) {
	for i, a := range inOrder {
		for j, b := range inOrder {
			for _, rest := range []any{int64(math.MinInt64), "", "z", true} {
				if i < j && bytes.Compare(key(t, a, "z"), key(t, b, rest)) >= 0 {
					t.Errorf("%q does not stand before %q", a, b)
				}
			}
		}
	}
}

func TestKeysAreDecoded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.Custom(func(t *rapid.T) any { return string(rapid.SliceOfN(rapid.ByteMax(3), 0, 6).Draw(t, "text")) })
		values := rapid.SliceOf(rapid.OneOf(rapid.SampledFrom(inOrder), text)).Draw(t, "values")
		k := key(t, values...)
		got, err := DecodeKey(k)
		if err != nil || len(got) != len(values) || (len(got) > 0 && !reflect.DeepEqual(got, values)) {
			t.Fatalf("%q becomes %q (%v)", values, got, err)
		}
		if !isWhole(k, len(values)) || isWhole(k, len(values)+1) || (len(values) > 0 && isWhole(k, len(values)-1)) {
			t.Fatalf("%q is not a key of %d values", values, len(values))
		}
	})
}

func TestBoundsAreDecoded(t *testing.T) {
	for tag, want := range map[byte]any{
		tagNumber: int64(math.MinInt64), tagString: "", tagBool: false,
		tagTime: primitive.DateTime(math.MinInt64), tagEnd: primitive.MaxKey{},
	} {
		got, err := DecodeKey(append(key(t, "a"), tag))
		if err != nil || len(got) != 2 || got[1] != want {
			t.Errorf("tag %d alone becomes %v (%v), want %v", tag, got, err, want)
		}
		if isWhole(append(key(t, "a"), tag), 2) {
			t.Errorf("tag %d alone is taken for a value", tag)
		}
	}
}

// A cursor comes from outside: nothing that can be in it does harm.
func TestNoKeys(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := rapid.SliceOf(rapid.OneOf(rapid.Byte(), rapid.ByteMax(6))).Draw(t, "key")
		values, err := DecodeKey(k)
		if err == nil && isWhole(k, len(values)) && !bytes.Equal(key(t, values...), k) {
			t.Fatalf("%q becomes %q", k, values)
		}
		s, err := NewSchema([]Collection{{Name: "c", Indexes: []Index{{Name: "i", Fields: []string{"a", "b"}}}}})
		if err != nil {
			t.Fatal(err)
		}
		for _, index := range []string{"", "i"} {
			_, _ = s.Span(Query{Collection: "c", Index: index, After: Cursor(k)})
		}
	})
}

func TestValuesOfQueriesAndDocumentsAreOne(t *testing.T) {
	noon := time.Date(2027, 1, 1, 12, 0, 0, 999_999, time.FixedZone("", 3600))
	for _, v := range append(slices.Clone(inOrder), int32(-7), 7, noon, strings.Repeat("x", MaxIndexBytes)) {
		doc, err := bson.Marshal(bson.D{{Key: "v", Value: v}})
		if err != nil {
			t.Fatal(err)
		}
		kept, err := appendBSON(nil, bsoncore.Document(doc).Lookup("v"))
		if err != nil || !bytes.Equal(kept, key(t, v)) {
			t.Errorf("%v is %x in a document (%v), %x in a query", v, kept, err, key(t, v))
		}
	}
}

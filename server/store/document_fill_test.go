package store

import (
	"context"
	"crypto/rand"
	"fmt"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"soundings/server/store/bolt"
)

// aMoment is when the documents of these tests are written.
var aMoment = time.Date(2027, 3, 1, 9, 30, 0, 0, time.UTC)

// emptyStore returns a store over a new embedded database.
func emptyStore(t *testing.T) *Store {
	t.Helper()
	e, err := bolt.Open(t.Context(), bolt.Options{Path: filepath.Join(t.TempDir(), "soundings.db"), Collections: Collections()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close(context.Background()) })
	s, err := Open(t.Context(), e, Config{Secret: []byte("the secret of the tests"), Now: func() time.Time { return aMoment }, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// filled returns a value with something else in every field, however deep, but for the version that a store gives.
func filled[V any]() V {
	var v V
	n := 0
	fill(reflect.ValueOf(&v).Elem(), &n)
	setVersion(&v, 0)
	return v
}

func fill(v reflect.Value, n *int) {
	*n++
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprint("word-", *n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(*n))
	case reflect.Uint8:
		v.SetUint(uint64(*n % 256))
	case reflect.Float64:
		v.SetFloat(float64(*n) + .5)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n)
	case reflect.Interface:
		v.Set(reflect.ValueOf(fmt.Sprint("any-", *n)))
	case reflect.Array:
		for i := range v.Len() {
			fill(v.Index(i), n)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0), n)
		fill(v.Index(1), n)
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for range 2 {
			key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			fill(key, n)
			fill(value, n)
			v.SetMapIndex(key, value)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(aMoment.Add(time.Duration(*n) * time.Hour)))
			return
		}
		for i := range v.NumField() {
			fill(v.Field(i), n)
		}
	default:
		panic(fmt.Sprint("cannot fill a ", v.Type()))
	}
}

// setVersion sets the version of the document that a value lies in, where it has one.
func setVersion(v any, version int64) {
	if reflect.ValueOf(v).Elem().Kind() != reflect.Struct {
		return
	}
	for _, name := range []string{"Revision", "Version"} {
		if f := reflect.ValueOf(v).Elem().FieldByName(name); f.IsValid() && f.Kind() == reflect.Int64 {
			f.SetInt(version)
			return
		}
	}
}

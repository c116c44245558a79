package main

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"time"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/server/store"
)

// Everything that a database holds, as a stream: BSON records one after the other, first a header, then the documents,
// then an end that tells how many of each collection there were. Backups and the socket carry it, and it is the same
// for both engines.

// recordFormat is the number of the stream's format.
const recordFormat = 1

// maxRecord bounds a record: no engine keeps a document of more than 16 MiB.
const maxRecord = 17 << 20

// header says what the documents are.
type header struct {
	Soundings int       `bson:"soundings"` // the format
	Schema    int       `bson:"schema"`    // of the program that wrote it
	Made      time.Time `bson:"made"`
	Secret    string    `bson:"secret"`
}

// end proves that the stream is whole, or says why it is not.
type end struct {
	Counts map[string]int64 `bson:"counts"`
	Fault  string           `bson:"fault,omitempty"`
}

type record struct {
	Header     *header  `bson:"header,omitempty"`
	Collection string   `bson:"in,omitempty"`
	Doc        bson.Raw `bson:"doc,omitempty"`
	End        *end     `bson:"end,omitempty"`
}

// taker takes everything that a database holds: once what it is, then document by document. A document is valid only
// during the call.
type taker interface {
	begin(h header) error
	take(ctx context.Context, collection string, doc bson.Raw) error
}

// source gives everything to a taker, as it was at one moment. An error means that it was not everything.
type source func(ctx context.Context, to taker) error

// everything is the source of an open database.
func (db *database) everything(now time.Time) source {
	return func(ctx context.Context, to taker) error {
		h := header{Soundings: recordFormat, Schema: store.Schema, Made: now.UTC().Truncate(time.Second), Secret: db.secret}
		if err := to.begin(h); err != nil {
			return err
		}
		return db.Snapshot(ctx, func(collection string, doc bson.Raw) error { return to.take(ctx, collection, doc) })
	}
}

// recorder is the taker that writes a stream. Its end has to be written by finish.
type recorder struct {
	to     io.Writer
	counts map[string]int64
	total  int64
}

func newRecorder(to io.Writer) *recorder { return &recorder{to: to, counts: map[string]int64{}} }

func (r *recorder) begin(h header) error { return r.write(record{Header: &h}) }

func (r *recorder) take(ctx context.Context, collection string, doc bson.Raw) error {
	r.counts[collection]++
	r.total++
	return errors.Join(ctx.Err(), r.write(record{Collection: collection, Doc: doc}))
}

// finish writes the end: everything was taken, or this is what went wrong.
func (r *recorder) finish(fault error) error {
	e := end{Counts: r.counts}
	if fault != nil {
		e.Fault = fault.Error()
	}
	return r.write(record{End: &e})
}

func (r *recorder) write(v record) error {
	b, err := bson.Marshal(v)
	if err == nil {
		_, err = r.to.Write(b)
	}
	return err
}

// errCut is a stream without its end.
var errCut = errors.New("it is cut off or damaged: its end is missing")

// recorded is the source that reads a stream.
func recorded(from io.Reader) source {
	return func(ctx context.Context, to taker) error {
		first, err := readRecord(from)
		switch {
		case err != nil:
			return err
		case first.Header == nil:
			return errors.New("it is not a Soundings backup")
		case first.Header.Soundings > recordFormat || first.Header.Schema > store.Schema:
			return errors.New("it was written by a newer version of Soundings: use that version")
		}
		if err := to.begin(*first.Header); err != nil {
			return err
		}
		return readDocuments(ctx, from, to)
	}
}

func readDocuments(ctx context.Context, from io.Reader, to taker) error {
	known, counts := map[string]bool{}, map[string]int64{}
	for _, c := range store.Collections() {
		known[c.Name] = true
	}
	for {
		r, err := readRecord(from)
		switch {
		case err != nil:
			return err
		case r.End != nil:
			return checkEnd(*r.End, counts, from)
		case !known[r.Collection]:
			return fmt.Errorf("it has a collection %q that this version of Soundings does not know", r.Collection)
		}
		counts[r.Collection]++
		if err := errors.Join(ctx.Err(), to.take(ctx, r.Collection, r.Doc)); err != nil {
			return err
		}
	}
}

func checkEnd(e end, counts map[string]int64, from io.Reader) error {
	if e.Fault != "" {
		return errors.New(e.Fault)
	}
	if !maps.Equal(e.Counts, counts) {
		return errors.New("it is damaged: documents are missing")
	}
	if n, err := io.Copy(io.Discard, from); err != nil || n > 0 { // reading on also checks what wraps the stream
		return errors.Join(errors.New("it is damaged: it goes on after its end"), err)
	}
	return nil
}

func readRecord(from io.Reader) (record, error) {
	var r record
	var length [4]byte
	if _, err := io.ReadFull(from, length[:]); err != nil {
		return r, cut(err)
	}
	size := binary.LittleEndian.Uint32(length[:])
	if size < 5 || size > maxRecord {
		return r, errors.New("it is damaged: a record has an impossible length")
	}
	b := make([]byte, size)
	copy(b, length[:])
	if _, err := io.ReadFull(from, b[4:]); err != nil {
		return r, cut(err)
	}
	if err := bson.Unmarshal(b, &r); err != nil {
		return r, fmt.Errorf("it is damaged: %w", err)
	}
	return r, nil
}

func cut(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errCut
	}
	return err
}

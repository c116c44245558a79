// Package engine is the contract between server/store and its databases. Engine is a handful of methods over collections of
// BSON documents; Collection, Index, Query and Change are what they speak of. Schema checks documents and queries against
// the declared collections, and keys order index values, the same way for every engine. server/store/bolt and
// server/store/mongo satisfy it; the suite in enginetest holds them to one behaviour.
package engine

import (
	"context"
	"errors"

	"go.mongodb.org/mongo-driver/bson"
)

// Limits of one call. They hold on every engine, so that what works on one works on the other.
const (
	MaxChanges    = 1000    // changes in one Write
	MaxWriteBytes = 8 << 20 // bytes of documents in one Write
	MaxFound      = 1000    // documents from one Find, ids in one Get
	MaxIndexBytes = 1 << 10 // bytes of one index value, and of an id
)

// What an engine returns when it will not do a thing. Test for them with errors.Is.
var (
	ErrExists   = errors.New("exists already")              // an id or a unique key is taken; see Taken
	ErrStale    = errors.New("was changed in the meantime") // the version named is not the one kept, or nothing is kept
	ErrTooLarge = errors.New("too large")                   // one of the limits above
	ErrQuery    = errors.New("not a query of this index")   // unknown collection or index, or values that do not fit it
	ErrDocument = errors.New("not a document to be kept")   // no id or version, or a value that its index cannot hold
	ErrClosed   = errors.New("the database is closed")
)

// Taken is the ErrExists of a Write: which index of which collection holds the key already.
type Taken struct {
	Collection string
	Index      string // empty: the id
}

// Error names what is taken, and nothing of the document.
func (t *Taken) Error() string {
	if t.Index == "" {
		return t.Collection + ": id exists already"
	}
	return t.Collection + ": unique " + t.Index + " exists already"
}

// Is makes errors.Is(err, ErrExists) true.
func (t *Taken) Is(target error) bool { return target == ErrExists }

// Collection is a named set of documents with its indexes.
type Collection struct {
	Name      string
	Indexes   []Index
	Clustered bool // the documents lie in the order of their ids, so that nothing is kept of the order in which they came
}

// Index is a declared order over some fields of a collection's documents. A document that lacks one of the fields is
// not in it. Values are strings, whole numbers (int32 and int64 alike), booleans and times to the millisecond, up to
// MaxIndexBytes (a null is none of them: leave the field out). The id ends every index, so that its order is total.
// Types order as in BSON: numbers, strings, booleans, times; strings by their bytes.
type Index struct {
	Name   string
	Fields []string // top-level field names, at most 5
	Unique bool
	Each   bool // the first field is an array: the document is entered once for each distinct value in it
}

// Query asks for the documents of one index range, in the index's order.
type Query struct {
	Collection string
	Index      string // empty: by _id, then Equal is empty and the range is over ids
	Equal      []any  // values of the index's first fields; with Each at least one
	From, To   any    // range of the field after those: From <= value < To, of one type; nil is open, to the end of that type
	Descending bool
	Limit      int    // 1 to MaxFound; 0 is MaxFound
	After      string // the Next of the page before; only for the same query
}

// Page is what Find answers.
type Page struct {
	Docs []bson.Raw // copies: they stay valid
	Next string     // where the next page starts, opaque and fit for a URL; empty: there is no more
}

// Op is what a Change does.
type Op int

// The three changes.
const (
	Insert  Op = iota // Doc must not be there yet
	Replace           // the kept document must have Version
	Delete            // the kept document must have Version
)

// Change is one line of a Write. Documents have a string "_id" and an int64 "version"; who writes sets both.
type Change struct {
	Op         Op
	Collection string
	ID         string
	Version    int64    // of the document that is there now; not for Insert
	Doc        bson.Raw // not for Delete
}

// Engine keeps documents. All methods may be called at once from many goroutines.
type Engine interface {
	// Get returns the documents with these ids in the order asked, nil for each that is not there. They are copies.
	Get(ctx context.Context, collection string, ids ...string) ([]bson.Raw, error)
	// Find returns at most Limit documents, copied, and ends its read. Get and Find go forward in time: each document is
	// as it was at one moment between call and answer, but of a list written meanwhile they may see a part. Who needs
	// several to belong together reads a version before and after.
	Find(ctx context.Context, q Query) (Page, error)
	// Count counts what Find would go through, page after page, and stops at max, which is at least 1. The query has no
	// After; its Limit does not matter.
	Count(ctx context.Context, q Query, max int) (int, error)
	// Write makes all changes durable or none, in their order. Cancelled before it is queued it writes nothing;
	// after that it answers with the context's error and does all or nothing. An error that is none of the above leaves
	// open whether it was done. The documents must not be changed afterwards.
	Write(ctx context.Context, changes []Change) error
	// Snapshot calls visit with every document of every collection as they all were at one moment, one collection
	// after the other in the order of their declaration: for backup, copy and recounts. The document is valid only during
	// the call.
	Snapshot(ctx context.Context, visit func(collection string, doc bson.Raw) error) error
	// Verify reads the files and indexes as they are kept, and tells what is wrong with them.
	Verify(ctx context.Context, tell func(string)) error
	// Ping reports whether the database can be used now.
	Ping(ctx context.Context) error
	// Close finishes what is queued. afterwards every method returns ErrClosed; another Close does nothing.
	Close(ctx context.Context) error
}

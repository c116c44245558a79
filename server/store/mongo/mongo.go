// Package mongo keeps documents in MongoDB: the engine for a clinic that runs a database, or several servers on one.
// It needs a replica set, for transactions and for writes that outlive a server. connect.go finds one and says what is wrong
// with it, indexes.go makes collections and indexes, write.go turns a list of changes into one operation or a transaction,
// read.go and span.go turn a query into one of the database's.
package mongo

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/readpref"

	"soundings/server/store/engine"
)

// Options say what Open connects to.
type Options struct {
	URI         string // mongodb:// or mongodb+srv://
	Database    string // empty: the one in the URI's path, else "soundings"
	Collections []engine.Collection
	Log         *slog.Logger // nil: nothing is logged
}

// DB is a database of a replica set. It implements engine.Engine.
type DB struct {
	schema   *engine.Schema
	client   *mongo.Client
	database *mongo.Database
	watch    *watch
	log      *slog.Logger

	mu        sync.Mutex // guards closing being closed while a call begins
	calls     sync.WaitGroup
	closing   chan struct{} // closed by the first Close: nothing new is begun
	closed    chan struct{} // closed when the client is; then closeErr is set
	closeErr  error
	closeOnce sync.Once
}

var _ engine.Engine = (*DB)(nil)

// Open connects, checks that it is a replica set, and makes the collections and indexes that are declared and missing.
// It answers within about five seconds when nobody is there. No error of it holds the password in the URI. Several
// servers may open one database at once.
func Open(ctx context.Context, o Options) (*DB, error) {
	schema, err := engine.NewSchema(o.Collections)
	if err != nil {
		return nil, err
	}
	log := o.Log
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	watch := &watch{}
	client, err := connect(ctx, o.URI, openTimeout, watch)
	if err != nil {
		return nil, fmt.Errorf("connect to MongoDB: %w", err)
	}
	name := o.Database
	if name == "" {
		name = databaseIn(o.URI)
	}
	db := &DB{
		schema: schema, client: client, database: client.Database(name), watch: watch, log: log,
		closing: make(chan struct{}), closed: make(chan struct{}),
	}
	if err := db.prepare(ctx); err != nil {
		_ = client.Disconnect(ctx) // its error would hide the reason
		return nil, fmt.Errorf("prepare database %s: %w", name, err)
	}
	log.InfoContext(ctx, "connected to MongoDB", "database", name)
	return db, nil
}

// begin returns how to end a call, or why none can be begun.
func (db *DB) begin(ctx context.Context) (end func(), err error) {
	db.mu.Lock()
	defer db.mu.Unlock()
	if db.isClosing() {
		return nil, engine.ErrClosed
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	db.calls.Add(1)
	return db.calls.Done, nil
}

func (db *DB) isClosing() bool {
	select {
	case <-db.closing:
		return true
	default:
		return false
	}
}

// Ping reports whether the replica set has a primary that can be reached.
func (db *DB) Ping(ctx context.Context) error {
	end, err := db.begin(ctx)
	if err != nil {
		return err
	}
	defer end()
	return answer(ctx, "ping MongoDB", db.client.Ping(ctx, readpref.Primary()))
}

// Close waits for the calls under way and disconnects. When the context ends first, closing goes on behind it.
func (db *DB) Close(ctx context.Context) error {
	db.closeOnce.Do(func() {
		db.mu.Lock()
		close(db.closing)
		db.mu.Unlock()
		go func() {
			db.calls.Wait()
			db.closeErr = db.client.Disconnect(context.WithoutCancel(ctx))
			close(db.closed)
		}()
	})
	select {
	case <-db.closed:
		return db.closeErr
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (db *DB) collection(name string) *mongo.Collection { return db.database.Collection(name) }

// answer wraps an error of the driver with what was being done. A caller who is gone gets the context's error.
func answer(ctx context.Context, doing string, err error) error {
	if err == nil {
		return nil
	}
	if gone := ctx.Err(); gone != nil && !errors.Is(err, gone) {
		return fmt.Errorf("%s: %w (%w)", doing, gone, err)
	}
	return fmt.Errorf("%s: %w", doing, err)
}

var byID = bson.D{{Key: "_id", Value: 1}}

// Package bolt keeps documents in one bbolt file: the engine that needs no service. All writes go through one committer
// goroutine (commit.go), which makes as many lists durable with one fsync as have come in since the last; each list is checked
// whole before its first put (batch.go). places.go says where documents and index entries lie in the file.
package bolt

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"math/bits"
	"runtime"
	"sync"
	"syscall"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"soundings/server/store/engine"
)

// ErrLocked is returned by Open when another process holds the file.
var ErrLocked = errors.New("another Soundings is using this data folder")

const (
	lockTimeout = time.Second
	fileMode    = fs.FileMode(0o600)

	// mapSize is address space, not memory nor disk: as long as the file is smaller it is never mapped anew, and only
	// that would make writes wait for reads.
	mapSize = 16 << 30
)

// Options say what Open opens.
type Options struct {
	Path        string // of the file; it is made if it is not there, its folder is not
	Collections []engine.Collection
	Log         *slog.Logger // nil: nothing is logged
}

// DB is an open file. It implements engine.Engine.
type DB struct {
	schema *engine.Schema
	places places
	log    *slog.Logger
	file   *bbolt.DB

	queue     chan *list    // from Write to the committer
	closing   chan struct{} // closed by the first Close: nothing new is begun
	committed chan struct{} // closed by the committer when it has answered everybody and is gone
	closed    chan struct{} // closed when the file is; then closeErr is set
	closeErr  error
	closeOnce sync.Once
}

var _ engine.Engine = (*DB)(nil)

// Open opens the file, makes what is declared and missing in it, and starts the committer. Building an index over
// documents that are there already takes as long as reading them; this happens once, after its declaration.
func Open(ctx context.Context, o Options) (*DB, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	schema, err := engine.NewSchema(o.Collections)
	if err != nil {
		return nil, err
	}
	var file *bbolt.DB
	err = safely(func() (err error) {
		if err = checkSize(o.Path); err == nil {
			file, err = openFile(o.Path)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", o.Path, err)
	}
	db := &DB{
		schema: schema, places: newPlaces(o.Collections), log: o.Log, file: file,
		queue:   make(chan *list, queued),
		closing: make(chan struct{}), committed: make(chan struct{}), closed: make(chan struct{}),
	}
	if db.log == nil {
		db.log = slog.New(slog.DiscardHandler)
	}
	if err := safely(func() error { return db.prepare(ctx) }); err != nil {
		return nil, errors.Join(fmt.Errorf("prepare %s: %w", o.Path, err), abandon(file, err))
	}
	go db.commitAll()
	return db, nil
}

func openFile(path string) (*bbolt.DB, error) {
	o := *bbolt.DefaultOptions
	o.Timeout = lockTimeout
	o.FreelistType = bbolt.FreelistMapType
	if bits.UintSize == 64 && runtime.GOOS != "windows" { // there the file would grow to the size of the mapping
		o.InitialMmapSize = mapSize
	}
	file, err := bbolt.Open(path, fileMode, &o)
	if errors.Is(err, syscall.ENOMEM) { // address space is limited here
		o.InitialMmapSize = 0
		file, err = bbolt.Open(path, fileMode, &o)
	}
	if errors.Is(err, bolterrors.ErrTimeout) {
		return nil, ErrLocked
	}
	return file, err
}

// Ping returns ErrClosed after Close, otherwise whether the file can be read.
func (db *DB) Ping(ctx context.Context) error {
	return db.view(ctx, func(*bbolt.Tx) error { return nil })
}

// Close makes durable what is queued, waits for reads to end and closes the file. When the context ends first, closing
// goes on behind it.
func (db *DB) Close(ctx context.Context) error {
	db.closeOnce.Do(func() {
		close(db.closing)
		go func() {
			<-db.committed
			db.closeErr = db.file.Close()
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

// usable returns why nothing may be begun now, nil if it may.
func (db *DB) usable(ctx context.Context) error {
	select {
	case <-db.closing:
		return engine.ErrClosed
	default:
		return ctx.Err()
	}
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/server/store"
	"soundings/server/store/bolt"
	"soundings/server/store/engine"
	"soundings/server/store/mongo"
)

// database is an open database with the secret that belongs to it.
type database struct {
	engine.Engine
	kind   string // "bolt" or "mongodb"
	secret string
}

// openFolder opens the embedded database of a data folder; with fresh it may be a new one.
func openFolder(ctx context.Context, folder, secret string, fresh bool, random io.Reader, log *slog.Logger) (*database, error) {
	path := filepath.Join(folder, databaseFile)
	if !fresh && !exists(path) {
		return nil, fmt.Errorf("%s has no database: name the data folder with --data (SOUNDINGS_DATA)", folder)
	}
	if err := makeFolder(folder); err != nil {
		return nil, err
	}
	secret, err := folderSecret(folder, secret, random)
	if err != nil {
		return nil, err
	}
	if info, err := os.Stat(path); err == nil && info.Size() == 0 && exists(filepath.Join(folder, secretFile)) {
		return nil, fmt.Errorf("%s is empty, and beside it lies the secret of a clinic: something emptied it. Restore a backup into another folder; "+
			"if this clinic was never used, remove both files and start again", path)
	}
	e, err := bolt.Open(ctx, bolt.Options{Path: path, Collections: store.Collections(), Log: log})
	switch {
	case errors.Is(err, bolt.ErrLocked):
		return nil, fmt.Errorf("another Soundings is using the data folder %s: stop it, or choose another folder with --data (SOUNDINGS_DATA): %w", folder, err)
	case err != nil:
		return nil, fmt.Errorf("opening the database: %w", err)
	}
	return &database{e, "bolt", secret}, nil
}

// openMongoDB opens a MongoDB database: the one of this name, or with none the one that the connection string names.
func openMongoDB(ctx context.Context, uri, name, secret string, log *slog.Logger) (*database, error) {
	e, err := mongo.Open(ctx, mongo.Options{URI: uri, Database: name, Collections: store.Collections(), Log: log})
	if err != nil {
		return nil, fmt.Errorf("opening the database: %w", err)
	}
	return &database{e, "mongodb", secret}, nil
}

// open opens the database of the settings, until Close; with fresh it may be a new one.
func (m *Main) open(ctx context.Context, fresh bool) (db *database, err error) {
	if s := m.Settings; s.MongoDB != "" {
		db, err = openMongoDB(ctx, s.MongoDB, m.demoDatabase, s.Secret, m.log)
	} else {
		db, err = openFolder(ctx, s.Data, s.Secret, fresh, m.Rand, m.log)
	}
	if err != nil {
		return nil, err
	}
	m.onClose(db.Close)
	return db, nil
}

// Electing reports whether MongoDB is choosing who takes writes.
func (db *database) Electing() bool {
	e, ok := db.Engine.(interface{ Electing() bool })
	return ok && e.Electing()
}

// The mark of a database, which store.Open looks at first.
const (
	markCollection = "soundings"
	markID         = "soundings"
)

// check refuses a database into which something was put that is not finished and, unless it may be fresh, one in which
// nothing is.
func (db *database) check(ctx context.Context, fresh bool) error {
	marks, err := db.Get(ctx, markCollection, markID)
	switch {
	case err != nil:
		return fmt.Errorf("reading the database's mark: %w", err)
	case marks[0] == nil && !fresh:
		return errors.New("this database is empty: look at --mongodb (SOUNDINGS_MONGODB) and --data (SOUNDINGS_DATA)")
	case marks[0] != nil && isClaim(marks[0]):
		return errors.New("a copy or restore into this database was not finished: run the same copy again, which goes on, or remove the database and restore again")
	}
	return nil
}

func isClaim(mark bson.Raw) bool {
	filling, ok := mark.Lookup("filling").BooleanOK()
	return ok && filling
}

package bolt

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"
	"go.mongodb.org/mongo-driver/bson"

	"soundings/server/store/engine"
	"soundings/server/store/engine/enginetest"
)

func TestEngine(t *testing.T) {
	enginetest.Run(t, func(t *testing.T) enginetest.Place {
		path := filepath.Join(t.TempDir(), "soundings.db")
		return func(collections []engine.Collection) (engine.Engine, error) {
			return Open(context.Background(), Options{Path: path, Collections: collections})
		}
	})
}

func open(t *testing.T, path string) *DB {
	t.Helper()
	db, err := Open(t.Context(), Options{Path: path, Collections: crashCollections})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close(context.Background()) })
	return db
}

// A second Soundings on the same file is told so, and does not wait for the first to end.
func TestLocked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "soundings.db")
	db := open(t, path)
	if _, err := Open(t.Context(), Options{Path: path}); !errors.Is(err, ErrLocked) {
		t.Errorf("the error is %v, want %v", err, ErrLocked)
	}
	if err := db.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	open(t, path)
}

// The file is small whatever is mapped, and only its owner may read it.
func TestFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "soundings.db")
	open(t, path)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 || info.Size() > 64<<20 {
		t.Errorf("the file has mode %v and %d bytes", info.Mode(), info.Size())
	}
}

func TestNotOpened(t *testing.T) {
	dir := t.TempDir()
	other, newer := filepath.Join(dir, "other"), filepath.Join(dir, "newer")
	if err := os.WriteFile(other, []byte(strings.Repeat("this is a letter. ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := bbolt.Open(newer, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = errors.Join(file.Update(func(tx *bbolt.Tx) error {
		about, err := tx.CreateBucket(aboutBucket)
		if err != nil {
			return err
		}
		return about.Put(formatKey, []byte("2"))
	}), file.Close())
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		filepath.Join(dir, "no", "folder"): "no such file",
		other:                              "is not that of a database",
		newer:                              "use the newer program",
	} {
		if _, err := Open(t.Context(), Options{Path: path}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("opening %s answers %v, want %q", filepath.Base(path), err, want)
		}
	}
}

// A list that is refused leaves a commit as if it had never been in it, whatever it had staged.
func TestStageTakesBack(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "soundings.db"))
	tx, err := db.file.Begin(true)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	b := newBatch(db, tx)
	stage := func(changes ...engine.Change) error {
		entries, err := db.schema.Check(changes)
		if err != nil {
			t.Fatal(err)
		}
		return b.stage(&list{changes: changes, entries: entries})
	}
	good := crashList("good")
	if err := stage(good[0], good[1]); err != nil {
		t.Fatal(err)
	}
	del := engine.Change{Op: engine.Delete, Collection: "visits", ID: good[0].ID, Version: 1}
	if err := stage(del, good[0], del, good[2], good[1]); !errors.Is(err, engine.ErrExists) {
		t.Fatal(err)
	}
	if err := b.flush(); err != nil {
		t.Fatal(err)
	}
	for _, bucket := range db.places.buckets {
		keys := 0
		_ = tx.Bucket(bucket).ForEach(func(_, _ []byte) error { keys++; return nil })
		if keys != 2 {
			t.Errorf("bucket %s has %d keys, want 2", bucket, keys)
		}
	}
	if doc := tx.Bucket(db.places.buckets[0]).Get([]byte(good[0].ID)); string(doc) != string(good[0].Doc) {
		t.Errorf("kept %v", bson.Raw(doc))
	}
}

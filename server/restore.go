package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/server/store"
	"soundings/server/store/bolt"
)

// restore puts a backup into an empty place, whole or not at all.
func (m *Main) restore(ctx context.Context, path string) error {
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("the backup cannot be read: %w", err)
	}
	defer file.Close()
	phrase, err := m.passphrase(false)
	if err != nil {
		return err
	}
	if m.Settings.MongoDB != "" {
		err = m.restoreMongoDB(ctx, file, phrase)
	} else {
		err = m.restoreFolder(ctx, file, phrase)
	}
	if err != nil {
		return fmt.Errorf("restoring %s: %w. Nothing was restored", path, err)
	}
	return nil
}

// restoreFolder fills a file under another name, which takes its own only when everything is in it.
func (m *Main) restoreFolder(ctx context.Context, file io.Reader, phrase string) (err error) {
	folder := m.Settings.Data
	target := filepath.Join(folder, databaseFile)
	if exists(target) {
		return fmt.Errorf("%s has a database: name an empty data folder with --data (SOUNDINGS_DATA)", folder)
	}
	if err := makeFolder(folder); err != nil {
		return err
	}
	kept, err := readSecret(folder)
	if err != nil {
		return err
	}
	draft, err := newDraft(target)
	if err != nil {
		return err
	}
	defer draft.discard()
	db, err := bolt.Open(ctx, bolt.Options{Path: draft.Name(), Collections: store.Collections(), Log: m.log})
	if err != nil {
		return err
	}
	secret := &wantedSecret{kept: kept, given: m.Settings.Secret}
	watch := m.progress("Restoring")
	err = fill(ctx, db, secret.guard(readBackup(file, phrase)), watch)
	if err = errors.Join(err, db.Close(context.WithoutCancel(ctx))); err != nil {
		return err
	}
	if kept == "" && m.Settings.Secret == "" {
		if err := keepSecret(folder, secret.of.Secret); err != nil {
			return err
		}
	}
	if err := draft.publish(); err != nil {
		return err
	}
	_, err = fmt.Fprintf(m.Out, "Restored %d documents from the backup of %s into %s.\n", watch.done, secret.of.Made.Format("2 January 2006 15:04 MST"), folder)
	return err
}

// restoreMongoDB reads the whole backup before it writes anything.
func (m *Main) restoreMongoDB(ctx context.Context, file io.ReadSeeker, phrase string) error {
	db, err := m.open(ctx, true)
	if err != nil {
		return err
	}
	if err := checkEmpty(ctx, db); err != nil {
		return err
	}
	secret := &wantedSecret{given: m.Settings.Secret}
	if err := secret.guard(readBackup(file, phrase))(ctx, checked{}); err != nil {
		return err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	watch := m.progress("Restoring")
	if err := fill(ctx, db, secret.guard(readBackup(file, phrase)), watch); err != nil {
		return err
	}
	_, err = fmt.Fprintf(m.Out, "Restored %d documents of %s into MongoDB.\n", watch.done, secret.of.Made.Format("2 January 2006 15:04 MST"))
	return err
}

// checked is a taker for reading something through.
type checked struct{}

func (checked) begin(header) error                           { return nil }
func (checked) take(context.Context, string, bson.Raw) error { return nil }

// wantedSecret compares a backup's secret with the one that the server would use.
type wantedSecret struct {
	kept  string // in the data folder; empty: none
	given string // in the settings; empty: none
	of    header // of the backup, once it is read
}

// guard returns the source with its header looked at first.
func (w *wantedSecret) guard(from source) source {
	return func(ctx context.Context, to taker) error { return from(ctx, &guarded{to, w}) }
}

type guarded struct {
	taker
	secret *wantedSecret
}

func (g *guarded) begin(h header) error {
	g.secret.of = h
	switch {
	case g.secret.given != "" && g.secret.given != h.Secret:
		return errors.New("--secret (SOUNDINGS_SECRET) is not the secret of this backup. If that is lost: restore into an empty data folder " +
			"without --mongodb and --secret, which writes it into the file \"secret\" there, and start from that folder or copy from it")
	case g.secret.given == "" && g.secret.kept != "" && g.secret.kept != h.Secret:
		return errors.New("the data folder has the secret of another database: name an empty data folder with --data (SOUNDINGS_DATA)")
	}
	return g.taker.begin(h)
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/server/services"
	"soundings/server/store"
	"soundings/web/auth"
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

// restoreFolder fills the data folder of the settings.
func (m *Main) restoreFolder(ctx context.Context, file io.Reader, phrase string) error {
	folder, again := m.Settings.Data, 0
	secret := &wantedSecret{given: m.Settings.Secret, restoring: true, since: m.removedSince}
	watch := m.progress("Restoring")
	err := m.fillFolder(ctx, folder, readBackup(file, phrase), secret, watch, func(db *database) (err error) {
		again, err = m.settle(ctx, db, secret, watch)
		return err
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(m.Out, "Restored %d documents from the backup of %s into %s.%s\n", watch.done, secret.of.Made.Format("2 January 2006 15:04 MST"), folder, removedAgain(again))
	return err
}

// fillFolder fills a file under another name, which takes its own only when everything is in it and its end is done.
func (m *Main) fillFolder(ctx context.Context, folder string, from source, secret *wantedSecret, watch *progress, end func(*database) error) (err error) {
	target := filepath.Join(folder, databaseFile)
	if exists(target) {
		return fmt.Errorf("%s has a database: name an empty data folder with --data (SOUNDINGS_DATA)", folder)
	}
	if err := makeFolder(folder); err != nil {
		return err
	}
	if secret.kept, err = readSecret(folder); err != nil {
		return err
	}
	draft, db, err := m.openDraft(ctx, target, !secret.restoring)
	if err != nil {
		return err
	}
	defer draft.discard()
	put := fillCopy
	if secret.restoring {
		put = fill
	}
	if err = put(ctx, db, secret.guard(from), watch); err == nil {
		err = end(&database{db, "bolt", secret.of.Secret})
	}
	if err = errors.Join(err, db.Close(context.WithoutCancel(ctx))); err != nil {
		return err
	}
	if secret.kept == "" && secret.given == "" {
		if err := keepSecret(folder, secret.of.Secret); err != nil {
			return err
		}
	}
	return errors.Join(draft.publish(), dropDrafts(target))
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
	secret := &wantedSecret{given: m.Settings.Secret, restoring: true, since: m.removedSince}
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
	again, err := m.settle(ctx, &database{db.Engine, db.kind, secret.of.Secret}, secret, watch)
	if err != nil {
		return errors.Join(err, empty(context.WithoutCancel(ctx), db))
	}
	_, err = fmt.Fprintf(m.Out, "Restored %d documents of %s into MongoDB.%s\n", watch.done, secret.of.Made.Format("2 January 2006 15:04 MST"), removedAgain(again))
	return err
}

// removedSince returns what was removed since a backup, or what to do where that is not known.
func (m *Main) removedSince(h header) ([]removal, error) {
	since, err := removedSince(m.Settings.Removals, h)
	if err != nil && !m.Settings.Restore.WithoutRemovals {
		return nil, fmt.Errorf("%w. Name the file of --removals (SOUNDINGS_REMOVALS), or restore with --without-removals and then remove whoever asked for it once more", err)
	}
	return since, nil
}

// settle removes from a restored database what was removed since, ends the addresses of calendars, as some may have been ended
// since because strangers had them, and has the audit say that it was restored. It returns how
// many people something was removed of.
func (m *Main) settle(ctx context.Context, db *database, of *wantedSecret, watch *progress) (int, error) {
	s, err := services.New(ctx, db, services.Config{
		Secret: []byte(db.secret), TimeZone: zone(m.Settings.TimeZone), Now: m.Now, Rand: m.Rand, Log: m.log,
	})
	if err != nil {
		return 0, err
	}
	again, err := removeAgain(ctx, s, db.secret, of.removed)
	if err != nil {
		return again, err
	}
	if err := (auth.Calendars{Accounts: s.Accounts}).EndAll(ctx); err != nil {
		return again, fmt.Errorf("ending addresses of calendars: %w", err)
	}
	return again, s.Store.Trace(ctx, auth.Trace{Act: gotRestored, Subject: of.of.Made.Format(time.DateTime), From: operator(), Count: int(watch.done)})
}

// removedAgain returns a sentence with how many people something was removed of again.
func removedAgain(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(" What was removed of %d people since then was removed again.", n)
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

	restoring bool                            // and not copying
	since     func(header) ([]removal, error) // says what was removed since a backup
	removed   []removal                       // as it said
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
	var err error
	if g.secret.removed, err = g.secret.since(h); err != nil {
		return err
	}
	return g.taker.begin(h)
}

// take leaves out of a backup what lets somebody in.
func (g *guarded) take(ctx context.Context, collection string, doc bson.Raw) error {
	if g.secret.restoring && slices.Contains(store.Entrances(), collection) {
		return nil
	}
	return g.taker.take(ctx, collection, doc)
}

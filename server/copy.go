package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/server/store"
	"soundings/web/auth"
)

// copyTo copies everything into an empty MongoDB database or data folder.
func (m *Main) copyTo(ctx context.Context, uri string) error {
	if !strings.HasPrefix(uri, "mongodb") {
		return m.copyToFolder(ctx, uri)
	}
	if err := checkURI("--to", uri); err != nil {
		return err
	}
	from, err := m.source(ctx, tookCopy)
	if err != nil {
		return err
	}
	to, err := openMongoDB(ctx, uri, "", "", m.log)
	if err != nil {
		return err
	}
	m.onClose(to.Close)
	again, err := isStoppedCopy(ctx, to)
	if err != nil {
		return err
	}
	watch, made, given := m.progress("Copying"), m.Now(), newTally()
	switch err := fillCopy(ctx, to, given.count(from), watch); {
	case errors.Is(err, errNotEmpty):
		return errors.New("the target database (--to) is not empty. Choose another one. Nothing was copied")
	case err != nil && again:
		return fmt.Errorf("copying: %w. What was copied stays: run the same command again, and it goes on", err)
	case err != nil:
		return fmt.Errorf("copying: %w. Nothing was copied", err)
	}
	if err := m.endCopy(ctx, to, given); err != nil {
		return err
	}
	_, err = fmt.Fprintf(m.Out, "Copied %d documents, as they were at %s. Later changes to the old database are not copied.\n"+
		"Start with the new one, on every machine with the same secret:\n  %s --mongodb '%s'\n",
		watch.done, made.Format("15:04:05 MST"), secretHint(m.Settings), withoutPassword(uri))
	return err
}

// copyToFolder copies everything into a data folder that has no database.
func (m *Main) copyToFolder(ctx context.Context, folder string) error {
	from, err := m.source(ctx, tookCopy)
	if err != nil {
		return err
	}
	watch, made, given := m.progress("Copying"), m.Now(), newTally()
	secret := &wantedSecret{since: func(header) ([]removal, error) { return nil, nil }}
	err = m.fillFolder(ctx, folder, given.count(from), secret, watch, func(db *database) error { return m.endCopy(ctx, db, given) })
	if err != nil {
		return fmt.Errorf("copying: %w. Nothing was copied", err)
	}
	_, err = fmt.Fprintf(m.Out, "Copied %d documents, as they were at %s. Later changes to the old database are not copied.\nStart with the new one:\n  soundings --data '%s'\n",
		watch.done, made.Format("15:04:05 MST"), folder)
	return err
}

// endCopy compares what lies in a copy with what was given, and has its audit say that it is one.
func (m *Main) endCopy(ctx context.Context, to *database, given *tally) error {
	got := newTally()
	if err := to.Snapshot(ctx, func(collection string, doc bson.Raw) error { return got.take(ctx, collection, doc) }); err != nil {
		return fmt.Errorf("comparing the copy: %w", err)
	}
	if different := given.differs(got); different != "" {
		return fmt.Errorf("the copy is not the same as the original, in %s: drop it and copy again", different)
	}
	s, err := store.Open(ctx, to, store.Config{Secret: []byte(given.of.Secret), Now: m.Now, Rand: m.Rand})
	if err != nil {
		return err
	}
	return s.Trace(ctx, auth.Trace{Act: gotCopy, From: operator(), Count: given.documents()})
}

// secretHint says how to give a server the secret that links and sealed fields live by, without showing it.
func secretHint(s Settings) string {
	if s.MongoDB == "" && s.Secret == "" {
		if folder, err := filepath.Abs(s.Data); err == nil {
			return fmt.Sprintf(`SOUNDINGS_SECRET="$(cat '%s')" soundings`, filepath.Join(folder, secretFile))
		}
	}
	return "SOUNDINGS_SECRET=(as now) soundings"
}

// withoutPassword returns a connection string that may be shown.
func withoutPassword(uri string) string {
	u, err := url.Parse(uri)
	if err != nil {
		return "mongodb://…"
	}
	if _, has := u.User.Password(); has {
		u.User = url.UserPassword(u.User.Username(), "PASSWORD")
	}
	return u.String()
}

package main

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"

	"filippo.io/age"
	"go.mongodb.org/mongo-driver/bson"
)

// A backup is the stream of records, compressed and then encrypted under a passphrase in the age format.

// backup writes everything into a new file.
func (m *Main) backup(ctx context.Context, path string) error {
	if exists(path) {
		return fmt.Errorf("%s already exists. Choose another name; backups never overwrite a file", path)
	}
	from, err := m.source(ctx, tookBackup)
	if err != nil {
		return err
	}
	phrase, err := m.passphrase(true)
	if err != nil {
		return err
	}
	made, err := m.makeBackup(ctx, path, from, phrase, m.progress("Writing the backup"))
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s already exists. Choose another name; backups never overwrite a file", path)
	}
	if err != nil {
		return err
	}
	if err := m.keepRemovals(ctx, path+removalsEnding); err != nil {
		return fmt.Errorf("the backup is whole, but the removals could not be written beside it: %w", err)
	}
	_, err = fmt.Fprintf(m.Out, "Wrote %s: %d documents in %d kB. It holds the server's secret: keep the file and its passphrase apart.\n",
		path, made.documents, (made.bytes+999)/1000)
	return err
}

// madeBackup is how large a backup became.
type madeBackup struct{ documents, bytes int64 }

// makeBackup writes everything from a source into a new file, whole and durable or not at all.
func (m *Main) makeBackup(ctx context.Context, path string, from source, phrase string, watch *progress) (made madeBackup, err error) {
	file, err := newDraft(path)
	if err != nil {
		return made, fmt.Errorf("the backup cannot be written into %s: %w", filepath.Dir(path), err)
	}
	defer file.discard()
	if made.documents, err = m.writeBackup(ctx, file, from, phrase, watch); err != nil {
		return made, fmt.Errorf("writing the backup: %w. Nothing was kept", err)
	}
	if made.bytes, err = file.Seek(0, io.SeekCurrent); err == nil {
		err = file.publish()
	}
	if err != nil {
		return made, fmt.Errorf("writing the backup: %w. Nothing was kept", err)
	}
	return made, nil
}

// writeBackup returns how many documents it wrote.
func (m *Main) writeBackup(ctx context.Context, to io.Writer, from source, phrase string, watch *progress) (int64, error) {
	recipient, err := age.NewScryptRecipient(phrase)
	if err != nil {
		return 0, err
	}
	recipient.SetWorkFactor(m.workFactor)
	encrypted, err := age.Encrypt(to, recipient)
	if err != nil {
		return 0, err
	}
	zipped := gzip.NewWriter(encrypted)
	r := &watched{newRecorder(zipped), watch}
	if err := from(ctx, r); err != nil {
		return 0, err
	}
	return r.total, errors.Join(r.finish(nil), zipped.Close(), encrypted.Close())
}

// watched is a recorder that tells how far it is.
type watched struct {
	*recorder
	watch *progress
}

func (w *watched) take(ctx context.Context, collection string, doc bson.Raw) error {
	w.watch.add(1)
	return w.recorder.take(ctx, collection, doc)
}

// readBackup is the source of a backup.
func readBackup(file io.Reader, phrase string) source {
	return func(ctx context.Context, to taker) error {
		identity, err := age.NewScryptIdentity(phrase)
		if err != nil {
			return err
		}
		plain, err := age.Decrypt(file, identity)
		var wrong *age.NoIdentityMatchError
		switch {
		case errors.As(err, &wrong):
			return errors.New("the passphrase is not the one that this backup was made with, or the file is damaged")
		case err != nil:
			return fmt.Errorf("it is not a backup, or its beginning is damaged: %w", err)
		}
		unzipped, err := gzip.NewReader(plain)
		if err != nil {
			return fmt.Errorf("it is damaged: %w", err)
		}
		return recorded(unzipped)(ctx, to)
	}
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"soundings/cohorts/base"
)

// BackupSettings are the flags of the backups that a server makes by itself. Without a folder it makes none.
type BackupSettings struct {
	Dir            string        `env:"DIR" placeholder:"FOLDER" help:"Folder of its own, which is there already: the server writes a backup into it by itself, encrypted with the passphrase. Default: none."`
	Every          time.Duration `env:"EVERY" default:"24h" placeholder:"24h" help:"How often it does, for example 12h."`
	Keep           int           `env:"KEEP" default:"30" placeholder:"30" help:"How many backups stay in --backup-dir. When one is written, the oldest beyond are deleted."`
	PassphraseFile string        `name:"passphrase-file" env:"PASSPHRASE_FILE" placeholder:"FILE" help:"File with the passphrase, also for the commands backup and restore. Default: SOUNDINGS_PASSPHRASE."`
}

func (s *Settings) checkBackups() error {
	b := s.Backups
	switch {
	case b.Dir == "":
		return nil
	case s.Demo:
		return wrong("--backup-dir (SOUNDINGS_BACKUP_DIR): the sample clinic is not backed up: leave it unset with --demo")
	case b.Every < time.Hour:
		return wrong("--backup-every %v is too often: an hour is the least", b.Every)
	case b.Keep < 1:
		return wrong("--backup-keep %d would keep no backup: 1 is the least", b.Keep)
	case s.passphrase == "":
		return wrong("--backup-dir needs a passphrase to encrypt with: set SOUNDINGS_PASSPHRASE or --backup-passphrase-file")
	}
	return checkPassphrase(s.passphrase)
}

const (
	backupRound = 10 * time.Minute // after which it is looked again whether a backup is due
	backupWait  = time.Hour        // for which a server that is at one is waited for by the others
	backupName  = "2006-01-02-150405.age"
)

// backups makes backups by itself. With several servers on one database, one of them does.
type backups struct {
	m    *Main
	app  *app
	made time.Time // the newest of this server, which the database may not know yet
	last prometheus.Gauge
}

func newBackups(m *Main, a *app, registry prometheus.Registerer) (*backups, error) {
	b := &backups{m: m, app: a, last: prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "soundings_backup_last_success_timestamp_seconds", Help: "When the newest backup that a server made by itself was begun; 0: there is none.",
	})}
	every := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "soundings_backup_interval_seconds", Help: "How often the server makes a backup by itself; 0: it makes none.",
	})
	every.Set(m.Settings.backupEvery().Seconds())
	for _, c := range []prometheus.Collector{b.last, every} {
		if err := registry.Register(c); err != nil {
			return nil, fmt.Errorf("registering the metrics of backups: %w", err)
		}
	}
	return b, nil
}

// backupEvery returns how often the server makes a backup by itself; 0: it makes none.
func (s Settings) backupEvery() time.Duration {
	if s.Backups.Dir == "" {
		return 0
	}
	return s.Backups.Every
}

// look makes a backup if one is due: a background job, which tries again after a fault.
func (b *backups) look(ctx context.Context) error {
	state, err := b.app.Store.Backup(ctx)
	if err != nil {
		return err
	}
	b.tell(state)
	now, every := b.m.Now().Truncate(time.Second), b.m.Settings.backupEvery() // the database keeps no more of it
	if b.made.After(state.Made) {
		return b.note(ctx, b.made, nil)
	}
	if every == 0 || !state.Due(now, every-backupRound/2) { // so that it does not slip from day to day
		return nil
	}
	if b.app.db.kind == "mongodb" {
		state.Until = now.Add(backupWait)
		if err := b.app.Store.SaveBackup(ctx, state); base.IsCode(err, base.Conflict) {
			return nil // another server is at it
		} else if err != nil {
			return err
		}
	}
	fault := b.make(ctx, now)
	if fault == nil {
		b.made = now
	}
	return errors.Join(fault, b.note(context.WithoutCancel(ctx), now, fault), ctx.Err())
}

// note keeps what came of a backup that was begun then. One that was stopped because the server stops is no fault.
func (b *backups) note(ctx context.Context, began time.Time, fault error) error {
	state, err := base.Revise(func() (base.Backup, error) { return b.app.Store.Backup(ctx) }, func(s *base.Backup) error {
		s.Until = time.Time{}
		switch {
		case errors.Is(fault, context.Canceled):
		case fault != nil:
			s.Failed, s.Fault = b.m.Now(), whyNot(fault)
		default:
			s.Made, s.Failed, s.Fault = began, time.Time{}, ""
		}
		return nil
	}, func(s base.Backup) error { return b.app.Store.SaveBackup(ctx, s) })
	if err != nil {
		return fmt.Errorf("noting what came of a backup: %w", err)
	}
	b.tell(state)
	if b.made.Equal(state.Made) && fault == nil {
		return b.dropOld()
	}
	return nil
}

func (b *backups) tell(state base.Backup) {
	if !state.Made.IsZero() {
		b.last.Set(float64(state.Made.UnixMilli()) / 1000)
	}
}

// whyNot returns what a fault means to who reads it.
func whyNot(err error) base.Fault {
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return base.NoRoom
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return base.NoFolder
	}
	return base.NoReason
}

// make writes a backup into the folder.
func (b *backups) make(ctx context.Context, now time.Time) error {
	if err := b.dropDrafts(now); err != nil {
		return err
	}
	path := filepath.Join(b.m.Settings.Backups.Dir, now.UTC().Format(backupName))
	took(ctx, b.app.Store, string(tookBackup), operator(), b.m.log)
	quiet := &progress{to: io.Discard, now: b.m.Now}
	made, err := b.m.makeBackup(ctx, path, b.app.db.everything(now), b.m.Settings.passphrase, quiet)
	if err != nil {
		return err
	}
	if content, err := b.m.removalsHere(); err != nil || len(content) > 0 {
		if err = errors.Join(err, writeFile(path+removalsEnding, string(content))); err != nil {
			return fmt.Errorf("the backup is whole, but the removals could not be written beside it: %w", err)
		}
	}
	b.m.log.InfoContext(ctx, "wrote a backup", "file", filepath.Base(path), "documents", made.documents, "bytes", made.bytes)
	return nil
}

// dropOld deletes the oldest backups of the folder, but for as many as are to be kept.
func (b *backups) dropOld() error {
	folder := b.m.Settings.Backups.Dir
	entries, err := os.ReadDir(folder) // sorted, and the names are dates
	if err != nil {
		return fmt.Errorf("listing the backups: %w", err)
	}
	entries = slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return !isBackup(e.Name()) })
	for len(entries) > b.m.Settings.Backups.Keep {
		path := filepath.Join(folder, entries[0].Name())
		if err := os.Remove(path); err != nil {
			return fmt.Errorf("deleting an old backup: %w", err)
		}
		if err := os.Remove(path + removalsEnding); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("deleting the removals of an old backup: %w", err)
		}
		entries = entries[1:]
	}
	return nil
}

// dropDrafts deletes what a server that was killed has left of a backup.
func (b *backups) dropDrafts(now time.Time) error {
	folder := b.m.Settings.Backups.Dir
	entries, err := os.ReadDir(folder)
	if err != nil {
		return fmt.Errorf("the folder of backups: %w", err)
	}
	for _, e := range entries {
		name, isDraft := strings.CutPrefix(strings.TrimSuffix(e.Name(), filepath.Ext(e.Name())), ".")
		if !isDraft || !isBackup(strings.TrimSuffix(name, removalsEnding)) {
			continue
		}
		if info, err := e.Info(); err == nil && info.ModTime().Before(now.Add(-backupWait)) { // nobody writes it any more
			if err := os.Remove(filepath.Join(folder, e.Name())); err != nil {
				return fmt.Errorf("deleting a backup that was not finished: %w", err)
			}
		}
	}
	return nil
}

// isBackup reports whether a file has the name of a backup that a server makes by itself.
func isBackup(name string) bool {
	_, err := time.Parse(backupName, name)
	return err == nil
}

package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"soundings/cohorts/base"
)

// keeper is a server that makes backups by itself, which it looks after when a test says so.
type keeper struct {
	*server
	folder string
	now    time.Time
}

// keeps returns one over a place, with a folder for its backups; it keeps two.
func keeps(t *testing.T, at place, folder string, args ...string) *keeper {
	t.Helper()
	t.Setenv("SOUNDINGS_PASSPHRASE", passphrase)
	k := &keeper{newMain(), folder, time.Date(2027, 3, 4, 3, 0, 0, 0, time.UTC)}
	k.Now = func() time.Time { return k.now }
	if err := k.ParseFlags(append(at.with("--backup-dir", folder, "--backup-keep", "2"), args...)); err != nil {
		t.Fatal(err)
	}
	db, err := k.open(t.Context(), true)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { k.stop(t) })
	if k.app, err = k.wire(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	return k
}

// looks has it look after its backups, after so many hours.
func (k *keeper) looks(t *testing.T, hours int) error {
	t.Helper()
	k.now = k.now.Add(time.Duration(hours) * time.Hour)
	return k.app.backups.look(t.Context())
}

// has compares the names in its folder.
func (k *keeper) has(t *testing.T, about string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(k.folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if !slices.Equal(names, want) {
		t.Errorf("%s: the folder has %q, not %q", about, names, want)
	}
}

// state returns how it stands with backups.
func (k *keeper) state(t *testing.T) base.Backup {
	t.Helper()
	b, err := k.app.Store.Backup(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (k *keeper) fails(t *testing.T, about string, fault base.Fault) {
	t.Helper()
	made := k.state(t).Made
	if err := k.looks(t, 0); err == nil {
		t.Errorf("%s: it is made", about)
	}
	if b := k.state(t); b.Fault != fault || !b.Failed.Equal(k.now) || !b.Until.IsZero() || !b.Made.Equal(made) {
		t.Errorf("%s: %+v", about, b)
	}
}

// A server with a folder for backups makes one a day, which restores, and keeps the newest; what else lies there stays.
func TestBackupsByThemselves(t *testing.T) {
	onBoth(t, func(t *testing.T, at place) {
		folderOf, removals := t.TempDir(), filepath.Join(t.TempDir(), "removals")
		k := keeps(t, at, folderOf, "--removals", removals)
		k.command = "serve"
		k.addPeople(t, "p-1", "p-2", "p-3")
		if err := k.app.Cohorts.RemoveParticipant(t.Context(), "p-3"); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"letter.txt", "monday.age"} {
			if err := os.WriteFile(filepath.Join(folderOf, name), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		for _, hours := range []int{0, 1, 22, 1, 0, 23, 1} { // on the first day, the second and the third
			if err := k.looks(t, hours); err != nil {
				t.Fatal(err)
			}
		}
		k.has(t, "after two days", "2027-03-05-030000.age", "2027-03-05-030000.age.removals", "2027-03-06-030000.age", "2027-03-06-030000.age.removals", "letter.txt", "monday.age")
		if b := k.state(t); !b.Made.Equal(k.now) || !b.Failed.IsZero() || !b.Until.IsZero() {
			t.Errorf("it stands so: %+v", b)
		}
		if out := k.err.String(); !strings.Contains(out, "wrote a backup") || strings.Contains(out, "p-1") {
			t.Errorf("logged %s", out)
		}
		if acts := k.acts(t); !slices.Contains(acts, "data.backup") {
			t.Errorf("the audit has %v", acts)
		}
		file, secret := filepath.Join(folderOf, "2027-03-06-030000.age"), k.app.db.secret
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("the backup is %v, %v", info, err)
		}
		to := folder(t)
		succeeds(t, to.with("restore", file, "--removals", file+removalsEnding, "--secret", secret)...)
		start(t, to.with("--secret", secret)...).hasPeople(t, "p-1", "p-2")
	})
}

// A backup that cannot be made is tried again, and until then it is known that it failed and why; older ones stay.
func TestBackupsThatFail(t *testing.T) {
	onBoth(t, func(t *testing.T, at place) {
		folderOf := filepath.Join(t.TempDir(), "disk")
		k := keeps(t, at, folderOf)
		k.fails(t, "no folder", base.NoFolder)
		if err := os.Mkdir(folderOf, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := k.looks(t, 0); err != nil {
			t.Fatal(err)
		}
		k.has(t, "with a folder", "2027-03-04-030000.age")
		if b := k.state(t); !b.Failed.IsZero() || b.Fault != "" || !b.Made.Equal(k.now) {
			t.Errorf("after it was made: %+v", b)
		}
		k.now = k.now.Add(24 * time.Hour)
		if err := os.WriteFile(filepath.Join(folderOf, "2027-03-05-030000.age"), nil, 0o600); err != nil { // who took its name?
			t.Fatal(err)
		}
		k.fails(t, "its name is taken", base.NoReason)
		k.has(t, "nothing is left of it", "2027-03-04-030000.age", "2027-03-05-030000.age")

		k.now = k.now.Add(time.Hour)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := k.app.backups.make(ctx, k.now); !errors.Is(err, context.Canceled) {
			t.Errorf("stopped: %v", err)
		}
		before := k.state(t)
		if err := k.app.backups.note(t.Context(), k.now, context.Canceled); err != nil {
			t.Fatal(err)
		}
		if b := k.state(t); !b.Made.Equal(before.Made) || b.Fault != before.Fault || !b.Failed.Equal(before.Failed) || !b.Until.IsZero() {
			t.Errorf("one that was stopped is taken for a fault: %+v", b)
		}
		k.has(t, "nothing is left of it", "2027-03-04-030000.age", "2027-03-05-030000.age")
	})
}

// What a server that was killed has left is waited for, and then deleted; the next look makes the backup.
func TestBackupsAfterAKill(t *testing.T) {
	onBoth(t, func(t *testing.T, at place) {
		t.Setenv("SOUNDINGS_PASSPHRASE", passphrase)
		folderOf := t.TempDir()
		c := startChild(t, at.with("--backup-dir", folderOf)...)
		var left []string
		eventually(t, "a backup is begun", func() bool {
			left, _ = filepath.Glob(filepath.Join(folderOf, ".*"))
			return len(left) == 1
		})
		c.kill()
		if whole, _ := filepath.Glob(filepath.Join(folderOf, "*.age")); len(whole) > 0 {
			t.Fatalf("it was done before the server was killed: %v", whole)
		}
		k := keeps(t, at, folderOf)
		k.now = time.Now()
		if err := k.looks(t, 0); err != nil {
			t.Fatal(err)
		}
		if waited := k.state(t).Made.IsZero(); waited != (at.name == "mongodb") {
			t.Errorf("others are waited for: %v", waited)
		}
		if err := k.looks(t, 2); err != nil {
			t.Fatal(err)
		}
		if k.now = k.now.Add(48 * time.Hour); k.looks(t, 0) != nil {
			t.Error("the next one is not made")
		}
		if k.state(t).Made.IsZero() || exists(left[0]) {
			t.Errorf("%+v, and %v is there: %v", k.state(t), left, exists(left[0]))
		}
	})
}

// Of several servers on one database one makes the backup.
func TestOneServerMakesTheBackup(t *testing.T) {
	at, folderOf := mongodb(t), t.TempDir()
	var servers []*keeper
	for range 4 {
		servers = append(servers, keeps(t, at, folderOf))
	}
	for day := range 3 {
		var looking sync.WaitGroup
		for n, k := range servers {
			k.now = k.now.Add(time.Duration(n) * time.Second) // so that each would give it another name
			looking.Go(func() {
				if err := k.looks(t, min(day, 1)*24); err != nil {
					t.Error(err)
				}
			})
		}
		looking.Wait()
		if made, err := filepath.Glob(filepath.Join(folderOf, "*.age")); err != nil || len(made) != min(day+1, 2) {
			t.Errorf("on day %d there are %v, %v", day, made, err)
		}
	}
}

// When the database cannot note that a backup was made, none is made again and again.
func TestABackupThatIsNotNoted(t *testing.T) {
	k := keeps(t, folder(t), t.TempDir())
	if err := k.looks(t, 0); err != nil {
		t.Fatal(err)
	}
	b := k.state(t)
	b.Made = time.Time{}
	if err := k.app.Store.SaveBackup(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	if err := k.looks(t, 1); err != nil {
		t.Fatal(err)
	}
	k.has(t, "an hour later", "2027-03-04-030000.age")
	if b := k.state(t); !b.Made.Equal(k.now.Add(-time.Hour)) {
		t.Errorf("noted as %+v", b)
	}
}

// The figures say when the newest backup was made, and how often there is one.
func TestFiguresOfBackups(t *testing.T) {
	t.Setenv("SOUNDINGS_PASSPHRASE", passphrase)
	s := start(t, folder(t).with("--backup-dir", t.TempDir(), "--backup-every", "6h")...)
	eventually(t, "a backup is made", func() bool {
		_, body := s.get(t, "/metrics")
		return strings.Contains(body, "\nsoundings_backup_last_success_timestamp_seconds 1.") && strings.Contains(body, "\nsoundings_backup_interval_seconds 21600\n")
	})
	_, body := start(t, folder(t).with()...).get(t, "/metrics")
	for _, line := range []string{"soundings_backup_last_success_timestamp_seconds 0", "soundings_backup_interval_seconds 0"} {
		if !strings.Contains(body, "\n"+line+"\n") {
			t.Errorf("without backups there is no %s", line)
		}
	}
}

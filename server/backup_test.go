package main

import (
	"bytes"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"soundings/server/store/mongo/mongotest"
)

const passphrase = "a passphrase of some length"

// mongodb returns an empty database.
func mongodb(t testing.TB) place {
	return place{"mongodb", []string{"--mongodb", mongodbURI(t), "--secret", aSecret}}
}

func mongodbURI(t testing.TB) string {
	t.Helper()
	uri, err := url.Parse(mongotest.URI(t))
	if err != nil {
		t.Fatal(err)
	}
	uri.Path = "/" + mongotest.Database(t)
	return uri.String()
}

// backedUp returns a backup of a new database with two participants, and its secret.
func backedUp(t *testing.T, at place) (file, secret string) {
	t.Helper()
	t.Setenv("SOUNDINGS_PASSPHRASE", passphrase)
	s := start(t, at.with()...)
	s.addPeople(t, "p-1", "p-2")
	file = filepath.Join(t.TempDir(), "backup")
	out := succeeds(t, at.with("backup", file)...)
	if !strings.Contains(out, "Wrote "+file) || strings.Contains(out, s.app.db.secret) {
		t.Errorf("printed %q", out)
	}
	s.stop(t)
	return file, s.app.db.secret
}

func TestBackupAndRestore(t *testing.T) {
	for _, from := range []func(testing.TB) place{folder, mongodb} {
		for _, to := range []func(testing.TB) place{folder, mongodb} {
			source, target := from, to
			t.Run("", func(t *testing.T) {
				file, secret := backedUp(t, source(t))
				at := target(t)
				if at.name == "mongodb" {
					at.flags[3] = secret
				}
				if out := succeeds(t, at.with("restore", file, "--without-removals")...); !strings.Contains(out, "Restored ") {
					t.Errorf("printed %q", out)
				}
				s := start(t, at.with()...)
				s.hasPeople(t, "p-1", "p-2")
				if s.app.db.secret != secret {
					t.Error("another secret was restored")
				}
				s.stop(t)
				fails(t, 1, "Nothing was restored", at.with("restore", file, "--without-removals")...)
			})
		}
	}
}

func TestBackupWhileNoServerRuns(t *testing.T) {
	at := folder(t)
	file, _ := backedUp(t, at)
	fails(t, 1, "already exists", at.with("backup", file)...)
	other := filepath.Join(t.TempDir(), "other")
	succeeds(t, at.with("backup", other)...)
	to := folder(t)
	succeeds(t, to.with("restore", other, "--without-removals")...)
	start(t, to.with()...).hasPeople(t, "p-1", "p-2")

	info, err := os.Stat(other)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the backup is %v, %v", info, err)
	}
}

func TestBackupsThatAreNotWritten(t *testing.T) {
	at := folder(t)
	fails(t, 1, "has no database", at.with("backup", filepath.Join(t.TempDir(), "file"))...)
	start(t, at.with()...).stop(t)
	fails(t, 2, "SOUNDINGS_PASSPHRASE is not set", at.with("backup", filepath.Join(t.TempDir(), "file"))...)
	t.Setenv("SOUNDINGS_PASSPHRASE", passphrase)
	fails(t, 1, "cannot be written", at.with("backup", filepath.Join(t.TempDir(), "no", "file"))...)
	fails(t, 1, "made with another secret", at.with("backup", filepath.Join(t.TempDir(), "file"), "--secret", anotherSecret)...)
	t.Setenv("SOUNDINGS_PASSPHRASE", "a short")
	fails(t, 2, "has 7 characters and needs at least 8", at.with("backup", filepath.Join(t.TempDir(), "file"))...)
	t.Setenv("SOUNDINGS_PASSPHRASE", "still short")
	if _, _, errs := do(t, at.with("backup", filepath.Join(t.TempDir(), "file"))...); !strings.Contains(errs, "This passphrase is short") {
		t.Errorf("printed %q", errs)
	}
}

func TestABackupShowsNothing(t *testing.T) {
	file, secret := backedUp(t, folder(t))
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{secret, "participants", "p-1"} {
		if bytes.Contains(b, []byte(text)) {
			t.Errorf("it shows %q", text)
		}
	}
}

// What is not a whole backup restores nothing: not on disk, not in MongoDB.
func TestBackupsThatAreNotRestored(t *testing.T) {
	file, secret := backedUp(t, folder(t))
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	damaged := bytes.Clone(whole)
	damaged[len(damaged)/2] ^= 1
	onBoth(t, func(t *testing.T, at place) {
		if at.name == "mongodb" {
			at.flags[3] = secret
		}
		for _, test := range []struct {
			name, says string
			content    []byte
			args       []string
		}{
			{"cut in its header", "its beginning is damaged", whole[:100], nil},
			{"cut in the middle", "", whole[:len(whole)/2], nil},
			{"cut at the end", "", whole[:len(whole)-1], nil},
			{"damaged", "", damaged, nil},
			{"longer", "", append(bytes.Clone(whole), 'x'), nil},
			{"something else", "it is not a backup", []byte("a letter"), nil},
			{"empty", "it is not a backup", nil, nil},
			{"another secret", "is not the secret of this backup", whole, []string{"--secret", anotherSecret}},
		} {
			t.Run(test.name, func(t *testing.T) {
				path := filepath.Join(t.TempDir(), "backup")
				if err := os.WriteFile(path, test.content, 0o600); err != nil {
					t.Fatal(err)
				}
				fails(t, 1, test.says, append(at.with("restore", path, "--without-removals"), test.args...)...)
				fails(t, 1, "Nothing was restored", append(at.with("restore", path, "--without-removals"), test.args...)...)
			})
		}
		t.Run("a wrong passphrase", func(t *testing.T) {
			t.Setenv("SOUNDINGS_PASSPHRASE", "another passphrase")
			fails(t, 1, "the passphrase is not the one", at.with("restore", file, "--without-removals")...)
		})
		t.Run("and then the whole one", func(t *testing.T) {
			if at.name == "bolt" {
				if left, err := os.ReadDir(at.path("")); err != nil || len(left) > 0 {
					t.Fatalf("left behind: %v, %v", left, err)
				}
			}
			succeeds(t, at.with("restore", file, "--without-removals")...)
		})
	})
}

func TestRestoreKeepsTheSecretOfAnotherDatabase(t *testing.T) {
	file, _ := backedUp(t, folder(t))
	at := folder(t)
	if err := makeFolder(at.path("")); err != nil {
		t.Fatal(err)
	}
	if err := keepSecret(at.path(""), anotherSecret); err != nil {
		t.Fatal(err)
	}
	fails(t, 1, "has the secret of another database", at.with("restore", file, "--without-removals")...)
	if kept, err := readSecret(at.path("")); err != nil || kept != anotherSecret {
		t.Errorf("the secret is changed, %v", err)
	}
	fails(t, 1, "cannot be read", at.with("restore", filepath.Join(t.TempDir(), "none"))...)
}

func TestCopyToMongoDB(t *testing.T) {
	for _, running := range []bool{true, false} {
		at, uri := folder(t), mongodbURI(t)
		s := start(t, at.with()...)
		s.addPeople(t, "p-1", "p-2")
		if !running {
			s.stop(t)
		}
		out := succeeds(t, at.with("copy", "--to", uri)...)
		if !strings.Contains(out, at.path(secretFile)) || strings.Contains(out, s.app.db.secret) || !strings.Contains(out, "--mongodb '"+uri+"'") {
			t.Errorf("printed %q", out)
		}
		fails(t, 1, "is not empty", at.with("copy", "--to", uri)...)
		start(t, "--mongodb", uri, "--secret", s.app.db.secret).hasPeople(t, "p-1", "p-2")
	}
}

func TestCopyToNobody(t *testing.T) {
	at := folder(t)
	start(t, at.with()...).stop(t)
	code, _, errs := do(t, at.with("copy", "--to", "mongodb://me:hunter2@127.0.0.1:1/soundings")...)
	if code != 1 || !strings.Contains(errs, "no server answers at 127.0.0.1:1") || strings.Contains(errs, "hunter2") {
		t.Errorf("exit code %d: %s", code, errs)
	}
}

package main

import (
	"encoding/base64"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/cohorts"
	"soundings/server/store"
	"soundings/server/store/bolt"
	"soundings/server/store/engine"
)

func TestFirstStart(t *testing.T) {
	at := folder(t)
	s := start(t, at.with()...)
	want := fmt.Sprintf(`^Soundings listens on http://%s\nSet up: http://%[1]s/setup\?token=\w+\n$`, regexp.QuoteMeta(s.Addr))
	if out := s.out.String(); !regexp.MustCompile(want).MatchString(out) {
		t.Errorf("printed %q, want %s", out, want)
	}
	for _, page := range []string{"/healthz", "/readyz", "/", strings.TrimPrefix(s.Links[0].URL, s.BaseURL)} {
		if status, body := s.get(t, page); status != http.StatusOK {
			t.Errorf("%s answered %d: %s", page, status, body)
		}
	}
	for _, file := range []string{"", databaseFile, secretFile, socketFile} {
		info, err := os.Stat(at.path(file))
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%q may be opened by others: %v", file, info.Mode())
		}
	}
	secret, err := readSecret(at.path(""))
	if b, decodeErr := base64.StdEncoding.DecodeString(secret); err != nil || decodeErr != nil || len(b) != 32 {
		t.Errorf("the secret is %d bytes, %v, %v", len(b), err, decodeErr)
	}
	if s.err.String() != "" {
		t.Errorf("logged %s", s.err)
	}
}

func TestReady(t *testing.T) {
	s := start(t, folder(t).with()...)
	if out := succeeds(t, "ready", "--listen", s.Addr); out != "ready\n" {
		t.Errorf("printed %q", out)
	}
	if err := s.app.db.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	fails(t, 1, "the server is not ready", "ready", "--listen", s.Addr)
	s.stop(t)
	fails(t, 1, "asking the server", "ready", "--listen", s.Addr)
}

func TestStartOnceSetUp(t *testing.T) {
	at := folder(t)
	s := start(t, at.with("--time-zone", "America/Chicago")...)
	_, token, _ := strings.Cut(s.Links[0].URL, "token=")
	if _, err := s.app.Accounts.SetUp(t.Context(), token, "Ada", "ada@example.org", "a long enough passphrase"); err != nil {
		t.Fatal(err)
	}
	clinic := cohorts.Clinic{Name: "Clinic", Phone: "555-0100", Languages: []string{"en"}, TimeZone: "America/Chicago"}
	if err := s.app.Cohorts.SaveClinic(t.Context(), clinic, nil); err != nil {
		t.Fatal(err)
	}
	s.stop(t)

	s = start(t, at.with()...)
	if want := "Soundings listens on http://" + s.Addr + "\n"; s.out.String() != want {
		t.Errorf("printed %q, want %q", s.out, want)
	}
	s.stop(t)
	fails(t, 2, "--time-zone (SOUNDINGS_TIME_ZONE) was fixed at set-up as America/Chicago", at.with("--listen", "127.0.0.1:0", "--time-zone", "UTC")...)
}

func TestLinksBeginWithTheBaseURL(t *testing.T) {
	s := start(t, folder(t).with("--base-url", "https://portal.example.org/")...)
	if !strings.Contains(s.out.String(), "\nSet up: https://portal.example.org/setup?token=") {
		t.Errorf("printed %q", s.out)
	}
	for address, want := range map[string]string{
		"127.0.0.1:80": "http://127.0.0.1:80", "[::]:80": "http://localhost:80", "0.0.0.0:80": "http://localhost:80", ":80": "http://localhost:80",
	} {
		if got := newMain().baseURL(address); got != want {
			t.Errorf("listening on %s: %s, want %s", address, got, want)
		}
	}
}

// What should not stay so is said when the server starts, and nothing else is.
func TestWarningsAtStart(t *testing.T) {
	for _, test := range []struct {
		name, listen, base string
		folder, secret     os.FileMode
		says               string // empty: nothing
	}{
		{"on this machine", "127.0.0.1:0", "", 0o700, 0o600, ""},
		{"behind a proxy with https", "127.0.0.1:0", "https://portal.example.org", 0o700, 0o600, ""},
		{"behind one on another machine", "0.0.0.0:0", "https://portal.example.org", 0o700, 0o600, ""},
		{"by plain http", "127.0.0.1:0", "http://portal.example.org", 0o700, 0o600, "travel unencrypted"},
		{"reached by other machines", "0.0.0.0:0", "", 0o700, 0o600, "other machines can reach this server by plain http"},
		{"a secret for everybody", "127.0.0.1:0", "", 0o755, 0o644, "everybody on this machine can read the secret"},
		{"a secret in a folder of one's own", "127.0.0.1:0", "", 0o700, 0o644, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			at := folder(t)
			start(t, at.with()...).stop(t)
			for path, mode := range map[string]os.FileMode{at.path(""): test.folder, at.path(secretFile): test.secret} {
				if err := os.Chmod(path, mode); err != nil {
					t.Fatal(err)
				}
			}
			args := at.with("--listen", test.listen)
			if test.base != "" {
				args = append(args, "--base-url", test.base)
			}
			s := start(t, args...)
			if said := s.err.String(); (test.says == "") != (said == "") || !strings.Contains(said, test.says) {
				t.Errorf("logged %q", said)
			}
		})
	}
}

func TestStartsThatAreRefused(t *testing.T) {
	listen := []string{"--listen", "127.0.0.1:0"}
	t.Run("the folder is in use", func(t *testing.T) {
		at := folder(t)
		start(t, at.with()...)
		fails(t, 1, "another Soundings is using the data folder", at.with(listen...)...)
	})
	t.Run("the port is in use", func(t *testing.T) {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		fails(t, 1, "is in use by another program", folder(t).with("--listen", l.Addr().String())...)
	})
	t.Run("the folder cannot be made", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "file")
		if err := writeFile(file, "in the way"); err != nil {
			t.Fatal(err)
		}
		fails(t, 1, "the data folder cannot be made", append(listen, "--data", filepath.Join(file, "data"))...)
	})
	t.Run("the folder cannot be written", func(t *testing.T) {
		if os.Getuid() == 0 {
			t.Skip("root can write everywhere")
		}
		at := folder(t)
		if err := os.Mkdir(at.path(""), 0o500); err != nil {
			t.Fatal(err)
		}
		fails(t, 1, "Choose another folder with --data", at.with(listen...)...)
	})
	t.Run("the secret is lost", func(t *testing.T) {
		at := folder(t)
		start(t, at.with()...).stop(t)
		if err := os.Remove(at.path(secretFile)); err != nil {
			t.Fatal(err)
		}
		fails(t, 1, "has a database but not its secret", at.with(listen...)...)
	})
	t.Run("the secret is damaged", func(t *testing.T) {
		at := folder(t)
		start(t, at.with()...).stop(t)
		if err := os.Truncate(at.path(secretFile), 10); err != nil {
			t.Fatal(err)
		}
		fails(t, 1, "is damaged", at.with(listen...)...)
	})
	t.Run("another secret", func(t *testing.T) {
		at := folder(t)
		start(t, at.with()...).stop(t)
		fails(t, 1, "made with another secret: set --secret", at.with(append(listen, "--secret", anotherSecret)...)...)
	})
	t.Run("the database is newer", func(t *testing.T) {
		at := folder(t)
		start(t, at.with()...).stop(t)
		at.changeMark(t, func(mark bson.M) { mark["schema"] = store.Schema + 1 })
		fails(t, 1, "written by a newer version", at.with(listen...)...)
	})
	t.Run("a restore was killed", func(t *testing.T) {
		at := folder(t)
		start(t, at.with()...).stop(t)
		at.changeMark(t, func(mark bson.M) { mark["filling"] = true })
		fails(t, 1, "was not finished", at.with(listen...)...)
	})
}

// changeMark changes the document that says what the database of a folder is.
func (p place) changeMark(t *testing.T, change func(bson.M)) {
	t.Helper()
	db, err := bolt.Open(t.Context(), bolt.Options{Path: p.path(databaseFile), Collections: store.Collections()})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close(t.Context())
	docs, err := db.Get(t.Context(), markCollection, markID)
	if err != nil {
		t.Fatal(err)
	}
	var mark bson.M
	if err := bson.Unmarshal(docs[0], &mark); err != nil {
		t.Fatal(err)
	}
	change(mark)
	raw, err := bson.Marshal(mark)
	if err != nil {
		t.Fatal(err)
	}
	c := engine.Change{Op: engine.Replace, Collection: markCollection, ID: markID, Version: mark["version"].(int64), Doc: raw}
	if err := db.Write(t.Context(), []engine.Change{c}); err != nil {
		t.Fatal(err)
	}
}

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/server/needs"
	"soundings/server/store/engine"
)

// A damaged file is told in a sentence by whatever meets it, and never by a stack trace.
func TestDamagedFiles(t *testing.T) {
	needs.Time(t)
	t.Setenv("SOUNDINGS_PASSPHRASE", passphrase)
	at := folder(t)
	s := start(t, at.with()...)
	s.addPeople(t, "p-1", "p-2", "p-3")
	s.stop(t)
	succeeds(t, at.with("verify")...)
	whole, err := os.ReadFile(at.path(databaseFile))
	if err != nil {
		t.Fatal(err)
	}
	page, used := os.Getpagesize(), len(bytes.TrimRight(whole, "\x00")) // the file has room to grow
	secret, err := os.ReadFile(at.path(secretFile))
	if err != nil {
		t.Fatal(err)
	}
	damaged := func(t *testing.T, content []byte) place { // another one each time: a lock on a damaged file may be held
		at := folder(t)
		if err := makeFolder(at.path("")); err != nil {
			t.Fatal(err)
		}
		for name, content := range map[string][]byte{databaseFile: content, secretFile: secret} {
			if err := os.WriteFile(at.path(name), content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		return at
	}
	flipped := func(b []byte) []byte { // the checksum of each document, also of those that are kept no more
		for at := 0; ; {
			next := bytes.Index(b[at:], []byte("sum\x00"))
			if next < 0 {
				return b
			}
			at += next + 6
			b[at] ^= 1
		}
	}
	overwritten := func(from, to int) func([]byte) []byte {
		return func(b []byte) []byte { copy(b[from:to], bytes.Repeat([]byte{0xA5}, to-from)); return b }
	}
	for _, test := range []struct {
		name   string
		damage func([]byte) []byte
		says   string
	}{
		{"emptied", func([]byte) []byte { return nil }, "something emptied it"},
		{"one byte", func(b []byte) []byte { return b[:1] }, "its beginning is not that of a database"},
		{"half a page", func(b []byte) []byte { return b[:page/2] }, "damaged"},
		{"two pages", func(b []byte) []byte { return b[:2*page] }, "its end is missing"},
		{"half", func(b []byte) []byte { return b[:used/2] }, "its end is missing"},
		{"another file", func(b []byte) []byte { return bytes.Repeat([]byte("letter\n"), 9999) }, "its beginning is not that of a database"},
		{"both metas", overwritten(0, 2*page), "damaged"},
		{"everything after the metas", overwritten(2*page, len(whole)), "damaged"},
		{"documents", flipped, "is not as it was written"},
	} {
		t.Run(test.name, func(t *testing.T) {
			content := test.damage(bytes.Clone(whole))
			fails(t, 1, test.says, damaged(t, content).with("verify")...)
			if test.name == "documents" {
				return
			}
			for _, command := range [][]string{{"recount"}, {"backup", filepath.Join(t.TempDir(), "file")}, {"audit", "verify"}} {
				code, _, errs := do(t, damaged(t, content).with(command...)...)
				if code != 1 || strings.Contains(errs, "goroutine ") {
					t.Errorf("%v: exit code %d: %s", command, code, errs)
				}
			}
		})
	}
	t.Run("each page", func(t *testing.T) {
		for n := 2; n < used/page; n += 1 + used/page/24 {
			at := damaged(t, overwritten(n*page, n*page+64)(bytes.Clone(whole)))
			if code, _, errs := do(t, at.with("verify")...); code > 1 || strings.Contains(errs, "goroutine ") {
				t.Errorf("page %d: exit code %d: %s", n, code, errs)
			}
		}
	})
}

// What is changed past the store is found on both engines: by a document's checksum, and by a figure.
func TestVerifyFindsChanges(t *testing.T) {
	needs.Time(t)
	onBothAtOnce(t, func(t *testing.T, at place) {
		s := start(t, at.with()...)
		s.addPeople(t, "p-1", "p-2")
		if out := succeeds(t, at.with("verify")...); !strings.Contains(out, "nothing is wrong") {
			t.Errorf("printed %q", out)
		}
		docs, err := s.app.db.Get(t.Context(), "participants", "p-1")
		if err != nil {
			t.Fatal(err)
		}
		var d bson.D
		if err := bson.Unmarshal(docs[0], &d); err != nil {
			t.Fatal(err)
		}
		for i, e := range d {
			switch e.Key {
			case "version":
				d[i].Value = e.Value.(int64) + 1
			case "group":
				d[i].Value = "staff"
			}
		}
		changed, err := bson.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		change := engine.Change{Op: engine.Replace, Collection: "participants", ID: "p-1", Version: docs[0].Lookup("version").Int64(), Doc: changed}
		if err := s.app.db.Write(t.Context(), []engine.Change{change}); err != nil {
			t.Fatal(err)
		}
		fails(t, 1, `participants: the document "p-1" is not as it was written`, at.with("verify")...)
	})
}

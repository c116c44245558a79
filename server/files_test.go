package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// A file gets its name whole, and takes it from nothing that has it. A folder stands for what cannot be linked: some file
// systems link nothing.
func TestPublish(t *testing.T) {
	at := func(t *testing.T, names ...string) string {
		t.Helper()
		folder := t.TempDir()
		for _, name := range names {
			if filepath.Ext(name) == "" {
				if err := os.Mkdir(filepath.Join(folder, name), 0o700); err != nil {
					t.Fatal(err)
				}
			} else if err := os.WriteFile(filepath.Join(folder, name), []byte(name), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		return folder
	}
	for _, c := range []struct {
		about    string
		there    []string
		from, to string
		want     error
		left     []string // names, sorted
	}{
		{"a new name", []string{"draft.txt"}, "draft.txt", "whole.txt", nil, []string{"whole.txt"}},
		{"a name that is taken", []string{"draft.txt", "whole.txt"}, "draft.txt", "whole.txt", fs.ErrExist, []string{"draft.txt", "whole.txt"}},
		{"what cannot be linked", []string{"draft"}, "draft", "whole", nil, []string{"whole"}},
		{"what cannot be linked, to a name that is taken", []string{"draft", "whole.txt"}, "draft", "whole.txt", fs.ErrExist, []string{"draft", "whole.txt"}},
		{"nothing", nil, "draft.txt", "whole.txt", fs.ErrNotExist, nil},
	} {
		folder := at(t, c.there...)
		if err := publish(filepath.Join(folder, c.from), filepath.Join(folder, c.to)); !errors.Is(err, c.want) || (err == nil) != (c.want == nil) {
			t.Errorf("%s: %v, want %v", c.about, err, c.want)
		}
		var left []string
		entries, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			left = append(left, e.Name())
		}
		if len(left) != len(c.left) || len(left) > 0 && left[0] != c.left[0] {
			t.Errorf("%s: left are %q, want %q", c.about, left, c.left)
		}
	}
}

// A draft that is not published leaves nothing; one that is can be read by its owner only.
func TestDraft(t *testing.T) {
	folder := t.TempDir()
	d, err := newDraft(filepath.Join(folder, "secret"))
	if err != nil {
		t.Fatal(err)
	}
	d.discard()
	if entries, err := os.ReadDir(folder); err != nil || len(entries) > 0 {
		t.Errorf("left are %v, %v", entries, err)
	}
	path := filepath.Join(folder, "secret")
	if err := writeFile(path, "words"); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file is %v, %v", info, err)
	}
	if err := writeFile(path, "other words"); !errors.Is(err, fs.ErrExist) {
		t.Errorf("written over: %v", err)
	}
	if text, err := os.ReadFile(path); err != nil || string(text) != "words" {
		t.Errorf("the file holds %q, %v", text, err)
	}
	if _, err := newDraft(filepath.Join(folder, "none", "secret")); err == nil {
		t.Error("a draft is begun in a folder that there is not")
	}
}

package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// walkFiles are the files that a walk is compared with.
type walkFiles struct {
	t      *testing.T
	folder string
	now    map[string]*strings.Builder
	order  []string
}

func newWalkFiles(t *testing.T, folder string) *walkFiles {
	return &walkFiles{t: t, folder: folder, now: map[string]*strings.Builder{}}
}

// write adds to a file.
func (f *walkFiles) write(name, format string, args ...any) {
	if f.now[name] == nil {
		f.now[name] = new(strings.Builder)
		f.order = append(f.order, name)
	}
	fmt.Fprintf(f.now[name], format, args...)
}

// done compares all files, or writes them with -update.
func (f *walkFiles) done() {
	f.t.Helper()
	there := map[string]bool{}
	_ = filepath.WalkDir(f.folder, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			there[strings.TrimPrefix(filepath.ToSlash(path), f.folder+"/")] = true
		}
		return nil
	})
	if *update && !f.t.Failed() {
		if err := os.RemoveAll(f.folder); err != nil {
			f.t.Fatal(err)
		}
	}
	for _, name := range f.order {
		f.compare(name, placeholders(f.now[name].String()))
		delete(there, name)
	}
	for _, name := range sorted(there) {
		if !*update {
			f.t.Errorf("%s: nothing comes to it any more", name)
		}
	}
}

func (f *walkFiles) compare(name, got string) {
	f.t.Helper()
	path := filepath.Join(f.folder, filepath.FromSlash(name))
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			f.t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			f.t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		f.t.Errorf("%s: %v; run with -update", name, err)
		return
	}
	if string(want) != got {
		f.t.Errorf("%s is not as it was (-update, if it should be like this):\n%s", name, shortened(lineDiff(lines(string(want)), lines(got)), 40))
	}
}

func lines(text string) []string { return strings.Split(strings.TrimSuffix(text, "\n"), "\n") }

func shortened(all []string, most int) string {
	if len(all) > most {
		all = append(all[:most:most], fmt.Sprintf("… and %d lines more", len(all)-most))
	}
	return strings.Join(all, "\n")
}

// chanceMade is what chance, the program's build or the passing of milliseconds makes: ids, tokens as they are and as they
// are printed, marks of files, times within the minute of the walk.
var chanceMade = regexp.MustCompile(`\b([0-9a-hjkmnp-tv-zA-HJKMNP-TV-Z]{4}(?:-[0-9a-hjkmnp-tv-zA-HJKMNP-TV-Z]{4}){3,}(?:-[0-9A-Za-z]{1,4})?|` +
	`whsec_[0-9A-Za-z+/]{43}=|(?:snd_)?[0-9a-hjkmnp-tv-z]{32}|[0-9A-HJKMNP-TV-Z]{16}|2026-11-24T10:30:00\.[0-9]+Z|v[0-9]+\.[0-9]+\.[0-9]+-[0-9.]*[0-9]{14}-[0-9a-f]{12}(?:\+dirty)?)`)

// randomStatic stands alone: no word begins before its slash.
var randomStatic = regexp.MustCompile(`/static/[0-9a-f]{8}-`)

// cursor is where the next page of a list begins: it may have an id in it.
var cursor = regexp.MustCompile(`([?&]after=|"next": ")[\w%-]{10,}`)

// placeholders puts numbered names in the place of what is random, in order of appearance.
func placeholders(text string) string {
	seen := map[string]string{}
	text = strings.ReplaceAll(text, "%2F", "/")
	text = cursor.ReplaceAllString(text, "$1{next}")
	text = randomStatic.ReplaceAllString(text, "/static/{hash}-")
	return chanceMade.ReplaceAllStringFunc(text, func(found string) string {
		if strings.HasPrefix(found, "2026-11-24T") {
			return "{now}"
		}
		if seen[found] == "" {
			seen[found] = fmt.Sprintf("{%d}", len(seen)+1)
		}
		return seen[found]
	})
}

// lineDiff returns what one text has and the other has not: "-" and "+" before each line.
func lineDiff(a, b []string) (diff []string) {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	width := len(b) + 1
	same := make([]int32, (len(a)+1)*width) // how many lines are common to what is left of both
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				same[i*width+j] = same[(i+1)*width+j+1] + 1
			} else {
				same[i*width+j] = max(same[(i+1)*width+j], same[i*width+j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && same[(i+1)*width+j] >= same[i*width+j+1]:
			diff = append(diff, "-"+a[i])
			i++
		default:
			diff = append(diff, "+"+b[j])
			j++
		}
	}
	return diff
}

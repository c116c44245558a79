package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// What CONTRIBUTING.md says of each thing that grows: at most five lines, and every file that it names is there.
func TestContributing(t *testing.T) {
	text, err := os.ReadFile("../.github/CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile("`((?:cohorts|surveys|metrics|web|server)/[^` ]*)`")
	for _, grows := range []string{
		"a question type", "an instrument", "a counting method", "a page", "an API route", "a series", "a report figure", "a text",
	} {
		_, section, found := strings.Cut(string(text), "## To add "+grows+"\n")
		section, _, _ = strings.Cut(section, "\n## ")
		lines := strings.Count(strings.TrimSpace(section), "\n") + 1
		files := named.FindAllStringSubmatch(section, -1)
		if !found || lines > 5 || len(files) == 0 {
			t.Errorf("how to add %s: found %v, %d lines, %d files", grows, found, lines, len(files))
		}
	}
	for _, file := range named.FindAllStringSubmatch(string(text), -1) {
		if _, err := os.Stat(filepath.Join("..", file[1])); err != nil {
			t.Errorf("it names %s: %v", file[1], err)
		}
	}
}

package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const securityFile = ".github/SECURITY.md"

// requirement is one row of the table in SECURITY: section, state, reason, tests.
var requirement = regexp.MustCompile(`(?m)^\| V(\d+\.\d+)(?:\.\d+)? ([^|]+) \| ([^|]*) \| ([^|]*) \| ([^|]*)\|$`)

// sections are how many sections each chapter of ASVS 5.0 has, from the first.
var sections = []int{5, 4, 7, 4, 4, 8, 6, 4, 2, 7, 7, 3, 4, 3, 4, 5, 3}

// Every section of ASVS has a row. What is kept has tests that are there; what is not says why, and has none.
func TestSecurity(t *testing.T) {
	rows := requirement.FindAllStringSubmatch(readFile(t, securityFile), -1)
	var found []string
	for _, row := range rows {
		section, what, state, why := row[1], row[2], row[3], strings.TrimSpace(row[4])
		found = append(found, section)
		tests := strings.Fields(strings.NewReplacer("`", "", ",", "").Replace(row[5]))
		if why == "" {
			t.Errorf("V%s %s: nobody says how or why not", section, what)
		}
		switch kept := state == "kept"; {
		case !slices.Contains([]string{"kept", "n/a", "open"}, state):
			t.Errorf("V%s %s is %q", section, what, state)
		case kept != (len(tests) > 0):
			t.Errorf("V%s %s is %s, with the tests %q", section, what, state, tests)
		}
		for _, name := range tests {
			if !testExists(name) {
				t.Errorf("V%s %s: there is no test %s", section, what, name)
			}
		}
	}
	var all []string
	for chapter, n := range sections {
		for section := range n {
			all = append(all, fmt.Sprintf("%d.%d", chapter+1, section+1))
		}
	}
	if got := slices.Compact(found); !slices.Equal(got, all) {
		t.Errorf("the sections are\n%q\nnot\n%q", got, all)
	}
}

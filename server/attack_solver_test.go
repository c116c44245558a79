package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"soundings/server/needs"
)

// solve returns the asked counts of many puzzles that have one possible value, as a solver for whole numbers finds them.
func solve(t *testing.T, all []*attackPuzzle) (names []string) {
	t.Helper()
	if err := exec.CommandContext(t.Context(), "python3", "-c", "import highspy").Run(); err != nil {
		needs.Missing(t, "no solver: python3 -m pip install highspy==1.16.0")
	}
	var in bytes.Buffer
	for _, p := range all {
		if err := json.NewEncoder(&in).Encode(p); err != nil {
			t.Fatal(err)
		}
	}
	command := exec.CommandContext(t.Context(), "python3", "testdata/attack/solve.py")
	var errs bytes.Buffer
	command.Stdin, command.Stderr = &in, &errs
	out, err := command.Output()
	if err != nil {
		t.Fatalf("the solver: %v: %s", err, errs.String())
	}
	asked := 0
	for _, p := range all {
		asked += len(p.Asked)
	}
	if !strings.HasSuffix(string(out), fmt.Sprintf("looked at %d sums\n", asked)) {
		t.Fatalf("the solver did not look at %d sums: %s", asked, out)
	}
	for line := range strings.Lines(string(out)) {
		if name, ok := strings.CutPrefix(line, "certain: "); ok {
			names = append(names, strings.TrimSpace(name))
		} else if strings.HasPrefix(line, "undecided: ") {
			t.Log(strings.TrimSpace(line))
		}
	}
	return names
}

// A puzzle finds a count that follows from others, and the solver what the quick look does not; that in the long form.
func TestAttackPuzzles(t *testing.T) {
	q := attackQuestion{id: "ease", kind: "scale", fields: []string{"ease"}, values: []string{"1", "2", "3", "4", "5"}}
	figure := func(told map[string]string, counts map[string]int, mean bool, from int, answers ...string) attackShown {
		f := attackShown{attackFigure: attackFigure{field: "ease", told: told, counts: counts, at: "here"}}
		if mean {
			f.mean, f.sd = new(float64), new(float64)
		}
		for n, value := range answers {
			f.on = append(f.on, &attackAnswer{attackEntry: attackEntry{id: from + n}, values: map[string][]string{"ease": {value}}})
		}
		return f
	}
	const none, most, out = "almost_none", "almost_all", "left_out"
	var all []*attackPuzzle
	certain, solved := map[string]bool{}, map[string]bool{}
	elevens := strings.Split("1 1 1 1 1 1 1 1 1 1 5", " ")
	for name, test := range map[string]struct {
		shown           []attackShown
		quickly, solved bool
	}{
		"one word alone follows": {
			[]attackShown{figure(map[string]string{"5": none}, map[string]int{"1": 10, "2": 0, "3": 0, "4": 0}, false, 0, elevens...)}, true, true,
		},
		"two words do not": {
			[]attackShown{figure(map[string]string{"5": none, "1": most, "2": none}, map[string]int{"3": 0, "4": 0}, false, 0, elevens...)}, false, false,
		},
		"two words with their mean do": {
			[]attackShown{figure(map[string]string{"5": none, "1": most}, map[string]int{"2": 0, "3": 0, "4": 0}, true, 0, elevens...)}, true, true,
		},
		"three left out with mean and deviation": {
			[]attackShown{figure(map[string]string{"1": out, "2": out, "3": out}, map[string]int{"4": 0, "5": 0}, true, 0, strings.Split("1 1 1 1 1 1 2 2 2 2 2 2 2 3 3 3 3 3 3 3", " ")...)}, false, true,
		},
		"all in words, and the mean is an end": {
			[]attackShown{figure(map[string]string{"1": most, "2": none, "3": none, "4": none, "5": none}, nil, true, 0, strings.Split("1 1 1 1 1 1", " ")...)}, true, true,
		},
		"left out beside words": {
			[]attackShown{figure(map[string]string{"1": out, "2": none, "3": out}, map[string]int{"4": 0, "5": 0}, false, 0, strings.Split("1 1 1 1 2 3 3 3 3 3 3", " ")...)}, false, false,
		},
	} {
		p := puzzle(name, q, test.shown, nil)
		if found := p.certain(); (len(found) > 0) != test.quickly {
			t.Errorf("%s: quickly %v", name, found)
		}
		all = append(all, p)
		if test.solved {
			certain[name], solved[name] = true, true
		}
	}
	if os.Getenv(attackVariable) == "" {
		return
	}
	for _, found := range solve(t, all) {
		name, _, _ := strings.Cut(found, ":")
		if !certain[name] {
			t.Errorf("the solver finds %s", found)
		}
		delete(solved, name)
	}
	for name := range solved {
		t.Errorf("the solver does not find %s", name)
	}
}

package clinic

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"soundings/cohorts/base"
)

// Every act that has a text is of exactly one kind, so that a filter by kind loses none.
func TestEveryActHasAKind(t *testing.T) {
	files, err := filepath.Glob("../texts/en/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no texts", err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var texts map[string]any
		if err := json.Unmarshal(content, &texts); err != nil {
			t.Fatal(err)
		}
		for id := range texts {
			act, ok := strings.CutPrefix(id, "act.")
			if !ok {
				continue
			}
			noun, _, _ := strings.Cut(act, ".")
			kinds := 0
			for _, k := range auditKinds {
				if slices.Contains(k.nouns, noun) {
					kinds++
				}
			}
			if kinds != 1 {
				t.Errorf("the act %s is of %d kinds", act, kinds)
			}
		}
	}
}

func TestAuditFilter(t *testing.T) {
	ana := base.Actor{Kind: base.ActorStaff, ID: "ANA"}
	record := base.AuditRecord{By: ana, Act: "export.people"}
	for _, test := range []struct {
		name   string
		filter auditFilter
		has    bool
	}{
		{"none", auditFilter{}, true},
		{"its kind", auditFilter{nouns: []string{"links", "export"}}, true},
		{"another kind", auditFilter{nouns: []string{"survey"}}, false},
		{"its actor", auditFilter{who: ana}, true},
		{"another actor", auditFilter{who: base.Actor{Kind: base.ActorStaff, ID: "BEN"}}, false},
		{"its kind by another", auditFilter{nouns: []string{"export"}, who: base.Actor{Kind: base.ActorSystem}}, false},
	} {
		if has := test.filter.has(record); has != test.has {
			t.Errorf("%s: %v", test.name, has)
		}
	}
}

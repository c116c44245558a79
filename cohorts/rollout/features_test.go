package rollout

import (
	"errors"
	"strings"
	"testing"
	"time"

	"soundings/cohorts/base"
)

// needing returns a catalogue of features with their needs, as "a: b c".
func needing(lines ...string) Catalogue {
	var c Catalogue
	for _, line := range lines {
		key, needs, _ := strings.Cut(line, ":")
		c.Features = append(c.Features, Feature{Key: key, Needs: strings.Fields(needs), Stage: Idea, Version: 1})
	}
	return c
}

func TestCycles(t *testing.T) {
	c := needing("a:", "b: a", "c: b", "d: b c", "e: d a")
	for _, f := range []struct {
		key, needs, want string
	}{
		{"a", "", ""},
		{"e", "a b c d", ""},
		{"a", "a", "a → a"},
		{"a", "b", "a → b → a"},
		{"a", "e", "a → e → d → b → a"},
		{"b", "a c", "b → c → b"},
		{"new", "e", ""},
	} {
		got := strings.Join(c.circle(Feature{Key: f.key, Needs: strings.Fields(f.needs)}), " → ")
		equal(t, f.key+" needs "+f.needs, got, f.want)
	}
}

func TestFeatureRules(t *testing.T) {
	c := needing("labs:", "letters: labs")
	good := Feature{Key: "secure-messaging", Name: base.Words{"en": "Messages"}, Needs: []string{"labs"}, Stage: Planned}
	long := strings.Repeat("x", 1001)
	for _, f := range []struct {
		about  string
		change func(*Feature)
		want   string
	}{
		{"as it is", func(*Feature) {}, ""},
		{"Spanish only", func(f *Feature) { f.Name = base.Words{"es": "Mensajes"} }, ""},
		{"no name", func(f *Feature) { f.Name = nil }, "name: error.required"},
		{"no key", func(f *Feature) { f.Key = "" }, "key: feature.key"},
		{"not a slug", func(f *Feature) { f.Key = "Secure Messaging" }, "key: feature.key"},
		{"a dash at the end", func(f *Feature) { f.Key = "secure-" }, "key: feature.key"},
		{"a long key", func(f *Feature) { f.Key = strings.Repeat("k", 61) }, "key: feature.key"},
		{"less than no effort", func(f *Feature) { f.Effort = -1 }, "effort: error.min"},
		{"a stage that is none", func(f *Feature) { f.Stage = "gamma" }, "stage: error.oneof"},
		{"a need that is none", func(f *Feature) { f.Needs = []string{"telepathy"} }, "needs: feature.needs_unknown"},
		{"a need of itself", func(f *Feature) { f.Key, f.Needs = "labs", []string{"labs"} }, "needs: feature.cycle"},
		{"a need in a circle", func(f *Feature) { f.Key, f.Needs = "labs", []string{"letters"} }, "needs: feature.cycle"},
		{"long texts", func(f *Feature) {
			f.Name["es"], f.Description, f.Owner = long, base.Words{"en": long}, long
		}, "description.en: error.max_length, name.es: error.max_length, owner: error.max_length"},
	} {
		changed := good
		changed.Name = base.Words{"en": "Messages"}
		f.change(&changed)
		equal(t, f.about, bad(changed.check(c)), f.want)
	}
	err := Feature{Key: "labs", Name: good.Name, Stage: Idea, Needs: []string{"letters"}}.check(c)
	var refused *base.Error
	if !errors.As(err, &refused) || refused.Fields[0].Text.Args["Path"] != "labs → letters → labs" {
		t.Errorf("the circle is not named: %v", err)
	}
}

// A feature saved without a stage keeps its stage and the time since when it has it.
func TestStageOfAFeature(t *testing.T) {
	before := noon.Add(-48 * time.Hour)
	c := Catalogue{Features: []Feature{{Key: "labs", Stage: Beta, Created: before, Since: before, Version: 7}}}
	for _, f := range []struct {
		key         string
		stage, want Stage
		since       time.Time
		version     int64
	}{
		{"new", "", Idea, noon, 0},
		{"new", Beta, Beta, noon, 0},
		{"labs", "", Beta, before, 7},
		{"labs", Beta, Beta, before, 7},
		{"labs", Live, Live, noon, 7},
	} {
		got := Feature{Key: f.key, Stage: f.stage}.over(c, noon)
		equal(t, f.key+" "+string(f.stage), []any{got.Stage, got.Since, got.Version}, []any{f.want, f.since, f.version})
	}
	tidy := Feature{Key: " labs ", Needs: []string{"a", " a", "b"}}.tidy()
	equal(t, "tidy", []any{tidy.Key, tidy.Needs}, []any{"labs", []string{"a", "b"}})
}

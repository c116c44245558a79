package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// grows lists what CONTRIBUTING has to say how to add.
var grows = []string{
	"a question type", "an instrument", "a counting method", "a page", "an API route", "a gate before the steps of a rollout", "a series", "a report figure", "a text",
}

// maxSteps is how many places a new thing may touch.
const maxSteps = 5

var (
	codeSpan = regexp.MustCompile("`([^`\n]+)`")
	// named is what stands for the name of the new thing.
	named = regexp.MustCompile(`\b(NAME|ROOM)\b|NAME`)
	// isPath is a path under one of the folders of the tree, or a file at its top.
	isPath = regexp.MustCompile(`^(\.(ci|github)|server|web|metrics|surveys|cohorts)(/[\w.*-]+)*/?$|^(compose\.yaml|README\.md|go\.mod)$`)
)

// pathsIn returns the paths that a text quotes, and those of the packages that its commands name.
func pathsIn(text string) (paths []string) {
	for _, q := range codeSpan.FindAllStringSubmatch(text, -1) {
		for _, word := range strings.Fields(q[1]) {
			word = named.ReplaceAllString(strings.TrimSuffix(strings.TrimPrefix(word, "./"), "/..."), "*")
			if isPath.MatchString(word) {
				paths = append(paths, word)
			}
		}
	}
	return paths
}

// lacks reports the paths of a text at which there is nothing.
func lacks(t *testing.T, about, text string) {
	t.Helper()
	for _, path := range pathsIn(text) {
		if found, err := filepath.Glob(filepath.Join("..", path)); err != nil || len(found) == 0 {
			t.Errorf("%s: there is no %s", about, path)
		}
	}
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("..", path))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// CONTRIBUTING says of everything that grows which files it takes, in a few lines, and the files are there.
func TestContributing(t *testing.T) {
	text := readFile(t, ".github/CONTRIBUTING.md")
	lacks(t, "CONTRIBUTING", text)
	for _, what := range grows {
		_, section, ok := strings.Cut(text, "\n## To add "+what+"\n")
		if !ok {
			t.Errorf("CONTRIBUTING does not say how to add %s", what)
			continue
		}
		section, _, _ = strings.Cut(section, "\n## ")
		if steps := strings.Count("\n"+section, "\n- "); steps == 0 || steps > maxSteps {
			t.Errorf("%s takes %d steps, not 1 to %d", what, steps, maxSteps)
		}
		if len(pathsIn(section)) == 0 {
			t.Errorf("how to add %s names no file", what)
		}
	}
}

// What README and DECISIONS name is there.
func TestDocumentsNameWhatIsThere(t *testing.T) {
	for _, path := range []string{"README.md", ".github/DECISIONS.md"} {
		lacks(t, path, readFile(t, path))
	}
}

// README has a row for each package, and CONTRIBUTING each room of the site.
func TestEveryPackageIsExplained(t *testing.T) {
	readme, contributing := readFile(t, "README.md"), readFile(t, ".github/CONTRIBUTING.md")
	_, tree, _ := strings.Cut(readme, "## How the tree is laid out")
	for folder := range importGraph(t, "..") {
		if !strings.Contains(tree, "`"+folder+"`") {
			t.Errorf("README has no row for %s", folder)
		}
		if room, ok := strings.CutPrefix(folder, "web/"); ok && !regexp.MustCompile(`(?m)^web/.*\b`+room+`\b`).MatchString(contributing) {
			t.Errorf("CONTRIBUTING does not show web/%s", room)
		}
	}
}

// The list is read as it is meant: names are patterns, and commands name packages.
func TestPathsIn(t *testing.T) {
	for text, want := range map[string]string{
		"`surveys/kinds/NAME.go`: a function":       "surveys/kinds/*.go",
		"`web/ROOM/NAME_api.go` and `web/ROOM`":     "web/*/*_api.go web/*",
		"`go test ./metrics/series -update` writes": "metrics/series",
		"`web/learn/figure_NAME.go`, `figures`":     "web/learn/figure_*.go",
		"`NAME.ask`, `SOUNDINGS_DEV`, `--dev`":      "",
		"`.ci/run`, `compose.yaml`, `/api/v1`":      ".ci/run compose.yaml",
	} {
		if got := strings.Join(pathsIn(text), " "); got != want {
			t.Errorf("%s names %q, not %q", text, got, want)
		}
	}
}

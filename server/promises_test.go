package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const promisesFile = ".github/PROMISES.md"

// promise is one row of PROMISES: keys of the catalogue, their sentence in English, and the tests that keep it.
var promise = regexp.MustCompile("(?m)^\\| ((?:`[a-z_.]+` ?)+)\\| (.*) \\| (.*) \\|$")

// promisingAreas are the beginnings of the keys that stand on patients' pages.
var promisingAreas = []string{"page.", "home.", "consent.", "form.", "warning.", "thanks.", "empty.", "message.", "ballots.", "choices.", "leave.", "mail.", "letter.", "textmessage.", "kiosk.", "paper.", "join.", "faq.", "workflows.", "report.", "receipt.", "told.", "news."}

// Every sentence on a patient's page is either in the table of promises, with the tests that keep it, or in the list of those
// that promise nothing. The table says what the catalogue says: -update writes its sentences anew.
func TestPromisesAreKept(t *testing.T) {
	text, sentences := readFile(t, promisesFile), patientSentences(t)
	listed := map[string]bool{}
	text = promise.ReplaceAllStringFunc(text, func(row string) string {
		m := promise.FindStringSubmatch(row)
		var said []string
		for _, key := range strings.Fields(strings.ReplaceAll(m[1], "`", " ")) {
			listed[key] = true
			if said = append(said, sentences[key]); sentences[key] == "" {
				t.Errorf("%s is promised, and no page says it", key)
			}
		}
		for _, name := range strings.Fields(strings.ReplaceAll(strings.ReplaceAll(m[3], "`", " "), ",", " ")) {
			if !testExists(name) {
				t.Errorf("%s: there is no test %s", m[1], name)
			}
		}
		if strings.TrimSpace(m[3]) == "" {
			t.Errorf("%s: no test keeps it", m[1])
		}
		if sentence := strings.Join(said, " / "); sentence != m[2] && !*update {
			t.Errorf("%s: the table says\n%s\nand the page\n%s\n(-update, if the tests keep that too)", m[1], m[2], sentence)
		}
		return "| " + m[1] + "| " + strings.Join(said, " / ") + " | " + m[3] + " |"
	})
	_, rest, _ := strings.Cut(text, "## Promises nothing of its own")
	for _, key := range codeSpan.FindAllStringSubmatch(rest, -1) {
		if sentences[key[1]] == "" {
			t.Errorf("%s is in the list of those that promise nothing, and no page says it", key[1])
		}
		listed[key[1]] = true
	}
	for key := range sentences {
		if !listed[key] {
			t.Errorf("%s is neither promised nor in the list of those that promise nothing: %q", key, sentences[key])
		}
	}
	if *update {
		if err := os.WriteFile(filepath.Join("..", promisesFile), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// patientSentences returns the English sentences of patients' pages by key, each on one line.
func patientSentences(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, name := range []string{"patient", "ballots", "people", "mail", "help", "news"} {
		var texts map[string]any
		if err := json.Unmarshal([]byte(readFile(t, "web/texts/en/"+name+".json")), &texts); err != nil {
			t.Fatal(err)
		}
		for key, text := range texts {
			if plural, ok := text.(map[string]any); ok {
				text = plural["other"]
			}
			if slices.ContainsFunc(promisingAreas, func(area string) bool { return strings.HasPrefix(key, area) }) {
				all[key] = strings.NewReplacer("\n", " ", "|", "/").Replace(text.(string))
			}
		}
	}
	return all
}

// testExists reports whether there is a test, named as "web.TestX": its folder and its function.
func testExists(name string) bool {
	folder, function, _ := strings.Cut(name, ".")
	files, err := filepath.Glob(filepath.Join("..", folder, "*_test.go"))
	return err == nil && slices.ContainsFunc(files, func(file string) bool {
		code, err := os.ReadFile(file)
		return err == nil && strings.Contains(string(code), "\nfunc "+function+"(")
	})
}

package web

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
)

// asking finds an address with parameters that a template puts together: html/template would escape what it fills in as one
// value, & and = too.
var asking = regexp.MustCompile(`(href|action|formaction|src)="[^"]*(\?[^"]*\{\{|\}\}[^"]*\?)[^"]*"`)

// No template writes a query: pages hold whole addresses, which page.Address makes.
func TestTemplatesWriteNoQuery(t *testing.T) {
	read := 0
	err := fs.WalkDir(os.DirFS("."), ".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".gohtml") {
			return err
		}
		text, err := os.ReadFile(path)
		for _, found := range asking.FindAllString(string(text), -1) {
			t.Errorf("%s writes %s", path, found)
		}
		read++
		return err
	})
	if err != nil || read < 20 {
		t.Fatal(read, err)
	}
	for _, wrong := range []string{`href="/reports/pack?{{.Query}}"`, `href="{{.Path}}?lang={{.Code}}"`, `action="{{.Base}}?x=1"`} {
		if !asking.MatchString(wrong) {
			t.Errorf("%s is not found", wrong)
		}
	}
}

package page

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestStatic(t *testing.T) {
	files, err := NewStatic(Frame())
	if err != nil {
		t.Fatal(err)
	}
	for name, kind := range map[string]string{"patient.css": "text/css", "team.css": "text/css", "drag.js": "text/javascript"} {
		url := files.URL(name)
		if !strings.HasPrefix(url, StaticPath) || !strings.HasSuffix(url, name) {
			t.Errorf("%s is at %q", name, url)
		}
		plain := get(files, url, "")
		if plain.Code != 200 || plain.Header().Get("Content-Type") != kind+"; charset=utf-8" || plain.Header().Get("Content-Encoding") != "" {
			t.Errorf("%s: %d %v", name, plain.Code, plain.Header())
		}
		if !strings.Contains(plain.Header().Get("Cache-Control"), "immutable") {
			t.Errorf("%s may not be kept: %v", name, plain.Header())
		}
		zipped := get(files, url, "br, gzip")
		reader, err := gzip.NewReader(zipped.Body)
		if err != nil {
			t.Fatal(err)
		}
		unzipped, err := io.ReadAll(reader)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(unzipped, plain.Body.Bytes()) {
			t.Errorf("%s is something else when it is compressed", name)
		}
	}
	if got := get(files, StaticPath+"../pages.go", "").Code; got != 404 {
		t.Errorf("a file that is not served: %d", got)
	}
}

func get(files *Static, url, encoding string) *httptest.ResponseRecorder {
	w, r := httptest.NewRecorder(), httptest.NewRequest("GET", url, nil)
	r.Header.Set("Accept-Encoding", encoding)
	files.ServeHTTP(w, r)
	return w
}

func TestSqueeze(t *testing.T) {
	const css = "/* a\n comment */\n.a > .b,\n.c { color: var(--ink);\n  margin: 0 auto }\n@media (min-width: 30rem) { .d { top: 0 } }\n"
	const want = ".a > .b,.c{color: var(--ink);margin: 0 auto}@media (min-width: 30rem){.d{top: 0}}"
	if got := string(squeeze([]byte(css))); got != want {
		t.Errorf("squeezed to %q, want %q", got, want)
	}
}

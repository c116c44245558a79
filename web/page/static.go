package page

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"regexp"
	"strings"
)

// StaticPath is where static files are served.
const StaticPath = "/static/"

// bundles says which files make up each one that a page asks for.
var bundles = map[string][]string{
	"patient.css": {"tokens.css", "patient.css"},
	"team.css":    {"tokens.css", "team.css", "anatomy.css"},
	"sheets.css":  {"sheets.css"},
	"drag.js":     {"drag.js"},
	"clears.js":   {"clears.js"},
}

// Static serves stylesheets and scripts under addresses that name their content, so that browsers keep them for good.
type Static struct {
	fresh func() (*Static, error) // puts them together anew; nil: never
	urls  map[string]string       // by a bundle's name
	files map[string]staticFile   // by address
	icon  template.URL
}

type staticFile struct {
	kind           string // its media type
	plain, gzipped []byte
}

// NewStatic puts the bundles of the frame together and compresses them, once.
func NewStatic(frame Folder) (*Static, error) {
	s := &Static{urls: map[string]string{}, files: map[string]staticFile{}}
	for name, parts := range bundles {
		var bundle []byte
		for _, part := range parts {
			content, err := fs.ReadFile(frame.Files, "static/"+part)
			if err != nil {
				return nil, fmt.Errorf("reading a static file: %w", err)
			}
			if strings.HasSuffix(part, ".css") {
				content = squeeze(content)
			}
			bundle = append(bundle, content...)
		}
		gzipped, err := Compress(bundle)
		if err != nil {
			return nil, fmt.Errorf("compressing %s: %w", name, err)
		}
		hash := sha256.Sum256(bundle)
		url := StaticPath + hex.EncodeToString(hash[:4]) + "-" + name
		s.urls[name], s.files[url] = url, staticFile{mediaTypes[path.Ext(name)], bundle, gzipped}
	}
	icon, err := fs.ReadFile(frame.Files, "static/icon.svg")
	if err != nil {
		return nil, fmt.Errorf("reading the icon: %w", err)
	}
	s.icon = template.URL("data:image/svg+xml," + iconEscapes.Replace(strings.TrimSpace(string(icon))))
	return s, nil
}

var mediaTypes = map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}

var (
	iconEscapes = strings.NewReplacer(`"`, `'`, "#", "%23", "<", "%3C", ">", "%3E", "\n", "")
	cssComments = regexp.MustCompile(`(?s)/\*.*?\*/`)
	cssBlanks   = regexp.MustCompile(`\s+`)
	cssMarks    = regexp.MustCompile(` ?([{};,]) ?`)
)

// squeeze takes comments and needless blanks out of a stylesheet.
func squeeze(css []byte) []byte {
	css = cssComments.ReplaceAll(css, nil)
	css = cssBlanks.ReplaceAll(css, []byte(" "))
	return bytes.TrimSpace(cssMarks.ReplaceAll(css, []byte("$1")))
}

// Compress returns b as gzip has it.
func Compress(b []byte) ([]byte, error) {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(b); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// URL returns the address of a bundle: "patient.css".
func (s *Static) URL(name string) string { return s.urls[name] }

// Icon returns the icon as a data: address, which costs a page no request of its own.
func (s *Static) Icon() template.URL { return s.icon }

// ServeHTTP sends a static file, compressed to whoever takes that.
func (s *Static) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.fresh != nil {
		anew, err := s.fresh()
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		s = anew
	}
	file, ok := s.files[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", file.kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Vary", "Accept-Encoding")
	body := file.plain
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		body = file.gzipped
	}
	h.Set("Content-Length", fmt.Sprint(len(body)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // a reader who went away needs no answer
	}
}

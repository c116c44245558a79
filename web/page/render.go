package page

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/labstack/echo/v4"
)

// The layouts that a page can have around it.
const (
	Patient = "patient" // one thing at a time, without a menu
	Team    = "team"    // with the team's menu
)

// Folder is where the templates of one room lie. "parts_*.gohtml" are for all its pages; any other file is a page.
type Folder struct {
	Room   string // the first half of a View's Template()
	Layout string // Patient or Team
	Files  fs.FS
}

//go:embed *.gohtml kinds/*.gohtml methods/*.gohtml static
var files embed.FS

// Frame returns the folder of what all rooms share: layouts, parts, stylesheets and pages of no room.
func Frame() Folder { return Folder{"page", Team, files} }

// Templates renders pages. Everything is parsed once, at start, unless somebody works on it (see Develop).
type Templates struct {
	fresh   func() (*Templates, error)    // parses everything anew; nil: never
	pages   map[string]*template.Template // by a View's Template()
	Rows    *rows
	buffers sync.Pool
}

// NewTemplates parses every page of the rooms and of the frame, with the layout of its folder and the parts that pages
// share.
func NewTemplates(static *Static, frame Folder, rooms ...Folder) (*Templates, error) {
	t := &Templates{pages: map[string]*template.Template{}}
	t.buffers.New = func() any { return new(bytes.Buffer) }
	functions := template.FuncMap{"asset": static.URL, "icon": static.Icon}
	rows, err := newRows(frame.Files, functions)
	if err != nil {
		return nil, err
	}
	t.Rows, functions["draw"] = rows, rows.Draw
	for _, folder := range append(rooms, frame) {
		around, err := template.New("page").Funcs(functions).ParseFS(frame.Files, "parts_*.gohtml", "layout_"+folder.Layout+".gohtml")
		if err != nil {
			return nil, fmt.Errorf("parsing the layout of %s pages: %w", folder.Layout, err)
		}
		if err := t.parse(around, folder); err != nil {
			return nil, fmt.Errorf("parsing the pages of %s: %w", folder.Room, err)
		}
	}
	return t, nil
}

// parse parses the pages of a room into its frame.
func (t *Templates) parse(frame *template.Template, folder Folder) error {
	names, err := fs.Glob(folder.Files, "*.gohtml")
	if err != nil {
		return err
	}
	isPart := func(name string) bool { return strings.HasPrefix(name, "parts_") }
	parts := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return !isPart(name) })
	for _, name := range names {
		if isPart(name) || strings.HasPrefix(name, "layout_") {
			continue
		}
		one, err := frame.Clone()
		if err != nil {
			return err
		}
		if one, err = one.ParseFS(folder.Files, append(parts, name)...); err != nil {
			return err
		}
		t.pages[folder.Room+"/"+strings.TrimSuffix(name, ".gohtml")] = one
	}
	return nil
}

// Names returns the names of all pages, in order.
func (t *Templates) Names() []string { return slices.Sorted(maps.Keys(t.pages)) }

// rows are the templates of what stands in a table of the domain: the types of questions and the methods of polls. Each has
// a file with its blocks, as "scale.ask".
type rows struct{ Set *template.Template }

func newRows(files fs.FS, functions template.FuncMap) (*rows, error) {
	r := &rows{}
	set, err := template.New("rows").Funcs(functions).Funcs(template.FuncMap{"draw": r.Draw}).
		ParseFS(files, "parts_*.gohtml", "kinds/*.gohtml", "methods/*.gohtml")
	if err != nil {
		return nil, fmt.Errorf("parsing the templates of kinds: %w", err)
	}
	r.Set = set
	return r, nil
}

// Draw draws one block of a row. A row that has no template is an error, so that nothing is drawn as something else.
func (r *rows) Draw(row, block string, data any) (template.HTML, error) {
	var b strings.Builder
	if err := r.Set.ExecuteTemplate(&b, row+"."+block, data); err != nil {
		return "", err
	}
	return template.HTML(b.String()), nil
}

// Render sends a page with a status.
func (s *Site) Render(c echo.Context, status int, v View) error {
	return s.Templates.Render(c.Response(), status, v)
}

// Render sends a page. It goes to a buffer first, so that a reader gets a whole page or an error, never half of one.
func (t *Templates) Render(w http.ResponseWriter, status int, v View) error {
	if t.fresh != nil {
		anew, err := t.fresh()
		if err != nil {
			return err
		}
		return anew.Render(w, status, v)
	}
	one, ok := t.pages[v.Template()]
	if !ok {
		return fmt.Errorf("there is no page %q", v.Template())
	}
	buffer := t.buffers.Get().(*bytes.Buffer)
	defer t.buffers.Put(buffer)
	buffer.Reset()
	if wrong, ok := v.(interface{ Wrong() bool }); ok && wrong.Wrong() { // drawn twice: the summary on top has what the fields below are called
		if err := one.ExecuteTemplate(io.Discard, "layout", v); err != nil {
			return fmt.Errorf("rendering %s: %w", v.Template(), err)
		}
	}
	if err := one.ExecuteTemplate(buffer, "layout", v); err != nil {
		return fmt.Errorf("rendering %s: %w", v.Template(), err)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	if _, err := w.Write(buffer.Bytes()); err != nil {
		return fmt.Errorf("sending %s: %w", v.Template(), err)
	}
	return nil
}

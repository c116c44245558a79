package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"sync"

	"github.com/labstack/echo/v4"
)

//go:embed templates page
var templateFiles embed.FS

// templates renders pages. Everything is parsed once, at start.
type templates struct {
	pages   map[string]*template.Template // by a View's template()
	rows    *rows
	buffers sync.Pool
}

// newTemplates parses every page with the layout of its folder and the parts that pages share.
func newTemplates(files *static) (*templates, error) {
	t := &templates{pages: map[string]*template.Template{}}
	t.buffers.New = func() any { return new(bytes.Buffer) }
	functions := template.FuncMap{"asset": files.URL, "icon": files.Icon}
	rows, err := newRows(functions)
	if err != nil {
		return nil, err
	}
	t.rows, functions["draw"] = rows, rows.draw
	for _, folder := range []string{"patient", "team"} {
		base, err := template.New("page").Funcs(functions).
			ParseFS(templateFiles, "templates/parts_*.gohtml", "templates/layout_"+folder+".gohtml")
		if err != nil {
			return nil, fmt.Errorf("parsing the layout of %s pages: %w", folder, err)
		}
		names, err := fs.Glob(templateFiles, "templates/"+folder+"/*.gohtml")
		if err != nil {
			return nil, fmt.Errorf("listing %s pages: %w", folder, err)
		}
		for _, name := range names {
			page, err := parsePage(base, name)
			if err != nil {
				return nil, fmt.Errorf("parsing a page: %w", err)
			}
			t.pages[folder+"/"+strings.TrimSuffix(path.Base(name), ".gohtml")] = page
		}
	}
	return t, nil
}

// rows are the templates of what stands in a table of the domain: the types of questions and the methods of polls. Each has
// a file with its blocks, as "scale.ask".
type rows struct{ set *template.Template }

func newRows(functions template.FuncMap) (*rows, error) {
	r := &rows{}
	set, err := template.New("rows").Funcs(functions).Funcs(template.FuncMap{"draw": r.draw}).
		ParseFS(templateFiles, "templates/parts_*.gohtml", "page/*/*.gohtml")
	if err != nil {
		return nil, fmt.Errorf("parsing the templates of kinds: %w", err)
	}
	r.set = set
	return r, nil
}

// draw draws one block of a row. A row that has no template is an error, so that nothing is drawn as something else.
func (r *rows) draw(row, block string, data any) (template.HTML, error) {
	var b strings.Builder
	if err := r.set.ExecuteTemplate(&b, row+"."+block, data); err != nil {
		return "", err
	}
	return template.HTML(b.String()), nil
}

func parsePage(base *template.Template, name string) (*template.Template, error) {
	page, err := base.Clone()
	if err != nil {
		return nil, err
	}
	return page.ParseFS(templateFiles, name)
}

// render sends a page with a status.
func (s *Server) render(c echo.Context, status int, v View) error {
	return s.templates.render(c.Response(), status, v)
}

// render sends a page. It goes to a buffer first, so that a reader gets a whole page or an error, never half of one.
func (t *templates) render(w http.ResponseWriter, status int, v View) error {
	page, ok := t.pages[v.template()]
	if !ok {
		return fmt.Errorf("there is no page %q", v.template())
	}
	buffer := t.buffers.Get().(*bytes.Buffer)
	defer t.buffers.Put(buffer)
	buffer.Reset()
	if err := page.ExecuteTemplate(buffer, "layout", v); err != nil {
		return fmt.Errorf("rendering %s: %w", v.template(), err)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	if _, err := w.Write(buffer.Bytes()); err != nil {
		return fmt.Errorf("sending %s: %w", v.template(), err)
	}
	return nil
}

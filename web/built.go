package web

import (
	"fmt"
	"io/fs"

	"soundings/web/page"
	"soundings/web/texts"
)

// Built is what a server says and shows, whatever clinic it is of: texts, pages, stylesheets and the description of the
// API. Any number of servers may share one.
type Built struct {
	texts     *texts.Catalogue
	templates *page.Templates
	static    *page.Static
	document  []byte // that describes the API
}

// Load reads what is built into the program.
func Load() (*Built, error) {
	return load(func() (*page.Templates, *page.Static, error) { return page.Load(folders()...) })
}

// Develop is Load with the pages and stylesheets of the folder web of a checkout, which are read anew each time.
func Develop(web fs.FS) (*Built, error) {
	return load(func() (*page.Templates, *page.Static, error) { return page.Develop(web, folders()...) })
}

func load(pages func() (*page.Templates, *page.Static, error)) (b *Built, err error) {
	b = &Built{}
	if b.texts, err = texts.Load(); err != nil {
		return nil, fmt.Errorf("reading the texts: %w", err)
	}
	if b.templates, b.static, err = pages(); err != nil {
		return nil, err
	}
	if b.document, err = describeAPI(); err != nil {
		return nil, err
	}
	return b, nil
}

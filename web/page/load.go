package page

import (
	"fmt"
	"io/fs"
)

// Load reads the templates and stylesheets that are built in.
func Load(rooms ...Folder) (*Templates, *Static, error) {
	return load(Frame(), rooms)
}

func load(frame Folder, rooms []Folder) (*Templates, *Static, error) {
	static, err := NewStatic(frame)
	if err != nil {
		return nil, nil, err
	}
	templates, err := NewTemplates(static, frame, rooms...)
	return templates, static, err
}

// Develop reads templates and stylesheets from the folder web of a checkout, anew for each page and each stylesheet, so
// that whoever works on one sees it at the next look. A page takes many times as long for it.
func Develop(web fs.FS, rooms ...Folder) (*Templates, *Static, error) {
	read := func() (*Templates, *Static, error) {
		folders, err := in(web, append([]Folder{Frame()}, rooms...))
		if err != nil {
			return nil, nil, err
		}
		return load(folders[0], folders[1:])
	}
	templates, static, err := read()
	if err != nil {
		return nil, nil, err
	}
	templates.fresh = func() (*Templates, error) { t, _, err := read(); return t, err }
	static.fresh = func() (*Static, error) { _, s, err := read(); return s, err }
	return templates, static, nil
}

// in returns folders as they lie in the folder web of a checkout.
func in(web fs.FS, folders []Folder) ([]Folder, error) {
	for i, f := range folders {
		if info, err := fs.Stat(web, f.Room); err != nil || !info.IsDir() {
			return nil, fmt.Errorf("there is no folder %s among the sources", f.Room)
		}
		files, err := fs.Sub(web, f.Room)
		if err != nil {
			return nil, fmt.Errorf("look into folder %s: %w", f.Room, err)
		}
		folders[i].Files = files
	}
	return folders, nil
}

package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// draft is a file in the making: it has another name until it is whole and durable.
type draft struct {
	*os.File
	path string // what it will be called
}

// newDraft begins a file that only its owner may read.
func newDraft(path string) (*draft, error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return nil, err
	}
	return &draft{f, path}, nil
}

// publish makes the file durable and gives it its name. It does not replace a file that has the name already.
func (d *draft) publish() error {
	if err := errors.Join(d.Sync(), d.File.Close()); err != nil {
		return err
	}
	return publish(d.Name(), d.path)
}

// discard closes and removes a file that was not published; after publish it does nothing.
func (d *draft) discard() {
	_ = d.File.Close()
	_ = os.Remove(d.Name())
}

// publish renames a file durably, unless the name is taken.
func publish(from, to string) error {
	err := os.Link(from, to)
	switch {
	case err == nil:
		err = os.Remove(from)
	case errors.Is(err, fs.ErrExist):
		return err
	default: // a file system without links
		if _, statErr := os.Lstat(to); statErr == nil {
			return &fs.PathError{Op: "write", Path: to, Err: fs.ErrExist}
		}
		err = os.Rename(from, to)
	}
	if err != nil {
		return err
	}
	return syncFolder(filepath.Dir(to))
}

// syncFolder makes durable which names a folder has.
func syncFolder(path string) error {
	if runtime.GOOS == "windows" { // folders cannot be opened there
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// writeFile writes a new small file, whole or not at all.
func writeFile(path, text string) error {
	d, err := newDraft(path)
	if err != nil {
		return err
	}
	defer d.discard()
	if _, err := io.WriteString(d, text); err != nil {
		return err
	}
	return d.publish()
}

// exists reports whether there is anything of this name.
func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// makeFolder makes the data folder if it is not there.
func makeFolder(path string) error {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return fmt.Errorf("the data folder cannot be made: %w. Choose another with --data (SOUNDINGS_DATA)", err)
	}
	return nil
}

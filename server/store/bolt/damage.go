package bolt

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"os"
	"runtime/debug"

	"go.etcd.io/bbolt"
)

// ErrDamaged is a file that is not as it was written.
var ErrDamaged = errors.New("the database file is damaged")

// safely turns what bbolt does on a damaged page, a panic or a fault of the memory that the file is mapped to, into
// ErrDamaged.
func safely(do func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		switch found := recover().(type) {
		case nil:
		case visited:
			panic(found.cause)
		default:
			err = fmt.Errorf("%w: %v", ErrDamaged, found)
		}
	}()
	return do()
}

// abandon closes a file that could not be used. Of a damaged one a lock may be held for good: it is left to the end of the
// process.
func abandon(file *bbolt.DB, why error) error {
	if errors.Is(why, ErrDamaged) {
		go func() { _ = safely(file.Close) }()
		return nil
	}
	return file.Close()
}

// visited is a panic of who was shown a document, and none of this package.
type visited struct{ cause any }

// fault is what the runtime panics with where memory cannot be read.
type fault interface{ Addr() uintptr }

// showing calls a visitor, and lets its own panics be its own.
func showing(visit func() error) error {
	defer func() {
		if found := recover(); found != nil {
			if _, ok := found.(fault); ok {
				panic(found)
			}
			panic(visited{found})
		}
	}()
	return visit()
}

// Where things lie in one of the two meta pages that begin a file of bbolt, after the head of the page.
const (
	pageHead  = 16
	metaMagic = 0xED0CDAED
	atSize    = 8  // of a page
	atPages   = 40 // how many pages are in use
	atChange  = 48 // the number of the last change
	atSum     = 56
	metaSize  = 64
)

// checkSize compares the size of a file with what its newest meta page says, before anything is read where the file has
// ended. A file that is not there, or is new, is as it should be.
func checkSize(path string) error {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil || info.Size() == 0 {
		return err
	}
	var newest, needs uint64
	found := false
	for _, at := range []int64{0, 1 << 12, 1 << 13, 1 << 14, 1 << 16} { // the second page, by the sizes that pages have
		b := make([]byte, pageHead+metaSize)
		if n, err := file.ReadAt(b, at); n < len(b) {
			if err != io.EOF {
				return err
			}
			continue
		}
		meta := b[pageHead:]
		sum := fnv.New64a()
		_, _ = sum.Write(meta[:atSum])
		change := binary.NativeEndian.Uint64(meta[atChange:])
		if binary.NativeEndian.Uint32(meta) != metaMagic || binary.NativeEndian.Uint64(meta[atSum:]) != sum.Sum64() || change < newest {
			continue
		}
		found, newest = true, change
		needs = binary.NativeEndian.Uint64(meta[atPages:]) * uint64(binary.NativeEndian.Uint32(meta[atSize:]))
	}
	switch size := uint64(info.Size()); {
	case !found:
		return fmt.Errorf("%w: its beginning is not that of a database", ErrDamaged)
	case size < needs:
		return fmt.Errorf("%w: it has %d bytes and needs %d: its end is missing", ErrDamaged, size, needs)
	}
	return nil
}

package main

import (
	"bytes"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"soundings/cohorts/base"
	"soundings/server/needs"
)

// small returns the folder of a file system of its own with this much room.
func small(t testing.TB, room string) string {
	t.Helper()
	folder := t.TempDir()
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "size="+room); err != nil {
		needs.Missing(t, "no file system can be made here: "+err.Error())
	}
	t.Cleanup(func() { _ = syscall.Unmount(folder, syscall.MNT_DETACH) })
	return folder
}

// fillUp fills a file system to the last byte, and returns the file that does.
func fillUp(t testing.TB, folder string) string {
	t.Helper()
	path := filepath.Join(folder, "filler")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for size := 1 << 20; size > 0; {
		if _, err := file.Write(bytes.Repeat([]byte("x"), size)); errors.Is(err, syscall.ENOSPC) {
			size /= 2
		} else if err != nil {
			t.Fatal(err)
		}
	}
	return path
}

// A server whose disk is full says so until something can be written, and shows what can be read.
func TestFullDisk(t *testing.T) {
	disk := small(t, "24m")
	at := place{"bolt", []string{"--data", filepath.Join(disk, "data")}}
	c := startChild(t, at.with("--log-level", "warn")...)
	id, paths := c.invite(t, 400)
	filler := fillUp(t, disk)
	var refused []string
	for _, path := range paths[:200] { // what room is left in the file takes a few
		if got := c.shows(t, path, filled()); got.status != http.StatusSeeOther {
			got.isUnavailable(t, "an answer", "Try again", true) // in the language of whose link it is
			refused = append(refused, path)
		}
	}
	if len(refused) < 50 {
		t.Fatalf("only %d of 200 answers were refused", len(refused))
	}
	eventually(t, "the server says that it is not ready", func() bool {
		if got := c.shows(t, refused[0], filled()); got.status == http.StatusSeeOther { // something small just found room
			refused = refused[1:]
		}
		status, _, err := c.page(t.Context(), "/readyz")
		return err == nil && status == http.StatusServiceUnavailable
	})
	if got := c.shows(t, paths[399], nil); got.status != http.StatusOK {
		t.Errorf("a link that nobody opened: %d", got.status)
	}
	if lines := strings.Count(c.err.String(), "no space left"); lines < 1 || lines > 3 {
		t.Errorf("%d lines of one cause: %s", lines, c.err)
	}
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the server is ready again", func() bool {
		status, _, err := c.page(t.Context(), "/readyz")
		return err == nil && status == http.StatusOK
	})
	for _, path := range refused {
		if got := c.shows(t, path, filled()); got.status != http.StatusSeeOther {
			t.Errorf("sent again: %d", got.status)
		}
	}
	if kept := c.answered(t, id); len(kept) != 200 {
		t.Errorf("%d answers are kept, not 200", len(kept))
	}
}

// A backup for which there is no room leaves nothing behind and takes no older one away; with room it is made.
func TestBackupsOnAFullDisk(t *testing.T) {
	disk := small(t, "8m")
	k := keeps(t, folder(t), disk)
	if err := k.looks(t, 0); err != nil {
		t.Fatal(err)
	}
	filler := fillUp(t, disk)
	k.now = k.now.Add(24 * time.Hour)
	k.fails(t, "full", base.NoRoom)
	k.has(t, "full", "2027-03-04-030000.age", "filler")
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	if err := k.looks(t, 0); err != nil {
		t.Fatal(err)
	}
	k.has(t, "with room", "2027-03-04-030000.age", "2027-03-05-030000.age")
}

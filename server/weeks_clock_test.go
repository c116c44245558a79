package main

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// clockVariable names the file of the clock by which a server in a process of its own lives.
const clockVariable = "SOUNDINGS_TEST_CLOCK"

// sharedClock is a clock that a test sets and that servers in processes of their own live by: a file with one time.
type sharedClock struct{ file *os.File }

// newSharedClock sets a clock, and has every server that is started from now on live by it.
func newSharedClock(t *testing.T, at time.Time) *sharedClock {
	t.Helper()
	path := filepath.Join(t.TempDir(), "clock")
	c := new(sharedClock)
	var err error
	if c.file, err = os.Create(path); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.file.Close() })
	c.set(t, at)
	t.Setenv(clockVariable, path)
	return c
}

func (c *sharedClock) set(t *testing.T, at time.Time) {
	t.Helper()
	if _, err := c.file.WriteAt(binary.LittleEndian.AppendUint64(nil, uint64(at.UnixNano())), 0); err != nil {
		t.Fatal(err)
	}
}

// now returns the time; a server without its clock has to end.
func (c *sharedClock) now() time.Time {
	var b [8]byte
	if _, err := c.file.ReadAt(b[:], 0); err != nil {
		panic(err)
	}
	return time.Unix(0, int64(binary.LittleEndian.Uint64(b[:])))
}

// tick tells whenever so much time has passed by the clock. It looks more often for what is to be done more often.
func (c *sharedClock) tick(every time.Duration) <-chan time.Time {
	ticks := make(chan time.Time, 1)
	go func() {
		pause := min(max(every/1000, 2*time.Millisecond), 50*time.Millisecond)
		for due := c.now().Add(every); ; time.Sleep(pause) {
			if now := c.now(); !now.Before(due) {
				due = now.Add(every)
				select {
				case ticks <- now:
				default: // one waits already
				}
			}
		}
	}()
	return ticks
}

// livesBy has a program live by the clock of a file.
func (m *Main) livesBy(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	c := &sharedClock{file}
	m.Now, m.Tick = c.now, c.tick
	return nil
}

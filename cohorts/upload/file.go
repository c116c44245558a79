package upload

import (
	"time"

	"soundings/cohorts/base"
)

// Limits of a file.
const (
	MaxBytes = 64 << 20         // of one file
	Chunk    = 900              // rows that are applied at once
	patience = 10 * time.Second // without progress: whoever applied the file has stopped
	life     = time.Hour        // how long checked rows wait for somebody to confirm them
	past     = 24 * time.Hour   // how long is shown what a file did
)

// State is where a file stands.
type State string

// The states of a file.
const (
	Uploading State = "uploading" // its rows are being kept
	Waiting   State = "waiting"   // for somebody to confirm it
	Running   State = "running"
	Finished  State = "finished"
)

// KeptVersion is the Version of a file that was just kept with its rows.
const KeptVersion = 2

// File is a file whose rows are kept: checked, they wait to be confirmed, and are then applied chunk after chunk.
type File struct {
	ID      string
	Name    string
	State   State
	Header  []string
	Rows    int
	Empty   int // rows without content, which are not among Rows
	Sheets  Sheets
	Chunks  int // of Chunk rows
	Next    int // the chunk that is applied next
	Started time.Time
	Touched time.Time // when the last chunk was applied; zero: nobody has begun
	By      base.Actor
	Version int64
}

// Done returns how many rows are applied.
func (f File) Done() int { return min(f.Rows, f.Next*Chunk) }

// Small reports whether it is applied while somebody waits.
func (f File) Small() bool { return Few(f.Rows) }

// Few reports whether so many rows are dealt with while somebody waits.
func Few(rows int) bool { return rows <= 2*Chunk }

// Stopped reports whether it was confirmed and nobody works on it, not yet or no more.
func (f File) Stopped(now time.Time) bool {
	return f.State == Running && now.Sub(f.Touched) >= patience
}

// Over reports whether it is to be forgotten: nobody confirmed it in time, or it ended long ago.
func (f File) Over(now time.Time) bool {
	switch age := now.Sub(f.Started); f.State {
	case Running:
		return false
	case Finished:
		return age >= past
	default:
		return age >= life
	}
}

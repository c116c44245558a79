package cohorts

import (
	"context"
	"fmt"
	"io"
	"time"

	"soundings/cohorts/base"
)

// ImportState is where an upload stands.
type ImportState string

// The states of an upload.
const (
	Uploading ImportState = "uploading" // its rows are being kept
	Waiting   ImportState = "waiting"   // for somebody to confirm it
	Running   ImportState = "running"
	Finished  ImportState = "finished"
)

// Upload is a file whose rows are kept, whatever they speak of: checked, they wait to be confirmed, and are then applied
// chunk after chunk.
type Upload struct {
	ID      string
	File    string // its name
	State   ImportState
	Header  []string // of the file
	Rows    int
	Chunks  int // of ImportChunk rows
	Next    int // the chunk that is applied next
	Started time.Time
	Touched time.Time // when the last chunk was applied; zero: nobody has begun
	By      base.Actor
	Version int64
}

// NewUpload returns an upload of a table by whoever acts.
func NewUpload(ctx context.Context, random io.Reader, now time.Time, file string, t Table) Upload {
	return Upload{
		ID: base.NewID(random), File: file, Header: t.Header, Rows: len(t.Rows), Started: now, By: base.ActorFrom(ctx),
		Chunks: (len(t.Rows) + ImportChunk - 1) / ImportChunk,
	}
}

// Done returns how many rows are applied.
func (u Upload) Done() int { return min(u.Rows, u.Next*ImportChunk) }

// Small reports whether it is applied while somebody waits.
func (u Upload) Small() bool { return u.Chunks <= 2 }

// Stopped reports whether it was confirmed and nobody works on it, not yet or no more.
func (u Upload) Stopped(now time.Time) bool {
	return u.State == Running && now.Sub(u.Touched) >= importPatience
}

// Over reports whether it is to be forgotten: nobody confirmed it in time, or it ended long ago.
func (u Upload) Over(now time.Time) bool {
	switch age := now.Sub(u.Started); u.State {
	case Running:
		return false
	case Finished:
		return age >= finishedLife
	default:
		return age >= waitingLife
	}
}

// RowsOf returns the rows of one chunk of an upload.
func (s *Service) RowsOf(ctx context.Context, u Upload, chunk int) ([]Row, error) {
	rows, err := s.Store.ImportRows(ctx, u.ID, chunk)
	if err != nil {
		return nil, fmt.Errorf("reading the rows of an upload: %w", err)
	}
	return rows, nil
}

// EachChunk calls each with the rows of every chunk of an upload, in their order.
func (s *Service) EachChunk(ctx context.Context, u Upload, each func([]Row) error) error {
	for n := range u.Chunks {
		rows, err := s.RowsOf(ctx, u, n)
		if err != nil {
			return err
		}
		if err := each(rows); err != nil {
			return err
		}
	}
	return nil
}

// FirstRow returns the first row of an upload; an empty one where it has none.
func (s *Service) FirstRow(ctx context.Context, u Upload) (Row, error) {
	rows, err := s.RowsOf(ctx, u, 0)
	if err != nil || len(rows) == 0 {
		return Row{}, err
	}
	return rows[0], nil
}

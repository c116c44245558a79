package metrics

import (
	"context"
	"slices"

	"soundings/cohorts/base"
	"soundings/surveys/board"
)

// MarkKind is what a bump marks a day by.
type MarkKind string

// The kinds of marks.
const (
	BlockerOpened MarkKind = "blocker" // a blocker was reported, or opened again
	Adapted       MarkKind = "adapted" // something was changed because of a bump
)

// Mark is a day of a report on which the use of the portal may have changed because of a bump.
type Mark struct {
	Day   Day        `json:"day"`
	Kind  MarkKind   `json:"kind"`
	Bump  string     `json:"bump"`
	Where string     `json:"feature"`        // the key of a feature, or signing-in, getting-access, something-else
	Name  base.Words `json:"name,omitempty"` // of the feature; of a place none
}

// mostMarks is how many marks of a kind a report has: the latest.
const mostMarks = 10

// marks fills in what bumps mark in the period, the first first.
func (at reading) marks(ctx context.Context, r *Report) error {
	r.Marks = []Mark{}
	if at.s.Board == nil {
		return nil
	}
	in := board.Span{From: r.From.Start(at.zone), To: (r.To + 1).Start(at.zone)}
	blockers, err := at.s.Board.Blockers(ctx, in, mostMarks)
	if err != nil {
		return err
	}
	adapted, err := at.s.Board.Adapted(ctx, in, mostMarks)
	if err != nil {
		return err
	}
	for _, b := range blockers {
		r.Marks = append(r.Marks, at.mark(DayOf(b.Opened, at.zone), BlockerOpened, b))
	}
	for _, b := range adapted {
		r.Marks = append(r.Marks, at.mark(DayOf(b.Changed, at.zone), Adapted, b))
	}
	slices.SortStableFunc(r.Marks, func(a, b Mark) int { return int(a.Day - b.Day) })
	return nil
}

func (at reading) mark(d Day, kind MarkKind, b board.Bump) Mark {
	m := Mark{Day: d, Kind: kind, Bump: b.ID, Where: b.Where}
	if b.Feature() != "" {
		m.Name = at.name(b.Where)
	}
	return m
}

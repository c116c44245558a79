package evidence

import (
	"cmp"
	"context"
	"slices"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/plan"
	"soundings/cohorts/rollout"
	"soundings/surveys/board"
)

// Bumps tell how many bumps are open and how bad they are: of the whole board, with how many came and went, and about each thing.
type Bumps struct {
	*board.Service
	Rollouts *rollout.Service
}

// wholeBoard is what the ground of the whole board is of: beside the places that bumps may be about, which the pages have words for.
const wholeBoard = "whole-board"

// turnedOver is the time of which it is told how many bumps came and went.
const turnedOver = 28

// Name returns what grounds call the source.
func (Bumps) Name() string { return "bumps" }

// Grounds returns the whole board, and what open bumps are about: first what most people hit. Without any bump there is none.
func (s Bumps) Grounds(ctx context.Context) ([]plan.Evidence, error) {
	counts, err := s.Counts(ctx)
	if err != nil || len(counts) == 0 {
		return nil, err
	}
	about, err := s.about(ctx)
	if err != nil {
		return nil, err
	}
	found := []plan.Evidence{ground(s.Name(), wholeBoard, base.Words{})}
	for _, one := range about[:min(len(about), offered-1)] {
		title, err := s.title(ctx, one.where)
		if err != nil {
			return nil, err
		}
		found = append(found, ground(s.Name(), one.where, title))
	}
	return found, nil
}

// hit is how many people hit the open bumps about something.
type hit struct {
	where  string
	people int
}

// about returns what open bumps are about: first what most people hit.
func (s Bumps) about(ctx context.Context) ([]hit, error) {
	people, err := s.Hit(ctx)
	if err != nil {
		return nil, err
	}
	var all []hit
	for where, n := range people {
		all = append(all, hit{where, n})
	}
	slices.SortFunc(all, func(a, b hit) int { return cmp.Or(b.people-a.people, cmp.Compare(a.where, b.where)) })
	return all, nil
}

// title returns the name of a feature. A place and the whole board have none: they are said in the reader's language.
func (s Bumps) title(ctx context.Context, where string) (base.Words, error) {
	if where == wholeBoard || board.IsPlace(where) {
		return base.Words{}, nil
	}
	f, err := s.Rollouts.Feature(ctx, where)
	return f.Name, err
}

// Evidence returns how many bumps there are now.
func (s Bumps) Evidence(ctx context.Context, of string) (plan.Evidence, error) {
	title, err := s.title(ctx, of)
	if err != nil {
		return plan.Evidence{}, err
	}
	e := ground(s.Name(), of, title)
	counts, err := s.Counts(ctx)
	if err != nil {
		return e, err
	}
	e.Lines = []base.Text{open(counts, of)}
	about, err := s.about(ctx)
	if err != nil {
		return e, err
	}
	if of != wholeBoard {
		if i := slices.IndexFunc(about, func(one hit) bool { return one.where == of }); i >= 0 {
			e.Lines = append(e.Lines, base.T("evidence.bumps_hit", "N", about[i].people))
		}
		return e, nil
	}
	now := s.Now()
	turned, err := s.Turnover(ctx, board.Span{From: now.AddDate(0, 0, -turnedOver), To: now.Add(time.Millisecond)})
	if err != nil {
		return e, err
	}
	e.Lines = append(e.Lines, base.T("evidence.bumps_turned", "Days", turnedOver, "Opened", turned.Opened, "Ended", turned.Ended))
	if len(about) > 0 {
		var most any = base.T("bump.place." + about[0].where)
		if !board.IsPlace(about[0].where) {
			if most, err = s.title(ctx, about[0].where); err != nil {
				return e, err
			}
		}
		e.Lines = append(e.Lines, base.T("evidence.bumps_most", "About", most, "N", about[0].people))
	}
	return e, nil
}

// open returns how many bumps are open, and how bad they are.
func open(counts board.Counts, of string) base.Text {
	by, all := map[board.Severity]int{}, 0
	for count, n := range counts {
		if count.State.Open() && (of == wholeBoard || of == count.Where) {
			by[count.Severity] += n
			all += n
		}
	}
	return base.T("evidence.bumps_open", "N", all, "Blockers", by[board.Blocker], "Major", by[board.Major], "Minor", by[board.Minor], "Unjudged", by[board.Unjudged])
}

package demo

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/surveys/board"
)

//go:embed bumps.json
var bumpList string

// madeUpBump is a bump as the list has it.
type madeUpBump struct {
	Ago          int // days
	Where        string
	Severity     board.Severity
	Title        string
	Text         string
	Language     string
	Joins        int
	Public       base.Words
	Alternatives []board.Alternative
	Adaptation   *board.Adaptation
	State        board.State
	Reason       string
	Told         *story
}

// bumps has patients report what goes wrong, and the pair on duty work it: most is about finding one's way, then about getting
// access. One is a blocker, which holds a rollout.
func (b *builder) bumps(ctx context.Context) error {
	var all []madeUpBump
	if err := json.Unmarshal([]byte(bumpList), &all); err != nil {
		return fmt.Errorf("reading the bumps: %w", err)
	}
	members, err := b.services.Cohorts.Members(ctx, cohorts.MembershipQuery{Cohort: "first-testers", State: cohorts.Agreed, Limit: 60})
	if err != nil {
		return err
	}
	who := 0
	next := func() string { who++; return members.Items[who%len(members.Items)].Ref }
	for _, one := range all {
		if err := b.bump(ctx, one, next); err != nil {
			return err
		}
	}
	return nil
}

// bump has one reported, joined and worked. next returns somebody else each time.
func (b *builder) bump(ctx context.Context, one madeUpBump, next func() string) error {
	patient := func(ref string) context.Context {
		return base.WithActor(ctx, base.Actor{Kind: base.ActorParticipant, ID: ref})
	}
	ref := next()
	made, _, err := b.teamAt(one.Ago, 9, 30).Board.Report(patient(ref), board.Reporting{Ref: ref, Where: one.Where, Text: one.Text, Language: one.Language})
	if err != nil {
		return err
	}
	if one.Title != "" {
		b.cards[one.Title] = made.ID
	}
	for n := range one.Joins {
		ref := next()
		if _, _, err := b.teamAt(one.Ago, 10+n%6, 10).Board.Join(patient(ref), made.ID, board.Reporting{Ref: ref}); err != nil {
			return err
		}
	}
	if one.State == "" {
		return nil
	}
	s := b.teamAt(one.Ago-1, 11, 20).Board
	assessing := board.Assessing
	if _, err := s.Change(ctx, made.ID, board.Change{State: &assessing, Severity: &one.Severity, Title: &one.Title, Public: &one.Public}); err != nil {
		return err
	}
	if len(one.Alternatives) > 0 {
		if _, err := s.Weigh(ctx, made.ID, 0, one.Alternatives); err != nil {
			return err
		}
	}
	if one.Adaptation != nil {
		adapting := board.Adapting
		one.Adaptation.Due = b.days.day(14 - one.Ago)
		if _, err := b.teamAt(one.Ago-2, 14, 0).Board.Change(ctx, made.ID, board.Change{State: &adapting, Adaptation: one.Adaptation}); err != nil {
			return err
		}
	}
	if one.State.Open() {
		return nil
	}
	if _, err = b.teamAt(one.Ago-6, 15, 45).Board.Change(ctx, made.ID, board.Change{State: &one.State, Reason: one.Reason}); err != nil || one.Told == nil {
		return err
	}
	return b.tell(ctx, made.ID, one.Ago-7, *one.Told)
}

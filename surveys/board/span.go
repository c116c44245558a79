package board

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// Span is a time, without its end.
type Span struct{ From, To time.Time }

// Blockers returns the blockers that were opened in a time, or opened again, the latest first. What it costs depends on how many
// there are, and not on how many other cards.
func (s *Service) Blockers(ctx context.Context, in Span, most int) ([]Bump, error) {
	severity := Blocker
	all, err := s.each(ctx, States(), Query{Severity: &severity, From: in.From, To: in.To, Limit: most})
	slices.SortStableFunc(all, func(a, b Bump) int { return b.Opened.Compare(a.Opened) })
	return all[:min(len(all), most)], err
}

// Adapted returns the cards for which something was changed in a time, the latest first.
func (s *Service) Adapted(ctx context.Context, in Span, most int) ([]Bump, error) {
	all, err := s.each(ctx, []State{Done, Told}, Query{Changed: true, From: in.From, To: in.To, Limit: most})
	all = slices.DeleteFunc(all, func(b Bump) bool { return b.Adaptation.Kind == NoChange })
	slices.SortStableFunc(all, func(a, b Bump) int { return b.Changed.Compare(a.Changed) })
	return all[:min(len(all), most)], err
}

// each returns a page of the cards of each of some states.
func (s *Service) each(ctx context.Context, states []State, q Query) ([]Bump, error) {
	var all []Bump
	for _, state := range states {
		q.State = state
		page, err := s.List(ctx, q)
		if err != nil {
			return nil, err
		}
		all = append(all, page.Items...)
	}
	return all, nil
}

// Turnover is how many bumps came and went in a time.
type Turnover struct {
	Opened int // or opened again
	Ended  int // done or refused
}

// mostTurned is how many bumps of one state are counted.
const mostTurned = 100_000

// Turnover returns how many bumps came and went in a time.
func (s *Service) Turnover(ctx context.Context, in Span) (Turnover, error) {
	var t Turnover
	for _, state := range States() {
		n, err := s.Store.CountBumps(ctx, Query{State: state, From: in.From, To: in.To}, mostTurned)
		if err != nil {
			return t, fmt.Errorf("counting bumps: %w", err)
		}
		t.Opened += n
		if state.Open() {
			continue
		}
		if n, err = s.Store.CountBumps(ctx, Query{State: state, Changed: true, From: in.From, To: in.To}, mostTurned); err != nil {
			return t, fmt.Errorf("counting bumps: %w", err)
		}
		t.Ended += n
	}
	return t, nil
}

// Hit returns how many people hit the open bumps about each thing that there are any about.
func (s *Service) Hit(ctx context.Context) (map[string]int, error) {
	open, err := s.each(ctx, OpenStates(), Query{Limit: MostOpen})
	people := map[string]int{}
	for _, b := range open {
		people[b.Where] += b.Reporters()
	}
	return people, err
}

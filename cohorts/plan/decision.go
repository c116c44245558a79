package plan

import (
	"context"
	"fmt"
	"reflect"
	"time"

	"soundings/cohorts/base"
)

// Ground is something that a decision rests on: what one source has figures of.
type Ground struct {
	Source string `json:"source" validate:"required,max=30"` // as "poll"
	Of     string `json:"of" validate:"required,max=250"`    // its id
}

// Evidence is what the figures of a ground were at one moment.
type Evidence struct {
	Ground
	Title base.Words  // what the ground was called
	Lines []base.Text // the figures, each in a sentence
}

// Taken is how a decision was taken. It never changes.
type Taken struct {
	At       time.Time // the moment that the figures are of
	By       []Decider
	Evidence []Evidence
}

// Decider is a seat that took a decision, with who had it then; the name is empty where nobody had.
type Decider struct {
	Seat Seat
	Name string
}

// Source knows figures of one kind that decisions may rest on. It tells nothing that not everybody on the team may learn.
type Source interface {
	// Name returns what grounds call it.
	Name() string
	// Grounds returns what there are figures of, the newest first; a few are enough.
	Grounds(ctx context.Context) ([]Evidence, error)
	// Evidence returns the figures of a ground as they are now, or NotFound.
	Evidence(ctx context.Context, of string) (Evidence, error)
}

// Waits reports whether the entry is a decision that nobody took yet.
func (e Entry) Waits() bool { return e.Kind == Decision && e.Done.IsZero() }

// Grounds returns everything that a decision may rest on now, by source, without figures.
func (s *Service) Grounds(ctx context.Context) ([]Evidence, error) {
	var all []Evidence
	for _, source := range s.Sources {
		some, err := source.Grounds(ctx)
		if err != nil {
			return nil, fmt.Errorf("listing what decisions may rest on: %w", err)
		}
		all = append(all, some...)
	}
	return all, nil
}

// evidence returns the figures of grounds as they are now, and Invalid for each that there is not.
func (s *Service) evidence(ctx context.Context, grounds []Ground) ([]Evidence, error) {
	var all []Evidence
	var bad []base.Field
	for i, g := range grounds {
		one, err := s.evidenceOf(ctx, g)
		switch {
		case base.IsCode(err, base.NotFound):
			bad = append(bad, base.Field{Name: fmt.Sprintf("grounds[%d]", i), Text: base.T("plan.ground_unknown")})
		case err != nil:
			return nil, fmt.Errorf("reading what a decision rests on: %w", err)
		}
		all = append(all, one)
	}
	return all, base.InvalidFields(bad...)
}

func (s *Service) evidenceOf(ctx context.Context, g Ground) (Evidence, error) {
	for _, source := range s.Sources {
		if source.Name() == g.Source {
			return source.Evidence(ctx, g.Of)
		}
	}
	return Evidence{}, base.Refuse(base.NotFound, "plan.ground_unknown")
}

// decide returns a decision as it is to be kept in the place of kept, which is zero for a new one. The first seats that it names
// take it, and its figures are those of now; from then on neither they nor the seats are changed.
func (s *Service) decide(ctx context.Context, e, kept Entry) (Entry, error) {
	e.Done, e.Taken = kept.Done, kept.Taken
	if kept.Taken != nil {
		return e.asTaken(kept)
	}
	if !kept.Done.IsZero() { // somebody decided before anybody noted how
		e.Done = e.Date
	}
	evidence, err := s.evidence(ctx, e.Grounds)
	if err != nil || len(e.Seats) == 0 {
		return e, err
	}
	day, err := s.day(ctx)
	if err != nil {
		return e, err
	}
	if e.Date.After(day) {
		return e, base.InvalidFields(base.Field{Name: "date", Text: base.T("plan.decided_later")})
	}
	team, err := s.Team(ctx)
	if err != nil {
		return e, err
	}
	known, err := s.accounts(ctx)
	if err != nil {
		return e, err
	}
	e.Taken = &Taken{At: s.Now().UTC().Truncate(time.Millisecond), Evidence: evidence}
	for _, seat := range e.Seats {
		e.Taken.By = append(e.Taken.By, Decider{seat, known.name(team.Of(seat).Person)})
	}
	e.Done = e.Date
	return e, nil
}

// asTaken returns a change of a decision that was taken, with how it was taken as it is kept. It refuses to change that.
func (e Entry) asTaken(kept Entry) (Entry, error) {
	var bad []base.Field
	for _, of := range []struct {
		name    string
		changed bool
	}{
		{"kind", e.Kind != kept.Kind},
		{"seats", len(e.Seats) > 0 && !reflect.DeepEqual(e.Seats, kept.Seats)},
		{"grounds", len(e.Grounds) > 0 && !reflect.DeepEqual(e.Grounds, kept.Grounds)},
		{"date", !e.Date.IsZero() && !e.Date.Equal(kept.Date)},
	} {
		if of.changed {
			bad = append(bad, base.Field{Name: of.name, Text: base.T("plan.taken")})
		}
	}
	e.Seats, e.Grounds = kept.Seats, kept.Grounds
	return e, base.InvalidFields(bad...)
}

package ready

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"soundings/cohorts/base"
)

// Requirement is something that the team can require of a feature.
type Requirement string

// The requirements.
const (
	Trained  Requirement = "training"  // the first training for it was held
	Helped   Requirement = "help"      // there is help about it, in each language of the clinic
	Followed Requirement = "workflows" // its workflows are read by the departments that they name
)

// All returns every requirement, in the order in which pages show them.
func All() []Requirement { return []Requirement{Trained, Helped, Followed} }

// Requirements are what a feature must have before its rollouts move.
type Requirements struct {
	Feature string
	Must    []Requirement
	Version int64 // as read from the store; 0: not kept yet
}

// Requires reports whether the feature must have this.
func (r Requirements) Requires(one Requirement) bool { return slices.Contains(r.Must, one) }

// Piece is something that a feature lacks, in a sentence for the team.
type Piece struct {
	Of       Requirement
	Text     base.Text
	Workflow string // id of the workflow that lacks it; empty: none does
}

// Requirements returns what the team requires of a feature; of one that there is not NotFound.
func (s *Service) Requirements(ctx context.Context, feature string) (Requirements, error) {
	if _, err := s.Feature(ctx, feature); err != nil {
		return Requirements{}, err
	}
	return s.requirements(ctx, feature)
}

func (s *Service) requirements(ctx context.Context, feature string) (Requirements, error) {
	r, err := s.Store.Requirements(ctx, feature)
	if err != nil {
		return r, fmt.Errorf("reading what a feature requires: %w", err)
	}
	return r, nil
}

// Require decides what a feature must have before its rollouts move, as a whole.
func (s *Service) Require(ctx context.Context, feature string, must []Requirement) (Requirements, error) {
	if len(must) > len(All()) {
		return Requirements{}, base.InvalidFields(base.Field{Name: "must", Text: base.T("error.max_items", "Limit", len(All()))})
	}
	for _, one := range must {
		if !slices.Contains(All(), one) {
			return Requirements{}, base.InvalidFields(base.Field{Name: "must", Text: base.T("error.oneof", "Choices", choices())})
		}
	}
	return base.Revise(func() (Requirements, error) { return s.Requirements(ctx, feature) }, func(r *Requirements) error {
		r.Must = slices.DeleteFunc(All(), func(one Requirement) bool { return !slices.Contains(must, one) })
		return nil
	}, func(r Requirements) error {
		if err := s.Store.SaveRequirements(ctx, r); err != nil {
			return fmt.Errorf("keeping what a feature requires: %w", err)
		}
		return nil
	})
}

func choices() string {
	var all []string
	for _, one := range All() {
		all = append(all, string(one))
	}
	return strings.Join(all, ", ")
}

// Missing returns what a feature lacks of what the team requires of it.
func (s *Service) Missing(ctx context.Context, feature string) ([]Piece, error) {
	r, err := s.requirements(ctx, feature)
	if err != nil {
		return nil, err
	}
	var all []Piece
	for _, one := range r.Must {
		pieces, err := s.Lacking(ctx, feature, one)
		if err != nil {
			return nil, err
		}
		all = append(all, pieces...)
	}
	return all, nil
}

// Lacking returns what a feature lacks of one requirement, whether the team requires it or not.
func (s *Service) Lacking(ctx context.Context, feature string, one Requirement) ([]Piece, error) {
	switch one {
	case Trained:
		return s.lacksTraining(ctx, feature)
	case Helped:
		return s.lacksHelp(ctx, feature)
	}
	return s.lacksReaders(ctx, feature)
}

func (s *Service) lacksTraining(ctx context.Context, feature string) ([]Piece, error) {
	on, held, err := s.Trainings.FirstTraining(ctx, feature)
	switch {
	case err != nil || held:
		return nil, err
	case on.IsZero():
		return []Piece{{Of: Trained, Text: base.T("ready.training_none")}}, nil
	}
	return []Piece{{Of: Trained, Text: base.T("ready.training_due", "Day", base.Day(on))}}, nil
}

func (s *Service) lacksHelp(ctx context.Context, feature string) ([]Piece, error) {
	h, err := s.Store.Help(ctx, feature)
	if err != nil {
		return nil, fmt.Errorf("reading help: %w", err)
	}
	if h.Empty() {
		return []Piece{{Of: Helped, Text: base.T("ready.help_none")}}, nil
	}
	lacking, err := s.LacksHelp(ctx, h)
	var all []Piece
	for _, language := range lacking {
		all = append(all, Piece{Of: Helped, Text: base.T("ready.help_lacks", "Language", base.T("language."+language))})
	}
	return all, err
}

func (s *Service) lacksReaders(ctx context.Context, feature string) ([]Piece, error) {
	workflows, err := s.workflows(ctx, feature)
	if err != nil {
		return nil, err
	}
	var all []Piece
	published := false
	for _, w := range workflows {
		if w.Published == nil {
			continue
		}
		published = true
		for _, department := range w.Published.Departments() {
			if len(w.Published.ReadBy(department)) == 0 {
				all = append(all, Piece{
					Of: Followed, Text: base.T("ready.unread", "Department", department, "Workflow", w.Published.Title), Workflow: w.ID,
				})
			}
		}
	}
	if !published {
		all = append(all, Piece{Of: Followed, Text: base.T("ready.workflow_none")})
	}
	return all, nil
}

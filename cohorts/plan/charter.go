package plan

import (
	"context"
	"fmt"
	"time"

	"soundings/cohorts"
)

// Kind is what an entry of the charter is.
type Kind string

// The kinds of entries.
const (
	Goal     Kind = "goal"     // what the portal is to reach: Figure, Target, by Date
	Decision Kind = "decision" // what was decided on Date
	Event    Kind = "event"    // who is told what on Date, in Audience
	Release  Kind = "release"  // the vendor's release on Date: a mark on the graphs
	Task     Kind = "task"     // work on a Feature, due on Date
	Help     Kind = "help"     // questions and answers or a video about a Feature, at Link
	Training Kind = "training" // a first or refresher training for a Feature, on Date
)

// Kinds lists them in the order in which pages show them.
func Kinds() []Kind { return []Kind{Goal, Decision, Event, Release, Task, Help, Training} }

// Entry is one line of what stands around a plan. Which members count is the kind's.
type Entry struct {
	ID       string        `json:"id"`
	Kind     Kind          `json:"kind" validate:"required,oneof=goal decision event release task help training"`
	Title    string        `json:"title" validate:"required,max=200"`
	Text     string        `json:"text" validate:"max=2000"`
	Owner    string        `json:"owner" validate:"max=100"`
	Date     time.Time     `json:"date"`
	Feature  string        `json:"feature" validate:"required_if=Kind task,required_if=Kind help,required_if=Kind training,max=100"` // its key
	Audience cohorts.Group `json:"audience" validate:"omitempty,oneof=patient staff provider hit leadership practice"`
	Figure   string        `json:"figure" validate:"required_if=Kind goal,max=100"` // of a report, as "active_members"
	Target   float64       `json:"target"`
	Work     string        `json:"work" validate:"required_if=Kind task,omitempty,oneof=training workflow communication testing"`
	Link     string        `json:"link" validate:"omitempty,max=500,url"`
	Done     time.Time     `json:"done"` // a task: when it was; zero: not yet
	Version  int64         `json:"-"`
}

// Entries answers the entries of one kind, the earliest date first.
func (s *Service) Entries(ctx context.Context, k Kind) ([]Entry, error) {
	all, err := s.Store.Entries(ctx, k)
	if err != nil {
		return nil, fmt.Errorf("listing entries of the charter: %w", err)
	}
	return all, nil
}

// SaveEntry adds an entry without an ID, and puts one with an ID in the place of the one it names.
func (s *Service) SaveEntry(ctx context.Context, e Entry) (Entry, error) {
	if err := e.check(); err != nil {
		return e, err
	}
	if e.ID == "" {
		e.ID, e.Version = cohorts.NewID(s.Rand), 0
	} else {
		kept, err := s.Store.Entry(ctx, e.ID)
		if err != nil {
			return e, fmt.Errorf("reading an entry of the charter: %w", err)
		}
		if e.Version == 0 {
			e.Version = kept.Version
		}
	}
	if err := s.Store.SaveEntry(ctx, e); err != nil {
		return e, fmt.Errorf("keeping an entry of the charter: %w", err)
	}
	e.Version++
	return e, nil
}

func (e Entry) check() error {
	if err := cohorts.Check(e); err != nil {
		return err
	}
	if e.Date.IsZero() && e.Kind != Help {
		return cohorts.InvalidFields(cohorts.Field{Name: "date", Text: cohorts.T("error.required")})
	}
	return nil
}

// DeleteEntry takes an entry out, or answers NotFound.
func (s *Service) DeleteEntry(ctx context.Context, id string) error {
	e, err := s.Store.Entry(ctx, id)
	if err == nil {
		err = s.Store.DeleteEntry(ctx, e)
	}
	if err != nil {
		return fmt.Errorf("taking out an entry of the charter: %w", err)
	}
	return nil
}

package plan

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
)

// Kind is the kind of an entry of the charter.
type Kind string

// The kinds of entries.
const (
	Goal     Kind = "goal"     // what the portal is to reach: Target of Figure, by Date
	Decision Kind = "decision" // what Seats decided on Date, or are to decide by then
	Event    Kind = "event"    // Audience is told something on Date
	Release  Kind = "release"  // the vendor's release on Date, which touches features and is to mend bumps: a mark on the graphs
	Task     Kind = "task"     // work on a Feature, due on Date
	Help     Kind = "help"     // questions and answers or a video about a Feature, at Link
	Training Kind = "training" // a first or refresher training for a Feature, on Date
)

// Kinds returns them in the order in which pages show them.
func Kinds() []Kind { return []Kind{Goal, Decision, Event, Release, Task, Help, Training} }

// Ticked reports whether entries of this kind are ticked off when they are done.
func (k Kind) Ticked() bool { return k == Task || k == Event }

// Entry is one line of the charter around a plan. Its Kind decides which fields count. Days have no zone: they are midnights
// in UTC.
type Entry struct {
	ID       string          `json:"id"`
	Kind     Kind            `json:"kind" validate:"required,oneof=goal decision event release task help training"`
	Title    string          `json:"title" validate:"required,max=200"`
	Text     string          `json:"text" validate:"max=2000"`
	Owner    string          `json:"owner" validate:"max=100"`
	Date     time.Time       `json:"date"`
	Feature  string          `json:"feature" validate:"required_if=Kind help,required_if=Kind training,max=100"` // its key
	Audience []cohorts.Group `json:"audience" validate:"unique,dive,oneof=patient staff provider hit leadership practice"`
	Figure   Figure          `json:"figure"` // of a goal; it is about Feature, Survey or Cohort
	Survey   string          `json:"survey" validate:"max=100"`
	Cohort   string          `json:"cohort" validate:"max=100"` // empty: the one that is reported
	Target   float64         `json:"target"`                    // of a goal, in the unit of Figure; shares in percent
	Work     string          `json:"work" validate:"required_if=Kind task,omitempty,oneof=training workflow communication testing wording setting vendor"`
	Session  string          `json:"session" validate:"required_if=Kind training,omitempty,oneof=first refresher"` // of older trainings empty
	Bump     string          `json:"bump" validate:"max=100"`                                                      // of a task: the id of the bump whose adaptation it is; such a task may be about no feature
	Link     string          `json:"link" validate:"omitempty,max=500,url"`
	Touches  []string        `json:"touches" validate:"max=50,unique,dive,required,max=100"`                                   // of a release: keys of the features that it changes
	Mends    []string        `json:"mends" validate:"max=50,unique,dive,required,max=100"`                                     // of a release: ids of the bumps that the vendor promised to mend with it
	Seats    []Seat          `json:"seats" validate:"unique,dive,oneof=sponsor project_manager provider front_line health_it"` // that took a decision; none: it waits
	Grounds  []Ground        `json:"grounds" validate:"max=10,unique,dive"`                                                    // what a decision rests on
	Taken    *Taken          `json:"taken"`                                                                                    // how a decision was taken; nil: it waits, or nobody noted that
	Done     time.Time       `json:"done"`                                                                                     // day on which a task or event was done, or a decision taken; zero: not yet
	Expected time.Time       `json:"expected"`                                                                                 // of an event about a slip: the day on which it says the feature will be ready
	// Announcement is the id of the one by which the server told it; empty: the team tells it by hand.
	Announcement string `json:"announcement"`
	Version      int64  `json:"version"`
}

// Entry returns the entry with this id, or NotFound.
func (s *Service) Entry(ctx context.Context, id string) (Entry, error) {
	e, err := s.Store.Entry(ctx, id)
	if err != nil {
		return e, fmt.Errorf("reading an entry of the charter: %w", err)
	}
	return e, nil
}

// Entries returns the entries of one kind, the earliest date first.
func (s *Service) Entries(ctx context.Context, k Kind) ([]Entry, error) {
	all, err := s.Store.Entries(ctx, k)
	if err != nil {
		return nil, fmt.Errorf("listing entries of the charter: %w", err)
	}
	return all, nil
}

// EntriesAbout returns the entries about one feature, the earliest date first.
func (s *Service) EntriesAbout(ctx context.Context, feature string) ([]Entry, error) {
	all, err := s.Store.EntriesAbout(ctx, feature)
	if err != nil {
		return nil, fmt.Errorf("listing what the charter has of a feature: %w", err)
	}
	return all, nil
}

// SaveEntry adds an entry without an ID, and replaces the one with the same ID otherwise. With a Version it returns Conflict
// when another version is kept; without one it replaces whatever is there.
func (s *Service) SaveEntry(ctx context.Context, e Entry) (Entry, error) {
	e = e.tidy()
	if err := s.CheckEntry(ctx, e); err != nil {
		return e, err
	}
	var kept Entry
	if e.ID == "" {
		e.ID, e.Version = base.NewID(s.Rand), 0
	} else {
		var err error
		if kept, err = s.Entry(ctx, e.ID); err != nil {
			return e, err
		}
		if e.Version == 0 {
			e.Version = kept.Version
		}
	}
	e.Announcement = kept.Announcement
	if e.Kind == Decision || kept.Taken != nil {
		var err error
		if e, err = s.decide(ctx, e, kept); err != nil {
			return e, err
		}
	}
	if err := s.Store.SaveEntry(ctx, e); err != nil {
		return e, fmt.Errorf("keeping an entry of the charter: %w", err)
	}
	e.Version++
	return e, nil
}

// tidy returns an entry as it is kept.
func (e Entry) tidy() Entry {
	e.Title, e.Owner, e.Mends = base.OneLine(e.Title), base.OneLine(e.Owner), slices.Clone(e.Mends)
	for i, id := range e.Mends {
		e.Mends[i] = strings.ToUpper(strings.TrimSpace(id))
	}
	if e.Kind == Goal {
		e = e.tidyGoal()
	}
	return e
}

// CheckEntry returns nil, or an Invalid error that names every bad field.
func (s *Service) CheckEntry(ctx context.Context, e Entry) error {
	e = e.tidy()
	return base.Besides(e.Check(), s.checkNamed(ctx, e))
}

// PutEntry keeps an entry under the id that its maker gave it, whether there is one already or not.
func (s *Service) PutEntry(ctx context.Context, e Entry) error {
	if err := s.CheckEntry(ctx, e); err != nil {
		return err
	}
	_, err := base.Revise(func() (Entry, error) {
		kept, err := s.Entry(ctx, e.ID)
		if base.IsCode(err, base.NotFound) {
			err = nil
		}
		return kept, err
	}, func(kept *Entry) error {
		version := kept.Version
		*kept = e
		kept.Version = version
		return nil
	}, func(e Entry) error {
		if err := s.Store.SaveEntry(ctx, e); err != nil {
			return fmt.Errorf("keeping an entry of the charter: %w", err)
		}
		return nil
	})
	return err
}

// Check returns nil, or an Invalid error that names every bad field that can be seen in the entry alone.
func (e Entry) Check() error {
	if e.Kind == Goal {
		e = e.tidyGoal()
	}
	var bad []base.Field
	if e.Date.IsZero() && e.Kind != Help {
		bad = append(bad, base.Field{Name: "date", Text: base.T("error.required")})
	}
	if e.Kind == Task && e.Feature == "" && e.Bump == "" {
		bad = append(bad, base.Field{Name: "feature", Text: base.T("error.required")})
	}
	if e.Kind != Decision && len(e.Seats)+len(e.Grounds) > 0 {
		bad = append(bad, base.Field{Name: "kind", Text: base.T("plan.no_decision")})
	}
	if e.Kind != Release && len(e.Touches)+len(e.Mends) > 0 {
		bad = append(bad, base.Field{Name: "kind", Text: base.T("plan.no_release")})
	}
	if !e.Done.IsZero() && !e.Kind.Ticked() && e.Kind != Decision {
		bad = append(bad, base.Field{Name: "done", Text: base.T("plan.not_ticked")})
	}
	if e.Kind != Goal && (math.IsNaN(e.Target) || math.IsInf(e.Target, 0)) {
		bad = append(bad, base.Field{Name: "target", Text: base.T("answer.number")})
	}
	err := base.Besides(base.Check(e), base.InvalidFields(bad...))
	if e.Kind == Goal {
		err = base.Besides(err, e.checkGoal())
	}
	return err
}

// checkNamed returns Invalid for an entry that names features or bumps that there are not.
func (s *Service) checkNamed(ctx context.Context, e Entry) error {
	var bad []base.Field
	if e.Feature != "" || len(e.Touches) > 0 {
		known, err := s.Catalogue.PlanFeatures(ctx)
		if err != nil {
			return fmt.Errorf("reading features: %w", err)
		}
		look := func(field, key string) {
			if _, ok := known[key]; !ok && key != "" {
				bad = append(bad, base.Field{Name: field, Text: base.T("plan.feature_unknown", "Feature", key)})
			}
		}
		look("feature", e.Feature)
		for i, key := range e.Touches {
			look(fmt.Sprintf("touches[%d]", i), key)
		}
	}
	if len(e.Mends) > 0 {
		unknown, err := s.Bumps.UnknownBumps(ctx, e.Mends)
		if err != nil {
			return fmt.Errorf("reading the bumps that a release is to mend: %w", err)
		}
		for i, id := range e.Mends {
			if slices.Contains(unknown, id) {
				bad = append(bad, base.Field{Name: fmt.Sprintf("mends[%d]", i), Text: base.T("plan.bump_unknown", "Bump", id)})
			}
		}
	}
	return base.InvalidFields(bad...)
}

// Tick notes that a task or event was done on a day; the zero day takes that back. An entry that is ticked off already
// keeps its day. It returns Conflict for an entry of another kind.
func (s *Service) Tick(ctx context.Context, id string, on time.Time) (Entry, error) {
	changed := false
	read := func() (Entry, error) { return s.Entry(ctx, id) }
	e, err := base.Revise(read, func(e *Entry) error {
		if !e.Kind.Ticked() {
			return base.Refuse(base.Conflict, "plan.not_ticked")
		}
		if changed = e.Done.IsZero() != on.IsZero(); changed {
			e.Done = on
		}
		return nil
	}, func(e Entry) error {
		if !changed {
			return nil
		}
		if err := s.Store.SaveEntry(ctx, e); err != nil {
			return fmt.Errorf("ticking off an entry of the charter: %w", err)
		}
		return nil
	})
	if err == nil && changed {
		e.Version++
	}
	return e, err
}

// DeleteEntry deletes an entry, or returns NotFound. With a version other than 0 it returns Conflict when another version
// is kept.
func (s *Service) DeleteEntry(ctx context.Context, id string, version int64) error {
	e, err := s.Entry(ctx, id)
	if err != nil {
		return err
	}
	if version != 0 {
		e.Version = version
	}
	if err := s.Store.DeleteEntry(ctx, e); err != nil {
		return fmt.Errorf("taking out an entry of the charter: %w", err)
	}
	return nil
}

package board

import (
	"context"
	"fmt"
	"slices"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
)

// Hours are the working hours of the clinic, in which clocks run.
type Hours struct {
	From string   `json:"from" validate:"required,datetime=15:04"`
	To   string   `json:"to" validate:"required,datetime=15:04"`
	Days []string `json:"days" validate:"min=1,unique,dive,oneof=mon tue wed thu fri sat sun"`
}

// Target is how soon something is to happen, in working hours.
type Target struct {
	Answer float64 `json:"answer" validate:"min=0.25,max=1000"` // until the team's first answer
	Change float64 `json:"change" validate:"min=0.25,max=5000"` // until it is changed, or refused
}

// Settings are how the board measures.
type Settings struct {
	Hours   Hours               `json:"working_hours"`
	Targets map[Severity]Target `json:"targets"`
	Version int64               `json:"version"`
}

// DefaultSettings returns those that hold until the team sets others.
func DefaultSettings() Settings {
	return Settings{
		Hours:   Hours{From: "08:00", To: "17:00", Days: []string{"mon", "tue", "wed", "thu", "fri"}},
		Targets: map[Severity]Target{Blocker: {Answer: 2, Change: 9}, Major: {Answer: 9, Change: 45}, Minor: {Answer: 18, Change: 180}},
	}
}

// Check returns nil, or an Invalid error that names each bad field.
func (s Settings) Check() error {
	failed := []error{base.Check(s)}
	for _, severity := range Severities() { // in order, which a map has none of
		failed = append(failed, prefixed(fmt.Sprintf("targets[%s].", severity), base.Check(s.Targets[severity])))
	}
	err := base.Together(failed...)
	if err == nil && s.Hours.From >= s.Hours.To {
		err = base.InvalidFields(base.Field{Name: "working_hours.to", Text: base.T("board.hours_backwards")})
	}
	if err == nil {
		for _, severity := range Severities() {
			if t := s.Targets[severity]; t.Change < t.Answer {
				err = base.Together(err, base.InvalidFields(base.Field{Name: fmt.Sprintf("targets[%s].change", severity), Text: base.T("board.change_before_answer")}))
			}
		}
	}
	return err
}

// target returns the targets of a card. One that nobody has judged is answered as a major one is.
func (s Settings) target(severity Severity) Target {
	if severity == "" {
		severity = Major
	}
	return s.Targets[severity]
}

// After returns the moment at which so many working hours are over since another, where the clocks of a zone run.
func (h Hours) After(since time.Time, hours float64, zone *time.Location) time.Time {
	left := time.Duration(hours * float64(time.Hour))
	at := since.In(zone)
	for range 4000 { // days; the longest target is shorter, whatever the hours are
		from, to := base.AtClock(at, 0, h.From), base.AtClock(at, 0, h.To)
		if at.Before(from) {
			at = from
		}
		if slices.Contains(h.Days, cohorts.Weekday(at)) && at.Before(to) {
			room := to.Sub(at)
			if room >= left {
				return at.Add(left).UTC()
			}
			left -= room
		}
		at = base.EndOfDay(at.Year(), at.Month(), at.Day(), zone)
	}
	return at.UTC()
}

// Clock says by when a card wants its first answer and its change. A zero time: it has it.
type Clock struct {
	Answer time.Time
	Change time.Time
}

// Due returns what is due first; the zero time where nothing is.
func (c Clock) Due() time.Time {
	if c.Answer.IsZero() || !c.Change.IsZero() && c.Change.Before(c.Answer) {
		return c.Change
	}
	return c.Answer
}

// Overdue reports whether something was due by now.
func (c Clock) Overdue(now time.Time) bool { return !c.Due().IsZero() && c.Due().Before(now) }

// Clock returns the clocks of a card where the clinic's clocks run.
func (s Settings) Clock(b Bump, zone *time.Location) Clock {
	var c Clock
	if !b.State.Open() {
		return c
	}
	t := s.target(b.Severity)
	if b.Answered.IsZero() {
		c.Answer = s.Hours.After(b.Opened, t.Answer, zone)
	}
	c.Change = s.Hours.After(b.Opened, t.Change, zone)
	return c
}

// Settings returns how the board measures.
func (s *Service) Settings(ctx context.Context) (Settings, error) {
	kept, err := s.Store.BoardSettings(ctx)
	if err != nil {
		return kept, fmt.Errorf("reading the settings of the board: %w", err)
	}
	if kept.Version == 0 {
		kept = DefaultSettings()
	}
	return kept, nil
}

// SaveSettings keeps how the board measures.
func (s *Service) SaveSettings(ctx context.Context, in Settings) (Settings, error) {
	if err := in.Check(); err != nil {
		return in, err
	}
	if err := s.Store.SaveBoardSettings(ctx, in); err != nil {
		return in, fmt.Errorf("keeping the settings of the board: %w", err)
	}
	in.Version++
	return in, nil
}

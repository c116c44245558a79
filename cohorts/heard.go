package cohorts

import (
	"context"
	"time"

	"soundings/cohorts/base"
)

// Assent is what a minor says to taking part, before their proxy agrees for them.
type Assent string

// The answers of a minor. One who is too young or too ill to say is not asked.
const (
	AssentYes   Assent = "yes"
	AssentNo    Assent = "no"
	AssentYoung Assent = "young"
)

// Heard is how and when the team learned of a person's yes or no.
type Heard struct {
	Channel string `json:"channel" validate:"omitempty,oneof=paper phone"` // empty: not given
	On      string `json:"on" validate:"omitempty,datetime=2006-01-02"`    // the day on which it was signed or said; empty: now
	Assent  Assent `json:"assent" validate:"omitempty,oneof=yes no young"` // what a minor said
}

// note puts on a step how and when the team heard of it, and returns the language in which the person was asked; empty: not
// known.
func (h Heard) note(ctx context.Context, s *Service, step *Transition) (language string, err error) {
	bad := base.Besides(base.Check(h), h.date(ctx, s, step))
	person, err := s.Participant(ctx, step.Consent.Ref)
	if err != nil && !base.IsCode(err, base.NotFound) {
		return "", err
	}
	if err := base.Besides(bad, person.NoteAssent(step, h.Assent)); err != nil || h.Channel == "" {
		return "", err
	}
	step.Consent.Channel = h.Channel
	return person.Language, nil // on paper and by telephone people are asked in their own language
}

// date puts the day on a step on which somebody signed or said it: from the beginning of that day it counts.
func (h Heard) date(ctx context.Context, s *Service, step *Transition) error {
	if h.On == "" {
		return nil
	}
	if to := step.Membership.State; to != Agreed && to != Declined {
		return base.InvalidFields(base.Field{Name: "on", Text: base.T("membership.no_day")})
	}
	day, err := h.day(ctx, s, step.Consent.Cohort)
	if err != nil {
		return err
	}
	step.Consent.On, step.Membership.Since = day.UTC(), day.UTC()
	return nil
}

// day returns when the day began on which somebody said it: not one to come, and not before the cohort began.
func (h Heard) day(ctx context.Context, s *Service, of string) (time.Time, error) {
	clinic, err := s.Clinic(ctx)
	if err != nil {
		return time.Time{}, err
	}
	cohort, err := s.Cohort(ctx, of)
	if err != nil {
		return time.Time{}, err
	}
	began := cohort.Began
	if began == "" {
		began = clinic.DayOf(cohort.Created)
	}
	switch {
	case h.On > clinic.DayOf(s.Now()):
		return time.Time{}, base.InvalidFields(base.Field{Name: "on", Text: base.T("error.ahead")})
	case h.On < began:
		return time.Time{}, base.InvalidFields(base.Field{Name: "on", Text: base.T("membership.before_began", "Date", began)})
	}
	day, err := time.ParseInLocation(time.DateOnly, h.On, clinic.Zone())
	if err != nil {
		return day, base.InvalidFields(base.Field{Name: "on", Text: base.T("error.date")})
	}
	return day, nil
}

// check returns what is wrong whatever somebody said.
func (h Heard) check(ctx context.Context, s *Service, cohort string) error {
	if h.On == "" {
		return base.Check(h)
	}
	_, err := h.day(ctx, s, cohort)
	return base.Besides(base.Check(h), err)
}

// NoteAssent puts on a step what the participant said who is a minor. It returns Invalid where their proxy would agree
// without having asked them, or against their no.
func (p Participant) NoteAssent(step *Transition, said Assent) error {
	if !p.Minor {
		return nil
	}
	if step.Membership.State == Agreed {
		switch said {
		case AssentYes, AssentYoung:
		case AssentNo:
			return base.InvalidFields(base.Field{Name: "assent", Text: base.T("consent.assent_no")})
		default:
			return base.InvalidFields(base.Field{Name: "assent", Text: base.T("consent.assent_missing")})
		}
	}
	step.Consent.Assent = said
	return nil
}

// When returns the time from which a change counts: that of the day on which it was signed or said, if it was noted later.
func (c Consent) When() time.Time {
	if c.On.IsZero() {
		return c.At
	}
	return c.On
}

// Timeline returns the changes of one membership, given in the order in which they were noted, as they were when: a yes that
// was signed before its letter was written had no letter to wait for, and so takes the place of what came between.
func Timeline(steps []Consent) []Consent {
	line := make([]Consent, 0, len(steps))
	for _, step := range steps {
		for !step.On.IsZero() && len(line) > 0 && line[len(line)-1].When().After(step.On) {
			step.From = line[len(line)-1].From
			line = line[:len(line)-1]
		}
		line = append(line, step)
	}
	return line
}

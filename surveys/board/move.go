package board

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
)

// next are the states to which a card may be moved from each. Telling moves it from done to told; nothing forbids to do so by
// hand, where everybody was told face to face.
var next = map[State][]State{
	New:        {Assessing, Adapting, NotPlanned},
	Assessing:  {New, Adapting, NotPlanned},
	Adapting:   {Assessing, Done, NotPlanned},
	Done:       {Told, Assessing},
	Told:       {Assessing},
	NotPlanned: {Assessing},
}

// Next returns the states to which a card may be moved.
func (s State) Next() []State { return next[s] }

// Before reports whether a card comes to a state before it comes to another.
func (s State) Before(other State) bool {
	return slices.Index(States(), s) < slices.Index(States(), other)
}

// Change is what somebody of the team changes on a card. What is nil stays.
type Change struct {
	State      *State
	Severity   *Severity
	Where      *string
	Title      *string
	Public     *base.Words
	Owner      *string // id of an account; empty: nobody
	Vendor     *string
	Concern    *bool // raises a concern; false takes it back
	Take       bool  // takes the concern
	Adaptation *Adaptation
	Reason     string // where it is not planned
	Note       string // a comment
	Version    int64  // of the card that was seen; 0: whatever it is
}

// Change changes a card and returns it as it is then. It returns base.ErrChanged where the card was changed since the version
// that was seen, with the card as it is now.
func (s *Service) Change(ctx context.Context, id string, c Change) (Bump, error) {
	if err := s.checkChange(ctx, c); err != nil {
		return Bump{}, err
	}
	raised := false
	b, err := s.revise(ctx, id, "change", func(b *Bump) ([]Note, error) {
		if c.Version != 0 && c.Version != b.Version {
			return nil, base.ErrChanged
		}
		changed, notes, err := s.changed(ctx, *b, c)
		if err != nil || len(notes) == 0 {
			return nil, err
		}
		raised = changed.Concern.Waits() && !b.Concern.Waits()
		*b = changed
		return notes, s.keepTask(ctx, b)
	})
	if err != nil || !raised {
		return b, err
	}
	return b, s.alert(ctx, b)
}

// checkChange returns Invalid with each field that is wrong whatever the card is.
func (s *Service) checkChange(ctx context.Context, c Change) error {
	var bad []base.Field
	wrong := func(name, text string, pairs ...any) {
		bad = append(bad, base.Field{Name: name, Text: base.T(text, pairs...)})
	}
	if c.State != nil && !slices.Contains(States(), *c.State) {
		wrong("state", "bump.state_unknown")
	}
	if c.Severity != nil && *c.Severity != "" && !slices.Contains(Severities(), *c.Severity) {
		wrong("severity", "bump.severity_unknown")
	}
	if c.Title != nil {
		bad = append(bad, base.TooLong("title", *c.Title, MaxTitle)...)
	}
	if c.Vendor != nil {
		bad = append(bad, base.TooLong("vendor", *c.Vendor, MaxTitle)...)
	}
	bad = append(bad, base.TooLong("note", c.Note, MaxNote)...)
	bad = append(bad, base.TooLong("reason", c.Reason, MaxNote)...)
	if c.Public != nil {
		bad = append(bad, c.Public.TooLong("public", MaxTitle)...)
	}
	if c.State != nil && *c.State == NotPlanned && c.Reason == "" && c.Note == "" {
		wrong("reason", "bump.reason_wanted")
	}
	err := base.InvalidFields(bad...)
	if c.Where != nil {
		err = base.Together(err, s.checkWhere(ctx, "feature", *c.Where))
	}
	if c.Adaptation != nil {
		err = base.Together(err, prefixed("adaptation.", c.Adaptation.tidy().Check()))
	}
	return err
}

// changed returns a card with a change applied and the notes of it; no notes: nothing is another.
func (s *Service) changed(ctx context.Context, b Bump, c Change) (Bump, []Note, error) {
	b, notes := s.described(ctx, b, c)
	now := s.now()
	if c.Concern != nil && *c.Concern != !b.Concern.Raised.IsZero() {
		b.Concern = Concern{}
		if *c.Concern {
			b.Concern.Raised = now
		}
		notes = append(notes, s.note(ctx, b.ID, ConcernRaised, "", fmt.Sprint(*c.Concern), ""))
	}
	if c.Take && b.Concern.Waits() {
		b.Concern.Taken, b.Concern.By = now, base.ActorFrom(ctx).ID
		notes = append(notes, s.note(ctx, b.ID, ConcernTaken, "", "", ""))
	}
	if c.Adaptation != nil {
		a := c.Adaptation.tidy()
		a.Task, a.Done = b.Adaptation.Task, b.Adaptation.Done
		if a != b.Adaptation {
			b.Adaptation = a
			notes = append(notes, s.note(ctx, b.ID, Decided, "", string(a.Kind), a.Title))
		}
	}
	if c.State != nil && *c.State != b.State {
		moved, err := b.moved(*c.State, now)
		if err != nil {
			return b, nil, err
		}
		notes = append(notes, s.note(ctx, b.ID, Moved, string(b.State), string(moved.State), c.Reason))
		if b = moved; b.State == NotPlanned {
			b.Reason = cmp.Or(c.Reason, c.Note)
		}
	}
	if c.Note != "" {
		notes = append(notes, s.note(ctx, b.ID, Commented, "", "", c.Note))
	}
	return b, notes, nil
}

// described returns a card with what a change says of what it is, and whose, with the notes of that.
func (s *Service) described(ctx context.Context, b Bump, c Change) (Bump, []Note) {
	var notes []Note
	set := func(to, from *string, kind NoteKind) {
		if to == nil || *to == *from {
			return
		}
		notes = append(notes, s.note(ctx, b.ID, kind, *from, *to, ""))
		*from = *to
	}
	set((*string)(c.Severity), (*string)(&b.Severity), Judged)
	set(c.Where, &b.Where, Placed)
	set(c.Owner, &b.Owner, Owned)
	words := func(to, from *string, kind NoteKind) {
		if to == nil || base.OneLine(*to) == *from {
			return
		}
		*from = base.OneLine(*to)
		notes = append(notes, s.note(ctx, b.ID, kind, "", "", *from)) // sealed, as what it was is not to be kept in the open
	}
	words(c.Title, &b.Title, Described)
	words(c.Vendor, &b.Vendor, Ticketed)
	if c.Public != nil && !maps.Equal(c.Public.OneLine(), b.Public) {
		b.Public = c.Public.OneLine()
		notes = append(notes, s.note(ctx, b.ID, MadePublic, "", "", b.Public.In("en")))
	}
	return b, notes
}

// moved returns the card in another state, with its clocks.
func (b Bump) moved(to State, now time.Time) (Bump, error) {
	if !slices.Contains(b.State.Next(), to) {
		return b, base.Refuse(base.Conflict, "bump.no_way")
	}
	if (to == Adapting || to == Done) && b.Adaptation.IsZero() {
		return b, base.InvalidFields(base.Field{Name: "adaptation", Text: base.T("bump.adaptation_wanted")})
	}
	if !b.State.Open() && to.Open() {
		b = b.reopened(now)
		b.State = to
		return b, nil
	}
	b.State = to
	if b.Answered.IsZero() && to != New {
		b.Answered = now
	}
	if to == Done || to == NotPlanned {
		b.Changed = now
	}
	if to == Done {
		b.Adaptation.Done = now
	}
	return b, nil
}

// reopened returns the card as somebody has to look at it again: both its clocks begin anew.
func (b Bump) reopened(now time.Time) Bump {
	b.State, b.Opened, b.Answered, b.Changed, b.Reason = Assessing, now, time.Time{}, time.Time{}, ""
	b.Adaptation.Done = time.Time{}
	b.Again++
	return b
}

// prefixed returns a refusal whose fields have names that begin so.
func prefixed(prefix string, err error) error {
	var refusal *base.Error
	if !errors.As(err, &refusal) {
		return err
	}
	for i := range refusal.Fields {
		refusal.Fields[i].Name = prefix + refusal.Fields[i].Name
	}
	return refusal
}

// plus returns how many people of each group there are with n more of one. The map given stays as it is.
func plus(people map[cohorts.Group]int, group cohorts.Group, n int) map[cohorts.Group]int {
	more := map[cohorts.Group]int{group: n}
	for g, has := range people {
		more[g] += has
	}
	return more
}

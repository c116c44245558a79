package board

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"time"

	"golang.org/x/sync/semaphore"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/cohorts/plan"
	"soundings/cohorts/rollout"
)

// Service does the acts on the board, one method an act. It is safe for concurrent use.
type Service struct {
	Store    Store
	Cohorts  *cohorts.Service
	Contact  *contact.Service
	Rollouts *rollout.Service
	Plans    *plan.Service
	Alerts   Alerts              // nil: nobody is alerted
	Drawing  *semaphore.Weighted // of pictures: how many are drawn at a time
	Now      func() time.Time
	Rand     io.Reader
	Log      *slog.Logger
}

// Alerts tells somebody of the team at once.
type Alerts interface {
	// Concern tells of a card that may touch somebody's care. It names the card and nothing else.
	Concern(ctx context.Context, bump string) error
}

// now returns the time to the millisecond, as stores keep it.
func (s *Service) now() time.Time { return s.Now().UTC().Truncate(time.Millisecond) }

// note returns a note by whoever acts. It gets its id as it is kept.
func (s *Service) note(ctx context.Context, bump string, kind NoteKind, from, to, text string) Note {
	return Note{Bump: bump, At: s.now(), By: base.ActorFrom(ctx), Kind: kind, From: from, To: to, Text: text}
}

// alert tells of a concern that waits.
func (s *Service) alert(ctx context.Context, b Bump) error {
	if s.Alerts == nil || !b.Concern.Waits() {
		return nil
	}
	if err := s.Alerts.Concern(ctx, b.ID); err != nil {
		return fmt.Errorf("alerting of a clinical concern: %w", err)
	}
	return nil
}

// Bump returns the card with this id, or NotFound.
func (s *Service) Bump(ctx context.Context, id string) (Bump, error) {
	b, err := s.Store.Bump(ctx, id)
	if err != nil {
		return b, fmt.Errorf("reading a bump: %w", err)
	}
	return b, nil
}

// current returns the card that has the reports of another now.
func (s *Service) current(ctx context.Context, id string) (Bump, error) {
	for {
		b, err := s.Bump(ctx, id)
		if err != nil || b.State != Merged {
			return b, err
		}
		id = b.Into
	}
}

// checkWhere returns Invalid where something is neither a place nor a feature that anybody sees.
func (s *Service) checkWhere(ctx context.Context, field, where string) error {
	if where == "" || IsPlace(where) {
		return nil
	}
	f, err := s.Rollouts.Feature(ctx, where)
	if base.IsCode(err, base.NotFound) || err == nil && f.Stage == rollout.Retired {
		return base.InvalidFields(base.Field{Name: field, Text: base.T("bump.feature_unknown")})
	}
	return err
}

// List returns a page of cards.
func (s *Service) List(ctx context.Context, q Query) (base.Page[Bump], error) {
	page, err := s.Store.Bumps(ctx, q)
	if err != nil {
		return page, fmt.Errorf("listing bumps: %w", err)
	}
	return page, nil
}

// MostOpen is how many cards of one state the board shows: who has more, has no board but a list.
const MostOpen = 500

// Board returns every open card, what must be looked at first on top: a concern that waits, then what is overdue, then by what
// is due.
func (s *Service) Board(ctx context.Context) ([]Card, error) {
	var open base.Page[Bump]
	for _, state := range OpenStates() {
		page, err := s.List(ctx, Query{State: state, Limit: MostOpen})
		if err != nil {
			return nil, err
		}
		open.Items = append(open.Items, page.Items...)
	}
	clocked, err := s.Clocked(ctx, open)
	cards := clocked.Items
	slices.SortStableFunc(cards, func(a, b Card) int {
		if a.Concern.Waits() != b.Concern.Waits() {
			return sign(b.Concern.Waits())
		}
		return cmp.Or(a.Clock.Due().Compare(b.Clock.Due()), cmp.Compare(a.ID, b.ID))
	})
	return cards, err
}

// Card is a bump with its clocks.
type Card struct {
	Bump
	Clock Clock
}

func sign(later bool) int {
	if later {
		return 1
	}
	return -1
}

// CardOf returns one card with its clocks, or NotFound.
func (s *Service) CardOf(ctx context.Context, id string) (Card, error) {
	b, err := s.Bump(ctx, id)
	if err != nil {
		return Card{}, err
	}
	one, err := s.Clocked(ctx, base.Page[Bump]{Items: []Bump{b}})
	if err != nil {
		return Card{}, err
	}
	return one.Items[0], nil
}

// Clocked returns cards with their clocks.
func (s *Service) Clocked(ctx context.Context, of base.Page[Bump]) (base.Page[Card], error) {
	cards := base.Page[Card]{Next: of.Next}
	settings, err := s.Settings(ctx)
	if err != nil {
		return cards, err
	}
	clinic, err := s.Cohorts.Clinic(ctx)
	if err != nil {
		return cards, err
	}
	for _, b := range of.Items {
		cards.Items = append(cards.Items, Card{b, settings.Clock(b, clinic.Zone())})
	}
	return cards, nil
}

// Counts returns how many bumps there are, by where they were hit, state and severity.
func (s *Service) Counts(ctx context.Context) (Counts, error) {
	counts, err := s.Store.BumpCounts(ctx)
	if err != nil {
		return nil, fmt.Errorf("counting bumps: %w", err)
	}
	return counts, nil
}

// Notes returns a page of a card's history, the first first.
func (s *Service) Notes(ctx context.Context, bump, after string, limit int) (base.Page[Note], error) {
	page, err := s.Store.Notes(ctx, bump, after, limit)
	if err != nil {
		return page, fmt.Errorf("reading the history of a bump: %w", err)
	}
	return page, nil
}

// Comment adds a comment to a card. It never conflicts with another change.
func (s *Service) Comment(ctx context.Context, bump, text string) error {
	if err := checkNote(text); err != nil {
		return err
	}
	if _, err := s.Bump(ctx, bump); err != nil {
		return err
	}
	if err := s.Store.SaveBumps(ctx, "comment", Saved{Notes: []Note{s.note(ctx, bump, Commented, "", "", text)}}); err != nil {
		return fmt.Errorf("keeping a comment: %w", err)
	}
	return nil
}

func checkNote(text string) error {
	if text == "" {
		return base.InvalidFields(base.Field{Name: "note", Text: base.T("error.required")})
	}
	return base.InvalidFields(base.TooLong("note", text, MaxNote)...)
}

// Affected is how many of those who see a feature have hit a bump.
type Affected struct {
	People int // participants who reported or joined
	See    int // members of cohorts who see the feature
}

// Share returns the share of them, from 0 to 1, and whether there is one.
func (a Affected) Share() (float64, bool) {
	if a.See == 0 {
		return 0, false
	}
	return min(1, float64(a.People)/float64(a.See)), true
}

// Affected returns how many of those who see the card's feature have hit the bump; nobody sees a place.
func (s *Service) Affected(ctx context.Context, b Bump) (Affected, error) {
	a := Affected{People: b.People[cohorts.Patient]}
	if b.Feature() == "" {
		return a, nil
	}
	counts, err := s.Rollouts.Counts(ctx)
	if err != nil {
		return a, err
	}
	for _, c := range counts {
		if c.Feature == b.Where {
			a.See += c.Exposed
		}
	}
	return a, nil
}

// Gate holds the ramps of a feature while a blocker about it is open.
type Gate struct{ *Service }

// Kind returns that it looks at bumps.
func (g Gate) Kind() rollout.GateKind { return rollout.GateBumps }

// Holds returns the open blockers about the feature of a rollout.
func (g Gate) Holds(ctx context.Context, r rollout.Rollout) ([]rollout.Hold, error) {
	blocker := Blocker
	open, err := g.each(ctx, OpenStates(), Query{Severity: &blocker, Limit: MostOpen})
	var holds []rollout.Hold
	for _, b := range open {
		if b.Where == r.Feature {
			holds = append(holds, rollout.Hold{Text: base.T("bump.holds", "Bump", b.ID), About: rollout.Subject{Kind: Subject, ID: b.ID}})
		}
	}
	return holds, err
}

// Subject is the kind of what is seen to where a bump holds a ramp.
const Subject = "bump"

package cohorts

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"soundings/cohorts/base"
)

// State is the consent state of a membership.
type State string

// The states: selected, invited, agreed, graduated, and the two exits declined and withdrawn.
const (
	Selected  State = "selected"
	Invited   State = "invited"
	Agreed    State = "agreed"
	Graduated State = "graduated"
	Declined  State = "declined"
	Withdrawn State = "withdrawn"
)

// States lists them in the order of a membership's life.
func States() []State { return []State{Selected, Invited, Agreed, Graduated, Declined, Withdrawn} }

// teamMoves lists the states to which the team or a program may move a member. It leaves out every way from a no back to
// a yes: that is the person's own.
var teamMoves = map[State][]State{
	Selected: {Invited, Declined},
	Invited:  {Agreed, Declined, Withdrawn},
	Agreed:   {Graduated, Withdrawn},
}

// ownMoves lists the states to which a person may move themself. Only they can take back a no.
var ownMoves = map[State][]State{
	Invited:   {Agreed, Declined},
	Declined:  {Agreed},
	Withdrawn: {Agreed},
	Agreed:    {Withdrawn},
}

// CanMove reports whether the actor may move a membership between two states.
func CanMove(by base.Actor, from, to State) bool {
	if by.Kind == base.ActorParticipant {
		return slices.Contains(ownMoves[from], to)
	}
	return slices.Contains(teamMoves[from], to)
}

// Membership is one participant in one cohort.
type Membership struct {
	Cohort  string
	Ref     string
	Group   Group
	State   State
	Since   time.Time
	Stratum string // in the draw that selected them; empty: none
	Wording int    // number of the consent wording they agreed to last
	Version int64

	AnswersRemoved time.Time // what they answered and did before then was taken out, and does not count; zero: nothing was
}

// AskedAgain reports whether the member agreed to an older wording than the one the team now asks for.
func (m Membership) AskedAgain(c Cohort) bool { return m.State == Agreed && m.Wording < c.AskAgain }

// HaveLeft reports whether who has these memberships has left a beta or said no to it, and neither takes part in another nor is
// asked to.
func HaveLeft(all []Membership) bool {
	left := false
	for _, m := range all {
		switch m.State {
		case Selected, Invited, Agreed:
			return false
		case Declined, Withdrawn:
			left = true
		}
	}
	return left
}

// Consent is one change of a membership's state: a fact, never rewritten.
type Consent struct {
	ID       string
	Cohort   string
	Ref      string
	From, To State
	At       time.Time
	By       base.Actor
	On       time.Time // when they signed or said it, where the team noted that later; zero: At
	Channel  string    // "link": the person themself; "paper", "phone": told to the team; "team", "api": channel not given
	Wording  int       // number of the consent wording they saw; 0: the built-in one
	Language string    // of the wording as they saw it; empty: not known
	Copy     string    // id of the ConsentCopy of what they agreed to; empty: none, as of what was signed on paper
	Assent   Assent    // of a minor; empty: nobody had to be asked
}

// Transition is a membership in its new state, with the Consent that records the change. A store keeps both or neither.
type Transition struct {
	Membership Membership
	Consent    Consent
	Place      *Place // that it takes again; a store keeps the step only as long as nobody else changed what it rests on
}

// MembershipQuery asks for a page of a cohort's memberships, sorted by ref.
type MembershipQuery struct {
	Cohort string
	State  State // empty: all
	After  string
	Limit  int
}

// NewTransition returns the transition of m to a state, made now by the actor in ctx. It returns Conflict when that actor
// may not make it.
func (s *Service) NewTransition(ctx context.Context, m Membership, to State) (Transition, error) {
	by := base.ActorFrom(ctx)
	if !CanMove(by, m.State, to) {
		return Transition{}, base.Refuse(base.Conflict, "membership.impossible", "From", base.T("state."+string(m.State)), "To", base.T("state."+string(to)))
	}
	return s.transition(ctx, m, to), nil
}

func (s *Service) transition(ctx context.Context, m Membership, to State) Transition {
	by, from, now := base.ActorFrom(ctx), m.State, s.Now()
	m.State, m.Since = to, now
	return Transition{Membership: m, Consent: Consent{
		ID: base.NewID(s.Rand), Cohort: m.Cohort, Ref: m.Ref, From: from, To: to, At: now, By: by, Channel: channel(by),
	}}
}

func channel(by base.Actor) string {
	switch by.Kind {
	case base.ActorParticipant:
		return "link"
	case base.ActorKey:
		return "api"
	default:
		return "team"
	}
}

// SetState moves one member to a state because the team or a program says so. A yes is noted with the wording in use now,
// and, when it came on paper or by telephone, with the person's own language.
func (s *Service) SetState(ctx context.Context, cohort, ref string, to State, heard Heard) (Membership, error) {
	if !slices.Contains(States(), to) {
		wrong := base.InvalidFields(base.Field{Name: "state", Text: base.T("error.oneof", "Choices", "selected, invited, agreed, graduated, declined, withdrawn")})
		return Membership{}, base.Besides(wrong, heard.check(ctx, s, cohort))
	}
	m, err := s.Membership(ctx, cohort, ref)
	if err != nil {
		return m, err
	}
	move, err := s.NewTransition(ctx, m, to)
	if err != nil {
		return m, err
	}
	language, err := heard.note(ctx, s, &move)
	if err = cmp.Or(err, takePlace(ctx, s, &move)); err != nil {
		return m, err
	}
	if to == Agreed {
		if err := s.noteWording(ctx, &move, language); err != nil {
			return m, err
		}
	}
	if err := s.Store.SaveTransitions(ctx, []Transition{move}); err != nil {
		return m, fmt.Errorf("keeping a member's state: %w", err)
	}
	move.Membership.Version++
	return move.Membership, nil
}

// noteWording notes which wording a person answered, and in which language they saw it. Only a yes makes it the wording
// to which the member agreed.
func (s *Service) noteWording(ctx context.Context, move *Transition, language string) error {
	clinic, err := s.Clinic(ctx)
	if err != nil {
		return err
	}
	move.Consent.Wording, move.Consent.Language = clinic.Wording, language
	if move.Membership.State == Agreed {
		move.Membership.Wording = clinic.Wording
	}
	return nil
}

// Answer returns the transition by which a person says yes or no; ok is false when they have said so already. A member
// who agreed may agree again once the team asks for another wording. The no of a member who agreed, from a page that was
// still open or after other words, means that they withdraw. Who said no or left takes a place again only where there is
// one: otherwise the error is ErrFull or ErrElsewhere.
func (s *Service) Answer(ctx context.Context, m Membership, agree bool, language string) (move Transition, ok bool, err error) {
	c, err := s.openCohort(ctx, m.Cohort)
	if err != nil {
		return move, false, err
	}
	again := m.AskedAgain(c)
	to := Agreed
	switch {
	case !agree && m.State == Agreed:
		to = Withdrawn
	case !agree:
		to = Declined
	}
	switch {
	case m.State == to && !(agree && again):
		return move, false, nil
	case m.State == to:
		move = s.transition(ctx, m, to)
	default:
		if move, err = s.NewTransition(ctx, m, to); err != nil {
			return move, false, err
		}
	}
	if err = takePlace(ctx, s, &move); err != nil {
		return move, false, err
	}
	err = s.noteWording(ctx, &move, language)
	return move, err == nil, err
}

// Membership returns one membership, or NotFound.
func (s *Service) Membership(ctx context.Context, cohort, ref string) (Membership, error) {
	found, err := s.Store.Memberships(ctx, cohort, ref)
	if err != nil {
		return Membership{}, fmt.Errorf("reading a membership: %w", err)
	}
	if found[0].Version == 0 {
		return Membership{}, base.Refuse(base.NotFound, "membership.unknown", "Ref", ref)
	}
	return found[0], nil
}

// Members returns a page of a cohort's members.
func (s *Service) Members(ctx context.Context, q MembershipQuery) (base.Page[Membership], error) {
	if _, err := s.Cohort(ctx, q.Cohort); err != nil {
		return base.Page[Membership]{}, err
	}
	page, err := s.Store.FindMemberships(ctx, q)
	if err != nil {
		return page, fmt.Errorf("listing members: %w", err)
	}
	return page, nil
}

// MemberCounts returns how many members a cohort has in each state.
func (s *Service) MemberCounts(ctx context.Context, cohort string) (map[State]int, error) {
	counts, err := s.Store.MemberCounts(ctx, cohort)
	if err != nil {
		return nil, fmt.Errorf("counting members: %w", err)
	}
	return counts, nil
}

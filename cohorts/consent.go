package cohorts

import (
	"context"
	"fmt"
	"slices"
	"time"

	"soundings/cohorts/base"
)

// State is where a membership stands.
type State string

// The states: selected, invited, agreed, graduated, with the exits declined and withdrawn.
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

// steps says which state may follow which when the team or a program moves a member.
var teamMoves = map[State][]State{
	Selected: {Invited, Declined},
	Invited:  {Agreed, Declined, Withdrawn},
	Agreed:   {Graduated, Withdrawn},
}

// ownSteps says it for the person themself: only they can come back on a no.
var ownMoves = map[State][]State{
	Invited:   {Agreed, Declined},
	Declined:  {Agreed},
	Withdrawn: {Agreed},
	Agreed:    {Withdrawn},
}

// CanMove reports whether this actor may move a membership from one state to the other.
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
	Stratum string // of the draw that selected them; empty: none
	Wording int    // number of the consent wording they agreed to last
	Version int64
}

// AskedAgain reports whether somebody agreed to words that the team has asked again for since.
func (m Membership) AskedAgain(c Cohort) bool { return m.State == Agreed && m.Wording < c.AskAgain }

// Consent is one change of a membership's state: a fact, never rewritten.
type Consent struct {
	ID       string
	Cohort   string
	Ref      string
	From, To State
	At       time.Time
	By       base.Actor
	Channel  string // "link": the person themself; "paper", "phone": as the team heard it; "team", "api": it did not say how
	Wording  int    // number of the consent wording they saw; 0: the built-in one
	Language string // in which they saw it; empty: not known
}

// Step is a membership in its new state with the fact that says how it came there. A store keeps both or none.
type Transition struct {
	Membership Membership
	Consent    Consent
}

// MembershipQuery asks for a page of a cohort's memberships in the order of their refs.
type MembershipQuery struct {
	Cohort string
	State  State // empty: all
	After  string
	Limit  int
}

// NewStep makes the step of m to a state, taken now by who acts in ctx. It returns Conflict for an impossible step.
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

// Heard is how the team heard of somebody's yes or no.
type Heard struct {
	Channel string `json:"channel" validate:"omitempty,oneof=paper phone"` // empty: it does not say
}

// SetState moves one member by hand: the team heard it, or a program says so.
func (s *Service) SetState(ctx context.Context, cohort, ref string, to State, heard ...Heard) (Membership, error) {
	if !slices.Contains(States(), to) {
		return Membership{}, base.InvalidFields(base.Field{Name: "state", Text: base.T("error.oneof", "Choices", "selected, invited, agreed, graduated, declined, withdrawn")})
	}
	m, err := s.Membership(ctx, cohort, ref)
	if err != nil {
		return m, err
	}
	step, err := s.NewTransition(ctx, m, to)
	if err != nil {
		return m, err
	}
	language := ""
	for _, h := range heard {
		if err := base.Check(h); err != nil {
			return m, err
		}
		if h.Channel == "" {
			continue
		}
		step.Consent.Channel = h.Channel
		people, err := s.People(ctx, ref)
		if err != nil {
			return m, err
		}
		language = people[ref].Language // on paper and by telephone they are asked in their own
	}
	if to == Agreed {
		if err := s.agreeTo(ctx, &step, language); err != nil {
			return m, err
		}
	}
	if err := s.Store.SaveTransitions(ctx, []Transition{step}); err != nil {
		return m, fmt.Errorf("keeping a member's state: %w", err)
	}
	step.Membership.Version++
	return step.Membership, nil
}

// agreeTo notes to which words somebody agrees, and in which language.
func (s *Service) agreeTo(ctx context.Context, step *Transition, language string) error {
	clinic, err := s.Clinic(ctx)
	if err != nil {
		return err
	}
	step.Membership.Wording = clinic.Wording
	step.Consent.Wording, step.Consent.Language = clinic.Wording, language
	return nil
}

// Answer makes the step by which the person themself says yes or no; ok is false where they have said so already. Who agreed
// may agree again when the team asks again for other words.
func (s *Service) Answer(ctx context.Context, m Membership, agree bool, language string) (step Transition, ok bool, err error) {
	c, err := s.openCohort(ctx, m.Cohort)
	if err != nil {
		return step, false, err
	}
	again := m.AskedAgain(c)
	to := Agreed
	switch {
	case !agree && m.State == Agreed && again:
		to = Withdrawn
	case !agree:
		to = Declined
	}
	switch {
	case m.State == to && !(agree && again):
		return step, false, nil
	case m.State == to:
		step = s.transition(ctx, m, to)
	default:
		if step, err = s.NewTransition(ctx, m, to); err != nil {
			return step, false, err
		}
	}
	if agree {
		err = s.agreeTo(ctx, &step, language)
	} else {
		clinic, clinicErr := s.Clinic(ctx)
		step.Consent.Wording, step.Consent.Language, err = clinic.Wording, language, clinicErr
	}
	return step, err == nil, err
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

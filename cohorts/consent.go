package cohorts

import (
	"context"
	"fmt"
	"slices"
	"time"
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
var steps = map[State][]State{
	Selected: {Invited, Declined},
	Invited:  {Agreed, Declined, Withdrawn},
	Agreed:   {Graduated, Withdrawn},
}

// ownSteps says it for the person themself: only they can come back on a no.
var ownSteps = map[State][]State{
	Invited:   {Agreed, Declined},
	Declined:  {Agreed},
	Withdrawn: {Agreed},
	Agreed:    {Withdrawn},
}

// CanStep tells whether this actor may move a membership from one state to the other.
func CanStep(by Actor, from, to State) bool {
	if by.Kind == ActorParticipant {
		return slices.Contains(ownSteps[from], to)
	}
	return slices.Contains(steps[from], to)
}

// Membership is one participant in one cohort.
type Membership struct {
	Cohort  string
	Ref     string
	Group   Group
	State   State
	Since   time.Time
	Version int64
}

// Consent is one change of a membership's state: a fact, never rewritten.
type Consent struct {
	ID       string
	Cohort   string
	Ref      string
	From, To State
	At       time.Time
	By       Actor
	Channel  string // "link": the person themself; "team": somebody of the team; "api": a program
	Wording  int    // number of the consent wording they saw; 0: the built-in one
	Language string // in which they saw it; empty unless by link
}

// Step is a membership in its new state with the fact that says how it came there. A store keeps both or none.
type Step struct {
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

// NewStep makes the step of m to a state, taken now by who acts in ctx. It answers Conflict for an impossible step.
func (s *Service) NewStep(ctx context.Context, m Membership, to State) (Step, error) {
	by := ActorFrom(ctx)
	if !CanStep(by, m.State, to) {
		return Step{}, Refuse(Conflict, "membership.impossible", "From", T("state."+string(m.State)), "To", T("state."+string(to)))
	}
	from, now := m.State, s.Now()
	m.State, m.Since = to, now
	return Step{Membership: m, Consent: Consent{
		ID: NewID(s.Rand), Cohort: m.Cohort, Ref: m.Ref, From: from, To: to, At: now, By: by, Channel: channel(by),
	}}, nil
}

func channel(by Actor) string {
	switch by.Kind {
	case ActorParticipant:
		return "link"
	case ActorKey:
		return "api"
	default:
		return "team"
	}
}

// Selection is what came of selecting.
type Selection struct {
	Selected int // who is newly a member; those who were one already are not counted again
}

// Select makes the participants with these refs members of a cohort. It refuses the whole list when one of them is
// unknown or the cohort has no room for all.
func (s *Service) Select(ctx context.Context, cohort string, refs []string) (Selection, error) {
	c, err := s.Cohort(ctx, cohort)
	if err != nil {
		return Selection{}, err
	}
	if len(refs) == 0 {
		return Selection{}, InvalidFields(Field{"refs", T("error.required")})
	}
	refs = slices.Clone(refs)
	slices.Sort(refs)
	fresh, err := s.newMembers(ctx, cohort, slices.Compact(refs))
	if err != nil {
		return Selection{}, err
	}
	if err := s.checkRoom(ctx, c, len(fresh)); err != nil {
		return Selection{}, err
	}
	for chunk := range slices.Chunk(fresh, MaxChunk) {
		if err := s.Store.SaveSteps(ctx, chunk); err != nil {
			return Selection{}, fmt.Errorf("keeping the selected members: %w", err)
		}
	}
	return Selection{Selected: len(fresh)}, nil
}

// newMembers makes the first step of everybody on the list who is not a member yet.
func (s *Service) newMembers(ctx context.Context, cohort string, refs []string) ([]Step, error) {
	var fresh []Step
	var unknown []Field
	by, now := ActorFrom(ctx), s.Now()
	for chunk := range slices.Chunk(refs, MaxChunk) {
		people, err := s.Store.Participants(ctx, chunk...)
		if err != nil {
			return nil, fmt.Errorf("reading participants: %w", err)
		}
		members, err := s.Store.Memberships(ctx, cohort, chunk...)
		if err != nil {
			return nil, fmt.Errorf("reading memberships: %w", err)
		}
		for i, p := range people {
			switch {
			case p.Version == 0:
				unknown = append(unknown, Field{"refs", T("participant.unknown", "Ref", chunk[i])})
			case members[i].Version == 0:
				m := Membership{Cohort: cohort, Ref: p.Ref, Group: p.Group, State: Selected, Since: now}
				fresh = append(fresh, Step{m, Consent{
					ID: NewID(s.Rand), Cohort: cohort, Ref: p.Ref, To: Selected, At: now, By: by, Channel: channel(by),
				}})
			}
		}
	}
	return fresh, InvalidFields(unknown[:min(len(unknown), maxFields)]...)
}

// maxFields bounds how many bad items one refusal names.
const maxFields = 100

func (s *Service) checkRoom(ctx context.Context, c Cohort, more int) error {
	if c.Capacity == 0 {
		return nil
	}
	counts, err := s.Store.MemberCounts(ctx, c.ID)
	if err != nil {
		return fmt.Errorf("counting members: %w", err)
	}
	in := counts[Selected] + counts[Invited] + counts[Agreed]
	if in+more > c.Capacity {
		return InvalidFields(Field{"refs", T("cohort.full", "Room", max(0, c.Capacity-in), "Asked", more)})
	}
	return nil
}

// SetState moves one member by hand: the team heard it on paper or by phone, or a program says so.
func (s *Service) SetState(ctx context.Context, cohort, ref string, to State) (Membership, error) {
	if !slices.Contains(States(), to) {
		return Membership{}, InvalidFields(Field{"state", T("error.oneof", "Choices", "selected, invited, agreed, graduated, declined, withdrawn")})
	}
	m, err := s.Membership(ctx, cohort, ref)
	if err != nil {
		return m, err
	}
	step, err := s.NewStep(ctx, m, to)
	if err != nil {
		return m, err
	}
	if err := s.Store.SaveSteps(ctx, []Step{step}); err != nil {
		return m, fmt.Errorf("keeping a member's state: %w", err)
	}
	step.Membership.Version++
	return step.Membership, nil
}

// Membership answers one membership, or NotFound.
func (s *Service) Membership(ctx context.Context, cohort, ref string) (Membership, error) {
	found, err := s.Store.Memberships(ctx, cohort, ref)
	if err != nil {
		return Membership{}, fmt.Errorf("reading a membership: %w", err)
	}
	if found[0].Version == 0 {
		return Membership{}, Refuse(NotFound, "membership.unknown", "Ref", ref)
	}
	return found[0], nil
}

// Members answers a page of a cohort's members.
func (s *Service) Members(ctx context.Context, q MembershipQuery) (Page[Membership], error) {
	if _, err := s.Cohort(ctx, q.Cohort); err != nil {
		return Page[Membership]{}, err
	}
	page, err := s.Store.FindMemberships(ctx, q)
	if err != nil {
		return page, fmt.Errorf("listing members: %w", err)
	}
	return page, nil
}

// MemberCounts answers how many members a cohort has in each state.
func (s *Service) MemberCounts(ctx context.Context, cohort string) (map[State]int, error) {
	counts, err := s.Store.MemberCounts(ctx, cohort)
	if err != nil {
		return nil, fmt.Errorf("counting members: %w", err)
	}
	return counts, nil
}

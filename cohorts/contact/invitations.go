package contact

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
)

// Kind is what an invitation asks for.
type Kind string

// What can be asked.
const (
	ForConsent Kind = "consent" // Subject is a cohort's id
	ForSurvey  Kind = "survey"  // Subject is a survey's id
	ForPoll    Kind = "poll"    // Subject is a poll's id
	ForChoices Kind = "choices" // to choose what to be sent, and to leave; Subject is always "all"
)

// State is where an invitation stands; it is in one.
type State string

// The states of an invitation.
const (
	Created   State = "created"
	Sent      State = "sent"
	Opened    State = "opened"
	Completed State = "completed"
	Bounced   State = "bounced"
	Expired   State = "expired"
)

// States lists them in the order of an invitation's life.
func States() []State { return []State{Created, Sent, Opened, Completed, Bounced, Expired} }

// Started reports whether the participant has opened the link.
func (s State) Started() bool { return s == Opened || s == Completed }

// Invitation is one participant asked one thing. There is one of each kind, subject and ref, and one more for each proxy
// who is asked in their place.
type Invitation struct {
	ID        string
	Kind      Kind
	Subject   string
	Ref       string
	Group     cohorts.Group
	Cohort    string // through which a patient may be asked; empty: no cohort needed
	Proxy     string // ref of who answers in their place; empty: they do
	Stratum   string // of the draw through which they came into the cohort; empty: none
	Language  string // of the participant; empty: not known
	State     State
	Was       State // as read from the store; empty: not kept yet
	Again     bool  // of a new one: the same participant has another, so that counts of people pass over it
	Created   time.Time
	Expires   time.Time // zero: never
	Opened    time.Time
	Completed time.Time
	Hash      string // of the link's token
	Version   int64
}

// Open reports whether the invitation can still be answered at this time.
func (i Invitation) Open(now time.Time) bool {
	return i.State != Completed && !i.Over(now)
}

// Over reports whether its time is past and it was not answered before.
func (i Invitation) Over(now time.Time) bool { return i.State != Completed && i.Past(now) }

// Past reports whether its time is past, answered or not: no more of those can answer to whom its link was passed on.
func (i Invitation) Past(now time.Time) bool {
	return i.State == Expired || !i.Expires.IsZero() && !now.Before(i.Expires)
}

// Asked is somebody to invite.
type Asked struct {
	Ref      string
	Group    cohorts.Group
	Cohort   string
	Stratum  string
	Proxy    string
	Language string
	Again    bool // they were asked the same before, themselves or through another proxy
}

// who returns of whom the one invitation is: the participant, or the proxy for them.
func (a Asked) who() string {
	if a.Proxy == "" {
		return a.Ref
	}
	return a.Ref + "\x00" + a.Proxy
}

// Store keeps invitations. Save methods follow the rules of cohorts.Store.
type Store interface {
	Invitations(ctx context.Context, ids ...string) ([]Invitation, error) // in the order asked; Version 0: none
	FindInvitations(ctx context.Context, kind Kind, subject, after string, limit int) (base.Page[Invitation], error)
	InvitationByHash(ctx context.Context, hash string) (Invitation, error) // NotFound
	Choices(ctx context.Context, ref string) (Choices, error)              // Version 0: none
	SaveChoices(ctx context.Context, c Choices) error
	ForgetChoices(ctx context.Context, ref string) error
	InvitationsOf(ctx context.Context, ref string) ([]Invitation, error)
	ForgetInvitation(ctx context.Context, i Invitation) error
	// SaveInvitations keeps the invitations and the members' steps that go with them.
	SaveInvitations(ctx context.Context, invitations []Invitation, steps []cohorts.Transition) error
	// OverdueInvitations returns at most limit open invitations whose time was past at now.
	OverdueInvitations(ctx context.Context, now time.Time, limit int) ([]Invitation, error)
	InvitationCounts(ctx context.Context, kind Kind, subject string) (Counts, error)
}

// Service does what somebody asks for, one method an act.
type Service struct {
	Store   Store
	Cohorts *cohorts.Service
	Links   Links
	Now     func() time.Time
	Log     *slog.Logger
}

// Invite asks these people one thing, all or as many chunks as could be kept. Who was asked before keeps the invitation
// they have. The answer is in the order of people.
func (s *Service) Invite(ctx context.Context, kind Kind, subject string, people []Asked, expires time.Time) ([]Invitation, error) {
	all := make([]Invitation, 0, len(people))
	for chunk := range slices.Chunk(people, cohorts.MaxChunk) {
		kept, err := s.inviteChunk(ctx, kind, subject, chunk, expires, nil)
		if err != nil {
			return nil, err
		}
		all = append(all, kept...)
	}
	return all, nil
}

// inviteChunk invites at most cohorts.MaxChunk people; the steps, if any, move members along with their invitations.
func (s *Service) inviteChunk(ctx context.Context, kind Kind, subject string, people []Asked, expires time.Time, steps []cohorts.Transition) ([]Invitation, error) {
	ids := make([]string, len(people))
	for i, p := range people {
		ids[i] = s.Links.ID(kind, subject, p.who())
	}
	for {
		all, err := s.Store.Invitations(ctx, ids...)
		if err != nil {
			return nil, fmt.Errorf("reading invitations: %w", err)
		}
		var fresh []Invitation
		for i, p := range people {
			if all[i].Version == 0 {
				if p.Language, err = s.languageOf(ctx, p); err != nil {
					return nil, err
				}
				all[i] = s.newInvitation(ids[i], kind, subject, p, expires)
				fresh = append(fresh, all[i])
			}
		}
		if len(fresh) == 0 && len(steps) == 0 {
			return all, nil
		}
		switch err := s.Store.SaveInvitations(ctx, fresh, steps); {
		case base.IsCode(err, base.Conflict) && len(steps) == 0:
			continue // somebody invites the same people: take theirs
		case err != nil:
			return nil, fmt.Errorf("keeping invitations: %w", err)
		}
		for i := range all {
			if all[i].Version == 0 {
				all[i].Version, all[i].Was = 1, all[i].State
			}
		}
		return all, nil
	}
}

// languageOf returns in which language somebody is asked: a proxy in their own.
func (s *Service) languageOf(ctx context.Context, a Asked) (string, error) {
	if a.Proxy == "" {
		return a.Language, nil
	}
	people, err := s.Cohorts.People(ctx, a.Proxy)
	if proxy, ok := people[a.Proxy]; ok {
		return proxy.Language, err
	}
	return a.Language, err
}

func (s *Service) newInvitation(id string, kind Kind, subject string, p Asked, expires time.Time) Invitation {
	return Invitation{
		ID: id, Kind: kind, Subject: subject, Ref: p.Ref, Group: p.Group, Cohort: p.Cohort, Stratum: p.Stratum, Proxy: p.Proxy, Language: p.Language, Again: p.Again,
		State: Created, Created: s.Now(), Expires: expires, Hash: s.Links.Hash(s.Links.Token(id)),
	}
}

// Token returns the token of an invitation's link, in fours.
func (s *Service) Token(i Invitation) string { return PrintToken(s.Links.Token(i.ID)) }

// Invitation returns the invitation that a token opens, whatever its state, or NotFound.
func (s *Service) Invitation(ctx context.Context, typed string) (Invitation, error) {
	token, ok := ReadToken(typed)
	if !ok {
		return Invitation{}, base.Refuse(base.NotFound, "link.unknown")
	}
	i, err := s.Store.InvitationByHash(ctx, s.Links.Hash(token))
	if err != nil {
		return i, fmt.Errorf("looking a link up: %w", err)
	}
	return i, nil
}

// List returns a page of the invitations to one thing.
func (s *Service) List(ctx context.Context, kind Kind, subject, after string, limit int) (base.Page[Invitation], error) {
	page, err := s.Store.FindInvitations(ctx, kind, subject, after, limit)
	if err != nil {
		return page, fmt.Errorf("listing invitations: %w", err)
	}
	return page, nil
}

// MarkOpened notes that the participant has seen what the invitation asks. It matters once, and never fails a reader:
// when somebody else changed the invitation meanwhile, theirs stands.
func (s *Service) MarkOpened(ctx context.Context, i Invitation) error {
	if i.State != Created && i.State != Sent {
		return nil
	}
	i.State, i.Opened = Opened, s.Now()
	err := s.Store.SaveInvitations(ctx, []Invitation{i}, nil)
	if err != nil && !base.IsCode(err, base.Conflict) {
		return fmt.Errorf("noting an opened link: %w", err)
	}
	return nil
}

// Expire moves the invitations whose time is past to Expired and returns how many.
func (s *Service) Expire(ctx context.Context) (int, error) {
	done := 0
	for {
		overdue, err := s.Store.OverdueInvitations(ctx, s.Now(), cohorts.MaxChunk)
		if err != nil || len(overdue) == 0 {
			return done, err
		}
		for n := range overdue {
			overdue[n].State = Expired
		}
		switch err := s.Store.SaveInvitations(ctx, overdue, nil); {
		case base.IsCode(err, base.Conflict):
			continue // somebody changed one of them: look again
		case err != nil:
			return done, fmt.Errorf("expiring invitations: %w", err)
		}
		done += len(overdue)
	}
}

// Counts is how many invitations to one thing there are.
type Counts struct {
	States  map[State]int
	Started int                   // how many were ever opened, whatever became of them
	Groups  map[cohorts.Group]int // how many people are invited in all, each once, by stakeholder group
	Strata  map[string]int        // how many are completed of each stratum of a cohort, under "cohort/stratum"
}

// Invited returns how many invitations there are in all.
func (c Counts) Invited() int {
	sum := 0
	for _, n := range c.States {
		sum += n
	}
	return sum
}

// People returns how many people are invited, each once however many of their proxies were.
func (c Counts) People() int {
	sum := 0
	for _, n := range c.Groups {
		sum += n
	}
	return sum
}

// Delivered returns how many invitations did not bounce.
func (c Counts) Delivered() int { return c.Invited() - c.States[Bounced] }

// ResponseRate returns which share of the delivered invitations was answered to the end; nil where none was delivered.
func ResponseRate(completed, delivered int) *float64 {
	if delivered == 0 {
		return nil
	}
	rate := min(1, float64(completed)/float64(delivered))
	return &rate
}

// Counts returns how many invitations to one thing there are.
func (s *Service) Counts(ctx context.Context, kind Kind, subject string) (Counts, error) {
	counts, err := s.Store.InvitationCounts(ctx, kind, subject)
	if err != nil {
		return counts, fmt.Errorf("counting invitations: %w", err)
	}
	return counts, nil
}

package contact

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/upload"
)

// Kind is the kind of an invitation.
type Kind string

// The kinds of invitations.
const (
	ForConsent Kind = "consent" // Subject is a cohort's id
	ForSurvey  Kind = "survey"  // Subject is a survey's id
	ForPoll    Kind = "poll"    // Subject is a poll's id
	// ForAnnouncement tells something and asks nothing; Subject is an announcement's id.
	ForAnnouncement Kind = "announcement"
	ForChoices      Kind = "choices" // of older programs: only to choose what to be sent, and to leave; Subject is always "all"
)

// Asks reports whether an invitation of this kind wants an answer. Any other tells something, and nobody is reminded of that.
func (k Kind) Asks() bool { return k != ForAnnouncement }

// Entered reports whether the team may enter what somebody answers: nobody votes in another's place, and what only tells has no
// answer.
func (k Kind) Entered() bool { return k.Asks() && k != ForPoll }

// State is the state of an invitation.
type State string

// The states of an invitation.
const (
	Created   State = "created"
	Sent      State = "sent"
	Started   State = "started" // a form with at least one answer came in
	Completed State = "completed"
	Bounced   State = "bounced"
	Expired   State = "expired"
)

// States returns them in the order of an invitation's life.
func States() []State { return []State{Created, Sent, Started, Completed, Bounced, Expired} }

// Invitation asks one participant one thing. There is one for each kind, subject and ref, and one more for each proxy who
// is asked in the participant's place.
type Invitation struct {
	ID        string
	Kind      Kind
	Subject   string
	Ref       string
	Group     cohorts.Group
	Cohort    string // membership in it allows asking a patient; empty: none is needed
	Proxy     string // ref of the person who answers in the participant's place; empty: nobody
	Stratum   string // in the draw that selected the participant; empty: none
	Language  string // of the person asked; empty: not known
	State     State
	Was       State // as read from the store; empty: not kept yet
	Again     bool  // the participant has another one for the same, so that counts of people pass over this new one
	Created   time.Time
	Expires   time.Time // zero: never
	Opened    time.Time // when the link was first opened, by whomever: kept history of older programs, no longer noted
	Started   time.Time // when the first form with an answer came; zero: none came, or the whole answer came at once
	Completed time.Time
	Hash      string      // of the link's token
	Issue     int         // how often the link was issued anew
	Former    []string    // of the tokens of the links before: they only end mail; see Unsubscribing
	Shown     bool        // of links that are shown to the team once: it was
	Removed   time.Time   // when the answer was taken out again; zero: never
	Last      MessageStep // by the last message about it; zero: none was sent
	Counted   Marks       // those that are counted by part, as read from the store
	Version   int64
}

// Open reports whether the invitation can be answered now.
func (i Invitation) Open(now time.Time) bool {
	return i.State != Completed && !i.Over(now)
}

// Start returns the invitation as it is once the first form with an answer came in, and whether that was only now. Opening
// the link starts nothing: mail scanners open links too.
func (i Invitation) Start(now time.Time) (Invitation, bool) {
	if i.State != Created && i.State != Sent {
		return i, false
	}
	i.State, i.Started = Started, now
	return i, true
}

// TakenOut reports whether the answer to the invitation was taken out, and none was given since.
func (i Invitation) TakenOut() bool {
	return i.State == Completed && !i.Removed.IsZero() && !i.Removed.Before(i.Completed)
}

// LastDay returns a moment of the last day on which the invitation can be answered: one that expires at midnight is good to
// the end of the day before. It is zero when the invitation never expires.
func (i Invitation) LastDay() time.Time {
	if i.Expires.IsZero() {
		return i.Expires
	}
	return i.Expires.Add(-time.Millisecond)
}

// Over reports whether the invitation expired unanswered.
func (i Invitation) Over(now time.Time) bool { return i.State != Completed && i.Past(now) }

// Past reports whether the invitation's time is over, answered or not. After that nobody to whom the link was passed on
// can answer either.
func (i Invitation) Past(now time.Time) bool {
	return i.State == Expired || !i.Expires.IsZero() && !now.Before(i.Expires)
}

// Asked is a person to invite.
type Asked struct {
	Ref      string
	Group    cohorts.Group
	Cohort   string
	Stratum  string
	Proxy    string
	Language string
	Again    bool // the participant was asked the same before, themselves or through another proxy
}

// who returns what identifies the invitation within its kind and subject: the ref, with the proxy's if there is one.
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
	InvitationByHash(ctx context.Context, hash string) (Invitation, error)   // NotFound
	InvitationByFormer(ctx context.Context, hash string) (Invitation, error) // by one of Former; NotFound
	ChoicesOf(ctx context.Context, refs ...string) ([]Choices, error)        // in the order asked; Version 0: none
	SaveChoices(ctx context.Context, c Choices) error
	ForgetChoices(ctx context.Context, ref string) error
	InvitationsOf(ctx context.Context, ref string) ([]Invitation, error)
	ForgetInvitation(ctx context.Context, i Invitation) error
	// SaveInvitations keeps invitations together with the members' transitions and the messages that go with them.
	SaveInvitations(ctx context.Context, invitations []Invitation, moves []cohorts.Transition, messages ...Message) error
	// SaveLinks keeps invitations whose links were handed out by this act.
	SaveLinks(ctx context.Context, act string, handed []Invitation) error
	// SaveAnswersRemoved keeps these memberships, as those of which the answers are removed; there may be none.
	SaveAnswersRemoved(ctx context.Context, of Whose, memberships []cohorts.Membership) error
	// Askings keeps the jobs that invite many people. SaveAsking keeps one in its new state and forgets the chunk before Next.
	Askings() upload.Store[Question, Invited]
	SaveAsking(ctx context.Context, job Asking) error
	// OverdueInvitations returns at most limit open invitations whose time is over at now.
	OverdueInvitations(ctx context.Context, now time.Time, limit int) ([]Invitation, error)
	InvitationCounts(ctx context.Context, kind Kind, subject string) (Counts, error)
	// RecountInvitations returns of everything that people were invited to what is kept and what there is, at one moment,
	// and how many people were ever removed.
	RecountInvitations(ctx context.Context) (all []Recounted, removed int, err error)
	OutboxStore
}

// Service does the acts on invitations, one method an act. It is safe for concurrent use.
type Service struct {
	Store   Store
	Cohorts *cohorts.Service
	Links   Links
	Answers Answers
	Asks    Asks
	Now     func() time.Time
	Log     *slog.Logger
}

// inviteAtOnce is how many people are invited in one write: each may have an invitation, a first message, and a new state of
// their membership with its step, and with what they count as that has to fit.
const inviteAtOnce = 200

// Invite invites people to one thing and returns their invitations in the order of people. Those who were invited before
// keep the invitation they have. After an error the chunks saved before it stay.
func (s *Service) Invite(ctx context.Context, kind Kind, subject string, people []Asked, expires time.Time) ([]Invitation, error) {
	all := make([]Invitation, 0, len(people))
	for chunk := range slices.Chunk(people, inviteAtOnce) {
		kept, err := s.inviteChunk(ctx, kind, subject, chunk, expires, nil)
		if err != nil {
			return nil, err
		}
		all = append(all, kept...)
	}
	return all, nil
}

// inviteChunk invites at most inviteAtOnce people, and saves the moves of members in the same write. When somebody
// else invites the same people, it takes their invitations; when there are moves, it returns the Conflict, because the
// members may have changed.
func (s *Service) inviteChunk(ctx context.Context, kind Kind, subject string, people []Asked, expires time.Time, moves []cohorts.Transition) ([]Invitation, error) {
	for {
		all, fresh, err := s.prepare(ctx, kind, subject, people, expires)
		if err != nil || len(fresh)+len(moves) == 0 {
			return all, err
		}
		p, err := s.Protocol(ctx, kind, subject)
		if err != nil {
			return nil, err
		}
		switch err := s.Store.SaveInvitations(ctx, fresh, moves, p.firsts(fresh, s.Now())...); {
		case base.IsCode(err, base.Conflict) && len(moves) == 0:
			continue
		case err != nil:
			return nil, fmt.Errorf("keeping invitations: %w", err)
		}
		for i := range all {
			if all[i].Version == 0 {
				all[i].Version, all[i].Was, all[i].Counted = 1, all[i].State, all[i].Marks()
			}
		}
		if p.Version > 0 {
			return all, nil
		}
		if p, err = s.Protocol(ctx, kind, subject); err == nil && p.Version > 0 { // it may have looked for them before they were there
			err = s.catchUp(ctx, p, fresh)
		}
		return all, err
	}
}

// prepare returns the invitations of people, in their order; fresh are those that are not kept yet.
func (s *Service) prepare(ctx context.Context, kind Kind, subject string, people []Asked, expires time.Time) (all, fresh []Invitation, err error) {
	ids := make([]string, len(people))
	for i, p := range people {
		ids[i] = s.Links.ID(kind, subject, p.who())
	}
	if all, err = s.Store.Invitations(ctx, ids...); err != nil {
		return nil, nil, fmt.Errorf("reading invitations: %w", err)
	}
	for i, p := range people {
		if all[i].Version > 0 {
			continue
		}
		if p.Language, err = s.languageOf(ctx, p); err != nil {
			return nil, nil, err
		}
		all[i] = s.newInvitation(ids[i], kind, subject, p, expires)
		fresh = append(fresh, all[i])
	}
	return all, fresh, nil
}

// languageOf returns the language in which a person is asked; for a proxy it is the proxy's.
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

// newInvitation returns a new invitation of a person with the hash of its token.
func (s *Service) newInvitation(id string, kind Kind, subject string, p Asked, expires time.Time) Invitation {
	return Invitation{
		ID: id, Kind: kind, Subject: subject, Ref: p.Ref, Group: p.Group, Cohort: p.Cohort, Stratum: p.Stratum, Proxy: p.Proxy, Language: p.Language, Again: p.Again,
		State: Created, Created: s.Now(), Expires: expires, Hash: s.Links.Hash(s.Links.Token(id)),
	}
}

// Token returns the token of an invitation's link in groups of four.
func (s *Service) Token(i Invitation) string { return PrintToken(s.token(i)) }

// Invitation returns the invitation that a typed token opens, in whatever state, or NotFound.
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

// Expire moves the invitations whose time is over to Expired and returns how many: a background job.
func (s *Service) Expire(ctx context.Context) (int, error) {
	done := 0
	for {
		n, err := s.expireSome(ctx)
		if err != nil || n == 0 {
			return done, err
		}
		done += n
	}
}

// expireSome moves at most cohorts.MaxChunk invitations to Expired and returns how many; 0 when none is overdue.
func (s *Service) expireSome(ctx context.Context) (int, error) {
	read := func() ([]Invitation, error) { return s.Store.OverdueInvitations(ctx, s.Now(), cohorts.MaxChunk) }
	overdue, err := base.Revise(read, func(overdue *[]Invitation) error {
		for n := range *overdue {
			(*overdue)[n].State = Expired
		}
		return nil
	}, func(overdue []Invitation) error {
		if len(overdue) == 0 {
			return nil
		}
		if err := s.Store.SaveInvitations(ctx, overdue, nil); err != nil {
			return fmt.Errorf("expiring invitations: %w", err)
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return len(overdue), nil
}

// Counts counts the invitations to one thing.
type Counts struct {
	States  map[State]int         // invitations
	Started int                   // invitations ever started, whatever became of them
	Groups  map[cohorts.Group]int // people invited, each once, by stakeholder group
	Strata  map[string]int        // completed invitations by "cohort/stratum"
	After   map[MessageStep]int   // completed invitations, by the message that was the last before
	Parts   map[Part]Progress     // by group, and by stratum
}

// Invited returns the number of all invitations.
func (c Counts) Invited() int {
	sum := 0
	for _, n := range c.States {
		sum += n
	}
	return sum
}

// People returns the number of people invited, each once however many of their proxies were asked.
func (c Counts) People() int {
	sum := 0
	for _, n := range c.Groups {
		sum += n
	}
	return sum
}

// Delivered returns the number of invitations that did not bounce.
func (c Counts) Delivered() int { return c.Invited() - c.States[Bounced] }

// ResponseRate returns the share of delivered invitations that were completed, from 0 to 1; nil when none was delivered.
func ResponseRate(completed, delivered int) *float64 {
	if delivered == 0 {
		return nil
	}
	rate := min(1, float64(completed)/float64(delivered))
	return &rate
}

// Counts returns the counts of the invitations to one thing.
func (s *Service) Counts(ctx context.Context, kind Kind, subject string) (Counts, error) {
	counts, err := s.Store.InvitationCounts(ctx, kind, subject)
	if err != nil {
		return counts, fmt.Errorf("counting invitations: %w", err)
	}
	return counts, nil
}

package contact

import (
	"context"
	"errors"
	"fmt"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
)

// Mail is a message as it is handed to the mail server.
type Mail struct {
	ID       string         // of the message: the same whenever it is sent again
	Clinic   cohorts.Clinic // who asks
	Address  string
	Language string
	Kind     Kind
	Token    string    // of the personal link, in fours
	Until    time.Time // a moment of the last day on which it can be answered; zero: no day is set
	Again    bool      // a reminder
	About    string    // of a mail to the team: the id of what it is about
	Quiet    bool      // nobody is to be told whether it was delivered
	Sample   bool      // for the team: its link leads nowhere
	First    time.Time // when it was first sent
}

// Written is what a mail says.
type Written struct {
	From        string // the name of who writes
	Language    string
	Subject     string
	Plain, HTML string
	Unsubscribe string // an https address that takes the POST of RFC 8058; empty: none
}

// Post hands mail to a mail server. It is safe for concurrent use.
type Post interface {
	// Send returns once the server took the message. A Refusal or ErrTrouble says that it did not; after any other error nobody
	// knows whether it did.
	Send(ctx context.Context, m Mail) error
	// Pass does all that sending a message does before its address is named: it waits for a turn, and for a server that takes
	// mail from us. So whoever watches the rest does not see of which messages there was no need.
	Pass(ctx context.Context) error
	// Workers returns how many messages may be under way at once.
	Workers() int
}

// Refusal is what a mail server refuses a message by.
type Refusal struct {
	Permanent bool // the address does not work; else it may be tried again later
	Err       error
}

// Error implements error. It names no address.
func (r *Refusal) Error() string { return fmt.Sprintf("the mail server refused a message: %v", r.Err) }

// Unwrap returns what the server said.
func (r *Refusal) Unwrap() error { return r.Err }

// ErrTrouble is what keeps a mail server from taking any message: it cannot be reached, or lets nobody in.
var ErrTrouble = errors.New("the mail server takes nothing")

// Asks knows of what people were invited to whether it still asks them, and whom: the packages above this one.
type Asks interface {
	// Asks reports whether a survey or poll is open, what is told still so, or a concern not taken by anybody.
	Asks(ctx context.Context, kind Kind, subject string) (bool, error)
	// Secret reports whether nobody may learn who has answered.
	Secret(ctx context.Context, kind Kind, subject string) (bool, error)
	// Spent reports whether the right behind an invitation to what is secret was used. What follows from it must not show.
	Spent(ctx context.Context, i Invitation) (bool, error)
}

// Outgoing is what one write of the outbox changes. Zero values change nothing.
type Outgoing struct {
	Protocol    Protocol
	Messages    []Message
	Records     []Record
	Invitations []Invitation
}

// OutboxStore keeps messages, protocols and what people got. Save follows the rules of cohorts.Store.
type OutboxStore interface {
	Protocol(ctx context.Context, kind Kind, subject string) (Protocol, error) // Version 0: none
	SaveProtocol(ctx context.Context, p Protocol) error
	NewProtocols(ctx context.Context, limit int) ([]Protocol, error) // those that are not Taken
	Messages(ctx context.Context, ids ...string) ([]Message, error)  // in the order asked; Version 0: none
	DueMessages(ctx context.Context, by Way, now time.Time, limit int) ([]Message, error)
	DueSecrets(ctx context.Context, now time.Time, limit int) ([]Message, error) // mails of what is secret
	Unmeasured(ctx context.Context) context.Context                              // no operation under it is in any figure
	CountDue(ctx context.Context, by Way, until time.Time, most int) (int, error)
	FindMessages(ctx context.Context, q MessageQuery) (base.Page[Message], error)
	MessageCounts(ctx context.Context) (MessageCounts, error)
	StepCounts(ctx context.Context, kind Kind, subject string) (StepCounts, error)
	Records(ctx context.Context, refs ...string) ([]Record, error)   // in the order asked; Version 0: none
	FailingRecords(ctx context.Context, limit int) ([]Record, error) // those with Failing
	SaveOutgoing(ctx context.Context, o Outgoing) error
	ForgetMessages(ctx context.Context, ref string) error                                   // of one participant, with the record
	ReadyMessages(ctx context.Context, by Way, now time.Time, limit int) ([]Message, error) // waiting and due, soonest first
	CountReady(ctx context.Context, by Way, now time.Time, most int) (int, error)
	BatchMessages(ctx context.Context, batch, after string, limit int) (base.Page[Message], error)
	Batches(ctx context.Context, by Way, limit int) ([]Batch, error) // the latest first
	Batch(ctx context.Context, id string) (Batch, error)             // NotFound
	SaveBatch(ctx context.Context, b Batch) error
	Halted(ctx context.Context) (Halt, error)
	SaveHalt(ctx context.Context, h Halt) error
}

// MessageQuery asks for a page of messages: of one state, soonest due first, or of one participant.
type MessageQuery struct {
	State MessageState
	Ref   string // counts before State
	After string
	Limit int
}

// MessageCounts are how many messages are in which state, by way.
type MessageCounts map[Way]map[MessageState]int

// StepCounts are how many messages about one thing are in which state, by step of its protocol.
type StepCounts map[MessageStep]map[MessageState]int

// Open returns the number of messages that may still be sent.
func (c StepCounts) Open() int {
	n := 0
	for _, states := range c {
		n += states[MessageWaiting] + states[MessageDeferred]
	}
	return n
}

// Of returns the number of messages in a state, whatever way they go.
func (c MessageCounts) Of(state MessageState) int {
	n := 0
	for _, states := range c {
		n += states[state]
	}
	return n
}

// Halt is the state of a stop of everything that would be sent, by the team.
type Halt struct {
	On      bool
	Since   time.Time
	Version int64
}

// Outbox sends what waits. It is safe for concurrent use, and several servers may send at once.
type Outbox struct {
	Store   OutboxStore
	Contact *Service
	Team    Team
	Post    Post // nil: there is no mail server
	Now     func() time.Time

	results tally
}

// takeAtOnce is how many people get their first message in one write: with what it counts it fits.
const takeAtOnce = 400

// Take gives everybody who was asked before a protocol began their first message: a background job. It returns how many got one.
func (o *Outbox) Take(ctx context.Context) (int, error) {
	begun, err := o.Store.NewProtocols(ctx, takeAtOnce)
	if err != nil {
		return 0, fmt.Errorf("reading new protocols: %w", err)
	}
	done := 0
	for _, p := range begun {
		for !p.Taken {
			var n int
			if p, n, err = o.take(ctx, p); base.IsCode(err, base.Conflict) {
				break // another server goes on
			}
			if err != nil {
				return done, err
			}
			done += n
		}
	}
	return done, nil
}

// take gives the next people their first message.
func (o *Outbox) take(ctx context.Context, p Protocol) (Protocol, int, error) {
	asked, err := o.Contact.List(ctx, p.Kind, p.Subject, p.After, takeAtOnce)
	if err != nil {
		return p, 0, err
	}
	ids := make([]string, len(asked.Items))
	for n, i := range asked.Items {
		ids[n] = p.messageID(i.ID, 0)
	}
	kept, err := o.Store.Messages(ctx, ids...)
	if err != nil {
		return p, 0, fmt.Errorf("reading messages: %w", err)
	}
	var without []Invitation
	for n, i := range asked.Items {
		if kept[n].Version == 0 && (i.Open(o.Now()) || i.Kind == ForConsent) {
			without = append(without, i)
		}
	}
	fresh := p.firsts(without, o.Now())
	p.After, p.Taken = asked.Next, asked.Next == ""
	if err := o.Store.SaveOutgoing(ctx, Outgoing{Protocol: p, Messages: fresh}); err != nil {
		return p, 0, fmt.Errorf("keeping first messages: %w", err)
	}
	p.Version++
	return p, len(fresh), nil
}

// Halt stops everything that would be sent, or lets it go on.
func (o *Outbox) Halt(ctx context.Context, on bool) error {
	_, err := base.Revise(func() (Halt, error) { return o.Halted(ctx) }, func(h *Halt) error {
		if h.On != on {
			h.On, h.Since = on, o.Now()
		}
		return nil
	}, func(h Halt) error { return o.Store.SaveHalt(ctx, h) })
	return err
}

// Halted reports whether everything is stopped, and since when.
func (o *Outbox) Halted(ctx context.Context) (Halt, error) {
	h, err := o.Store.Halted(ctx)
	if err != nil {
		return h, fmt.Errorf("reading whether the outbox is stopped: %w", err)
	}
	return h, nil
}

// List returns a page of messages.
func (o *Outbox) List(ctx context.Context, q MessageQuery) (base.Page[Message], error) {
	page, err := o.Store.FindMessages(ctx, q)
	if err != nil {
		return page, fmt.Errorf("listing messages: %w", err)
	}
	return page, nil
}

// Counts returns how many messages there are in which state.
func (o *Outbox) Counts(ctx context.Context) (MessageCounts, error) {
	counts, err := o.Store.MessageCounts(ctx)
	if err != nil {
		return counts, fmt.Errorf("counting messages: %w", err)
	}
	return counts, nil
}

// Steps returns how many messages of each step about one thing are in which state.
func (o *Outbox) Steps(ctx context.Context, kind Kind, subject string) (StepCounts, error) {
	counts, err := o.Store.StepCounts(ctx, kind, subject)
	if err != nil {
		return nil, fmt.Errorf("counting messages: %w", err)
	}
	return counts, nil
}

// mostFailing is how many addresses that do not work are looked at: more need no number.
const mostFailing = 100

// Failing returns the refs of people whose mail address does not work and who have no other one yet. It looks at a hundred at most.
func (o *Outbox) Failing(ctx context.Context) ([]string, error) {
	records, err := o.Store.FailingRecords(ctx, mostFailing)
	if err != nil {
		return nil, fmt.Errorf("reading addresses that do not work: %w", err)
	}
	refs := make([]string, len(records))
	for n, r := range records {
		refs[n] = r.Ref
	}
	people, err := o.Contact.Cohorts.People(ctx, refs...)
	if err != nil {
		return nil, err
	}
	var failing []string
	for _, r := range records {
		if p := people[r.Ref]; p.Email != "" && !r.Mails(p) {
			failing = append(failing, r.Ref)
		}
	}
	return failing, nil
}

// Broken returns the ways to somebody that do not work, though they have an address for them: it was refused, something came back, or
// the number was wrong.
func (o *Outbox) Broken(ctx context.Context, p cohorts.Participant) ([]Way, error) {
	records, err := o.Store.Records(ctx, p.Ref)
	if err != nil {
		return nil, fmt.Errorf("reading which addresses do not work: %w", err)
	}
	var broken []Way
	if r := records[0]; p.Email != "" && !r.Mails(p) {
		broken = append(broken, ByMail)
	}
	if r := records[0]; p.Address.Complete() && !r.Letters(p) {
		broken = append(broken, ByLetter)
	}
	if r := records[0]; p.Phone != "" && !r.Calls(p) {
		broken = append(broken, ByPhone)
	}
	return broken, nil
}

// person is who gets a message, with what decides whether they may.
type person struct {
	cohorts.Participant
	record  Record
	choices Choices
}

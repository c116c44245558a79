package contact

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"soundings/cohorts"
	"soundings/cohorts/base"
)

// How messages are tried.
const (
	lease      = 10 * time.Minute // after which another server takes over what one has begun to send
	giveUp     = 48 * time.Hour   // after which a message that could not be sent has failed
	firstPause = 5 * time.Minute  // before it is tried again; twice as long each time
	longPause  = 4 * time.Hour
	lookAgain  = 12 * time.Hour // at what waits for somebody to print or call
	dueAtOnce  = 100
)

// Send sends the mails whose time has come, and moves on what cannot or need not be sent: a background job. It returns how many
// messages it dealt with. While the mail server takes nothing it returns ErrTrouble, and tries few.
func (o *Outbox) Send(ctx context.Context) (int, error) {
	halt, err := o.Halted(ctx)
	if err != nil || halt.On {
		return 0, err
	}
	clinic, err := o.Contact.Cohorts.Clinic(ctx)
	if err != nil || clinic.Ready() != nil {
		return 0, err
	}
	all := 0
	for _, by := range Ways() {
		if by == ByMail && o.Post == nil {
			continue
		}
		n, err := o.sendDue(ctx, by, clinic)
		if all += n; err != nil {
			return all, err
		}
	}
	n, err := secretly{o}.sendSecrets(ctx, clinic)
	return all + n, err
}

// sendDue deals with some of what is due in one way.
func (o *Outbox) sendDue(ctx context.Context, by Way, clinic cohorts.Clinic) (int, error) {
	due, err := o.Store.DueMessages(ctx, by, o.Now(), dueAtOnce)
	if err != nil {
		return 0, fmt.Errorf("reading what is due: %w", err)
	}
	return o.dealWith(ctx, due, o.workers(by), clinic)
}

// dealWith deals with messages, some at a time, and returns with how many.
func (o *Outbox) dealWith(ctx context.Context, due []Message, atOnce int, clinic cohorts.Clinic) (int, error) {
	var done atomic.Int64
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for _, m := range due {
		if ctx.Err() != nil {
			break
		}
		group.Go(func() error {
			err := o.deal(ctx, m, clinic)
			if base.IsCode(err, base.Conflict) { // another server has it, or something changed: it is looked at again
				return nil
			}
			if err == nil {
				done.Add(1)
			}
			return err
		})
	}
	err := group.Wait()
	return int(done.Load()), err
}

func (o *Outbox) workers(by Way) int {
	if by == ByMail {
		return o.Post.Workers()
	}
	return 1
}

// deal decides about a message. Mail is sent; what goes in another way waits until the team prints, sends or calls.
func (o *Outbox) deal(ctx context.Context, m Message, clinic cohorts.Clinic) error {
	switch m.Kind {
	case ForPassword:
		return o.sendPassword(ctx, m, clinic)
	case ForConcern:
		return concerns{o}.send(ctx, m, clinic)
	}
	return o.decide(ctx, m, clinic, func(i Invitation, who person) error {
		switch {
		case m.Secret() && m.Step > 0:
			return secretly{o}.remind(ctx, m, i, who, clinic)
		case m.By == ByMail:
			return o.mail(ctx, m, i, who, clinic)
		}
		m.Look = o.Now().Add(lookAgain)
		if m.Why != WhyUnheard { // which the list of calls says
			m.Why = WhyNone
		}
		return o.save(ctx, m)
	})
}

// decide decides anew about a message, and keeps what follows: it is skipped, it waits, or it goes out now by send.
func (o *Outbox) decide(ctx context.Context, m Message, clinic cohorts.Clinic, send func(i Invitation, who person) error) error {
	i, who, err := o.whose(ctx, m)
	if err != nil {
		return err
	}
	v, err := o.judge(ctx, m, i, who, clinic)
	switch {
	case err != nil:
		return err
	case v.Skip != "":
		return o.end(ctx, m.ended(MessageSkipped, v.Skip, o.Now()), i)
	case v.Wait != "":
		return o.save(ctx, m.later(v.Wait, v.Until))
	default:
		return send(i, who)
	}
}

func (o *Outbox) save(ctx context.Context, m Message) error {
	if err := o.Store.SaveOutgoing(ctx, Outgoing{Messages: []Message{m}}); err != nil {
		return fmt.Errorf("keeping a message: %w", err)
	}
	return nil
}

func (o *Outbox) invitation(ctx context.Context, m Message) (Invitation, error) {
	found, err := o.Contact.Store.Invitations(ctx, m.Invitation)
	if err != nil {
		return Invitation{}, fmt.Errorf("reading an invitation: %w", err)
	}
	return found[0], nil
}

// mail sends a message. First it notes that it does, which charges the person's budget and keeps other servers away; it notes
// what came of it also when it is told to stop meanwhile.
func (o *Outbox) mail(ctx context.Context, m Message, i Invitation, who person, clinic cohorts.Clinic) error {
	m, charged := m.charged(who.record, o.Now())
	if err := o.begin(ctx, &m, charged); err != nil {
		return err
	}
	err := o.post(ctx, m, i, who, clinic)
	return o.note(context.WithoutCancel(ctx), m, i, who.Email, err)
}

// post hands a message to the mail server.
func (o *Outbox) post(ctx context.Context, m Message, i Invitation, who person, clinic cohorts.Clinic) error {
	mail := mailAbout(m, i, clinic)
	mail.Address, mail.Token = who.Email, o.Contact.Token(i)
	return o.Post.Send(ctx, mail)
}

// mailAbout returns a message about an invitation as a mail that has no address and no link yet.
func mailAbout(m Message, i Invitation, clinic cohorts.Clinic) Mail {
	return Mail{ID: m.ID, Clinic: clinic, Language: i.Language, Kind: i.Kind, Until: i.LastDay(), Again: m.Again(), Quiet: m.Secret() && m.Step > 0, First: m.First}
}

// begin notes that a message is being sent, which keeps other servers away.
func (o *Outbox) begin(ctx context.Context, m *Message, charged ...Record) error {
	now := o.Now()
	if m.First.IsZero() {
		m.First = now
	}
	m.Tries, m.Look = m.Tries+1, now.Add(lease)
	if err := o.Store.SaveOutgoing(ctx, Outgoing{Messages: []Message{*m}, Records: charged}); err != nil {
		return fmt.Errorf("beginning to send a message: %w", err)
	}
	m.Version++
	return nil
}

// note notes what came of sending a message.
func (o *Outbox) note(ctx context.Context, m Message, i Invitation, address string, sent error) error {
	now := o.Now()
	var refusal *Refusal
	switch {
	case sent == nil:
		o.count(m, ResultSent)
		if m.Secret() {
			m.Only = o.Contact.addressHash(address)
		}
		return o.end(ctx, m.ended(MessageSent, WhyNone, now), i)
	case errors.As(sent, &refusal) && refusal.Permanent:
		o.count(m, ResultRefused)
		return o.fail(ctx, m.ended(MessageFailed, WhyRefused, now), i, address)
	case errors.Is(sent, ErrTrouble):
		o.count(m, ResultTrouble)
		m.Tries--
		m.Why, m.Look = WhyTrouble, now.Add(firstPause)
		return errors.Join(sent, o.save(ctx, m))
	}
	o.count(m, ResultDeferred)
	if now.Sub(m.First) >= giveUp {
		return o.end(ctx, m.ended(MessageFailed, WhyGivenUp, now), i)
	}
	m.State = MessageDeferred
	return o.save(ctx, m.later(WhyLater, now.Add(pause(m.Tries))))
}

// pause returns how long a message waits after so many tries.
func pause(tries int) time.Duration {
	return min(longPause, firstPause<<min(tries-1, 10))
}

// fail ends a message whose address does not work: it counts in no budget, and the address is not tried again.
func (o *Outbox) fail(ctx context.Context, m Message, i Invitation, address string) error {
	if m.Invitation == "" { // nothing is kept of what the team gets
		return o.end(ctx, m, i)
	}
	records, err := o.Store.Records(ctx, m.To)
	if err != nil {
		return fmt.Errorf("reading what somebody got: %w", err)
	}
	r := m.refund(records[0])
	r.Ref = m.To
	return o.end(ctx, m, i, r.fails(ByMail, address))
}

// end ends a message, together with what follows from it: the invitation is sent or came back, and the next step waits.
func (o *Outbox) end(ctx context.Context, m Message, i Invitation, records ...Record) error {
	if m.Secret() && m.Was == MessageSent && m.State == MessageSent { // a reminder: all follows from it already
		return o.save(ctx, m)
	}
	p, err := o.Contact.Protocol(ctx, m.Kind, m.Subject)
	if err != nil {
		return err
	}
	for {
		out := Outgoing{Messages: []Message{m}, Records: records}
		if moved, ok := i.carried(m); ok {
			out.Invitations = []Invitation{moved}
		}
		if next, ok := p.next(m, i, o.Now()); ok && m.goesOn() {
			if out.Messages, err = o.follow(ctx, out.Messages, next); err != nil {
				return err
			}
		}
		err := o.Store.SaveOutgoing(ctx, out)
		if !base.IsCode(err, base.Conflict) {
			return err
		}
		before := i.Version
		if i, err = o.invitation(ctx, m); err != nil {
			return err
		}
		if i.Version == before { // it was something else: the message is looked at again when its time is over
			return base.ErrChanged
		}
	}
}

// follow adds the message of the next step. Where it waits already, as after a letter that came back, it is due as it would be now;
// where it has ended nothing follows.
func (o *Outbox) follow(ctx context.Context, all []Message, next Message) ([]Message, error) {
	kept, err := o.Store.Messages(ctx, next.ID)
	if err != nil {
		return all, fmt.Errorf("reading a message: %w", err)
	}
	switch was := kept[0]; {
	case was.Version == 0:
		return append(all, next), nil
	case was.Open() && was.Tries == 0:
		return append(all, was.later(was.Why, next.Due)), nil
	}
	return all, nil
}

// goesOn reports whether the protocol goes on after the message: the person was asked, or may be asked in another way.
func (m Message) goesOn() bool {
	if m.Why == WhySaidNo {
		return false
	}
	return m.State != MessageSkipped || m.Why == WhyAddress || m.Why == WhyChoice
}

// carried returns the invitation in the state to which the end of a message about it brings it; ok is false where that changes
// nothing. Of what is secret it does not say by which message somebody was asked.
func (i Invitation) carried(m Message) (moved Invitation, ok bool) {
	switch {
	case i.Version == 0:
		return i, false
	case m.State == MessageSent:
		if i.State == Created || i.State == Bounced {
			i.State = Sent
		}
		if !m.Secret() {
			i.Last = MessageStep{m.By, m.Step}
		}
		return i, true
	case m.State == MessageFailed && (m.Why == WhyRefused || m.Why == WhyReturned) && (i.State == Created || i.State == Sent):
		i.State = Bounced
		if i.Last == (MessageStep{m.By, m.Step}) {
			i.Last = MessageStep{}
		}
		return i, true
	}
	return i, false
}

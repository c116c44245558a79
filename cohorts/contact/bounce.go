package contact

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
)

// Bounce is what a delivery report says of one recipient of a mail.
type Bounce struct {
	Message   string   // the Message-ID of the mail, without its angle brackets; empty: the report does not have it
	Addresses []string // of the recipient: as they were written to, and as the mail was passed on; empty: none is named
	Failed    bool     // the mail will not be delivered; else it is late, was passed on or delivered
	Status    string   // why, as RFC 3463 has it: 5.1.1
}

// Came is what a delivery report came to.
type Came string

// What delivery reports come to.
const (
	CameFailed  Came = "failed"  // the mail came back: the next way takes over
	CameKnown   Came = "known"   // as was known before: nothing is done twice
	CameUnknown Came = "unknown" // no mail of this server, and nobody whom it wrote to
	CamePassed  Came = "passed"  // the mail is late, was passed on or delivered: nothing changes
)

// bounceLife is for how long after a mail a report that does not name it may be about it: mail servers try for five days.
const bounceLife = 14 * 24 * time.Hour

// ofAddress reports whether the mail was not delivered because of the address, and not because of who wrote, of what was
// written or of a server that was away for days.
func (b Bounce) ofAddress() bool {
	for _, class := range []string{"5.0.", "5.1.", "5.2.", "5.4."} {
		if strings.HasPrefix(b.Status, class) {
			return true
		}
	}
	return false
}

// names reports whether the recipient has an address; a report that names none is about whoever the mail was sent to.
func (b Bounce) names(address string) bool {
	return len(b.Addresses) == 0 || slices.ContainsFunc(b.Addresses, func(each string) bool { return strings.EqualFold(each, address) })
}

// Bounced does what follows from a delivery report: a mail that came back has failed, and the next way takes over. An address
// that does not work gets no more mail. Whoever reports the same again changes nothing.
func (o *Outbox) Bounced(ctx context.Context, b Bounce) (Came, error) {
	if !b.Failed {
		return CamePassed, nil
	}
	id, _, _ := strings.Cut(b.Message, "@")
	if len(id) > 0 && len(id) <= maxMessageID {
		switch kept, err := o.Store.Messages(ctx, id); {
		case err != nil:
			return "", fmt.Errorf("reading the message of a report: %w", err)
		case kept[0].Version > 0:
			return bounces{o}.cameBack(ctx, id, b)
		}
	}
	if !b.ofAddress() { // of which of their mails is not known
		return CameUnknown, nil
	}
	return bounces{o}.addressFails(ctx, b)
}

// maxMessageID bounds what is looked for as the id of a message.
const maxMessageID = 200

// bounces is the part of the outbox that notes what came back.
type bounces struct{ *Outbox }

// addressFails does what follows where an address does not work and the mail is not named: the newest one to each person who has
// the address came back.
func (o bounces) addressFails(ctx context.Context, b Bounce) (Came, error) {
	came := CameUnknown
	for _, address := range b.Addresses {
		for p, err := range o.Contact.Cohorts.EveryParticipant(ctx, cohorts.ParticipantQuery{Email: address}) {
			if err != nil {
				return came, err
			}
			one, err := o.personFails(ctx, p, b)
			if err != nil {
				return came, err
			}
			if came != CameFailed && one != CameUnknown {
				came = one
			}
		}
	}
	return came, nil
}

// personFails does so for one person.
func (o bounces) personFails(ctx context.Context, p cohorts.Participant, b Bounce) (Came, error) {
	records, err := o.Store.Records(ctx, p.Ref)
	if err != nil {
		return "", fmt.Errorf("reading what somebody got: %w", err)
	}
	if records[0].Version > 0 && !records[0].Mails(p) {
		return CameKnown, nil
	}
	var newest Message
	for m, err := range base.Each(func(after string) (base.Page[Message], error) {
		return o.List(ctx, MessageQuery{Ref: p.Ref, After: after, Limit: cohorts.MaxChunk})
	}) {
		if err != nil {
			return "", err
		}
		if m.By == ByMail && m.State == MessageSent && m.To == p.Ref && m.At.After(newest.At) {
			newest = m
		}
	}
	if newest.ID == "" || o.Now().Sub(newest.At) > bounceLife {
		return CameUnknown, nil
	}
	return o.cameBack(ctx, newest.ID, b)
}

// cameBack notes that a message came back, at once with what follows from it; nothing where that is known.
func (o bounces) cameBack(ctx context.Context, id string, b Bounce) (Came, error) {
	came, err := base.Revise(func() (Outgoing, error) { return o.returned(ctx, id, b) }, func(*Outgoing) error { return nil },
		func(out Outgoing) error {
			if len(out.Messages) == 0 {
				return nil
			}
			return o.Store.SaveOutgoing(ctx, out)
		})
	switch {
	case err != nil:
		return "", fmt.Errorf("noting that a message came back: %w", err)
	case len(came.Messages) == 0:
		return CameKnown, nil
	}
	o.count(came.Messages[0], ResultBounced)
	return CameFailed, nil
}

// returned returns what changes where a message came back: nothing where it never went, or where that is known; nor for a reminder
// about what is secret, since it would show who had not answered.
func (o bounces) returned(ctx context.Context, id string, b Bounce) (out Outgoing, err error) {
	kept, err := o.Store.Messages(ctx, id)
	if err != nil {
		return out, err
	}
	m := kept[0]
	if m.By != ByMail || m.First.IsZero() || !m.Open() && m.State != MessageSent || m.Secret() && m.Step > 0 {
		return out, nil
	}
	i, who, err := o.whose(ctx, m)
	if err != nil {
		return out, err
	}
	if who.Ref != "" {
		r := m.refund(who.record)
		if b.ofAddress() && b.names(who.Email) {
			r = r.fails(ByMail, who.Email)
		}
		out.Records = []Record{r}
	}
	m = m.ended(MessageFailed, WhyReturned, o.Now())
	after, reached, err := o.takeOver(ctx, m, i)
	out.Messages = append([]Message{m}, after...)
	if moved, ok := i.carried(m); ok && !reached {
		out.Invitations = []Invitation{moved}
	}
	return out, err
}

// takeOver returns how the messages after one that came back change, and whether one of them has reached the person. Reminders
// by mail that still wait are not sent, and the next other way is due at once: as the first, unless something else came before.
func (o bounces) takeOver(ctx context.Context, m Message, i Invitation) (changed []Message, reached bool, err error) {
	p, err := o.Contact.Protocol(ctx, m.Kind, m.Subject)
	if err != nil {
		return nil, false, err
	}
	var ids []string
	for step := m.Step + 1; step < len(p.Steps); step++ {
		ids = append(ids, MessageID(m.Invitation, step))
	}
	kept, err := o.Store.Messages(ctx, ids...)
	if err != nil {
		return nil, false, err
	}
	last := m
	for _, next := range kept {
		next.Afresh = !m.Again()
		switch {
		case next.Version == 0: // passed over, or the protocol has not come to it
		case next.Open() && next.By == ByMail:
			last = next.ended(MessageSkipped, WhyAddress, o.Now())
			changed = append(changed, last)
		case next.Open():
			return append(changed, next.later(WhyNone, o.Now())), false, nil
		case next.State == MessageSkipped:
			last = next
		default:
			return changed, next.State == MessageSent, nil
		}
	}
	if next, ok := p.next(last, i, o.Now()); ok && last.goesOn() {
		changed = append(changed, next)
	}
	return changed, false, nil
}

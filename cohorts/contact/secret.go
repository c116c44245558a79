package contact

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"soundings/cohorts"
)

// secretly is the part of the outbox that sends what is answered in secret.
type secretly struct{ *Outbox }

// sendSecrets deals with some mails that are due about what is answered in secret. Of none of it anything is measured.
func (o secretly) sendSecrets(ctx context.Context, clinic cohorts.Clinic) (int, error) {
	if o.Post == nil {
		return 0, nil
	}
	ctx = o.Store.Unmeasured(ctx)
	due, err := o.Store.DueSecrets(ctx, o.Now(), dueAtOnce)
	if err != nil {
		return 0, fmt.Errorf("reading what is due: %w", err)
	}
	return o.dealWith(ctx, due, o.Post.Workers(), clinic)
}

// SecretsWait reports whether mails wait whose time has come about what is answered in secret. It tells nothing of who has answered:
// until a reminder is dealt with, it waits for each who may get one.
func (o *Outbox) SecretsWait(ctx context.Context) (bool, error) {
	due, err := o.Store.DueSecrets(o.Store.Unmeasured(ctx), o.Now(), 1)
	if err != nil {
		return false, fmt.Errorf("reading what is due: %w", err)
	}
	return len(due) > 0, nil
}

// remind deals with a reminder about what is answered in secret. Everybody who may get one is charged for it, and counts as
// reminded, before it is looked up whether they have answered; from then on nothing that is shown changes, whatever comes of it.
// It takes the same writes and the same turn of the mail server whether it is sent or not.
func (o secretly) remind(ctx context.Context, m Message, i Invitation, who person, clinic cohorts.Clinic) error {
	begin := o.beginAgain
	if m.Open() {
		begin = o.beginReminder
	}
	m, err := begin(ctx, m, i, who)
	if err != nil {
		return err
	}
	spent, err := o.Contact.Asks.Spent(ctx, i)
	switch {
	case err != nil:
		return err
	case spent || m.Only != o.Contact.addressHash(who.Email): // a new address may be that of whoever entered it
		err = o.Post.Pass(ctx)
	default:
		err = o.post(ctx, m, i, who, clinic)
	}
	return o.settle(context.WithoutCancel(ctx), m, err)
}

// beginReminder notes that a reminder is being dealt with, together with all that follows from it.
func (o secretly) beginReminder(ctx context.Context, m Message, i Invitation, who person) (Message, error) {
	now := o.Now()
	m, charged := m.charged(who.record, now)
	m = m.ended(MessageSent, WhyNone, now)
	m.Tries, m.Look = 1, now.Add(lease)
	p, err := o.Contact.Protocol(ctx, m.Kind, m.Subject)
	if err != nil {
		return m, err
	}
	out := Outgoing{Messages: []Message{m}, Records: []Record{charged}}
	if next, ok := p.next(m, i, now); ok {
		if out.Messages, err = o.follow(ctx, out.Messages, next); err != nil {
			return m, err
		}
	}
	if err := o.Store.SaveOutgoing(ctx, out); err != nil {
		return m, fmt.Errorf("beginning a reminder: %w", err)
	}
	m.Was, m.Version = MessageSent, m.Version+1
	return m, nil
}

// beginAgain notes that a reminder is being dealt with once more.
func (o secretly) beginAgain(ctx context.Context, m Message, _ Invitation, _ person) (Message, error) {
	err := o.begin(ctx, &m)
	return m, err
}

// settle notes what came of a reminder, where nobody sees it. An address that it did not reach is not noted: only who has not
// answered would have such a note.
func (o secretly) settle(ctx context.Context, m Message, sent error) error {
	now := o.Now()
	var refusal *Refusal
	switch {
	case errors.Is(sent, ErrTrouble):
		o.count(m, ResultTrouble)
		m.Tries--
		return errors.Join(sent, o.save(ctx, m.later(WhyTrouble, now.Add(firstPause))))
	case sent == nil, errors.As(sent, &refusal) && refusal.Permanent, now.Sub(m.First) >= giveUp:
		return o.save(ctx, m.ended(MessageSent, WhyNone, now))
	}
	return o.save(ctx, m.later(WhyLater, now.Add(pause(m.Tries))))
}

// addressHash returns a keyed hash of a mail address.
func (s *Service) addressHash(address string) string {
	return s.Links.Hash("mail address " + strings.ToLower(address))
}

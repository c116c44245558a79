package contact

import (
	"context"
	"fmt"

	"soundings/cohorts/base"
)

// LetterReturned notes that the last letter about a participant came back: the postal address to which it went, theirs or their
// proxy's, does not work until it is changed, and the next way takes over at once. The letter counts in no budget.
func (o *Outbox) LetterReturned(ctx context.Context, ref string) (Message, error) {
	m, err := o.lastLetter(ctx, ref)
	if err != nil {
		return m, err
	}
	return base.Revise(func() (Message, error) {
		kept, err := o.Store.Messages(ctx, m.ID)
		if err != nil {
			return m, fmt.Errorf("reading a letter: %w", err)
		}
		return kept[0], nil
	}, func(m *Message) error {
		if m.State != MessageSent { // somebody else noted it meanwhile
			return base.ErrChanged
		}
		*m = m.ended(MessageFailed, WhyReturned, o.Now())
		return nil
	}, func(m Message) error { return o.letterReturned(ctx, m) })
}

// letterReturned keeps that a letter came back, and what follows from that.
func (o *Outbox) letterReturned(ctx context.Context, m Message) error {
	i, who, err := o.whose(ctx, m)
	if err != nil {
		return err
	}
	r := m.refund(who.record)
	if m.Where == "" || m.Where == o.where(who) { // else another address is known since the letter was printed
		r = r.fails(ByLetter, written(who.Address))
	}
	return o.end(ctx, m, i, r)
}

// where returns a keyed hash of the postal address of who gets a letter.
func (o *Outbox) where(who person) string {
	return o.Contact.Links.Hash("address\x00" + written(who.Address))
}

// lastLetter returns the last letter about a participant that was sent, or what keeps it from being found.
func (o *Outbox) lastLetter(ctx context.Context, ref string) (last Message, err error) {
	for m, err := range base.Each(func(after string) (base.Page[Message], error) {
		return o.Store.FindMessages(ctx, MessageQuery{Ref: ref, After: after})
	}) {
		if err != nil {
			return last, fmt.Errorf("reading somebody's messages: %w", err)
		}
		if m.By == ByLetter && m.State == MessageSent && m.At.After(last.At) {
			last = m
		}
	}
	if last.Version == 0 {
		return last, base.InvalidFields(base.Field{Name: "ref", Text: base.T("outbox.no_letter")})
	}
	return last, nil
}

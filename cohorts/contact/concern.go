package contact

import (
	"context"
	"fmt"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
)

// ForConcern is the kind of messages by which somebody of the portal team hears at once that a bump may touch somebody's care. Its
// subject is the bump's id, and the mail says nothing else. They have no invitation, and pass outside budget and quiet hours.
const ForConcern Kind = "concern"

// firstOfAll is before all that is due: somebody waits for it.
func firstOfAll() time.Time { return time.Unix(0, 0).UTC() }

// concerns sends what is told of clinical concerns.
type concerns struct{ *Outbox }

// Alert has members of the staff told of a concern that was raised at a moment, each once.
func (o *Outbox) Alert(ctx context.Context, about string, raised time.Time, staff ...string) error {
	now := o.Now()
	for _, id := range staff {
		err := o.save(ctx, Message{
			ID: o.Contact.Links.Hash(fmt.Sprintf("concern/%s/%d/%s", about, raised.UnixMilli(), id)), Kind: ForConcern, Subject: about, To: id, By: ByMail,
			State: MessageWaiting, Began: now, Due: now, Look: firstOfAll(),
		})
		if err != nil && !base.IsCode(err, base.Conflict) { // else they are told already
			return fmt.Errorf("keeping an alert: %w", err)
		}
	}
	return nil
}

// send tells a member of the staff of a concern, unless somebody has taken it meanwhile.
func (o concerns) send(ctx context.Context, m Message, clinic cohorts.Clinic) error {
	waits, err := o.Contact.Asks.Asks(ctx, m.Kind, m.Subject)
	if err != nil {
		return err
	}
	if !waits {
		return o.save(ctx, m.ended(MessageSkipped, WhyOver, o.Now()))
	}
	address, language, err := o.Team.Address(ctx, m.To)
	switch {
	case base.IsCode(err, base.NotFound):
		return o.save(ctx, m.ended(MessageSkipped, WhyAddress, o.Now()))
	case err != nil:
		return fmt.Errorf("reading an address of the team: %w", err)
	}
	if err := o.begin(ctx, &m); err != nil {
		return err
	}
	err = o.Post.Send(ctx, Mail{ID: m.ID, Clinic: clinic, Address: address, Language: language, Kind: m.Kind, About: m.Subject, First: m.First})
	return o.note(context.WithoutCancel(ctx), m, Invitation{}, address, err)
}

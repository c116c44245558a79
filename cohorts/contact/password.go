package contact

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
)

// ForPassword is the kind of messages by which somebody of the portal team chooses a new password. They have no invitation, and
// pass outside budget and quiet hours.
const ForPassword Kind = "password"

const (
	passwordPause = 10 * time.Minute // in which one message goes to an address, however often it is asked for
	passwordLife  = time.Hour        // in which it has to be on its way
)

// Team knows the accounts of the portal team: the packages above this one.
type Team interface {
	// PasswordLink makes a link by which somebody chooses a new password, and returns its token and where to send it. NotFound says
	// that they have no password any more.
	PasswordLink(ctx context.Context, staff string) (address, token string, err error)
	// Address returns where to write to somebody, and in which language, if that is known. NotFound says that they are gone.
	Address(ctx context.Context, staff string) (address, language string, err error)
}

// Sends reports whether mail goes out: there is a mail server, and nobody has stopped sending.
func (o *Outbox) Sends(ctx context.Context) (bool, error) {
	if o.Post == nil {
		return false, nil
	}
	halt, err := o.Halted(ctx)
	return !halt.On, err
}

// AskPassword has a link to a new password sent to the address that somebody typed, in a language. Staff is the id of the account
// that has it; where there is none nothing is sent, and all else is the same, so that nobody learns whether there is one.
func (o *Outbox) AskPassword(ctx context.Context, address, staff, language string) error {
	now := o.Now()
	id := o.Contact.Links.Hash("password/"+strings.ToLower(strings.TrimSpace(address))) + "-" + strconv.FormatInt(now.Unix()/int64(passwordPause.Seconds()), 10)
	err := o.save(ctx, Message{
		ID: id, Kind: ForPassword, To: staff, By: ByMail, Language: language, State: MessageWaiting, Began: now, Due: now,
		Look: firstOfAll(),
	})
	if base.IsCode(err, base.Conflict) { // it was asked for just now
		return nil
	}
	return err
}

// sendPassword sends a link to a new password. Each try makes a link of its own: none is kept.
func (o *Outbox) sendPassword(ctx context.Context, m Message, clinic cohorts.Clinic) error {
	now := o.Now()
	if now.Sub(m.Began) > passwordLife {
		return o.save(ctx, m.ended(MessageSkipped, WhyOver, now))
	}
	if m.To == "" {
		return o.save(ctx, m.ended(MessageSkipped, WhyAddress, now))
	}
	if err := o.begin(ctx, &m); err != nil {
		return err
	}
	address, token, err := o.Team.PasswordLink(ctx, m.To)
	switch {
	case base.IsCode(err, base.NotFound):
		return o.save(ctx, m.ended(MessageSkipped, WhyAddress, now))
	case err != nil:
		return fmt.Errorf("making a link to a new password: %w", err)
	}
	err = o.Post.Send(ctx, Mail{ID: m.ID, Clinic: clinic, Address: address, Language: m.Language, Kind: m.Kind, Token: token, First: m.First})
	return o.note(context.WithoutCancel(ctx), m, Invitation{}, address, err)
}

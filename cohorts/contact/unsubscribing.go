package contact

import (
	"context"
	"fmt"

	"soundings/cohorts/base"
)

// formerLinks is how many links of an invitation still end mail after they were replaced: the latest.
const formerLinks = 10

// Unsubscribing ends mail to people by the link of any mail that they got: also by one that was replaced since, for mails cannot be
// changed any more. Nothing else can be done by such a link.
type Unsubscribing struct{ Contact *Service }

// Invitation returns the invitation whose link was typed, and whether that was replaced by a newer one; NotFound where there was none.
func (u Unsubscribing) Invitation(ctx context.Context, typed string) (i Invitation, replaced bool, err error) {
	i, err = u.Contact.Invitation(ctx, typed)
	if !base.IsCode(err, base.NotFound) {
		return i, false, err
	}
	token, ok := ReadToken(typed)
	if !ok {
		return i, false, err
	}
	if i, err = u.Contact.Store.InvitationByFormer(ctx, u.Contact.Links.Hash(token)); err != nil {
		return i, false, fmt.Errorf("looking a replaced link up: %w", err)
	}
	return i, true, nil
}

// EndMail ends mail to the participant with invitation i, and changes nothing else.
func (u Unsubscribing) EndMail(ctx context.Context, i Invitation) error {
	return u.Contact.choose(ctx, i, func(c *Choices) { c.Mail = false })
}

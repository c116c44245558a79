package auth

import (
	"context"
	"time"

	"soundings/cohorts/base"
)

// Resets lets members of the team choose a new password by mail.
type Resets struct{ *Service }

// Forgotten returns the account to which a link to a new password is to be sent, the zero Staff where nobody has the address or
// where the provider of single sign-on says who they are. Who asks often has to wait, whether or not there is an account.
func (s Resets) Forgotten(ctx context.Context, email, from string) (Staff, error) {
	email = tidyEmail(email)
	if err := base.Check(Staff{Email: email, Role: Viewer}); err != nil {
		return Staff{}, err
	}
	limits := append(guesses("forgotten", from), Limit{"forgotten " + hash(email), 3, 20 * time.Minute, 2 * time.Hour})
	switch wait, err := s.Throttle.Take(ctx, limits...); {
	case err != nil:
		return Staff{}, err
	case wait > 0:
		return Staff{}, TooOften(wait)
	}
	staff, err := s.staffByEmail(ctx, email)
	if err != nil || staff.ByProvider() {
		return Staff{}, err
	}
	return staff, nil
}

// PasswordLink makes a link by which a member of the staff chooses a new password, and returns its token and their address:
// NotFound where they are gone, or have no password any more.
func (s Resets) PasswordLink(ctx context.Context, id string) (address, token string, err error) {
	staff, err := s.Staff(ctx, id)
	if err != nil {
		return "", "", err
	}
	if staff.ByProvider() {
		return "", "", base.Refuse(base.NotFound, "staff.unknown")
	}
	token, err = s.saveLink(ctx, ForReset, staff)
	return staff.Email, token, err
}

package auth

import (
	"context"

	"soundings/cohorts/base"
)

// SignIn returns whose e-mail and password these are. From is the network address that asks. What is refused never
// says whether there is such an account, and takes as long either way; who fails often has to wait.
func (s *Service) SignIn(ctx context.Context, email, password, from string) (Staff, error) {
	email = tidyEmail(email)
	tries := signInAllowances(email, from)
	if !s.throttle.take(s.Now(), tries) {
		s.Log.WarnContext(ctx, "slowed down signing in after many failures")
		return Staff{}, base.Refuse(base.Busy, "signin.slow")
	}
	staff, err := s.check(ctx, email, password)
	if !base.IsCode(err, base.Invalid) {
		s.throttle.giveBack(tries) // only a wrong guess counts
	}
	return staff, err
}

func (s *Service) check(ctx context.Context, email, password string) (Staff, error) {
	staff, err := s.staffByEmail(ctx, email)
	if err != nil {
		return Staff{}, err
	}
	switch ok, err := s.passwords.match(ctx, password, staff.PasswordHash); {
	case err != nil:
		return Staff{}, err
	case !ok:
		return Staff{}, base.InvalidFields(base.Field{Name: "email", Text: base.T("signin.refused")})
	}
	return staff, nil
}

// SignInLink makes a token that signs somebody in without a password for as long as the program runs. It is for a
// made-up clinic only.
func (s *Service) SignInLink(staff string) (token string) {
	token = s.newToken()
	s.signInLinks.Store(hash(token), staff)
	return token
}

// SignInByLink returns whom a sign-in link signs in, or NotFound.
func (s *Service) SignInByLink(ctx context.Context, token string) (Staff, error) {
	id, ok := s.signInLinks.Load(hash(token))
	if !ok {
		return Staff{}, base.Refuse(base.NotFound, "signin.link_unknown")
	}
	return s.Staff(ctx, id.(string))
}

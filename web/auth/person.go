package auth

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"time"
	"unicode/utf8"

	"soundings/cohorts/base"
)

// Person is who a provider of single sign-on says that somebody is. Issuer and Subject say it for good; the address, which
// the provider has verified, only says whose account it is the first time.
type Person struct {
	Issuer  string
	Subject string
	Email   string
	Name    string
	Role    Role      // that the operator's rules give; empty: none
	At      time.Time // when they last proved to the provider who they are; zero: it does not say
}

// ByProvider reports whether somebody signs in by the provider. Then they have no password and no second step here.
func (s Staff) ByProvider() bool { return s.Identity != "" }

// arrival is one coming in from the provider.
type arrival struct {
	service *Service
	person  Person
	from    string // the network address
	limits  []Limit
}

// SignInPerson returns the account of whom the provider names: ask goes to it. Whoever fails often has to wait, and what is
// refused leaves a trace.
func (s *Service) SignInPerson(ctx context.Context, from string, ask func(context.Context) (Person, error)) (Staff, Person, error) {
	a := arrival{service: s, from: from, limits: guesses("provider", from)}
	switch wait, err := s.Throttle.Take(ctx, a.limits...); {
	case err != nil:
		return Staff{}, Person{}, err
	case wait > 0:
		return Staff{}, Person{}, TooOften(wait)
	}
	var err error
	if a.person, err = ask(ctx); err != nil {
		return Staff{}, Person{}, a.refused(ctx, err)
	}
	staff, err := s.change(ctx, func(roster Roster) (StaffChange, error) { return a.admit(ctx, roster) })
	if err != nil {
		return Staff{}, Person{}, a.refused(ctx, err)
	}
	return staff, a.person, s.Throttle.GiveBack(ctx, a.limits...)
}

// identity returns what is kept of who a person is.
func (a arrival) identity() string {
	h := hmac.New(sha256.New, a.service.PersonKey)
	h.Write([]byte(a.person.Issuer + "\x00" + a.person.Subject))
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}

// refused leaves a trace of a refusal, and returns it. A fault is not held against who met it.
func (a arrival) refused(ctx context.Context, err error) error {
	if !base.IsCode(err, base.Forbidden) {
		return a.service.forgive(ctx, a.limits, err)
	}
	var known Staff
	if a.person.Subject != "" {
		if found, lost := a.service.Store.StaffByIdentity(ctx, a.identity()); lost == nil {
			known = found
		}
	}
	a.service.trace(byStranger(ctx), Trace{Act: TraceProviderRefused, Subject: known.ID, From: a.from})
	return err
}

// admit returns the account of a person as it is to be: bound to them from the first time on, with the role that the
// provider's groups give now. A new one is made only where they give one.
func (a arrival) admit(ctx context.Context, roster Roster) (StaffChange, error) {
	s, p := a.service, a.person
	if len(roster.Managers) == 0 {
		return StaffChange{}, base.Refuse(base.Forbidden, "sso.not_set_up")
	}
	staff, err := s.Store.StaffByIdentity(ctx, a.identity())
	switch {
	case err == nil:
		return a.renew(ctx, roster, staff)
	case !base.IsCode(err, base.NotFound):
		return StaffChange{}, fmt.Errorf("looking for a staff account: %w", err)
	}
	if staff, err = s.staffByEmail(ctx, tidyEmail(p.Email)); err != nil {
		return StaffChange{}, err
	}
	act := ActBound
	switch {
	case staff.ByProvider():
		return StaffChange{}, base.Refuse(base.Forbidden, "sso.taken")
	case staff.Version == 0 && p.Role == "":
		return StaffChange{}, base.Refuse(base.Forbidden, "sso.unknown")
	case staff.Version == 0:
		act, staff = ActJoined, Staff{ID: base.NewID(s.Rand), Email: tidyEmail(p.Email), Created: s.Now()}
	}
	staff.Identity, staff.PasswordHash = a.identity(), ""
	staff.dropSecond()
	if staff.Name == "" {
		staff.Name = shortened(base.OneLine(p.Name), 100)
	}
	a.grant(ctx, roster, &staff)
	return StaffChange{Act: act, Roster: roster.with(staff), Staff: staff}, base.Check(staff)
}

// renew gives somebody the role that the provider's groups give now. Who had one from them and has none any more is
// refused, and signed out everywhere.
func (a arrival) renew(ctx context.Context, roster Roster, staff Staff) (StaffChange, error) {
	if staff.Granted && a.person.Role == "" {
		bySystem := base.WithActor(ctx, base.Actor{Kind: base.ActorSystem})
		if _, err := a.service.EndSessions(bySystem, staff.ID, a.from); err != nil {
			return StaffChange{}, err
		}
		return StaffChange{}, base.Refuse(base.Forbidden, "sso.no_role")
	}
	before := staff
	a.grant(ctx, roster, &staff)
	if staff == before {
		return StaffChange{Act: ActNone, Roster: roster, Staff: staff}, nil
	}
	return StaffChange{Act: ActRoleGranted, Roster: roster.with(staff), Staff: staff}, nil
}

// grant gives somebody the role of their groups, if they have one. The last manager keeps theirs.
func (a arrival) grant(ctx context.Context, roster Roster, staff *Staff) {
	role := a.person.Role
	if role == "" {
		return
	}
	staff.Granted = true
	if role != Manager && len(roster.without(staff.ID).Managers) == 0 {
		a.service.Log.WarnContext(ctx, "the last manager keeps their role, though the provider's groups give another")
		role = Manager
	}
	staff.Role = role
}

// shortened returns the beginning of a text.
func shortened(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most])
}

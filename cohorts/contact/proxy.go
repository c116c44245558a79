package contact

import (
	"context"

	"soundings/cohorts"
)

// StillFor reports whether who has the invitation's link may still use it, of the participant whom it is for: a proxy while
// they are the proxy, and a participant while no proxy answers for them. Nobody who was removed is kept out by this.
func (i Invitation) StillFor(p cohorts.Participant) bool {
	switch {
	case p.Version == 0:
		return true
	case i.Proxy != "":
		return p.Proxy == i.Proxy
	default:
		return !p.Minor
	}
}

// AskedNow returns how a participant was asked one thing, by whoever may answer for them now: through their proxy, where they
// were asked themselves before too. ok is false where nobody was asked who may answer.
func (s *Service) AskedNow(ctx context.Context, kind Kind, subject, ref string) (i Invitation, ok bool, err error) {
	all, err := s.InvitationsOf(ctx, ref)
	if err != nil {
		return i, false, err
	}
	people, err := s.Cohorts.People(ctx, ref)
	if err != nil {
		return i, false, err
	}
	for _, asked := range all {
		if asked.Kind != kind || asked.Subject != subject || !asked.StillFor(people[ref]) {
			continue
		}
		if !ok || asked.Proxy != "" {
			i, ok = asked, true
		}
	}
	return i, ok, nil
}

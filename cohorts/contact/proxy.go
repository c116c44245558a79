package contact

import "context"

// StillFor reports whether the person with the invitation's link may still use it: a proxy while they are the proxy, and a
// patient themself while they are not a minor.
func (s *Service) StillFor(ctx context.Context, i Invitation) (bool, error) {
	people, err := s.Cohorts.People(ctx, i.Ref)
	if err != nil {
		return false, err
	}
	p, ok := people[i.Ref]
	switch {
	case !ok:
		return true, nil
	case i.Proxy != "":
		return p.Proxy == i.Proxy, nil
	default:
		return !p.Minor, nil
	}
}

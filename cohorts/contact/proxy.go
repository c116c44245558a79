package contact

import "context"

// StillFor reports whether an invitation is still for whoever has its link: of a proxy only while they are the proxy, and of a
// patient themself only while they are no minor.
func (s *Service) StillFor(ctx context.Context, i Invitation) (bool, error) {
	people, err := s.Cohorts.People(ctx, i.Ref)
	if err != nil {
		return false, err
	}
	p, ok := people[i.Ref]
	return !ok || p.Proxy == i.Proxy || i.Proxy == "" && !p.Minor, nil
}

package plan

import "context"

// Gaps are what a portal team lacks.
type Gaps struct {
	Begun   bool   // it has begun to say who it is
	Seats   []Seat // that nobody has, or somebody whose account is gone
	Weeks   []Week // that begin within PlannedAhead days, this one among them, in which fewer than two are on duty: with those who are
	Alerted bool   // somebody is alerted of clinical concerns
}

// Gaps returns what the team lacks.
func (s *Service) Gaps(ctx context.Context) (Gaps, error) {
	var g Gaps
	t, err := s.Team(ctx)
	if err != nil {
		return g, err
	}
	r, err := s.Rota(ctx)
	if err != nil {
		return g, err
	}
	known, err := s.accounts(ctx)
	if err != nil {
		return g, err
	}
	day, err := s.day(ctx)
	if err != nil {
		return g, err
	}
	for _, one := range t.Seats {
		if known.name(one.Person) == "" {
			g.Seats = append(g.Seats, one.Seat)
		}
	}
	for _, w := range r.from(day, PlannedAhead/7+1).Weeks {
		there := known.present(w.Accounts...)
		if len(there) == OnDutyTogether {
			continue
		}
		w.Accounts = nil
		for _, a := range there {
			w.Accounts = append(w.Accounts, a.ID)
		}
		g.Weeks = append(g.Weeks, w)
	}
	g.Alerted = len(known.present(t.Concerns.Account, t.Concerns.StandIn)) > 0
	g.Begun = g.Alerted || len(r.Weeks) > 0 || len(g.Seats) < len(Seats())
	return g, nil
}

package web

import (
	"context"

	"soundings/cohorts"
	"soundings/web/auth"
)

// actors returns a function that says who did something. Of participants it gives no name away.
func (s *Server) actors(ctx context.Context, page Page) (func(cohorts.Actor) string, error) {
	staff, err := s.Auth.AllStaff(ctx)
	if err != nil {
		return nil, err
	}
	keys, err := s.Auth.Keys(ctx)
	if err != nil {
		return nil, err
	}
	names := map[cohorts.Actor]string{{Kind: cohorts.ActorKey, ID: auth.SettingsKeyID}: page.T("actor.settings_key")}
	for _, m := range staff {
		names[cohorts.Actor{Kind: cohorts.ActorStaff, ID: m.ID}] = staffName(m)
	}
	for _, k := range keys {
		names[cohorts.Actor{Kind: cohorts.ActorKey, ID: k.ID}] = page.T("actor.key", "Key", k.Name)
	}
	return func(a cohorts.Actor) string {
		name, ok := names[a]
		switch {
		case ok:
			return name
		case a.Kind == cohorts.ActorParticipant:
			return page.T("actor.participant")
		case a.Kind == cohorts.ActorSystem:
			return "Soundings"
		default:
			return page.T("actor.gone")
		}
	}, nil
}

// staffName returns how to call a member of the team: by the address until they have set themself up.
func staffName(m auth.Staff) string {
	if m.Name == "" {
		return m.Email
	}
	return m.Name
}

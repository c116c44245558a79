package page

import (
	"context"

	"soundings/cohorts/base"
	"soundings/web/auth"
)

// Actors returns a function that says who did something, and everybody of the team and every key. Of participants it gives no
// name away.
func (s *Site) Actors(ctx context.Context, frame Page) (who func(base.Actor) string, known []base.Actor, err error) {
	staff, err := s.Auth.AllStaff(ctx)
	if err != nil {
		return nil, nil, err
	}
	keys, err := s.Auth.Keys(ctx)
	if err != nil {
		return nil, nil, err
	}
	names := map[base.Actor]string{{Kind: base.ActorKey, ID: auth.SettingsKeyID}: frame.T("actor.settings_key")}
	add := func(kind base.ActorKind, id, name string) {
		a := base.Actor{Kind: kind, ID: id}
		names[a], known = name, append(known, a)
	}
	for _, m := range staff {
		add(base.ActorStaff, m.ID, StaffName(m))
	}
	for _, k := range keys {
		add(base.ActorKey, k.ID, frame.T("actor.key", "Key", k.Name))
	}
	return func(a base.Actor) string {
		name, ok := names[a]
		switch {
		case ok:
			return name
		case a.Kind == base.ActorParticipant:
			return frame.T("actor.participant")
		case a.Kind == base.ActorStranger:
			return frame.T("actor.stranger")
		case a.Kind == base.ActorSystem:
			return "Soundings"
		default:
			return frame.T("actor.gone")
		}
	}, known, nil
}

// StaffName returns how to call a member of the team: by the address until they have set themself up.
func StaffName(m auth.Staff) string {
	if m.Name == "" {
		return m.Email
	}
	return m.Name
}

package store

import (
	"context"

	"soundings/cohorts/base"
	"soundings/web/auth"
)

// Trace adds to the audit what somebody did or tried at a door.
func (s *Store) Trace(ctx context.Context, t auth.Trace) error {
	a := s.begin("", "")
	by := base.ActorFrom(ctx)
	d := &auditDoc{Head: Head{ID: a.newID()}, At: s.now(), By: actorDoc{string(by.Kind), by.ID}, Act: "session." + string(t.Act), Subject: t.Subject}
	var err error
	if d.From, err = seal(s.sealer, audits, d.ID, "from", t.From); err != nil {
		return err
	}
	return a.save(audits, d).commit(ctx)
}

package store

import (
	"context"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/server/store/engine"
)

// stateKey returns the key under which an invitations rollup counts a state.
func stateKey(state contact.State) string {
	if state == contact.Started {
		return begun
	}
	return string(state)
}

// keepInvitation is the step of the schema in which an invitation is started by an answer, no longer by opening its link.
// What became of those that were opened depends on other documents: resolveOpened decides it.
var keepInvitation upgrade = func(raw bson.Raw) (bson.Raw, error) { return raw, nil }

// resolveOpened puts an invitation whose link was opened, as older programs noted, into the state that it is in: started
// where an answer is under way, otherwise created. Nothing was ever sent by a program that noted this.
func (s *Store) resolveOpened(ctx context.Context, i *contact.Invitation) error {
	under, err := s.Unfinished(ctx, i.ID)
	if err != nil {
		return err
	}
	if i.State == opened {
		i.State = contact.Created
	}
	if !under.Typed.Empty() {
		i.Started = under.Saved
		if i.State == contact.Created {
			i.State = contact.Started
		}
	}
	return nil
}

// upgradeInvitations brings the invitations up to date that an older program noted as opened, and their counts.
func (s *Store) upgradeInvitations(ctx context.Context) error {
	for docs, err := range pages[invitationDoc](ctx, s, engine.Query{Collection: invitations, Limit: cohorts.MaxChunk}) {
		if err != nil {
			return err
		}
		for _, d := range docs {
			if err := s.upgradeInvitation(ctx, d); err != nil {
				return err
			}
		}
	}
	return nil
}

// upgradeInvitation brings one invitation up to date. One that was changed meanwhile was brought up to date by that.
func (s *Store) upgradeInvitation(ctx context.Context, d *invitationDoc) error {
	i := d.invitation()
	expired := i.State == contact.Expired && !i.Opened.IsZero() && i.Started.IsZero()
	if i.State != opened && !expired {
		return nil
	}
	if err := s.resolveOpened(ctx, &i); err != nil {
		return err
	}
	a := s.begin("", "").save(invitations, newInvitationDoc(i))
	switch rollup := invitationsRollup(i.Kind, i.Subject); {
	case !expired:
		a.move(rollup, opened, stateKey(i.State))
	case !i.Started.IsZero():
		a.move(rollup, "", begunOver)
	default:
		return nil
	}
	if err := a.commit(ctx); !base.IsCode(err, base.Conflict) {
		return err
	}
	return nil
}

package store

import (
	"context"
	"maps"
	"slices"
	"strings"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/cohorts/contact"
)

// invitationRecount is what one look through the database finds of invitations.
type invitationRecount struct {
	kept, counted map[string]counts // by rollup
	removed       int
}

// RecountInvitations returns of everything that people were invited to what is kept, with what is pending, and what the
// invitations add up to, both as they were at one moment.
func (s *Store) RecountInvitations(ctx context.Context) (all []contact.Recounted, removed int, err error) {
	r := &invitationRecount{kept: map[string]counts{}, counted: map[string]counts{}}
	if err := s.engine.Snapshot(ctx, r.visit); err != nil {
		return nil, 0, err
	}
	for id := range r.counted {
		r.add(r.kept, id, nil)
	}
	for _, id := range slices.Sorted(maps.Keys(r.kept)) {
		kind, subject, _ := strings.Cut(strings.TrimPrefix(id, "invitations/"), "/")
		all = append(all, contact.Recounted{Kind: contact.Kind(kind), Subject: subject, Kept: countsOf(r.kept[id]), Counted: countsOf(r.counted[id])})
	}
	return all, r.removed, nil
}

// visit takes in one document of the database.
func (r *invitationRecount) visit(collection string, raw bson.Raw) error {
	switch collection {
	case invitations:
		d, err := decode[invitationDoc](collection, raw)
		if err != nil {
			return err
		}
		i := d.invitation()
		found := []countDoc{{stateKey(i.State), 1}}
		if i.State == contact.Expired && !i.Started.IsZero() {
			found = append(found, countDoc{begunOver, 1})
		}
		r.add(r.counted, invitationsRollup(i.Kind, i.Subject), append(found, partCounts(i)...))
	case rollups:
		d, err := decode[rollupDoc](collection, raw)
		if err != nil {
			return err
		}
		r.add(r.kept, d.ID, d.Counts)
	case pendings:
		d, err := decode[pendingDoc](collection, raw)
		if err != nil {
			return err
		}
		r.add(r.kept, d.Rollup, d.Counts)
	case audits:
		d, err := decode[auditDoc](collection, raw)
		if err == nil && d.Act == removedAct {
			r.removed++
		}
		return err
	}
	return nil
}

func (r *invitationRecount) add(to map[string]counts, id string, found []countDoc) {
	if !strings.HasPrefix(id, "invitations/") {
		return
	}
	if to[id] == nil {
		to[id] = counts{}
	}
	to[id].add(found)
}

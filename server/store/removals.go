package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/server/store/engine"
)

// removalDoc is a participant whose removal is under way. It is deleted when nothing of theirs is left.
type removalDoc struct {
	Head `bson:",inline"`
	Ref  string    `bson:"ref"`
	At   time.Time `bson:"at"`
}

// removedAct is what the audit calls a removal.
const removedAct = "participant.remove"

// BeginRemoval deletes a participant's record, and saves the removal, so that the rest follows. The audit says that somebody was
// removed, and not who.
func (s *Store) BeginRemoval(ctx context.Context, p cohorts.Participant, r cohorts.Removal) error {
	return s.begin(removedAct, "").remove(participants, p.Ref, p.Version).
		save(removals, &removalDoc{Head{ID: r.ID}, r.Ref, r.At}).commit(ctx)
}

// Removals returns the removals under way.
func (s *Store) Removals(ctx context.Context) ([]cohorts.Removal, error) {
	docs, err := findAll[removalDoc](ctx, s, engine.Query{Collection: removals})
	if err != nil {
		return nil, err
	}
	all := make([]cohorts.Removal, len(docs))
	for i, d := range docs {
		all[i] = cohorts.Removal{ID: d.ID, Ref: d.Ref, At: d.At, Version: d.Version}
	}
	return all, nil
}

// EndRemoval deletes the person's consent history, then the removal.
func (s *Store) EndRemoval(ctx context.Context, r cohorts.Removal) error {
	all, err := s.Cohorts(ctx)
	if err != nil {
		return err
	}
	for _, c := range all {
		err := forgetAll(ctx, s, engine.Query{Collection: consents, Index: "member", Equal: []any{c.ID, r.Ref}}, func(d *consentDoc) bool {
			return !d.At.After(r.At)
		})
		if err != nil {
			return err
		}
	}
	return s.begin("", "").remove(removals, r.ID, r.Version).commit(ctx)
}

// ForgetMember deletes a participant's memberships, and takes them off waiting lists and out of the counts of members: so
// these are of the same people as what is counted from consents and from events.
func (s *Store) ForgetMember(ctx context.Context, ref string) error {
	if err := s.forgetWaiter(ctx, ref); err != nil {
		return err
	}
	if err := s.forgetJoinRequests(ctx, ref); err != nil {
		return err
	}
	if err := s.forgetInAudit(ctx, ref); err != nil {
		return err
	}
	for {
		docs, err := findAll[membershipDoc](ctx, s, engine.Query{Collection: memberships, Index: "ref", Equal: []any{ref}})
		if err != nil || len(docs) == 0 {
			return err
		}
		for _, d := range docs {
			a := s.begin("", "").remove(memberships, d.ID, d.Version).move(membersRollup(d.Cohort), d.State, "")
			if d.Stratum != "" {
				a.move(strataRollup(d.Cohort), strataKey(d.Stratum, cohorts.State(d.State)), "")
			}
			if err := a.commit(ctx); err != nil && !base.IsCode(err, base.Conflict) {
				return err
			}
		}
	}
}

// forgetInAudit takes a participant's ref out of the records of acts on them: that something was done, when and by whom stays.
func (s *Store) forgetInAudit(ctx context.Context, ref string) error {
	all, err := s.Cohorts(ctx)
	if err != nil {
		return err
	}
	left := map[string]string{ref: ""} // of each subject
	for _, c := range all {
		left[membershipID(c.ID, ref)] = c.ID
	}
	for subject, rest := range left {
		for docs, err := range pages[auditDoc](ctx, s, engine.Query{Collection: audits, Index: "subject", Equal: []any{subject}, Limit: cohorts.MaxChunk}) {
			if err != nil {
				return err
			}
			for _, d := range docs {
				if !namesParticipants(d.Act) {
					continue
				}
				s.sealer.forget(d, rest)
				if err := s.begin("", "").save(audits, d).commit(ctx); err != nil && !base.IsCode(err, base.Conflict) {
					return err
				}
			}
		}
	}
	return nil
}

// namesParticipants reports whether the subject of an act's record can be a participant: another's may look like a ref.
func namesParticipants(act string) bool {
	area, _, _ := strings.Cut(act, ".")
	return slices.Contains([]string{"participant", "participants", "members", "answers", "cohort"}, area)
}

// forgetAll deletes the documents of a query that are meant; somebody else may do so at once.
func forgetAll[D any, P interface {
	*D
	document
}](ctx context.Context, s *Store, q engine.Query, meant func(*D) bool) error {
	q.Limit = cohorts.MaxChunk
	for docs, err := range pages[D](ctx, s, q) {
		if err != nil {
			return err
		}
		for _, d := range docs {
			if !meant(d) {
				continue
			}
			h := P(d).top()
			if err := s.begin("", "").remove(q.Collection, h.ID, h.Version).commit(ctx); err != nil && !base.IsCode(err, base.Conflict) {
				return err
			}
		}
	}
	return nil
}

package store

import (
	"context"
	"slices"

	"soundings/cohorts/base"
	"soundings/server/store/engine"
	"soundings/surveys"
)

// UnlinkResponse moves a response to a random id and takes its ref away. The tally keeps counting it.
func (s *Store) UnlinkResponse(ctx context.Context, v surveys.Survey, id string) error {
	return s.changeResponse(ctx, v, id, func(a *act, d *responseDoc) error {
		unlinked := *d
		unlinked.Head, unlinked.Ref = Head{ID: base.NewID(s.rand)}, ""
		unlinked.Answers = slices.Clone(d.Answers)
		for i, answer := range d.Answers {
			if len(answer.Sealed) == 0 {
				continue
			}
			var values []string
			if err := unseal(s.sealer, responses, d.ID, answer.Field, answer.Sealed, &values); err != nil {
				return err
			}
			sealed, err := seal(s.sealer, responses, unlinked.ID, answer.Field, values)
			if err != nil {
				return err
			}
			unlinked.Answers[i].Sealed = sealed
		}
		a.save(responses, &unlinked).remove(responses, d.ID, d.Version)
		e, err := s.Edition(ctx, v.ID)
		if err == nil && e.Rename(d.ID, unlinked.ID) {
			a.save(editions, newEditionDoc(e))
		}
		return err
	})
}

// RemoveResponse deletes a response, and takes it out of the tally; where it was told, out of the next edition.
func (s *Store) RemoveResponse(ctx context.Context, v surveys.Survey, id string) error {
	return s.changeResponse(ctx, v, id, func(a *act, d *responseDoc) error {
		r, err := s.response(d)
		if err != nil {
			return err
		}
		var t surveys.Tally
		t.Add(v, r)
		added := counts{}
		added.addTally(t)
		a.subtract(responsesRollup(v.ID), added).remove(responses, d.ID, d.Version)
		e, err := s.Edition(ctx, v.ID)
		if err == nil && e.Leave(v, r) {
			a.save(editions, newEditionDoc(e))
		}
		return err
	})
}

// changeResponse does something to a response that is counted already; to one that is not there, nothing.
func (s *Store) changeResponse(ctx context.Context, v surveys.Survey, id string, change func(*act, *responseDoc) error) error {
	for {
		docs, err := get[responseDoc](ctx, s, responses, id)
		if err != nil || docs[0] == nil {
			return err
		}
		if err := s.settle(ctx, responsesRollup(v.ID), id); err != nil {
			return err
		}
		a := s.begin("", "")
		if err := change(a, docs[0]); err != nil {
			return err
		}
		if err := a.commit(ctx); !base.IsCode(err, base.Conflict) {
			return err
		}
	}
}

// settle folds until a fact of a rollup is no longer pending, so that its document is not needed to count it.
func (s *Store) settle(ctx context.Context, rollup, fact string) error {
	for {
		pending, err := findAll[pendingDoc](ctx, s, engine.Query{Collection: pendings, Index: "rollup", Equal: []any{rollup}})
		if err != nil {
			return err
		}
		naming := slices.DeleteFunc(pending, func(p *pendingDoc) bool { return !slices.Contains(p.Facts, fact) })
		if len(naming) == 0 {
			return nil
		}
		if err := s.fold(ctx, rollup, naming); err != nil && !base.IsCode(err, base.Conflict) {
			return err
		}
	}
}

// ForgetUnfinished deletes an answer under way.
func (s *Store) ForgetUnfinished(ctx context.Context, invitation string) error {
	return s.drop(ctx, unfinished, invitation)
}

// UnlinkBallots takes the ref out of all ballots of a participant, replaced ones too. The tally keeps counting them.
func (s *Store) UnlinkBallots(ctx context.Context, ref string) error {
	for {
		docs, _, err := find[ballotDoc](ctx, s, engine.Query{Collection: ballots, Index: "ref", Equal: []any{ref}})
		if err != nil || len(docs) == 0 {
			return err
		}
		for _, d := range docs {
			if err := s.unlinkBallot(ctx, d); err != nil && !base.IsCode(err, base.Conflict) { // the ballot was changed meanwhile
				return err
			}
		}
	}
}

// unlinkBallot keeps a ballot without its ref, and without the order in which it was shown, which was made from the right
// to vote. The right goes: it alone leads from an invitation to the ballot. The ballot's id is random and stays, as the
// bootstrap replicates that have drawn the ballot follow from it.
func (s *Store) unlinkBallot(ctx context.Context, d *ballotDoc) error {
	used, err := findAll[rightDoc](ctx, s, engine.Query{Collection: rights, Index: "ballot", Equal: []any{d.ID}})
	if err != nil {
		return err
	}
	a := s.begin("", "")
	for _, r := range used {
		a.remove(rights, r.ID, r.Version)
	}
	d.Ref, d.Shown = "", nil
	return a.save(ballots, d).commit(ctx)
}

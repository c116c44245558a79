package store

import (
	"context"
	"slices"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/server/store/engine"
	"soundings/surveys"
	"soundings/surveys/polls"
)

// UnlinkResponse moves a response to a random id, and takes away its ref, what was written in free text, and the time of day:
// nothing left of it tells whose it is. The tally keeps counting the rest.
func (s *Store) UnlinkResponse(ctx context.Context, v surveys.Survey, id string) error {
	return s.changeResponse(ctx, v, id, func(a *act, d *responseDoc) error {
		unlinked := *d
		unlinked.Head, unlinked.Ref, unlinked.Submitted = Head{ID: base.NewID(s.rand)}, "", dayOf(d.Submitted)
		unlinked.Answers = slices.DeleteFunc(slices.Clone(d.Answers), func(answer answerDoc) bool { return len(answer.Sealed) > 0 })
		fewer := counts{}
		for _, each := range []struct {
			doc  *responseDoc
			sign int
		}{{d, 1}, {&unlinked, -1}} {
			r, err := s.response(each.doc)
			if err != nil {
				return err
			}
			var t surveys.Tally
			t.Add(v, r)
			added := counts{}
			added.addTally(t)
			for key, n := range added {
				fewer[key] += each.sign * n
			}
		}
		if len(unlinked.Answers) < len(d.Answers) {
			a.subtract(responsesRollup(v.ID), fewer)
		}
		a.save(responses, &unlinked).remove(responses, d.ID, d.Version)
		e, err := s.Edition(ctx, v.ID)
		if err == nil && e.Rename(d.ID, unlinked.ID) {
			a.save(editions, newEditionDoc(e))
		}
		return err
	})
}

// dayOf returns the beginning of the day of a time, in UTC.
func dayOf(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }

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
// to vote, and of its time only with the day. The right goes: it alone leads from an invitation to the ballot. The ballot's id is random and stays, as the
// bootstrap replicates that have drawn the ballot follow from it.
func (s *Store) unlinkBallot(ctx context.Context, d *ballotDoc) error {
	used, err := findAll[rightDoc](ctx, s, engine.Query{Collection: rights, Index: "ballot", Equal: []any{d.ID}})
	if err != nil {
		return err
	}
	a := s.begin("", "")
	for _, r := range used {
		if err := s.unlinkWaiting(ctx, a, r.ID); err != nil {
			return err
		}
		a.remove(rights, r.ID, r.Version)
	}
	d.Ref, d.Shown, d.At = "", nil, dayOf(d.At)
	return a.save(ballots, d).commit(ctx)
}

// RemoveBallots deletes all ballots of a participant in a named poll, replaced ones too, with the right to vote, and takes them
// out of the tally; what editions show of them, with the next batch.
func (s *Store) RemoveBallots(ctx context.Context, p polls.Poll, ref string) (int, error) {
	for {
		docs, err := findAll[ballotDoc](ctx, s, engine.Query{Collection: ballots, Index: "ref", Equal: []any{ref}})
		if err != nil {
			return 0, err
		}
		docs = slices.DeleteFunc(docs, func(d *ballotDoc) bool { return d.Poll != p.ID })
		if len(docs) == 0 {
			return 0, nil
		}
		a := s.begin("", "")
		counted, err := s.removeBallots(ctx, a, p, docs)
		if err == nil {
			err = a.commit(ctx)
		}
		if !base.IsCode(err, base.Conflict) {
			return counted, err
		}
	}
}

// removeBallots adds to an act that these ballots of one participant are deleted, and returns how many of them counted: not
// those that others took the place of.
func (s *Store) removeBallots(ctx context.Context, a *act, p polls.Poll, docs []*ballotDoc) (counted int, err error) {
	replaced := map[string]bool{}
	for _, d := range docs {
		replaced[d.Before] = true
		if err := s.settle(ctx, ballotsRollup(p.ID), d.ID); err != nil {
			return 0, err
		}
	}
	var t polls.Tally
	for _, d := range docs {
		a.remove(ballots, d.ID, d.Version)
		if replaced[d.ID] {
			continue
		}
		t.Add(p, d.ballot(), -1)
		counted++
		used, err := findAll[rightDoc](ctx, s, engine.Query{Collection: rights, Index: "ballot", Equal: []any{d.ID}})
		if err != nil {
			return 0, err
		}
		if len(used) == 0 {
			return 0, base.ErrChanged // another took its place meanwhile
		}
		for _, r := range used {
			if err := s.withdraw(ctx, a, p, d.ballot(), r.ID); err != nil {
				return 0, err
			}
			a.remove(rights, r.ID, r.Version)
		}
	}
	fewer := newSums()
	fewer.addPollTally(t)
	a.save(pendings, &pendingDoc{Head: Head{ID: a.newID()}, Rollup: ballotsRollup(p.ID), Counts: fewer.counts.list(), Rows: fewer.rows.list()})
	return counted, nil
}

// SaveAnswersRemoved keeps memberships of which the answers are removed, and says so in the audit. Of a participant who was
// never in a cohort only that is left: their record is replaced by itself.
func (s *Store) SaveAnswersRemoved(ctx context.Context, of contact.Whose, all []cohorts.Membership) error {
	subject := of.Ref
	if of.Cohort != "" {
		subject = membershipID(of.Cohort, of.Ref)
	}
	a := s.begin("answers.remove", subject)
	for _, m := range all {
		a.save(memberships, newMembershipDoc(m))
	}
	if len(all) == 0 {
		docs, err := get[participantDoc](ctx, s, participants, of.Ref)
		if err != nil {
			return err
		}
		if docs[0] == nil {
			return base.ErrChanged // they were removed for good
		}
		a.save(participants, docs[0])
	}
	return a.commit(ctx)
}

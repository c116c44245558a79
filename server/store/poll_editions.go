package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/server/store/engine"
	"soundings/surveys/polls"
)

// pollEditionDoc is the edition of a named poll that is shown to those who may not read its ballots. What it shows is what the
// ballots add up to, without what waits.
type pollEditionDoc struct {
	Head   `bson:",inline"`
	Number int       `bson:"number"`
	Made   time.Time `bson:"made"`
}

// waitingDoc is a right to vote of which something is in that no edition shows yet; or, by a random id and without a name, what
// editions show of one whose ballots are removed.
type waitingDoc struct {
	Head       `bson:",inline"`
	Poll       string `bson:"poll"`
	Group      string `bson:"group"`
	Practice   string `bson:"practice,omitempty"`
	Unverified bool   `bson:"unverified,omitempty"`
	Told       string `bson:"told,omitempty"`   // the ballot that editions show; empty: none
	Newest     string `bson:"newest,omitempty"` // the one that counts; empty: it is removed

	// What one that is removed added to the figures, which the next batch takes out of them.
	Counts []countDoc `bson:"counts,omitempty"`
	Rows   []rowDoc   `bson:"rows,omitempty"`
}

func editionID(poll string) string  { return "edition/" + poll }
func waitingID(right string) string { return "waits/" + right }

// PollEdition returns which edition of a poll is shown and what waits for the next one, as they are at one moment.
func (s *Store) PollEdition(ctx context.Context, poll string) (polls.Edition, error) {
	docs, err := get[pollEditionDoc](ctx, s, pollEditions, editionID(poll))
	if err != nil {
		return polls.Edition{}, err
	}
	e := polls.Edition{Poll: poll}
	if d := docs[0]; d != nil {
		e.Number, e.Made, e.Version = d.Number, d.Made, d.Version
	}
	waiting, err := findAll[waitingDoc](ctx, s, engine.Query{Collection: pollEditions, Index: "poll", Equal: []any{poll}})
	for _, d := range waiting {
		e.Waiting = append(e.Waiting, d.waiting())
	}
	return e, err
}

func (d *waitingDoc) waiting() polls.Waiting {
	return polls.Waiting{
		ID: d.ID, Group: cohorts.Group(d.Group), Practice: d.Practice, Unverified: d.Unverified, Told: d.Told, Newest: d.Newest,
		Leaves: d.Newest == "", Version: d.Version,
	}
}

// Renew keeps that an edition was made with which some rights wait no longer. ErrChanged when one of them was used meanwhile,
// or another edition was made.
func (s *Store) Renew(ctx context.Context, e polls.Edition, told []polls.Waiting) error {
	a := s.begin("", "").save(pollEditions, &pollEditionDoc{Head{ID: editionID(e.Poll), Version: e.Version}, e.Number, e.Made})
	for _, w := range told {
		a.remove(pollEditions, w.ID, w.Version)
	}
	return a.commit(ctx)
}

// wait adds to an act that its ballot waits for the next edition: in the place of one by the same right that waits, if there
// is one.
func (s *Store) wait(ctx context.Context, a *act, b polls.Ballot, right string) error {
	docs, err := get[waitingDoc](ctx, s, pollEditions, waitingID(right))
	if err != nil {
		return err
	}
	d := docs[0]
	if d == nil {
		d = &waitingDoc{Head: Head{ID: waitingID(right)}, Poll: b.Poll, Told: b.Before}
	}
	d.Group, d.Practice, d.Unverified, d.Newest = string(b.Group), b.Practice, b.Unverified, b.ID
	a.save(pollEditions, d)
	return nil
}

// withdraw adds to an act that a ballot by a right is removed which counts: what waits of it is dropped, and what editions show
// of it waits to leave them.
func (s *Store) withdraw(ctx context.Context, a *act, p polls.Poll, b polls.Ballot, right string) error {
	docs, err := get[waitingDoc](ctx, s, pollEditions, waitingID(right))
	if err != nil {
		return err
	}
	if d := docs[0]; d != nil {
		a.remove(pollEditions, d.ID, d.Version)
		if d.Told == "" {
			return nil
		}
		told, err := s.ballots(ctx, []string{d.Told})
		if err != nil {
			return err
		}
		if len(told) == 0 {
			return base.ErrChanged // it is removed by somebody else
		}
		b = told[0]
	}
	var t polls.Tally
	t.Add(p, b, +1)
	shown := newSums()
	shown.addPollTally(t)
	a.save(pollEditions, &waitingDoc{
		Head: Head{ID: waitingID(base.NewID(s.rand))}, Poll: p.ID, Group: string(b.Group), Practice: b.Practice, Unverified: b.Unverified,
		Counts: shown.counts.list(), Rows: shown.rows.list(),
	})
	return nil
}

// unlinkWaiting adds to an act that what waits by a right goes on by a random id, to which the right does not lead.
func (s *Store) unlinkWaiting(ctx context.Context, a *act, right string) error {
	docs, err := get[waitingDoc](ctx, s, pollEditions, waitingID(right))
	if err != nil || docs[0] == nil {
		return err
	}
	unlinked := *docs[0]
	unlinked.Head = Head{ID: waitingID(base.NewID(s.rand))}
	a.remove(pollEditions, docs[0].ID, docs[0].Version).save(pollEditions, &unlinked)
	return nil
}

// Without takes out of a poll's tally what waits, and puts in again what is removed and waits to leave. ErrChanged when some of it
// was removed or told meanwhile.
func (s *Store) Without(ctx context.Context, p polls.Poll, t *polls.Tally, waiting []polls.Waiting) error {
	for some := range slices.Chunk(waiting, engine.MaxFound/2) {
		var newest, told []string
		var leaving []polls.Waiting
		for _, w := range some {
			if w.Leaves {
				leaving = append(leaving, w)
				continue
			}
			newest = append(newest, w.Newest)
			if w.Told != "" {
				told = append(told, w.Told)
			}
		}
		if err := s.putBack(ctx, p, t, leaving); err != nil {
			return err
		}
		for _, of := range []struct {
			ids  []string
			sign int
		}{{newest, -1}, {told, +1}} {
			found, err := s.ballots(ctx, of.ids)
			if err != nil {
				return err
			}
			if len(found) < len(of.ids) {
				return fmt.Errorf("of the ballots that wait %d are lost: %w", len(of.ids)-len(found), base.ErrChanged)
			}
			for _, b := range found {
				t.Add(p, b, of.sign)
			}
		}
	}
	t.Tidy()
	return nil
}

// putBack adds to a poll's tally what is removed and waits to leave.
func (s *Store) putBack(ctx context.Context, p polls.Poll, t *polls.Tally, leaving []polls.Waiting) error {
	if len(leaving) == 0 {
		return nil
	}
	ids := make([]string, len(leaving))
	for i, w := range leaving {
		ids[i] = w.ID
	}
	docs, err := get[waitingDoc](ctx, s, pollEditions, ids...)
	if err != nil {
		return err
	}
	sum := newSums()
	sum.addPollTally(*t)
	for _, d := range docs {
		if d == nil {
			return base.ErrChanged // it was told
		}
		sum.counts.add(d.Counts)
		if err := sum.rows.add(d.Rows); err != nil {
			return err
		}
	}
	*t = pollTally(p, sum)
	return nil
}

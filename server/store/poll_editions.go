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

// pollEditionDoc says which edition of a named poll is shown to those who may not read its ballots. What it shows is what the
// ballots add up to, without what waits.
type pollEditionDoc struct {
	Head   `bson:",inline"`
	Number int       `bson:"number"`
	Made   time.Time `bson:"made"`
}

// waitingDoc is a right to vote of which something is in that no edition shows yet.
type waitingDoc struct {
	Head       `bson:",inline"`
	Poll       string `bson:"poll"`
	Group      string `bson:"group"`
	Practice   string `bson:"practice,omitempty"`
	Unverified bool   `bson:"unverified,omitempty"`
	Told       string `bson:"told,omitempty"` // the ballot that editions show; empty: none
	Newest     string `bson:"newest"`         // the one that counts
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
		ID: d.ID, Group: cohorts.Group(d.Group), Practice: d.Practice, Unverified: d.Unverified, Told: d.Told, Newest: d.Newest, Version: d.Version,
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

// Without takes out of a poll's tally what waits.
func (s *Store) Without(ctx context.Context, p polls.Poll, t *polls.Tally, waiting []polls.Waiting) error {
	for some := range slices.Chunk(waiting, engine.MaxFound/2) {
		var newest, told []string
		for _, w := range some {
			newest = append(newest, w.Newest)
			if w.Told != "" {
				told = append(told, w.Told)
			}
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

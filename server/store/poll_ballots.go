package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/server/store/engine"
	"soundings/surveys/polls"
	"soundings/surveys/polls/methods"
)

// ballotDoc is one ballot. A ballot of a secret poll has no ref, practice or ballot before it.
type ballotDoc struct {
	Head       `bson:",inline"`
	Poll       string     `bson:"poll"`
	Group      string     `bson:"group"`
	Unverified bool       `bson:"unverified"`
	At         time.Time  `bson:"at"` // secret: the beginning of the day
	Ref        string     `bson:"ref,omitempty"`
	Practice   string     `bson:"practice,omitempty"`
	Before     string     `bson:"before,omitempty"`
	Shown      []string   `bson:"shown,omitempty"`
	Places     []pointDoc `bson:"places,omitempty"`
	Points     []pointDoc `bson:"points,omitempty"`
	Sets       []setDoc   `bson:"sets,omitempty"`
	Feeling    []feelDoc  `bson:"feeling,omitempty"`
}

type pointDoc struct {
	Feature string `bson:"feature"`
	N       int    `bson:"n"`
}

type setDoc struct {
	Shown []string `bson:"shown"`
	Best  string   `bson:"best"`
	Worst string   `bson:"worst"`
}

type feelDoc struct {
	Feature string `bson:"feature"`
	With    string `bson:"with"`
	Without string `bson:"without"`
}

func newBallotDoc(b polls.Ballot) *ballotDoc {
	d := &ballotDoc{
		Head: Head{ID: b.ID}, Poll: b.Poll, Group: string(b.Group), Unverified: b.Unverified, At: b.At, Ref: b.Ref,
		Practice: b.Practice, Before: b.Before, Shown: b.Shown, Places: pointDocs(b.Answer.Places), Points: pointDocs(b.Answer.Points),
	}
	for _, set := range b.Answer.Sets {
		d.Sets = append(d.Sets, setDoc(set))
	}
	for f, pair := range b.Answer.Feeling {
		d.Feeling = append(d.Feeling, feelDoc{f, string(pair.With), string(pair.Without)})
	}
	slices.SortFunc(d.Feeling, func(a, b feelDoc) int { return strings.Compare(a.Feature, b.Feature) })
	return d
}

func pointDocs(points map[string]int) []pointDoc {
	var docs []pointDoc
	for f, n := range points {
		docs = append(docs, pointDoc{f, n})
	}
	slices.SortFunc(docs, func(a, b pointDoc) int { return strings.Compare(a.Feature, b.Feature) })
	return docs
}

func (d *ballotDoc) ballot() polls.Ballot {
	b := polls.Ballot{
		ID: d.ID, Poll: d.Poll, Group: cohorts.Group(d.Group), Unverified: d.Unverified, At: d.At, Ref: d.Ref,
		Practice: d.Practice, Before: d.Before, Shown: d.Shown,
	}
	b.Answer.Places, b.Answer.Points = points(d.Places), points(d.Points)
	for _, set := range d.Sets {
		b.Answer.Sets = append(b.Answer.Sets, polls.Set(set))
	}
	for _, f := range d.Feeling {
		if b.Answer.Feeling == nil {
			b.Answer.Feeling = map[string]polls.Pair{}
		}
		b.Answer.Feeling[f.Feature] = polls.Pair{With: methods.Feel(f.With), Without: methods.Feel(f.Without)}
	}
	return b
}

func points(docs []pointDoc) map[string]int {
	if len(docs) == 0 {
		return nil
	}
	all := make(map[string]int, len(docs))
	for _, d := range docs {
		all[d.Feature] = d.N
	}
	return all
}

// rightDoc is a right to vote, or to answer an anonymous survey, that was used. It has no time; of a secret poll and of a survey
// it names no answer.
type rightDoc struct {
	Head   `bson:",inline"`
	Poll   string `bson:"poll,omitempty"`
	Survey string `bson:"survey,omitempty"`
	Ballot string `bson:"ballot,omitempty"`
}

// Right returns a right to vote; Version 0: it was not used yet.
func (s *Store) Right(ctx context.Context, id string) (polls.VotingRight, error) {
	docs, err := get[rightDoc](ctx, s, rights, id)
	if err != nil || docs[0] == nil {
		return polls.VotingRight{ID: id}, err
	}
	return polls.VotingRight{ID: id, Poll: docs[0].Poll, Ballot: docs[0].Ballot, Version: docs[0].Version}, nil
}

// Ballot returns the ballot with this id, or NotFound.
func (s *Store) Ballot(ctx context.Context, id string) (polls.Ballot, error) {
	d, err := one[ballotDoc](ctx, s, ballots, id, "ballot.unknown")
	if err != nil {
		return polls.Ballot{}, err
	}
	return d.ballot(), nil
}

// Cast keeps a ballot and the right to vote as used, and closes the invitation. No id that is made for it tells a time.
func (s *Store) Cast(ctx context.Context, b polls.Ballot, r polls.VotingRight, i *contact.Invitation) error {
	a := s.castAct(b, r)
	if err := s.wait(ctx, a, b, r.ID); err != nil {
		return err
	}
	if i != nil {
		addInvitation(a, *i)
	}
	return a.commit(ctx)
}

// castAct begins an act that keeps a ballot, and the right to vote as used.
func (s *Store) castAct(b polls.Ballot, r polls.VotingRight) *act {
	a := s.begin("", "").untimed().save(ballots, newBallotDoc(b)).fact(ballotsRollup(b.Poll), b.ID)
	return a.save(rights, &rightDoc{Head: Head{ID: r.ID, Version: r.Version}, Poll: r.Poll, Ballot: r.Ballot})
}

// Ballots returns a page of a poll's ballots, those too that others took the place of.
func (s *Store) Ballots(ctx context.Context, poll, after string, limit int) (base.Page[polls.Ballot], error) {
	docs, next, err := find[ballotDoc](ctx, s, engine.Query{
		Collection: ballots, Index: "poll", Equal: []any{poll}, After: after, Limit: limit,
	})
	page := base.Page[polls.Ballot]{Next: next}
	for _, d := range docs {
		page.Items = append(page.Items, d.ballot())
	}
	return page, err
}

// ballotsRollup names the rollup of a poll's ballots.
func ballotsRollup(poll string) string { return "ballots/" + poll }

// CountBallots returns what the ballots of a poll add up to.
func (s *Store) CountBallots(ctx context.Context, p polls.Poll) (polls.Tally, error) {
	sum, err := s.readSums(ctx, ballotsRollup(p.ID))
	if err != nil {
		return polls.Tally{}, err
	}
	return pollTally(p, sum), nil
}

// RecountBallots returns the same as CountBallots, counted again from every ballot.
func (s *Store) RecountBallots(ctx context.Context, p polls.Poll) (polls.Tally, error) {
	t := polls.Tally{Cells: map[polls.Cell]*polls.Counts{}}
	for some, err := range base.Pages(func(after string) (base.Page[polls.Ballot], error) {
		return s.Ballots(ctx, p.ID, after, engine.MaxFound)
	}) {
		if err != nil {
			return t, err
		}
		if err := s.tallyBallots(ctx, p, some, &t); err != nil {
			return t, err
		}
	}
	t.Tidy()
	return t, nil
}

// addBallots adds the ballots with these ids to sum.
func (s *Store) addBallots(ctx context.Context, poll string, ids []string, sum sums) error {
	p, err := s.Poll(ctx, poll)
	if err != nil {
		return err
	}
	var t polls.Tally
	for some := range slices.Chunk(ids, engine.MaxFound) {
		found, err := s.ballots(ctx, some)
		if err != nil {
			return err
		}
		if err := s.tallyBallots(ctx, p, found, &t); err != nil {
			return err
		}
	}
	sum.addPollTally(t)
	return nil
}

// tallyBallots adds at most engine.MaxFound ballots to a tally and takes those out that they take the place of.
func (s *Store) tallyBallots(ctx context.Context, p polls.Poll, found []polls.Ballot, t *polls.Tally) error {
	var before []string
	for _, b := range found {
		t.Add(p, b, +1)
		if b.Before != "" {
			before = append(before, b.Before)
		}
	}
	replaced, err := s.ballots(ctx, before)
	if err != nil {
		return err
	}
	for _, b := range replaced {
		t.Add(p, b, -1)
	}
	return nil
}

// ballots returns those of the ballots with these ids that there are.
func (s *Store) ballots(ctx context.Context, ids []string) ([]polls.Ballot, error) {
	docs, err := get[ballotDoc](ctx, s, ballots, ids...)
	if err != nil {
		return nil, err
	}
	var all []polls.Ballot
	for _, d := range docs {
		if d != nil {
			all = append(all, d.ballot())
		}
	}
	return all, nil
}

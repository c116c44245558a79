package polls

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/surveys/disclosure"
)

// Edition is what is shown of a named poll to those who may not read its ballots: what its ballots add up to, without what
// waits. What waits of a group is told as one batch once there are as many people in it as the group's bound, so that no two
// things that are shown differ by fewer.
type Edition struct {
	Poll    string
	Number  int       // from 1; 0: none was made yet
	Made    time.Time // when the last batch was told
	Waiting []Waiting
	Version int64
}

// Waiting is a right to vote of which something is in that was not told yet: a first ballot, or one that takes the place of a
// ballot that was told. However often it is changed, it is one. Or it is a ballot that was told and is removed: it leaves
// what is shown with the next batch.
type Waiting struct {
	ID         string
	Group      cohorts.Group
	Practice   string
	Unverified bool
	Told       string // the ballot that was told; empty: none
	Newest     string // the one that counts
	Leaves     bool   // its ballots are removed; Told and Newest are empty
	Version    int64
}

// Told is the edition that figures are of.
type Told struct {
	Number  int       `json:"number"`
	Made    time.Time `json:"made"`
	Counted int       `json:"counted"` // ballots
	Waiting int       `json:"waiting"` // rights of which something more is in
}

// maxTold is how many rights one write takes out of what waits, at most.
const maxTold = 900

// Edition returns what is shown of a poll to those who may not read its ballots. Of a secret one that is what is shown to
// everybody.
func (s *Service) Edition(ctx context.Context, id string) (Results, error) {
	p, err := s.Poll(ctx, id)
	if err != nil {
		return Results{}, err
	}
	if p.Secret {
		return s.Results(ctx, id)
	}
	t, e, err := s.told(ctx, p)
	if err != nil {
		return Results{}, err
	}
	r, err := s.found(ctx, p, t, guarded)
	r.Edition = &Told{Number: e.Number, Made: e.Made, Counted: r.Ballots, Waiting: len(e.Waiting)}
	return r, err
}

// told returns the edition of a named poll, renewed where it is time, and what it tells.
func (s *Service) told(ctx context.Context, p Poll) (Tally, Edition, error) {
	e, err := s.renewed(ctx, p)
	for {
		if err != nil {
			return Tally{}, e, err
		}
		t, err := s.tally(ctx, p)
		if err != nil {
			return t, e, err
		}
		lost := s.Store.Without(ctx, p, &t, e.Waiting)
		if lost != nil && !base.IsCode(lost, base.Conflict) {
			return t, e, fmt.Errorf("taking out what waits: %w", lost)
		}
		after, err := s.Store.PollEdition(ctx, p.ID)
		if err != nil {
			return t, e, fmt.Errorf("reading an edition: %w", err)
		}
		if reflect.DeepEqual(e, after) {
			return t, e, lost
		}
		e = after // ballots came or were removed meanwhile
	}
}

// renewed makes the next edition of a poll where enough people wait, and returns the one that is shown.
func (s *Service) renewed(ctx context.Context, p Poll) (Edition, error) {
	for {
		e, err := s.Store.PollEdition(ctx, p.ID)
		if err != nil {
			return e, fmt.Errorf("reading an edition: %w", err)
		}
		batch := e.batch(p.Bounds)
		if len(batch) == 0 && e.Number > 0 {
			return e, nil
		}
		e.Number++
		e.Made = s.Now().UTC().Truncate(time.Millisecond)
		err = s.Store.Renew(ctx, e, batch)
		if err != nil && !base.IsCode(err, base.Conflict) {
			return e, fmt.Errorf("making an edition: %w", err)
		}
	}
}

// batch returns what is told next: all that waits of each group, apart by whether it came by the open code, where enough
// people come. Who leaves goes with them, and makes no batch: where four of the five of an earlier batch leave and another
// comes, all batches together would tell two people.
func (e Edition) batch(bounds disclosure.Bounds) []Waiting {
	type class struct {
		group      cohorts.Group
		unverified bool
	}
	coming, leaving := map[class][]Waiting{}, map[class][]Waiting{}
	for _, w := range e.Waiting {
		c, list := class{w.Group, w.Unverified}, coming
		if w.Leaves {
			list = leaving
		}
		list[c] = append(list[c], w)
	}
	for c, waiting := range coming {
		people := map[string]bool{}
		for _, w := range waiting {
			who := w.ID
			if c.group == cohorts.Practice {
				who = w.Practice // those by the code may all be of one
			}
			people[who] = true
		}
		if len(people) >= bounds.Of(c.group) {
			all := slices.Concat(waiting, leaving[c])
			return all[:min(len(all), maxTold)]
		}
	}
	return nil
}

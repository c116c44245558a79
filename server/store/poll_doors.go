package store

import (
	"context"
	"fmt"

	"soundings/surveys/polls"
)

// doorDoc is a door of a secret poll. It says nothing but how often it was passed.
type doorDoc struct {
	Head `bson:",inline"`
}

func doorID(poll string, number int) string { return fmt.Sprintf("%s/%d", poll, number) }

// HangDoors keeps a poll with as many new doors as it says. Only publishing leaves a record: what gives an older poll its
// doors is its next ballot.
func (s *Store) HangDoors(ctx context.Context, p polls.Poll) error {
	kept, err := one[pollDoc](ctx, s, pollDocs, p.ID, "poll.unknown")
	if err != nil {
		return err
	}
	name, subject := "", ""
	if kept.State != string(p.State) {
		name, subject = "poll."+string(p.State), p.ID
	}
	a := s.begin(name, subject).untimed().save(pollDocs, newPollDoc(p))
	for n := range p.Doors {
		a.save(doors, &doorDoc{Head{ID: doorID(p.ID, n)}})
	}
	return a.commit(ctx)
}

// ClosePoll keeps a closed poll and deletes its doors as they are now.
func (s *Store) ClosePoll(ctx context.Context, p polls.Poll) error {
	hung := make([]string, p.Doors)
	for n := range hung {
		hung[n] = doorID(p.ID, n)
	}
	docs, err := get[doorDoc](ctx, s, doors, hung...)
	if err != nil {
		return err
	}
	p.Doors = 0
	a := s.begin("poll."+string(p.State), p.ID).save(pollDocs, newPollDoc(p))
	for _, d := range docs {
		if d != nil {
			a.remove(doors, d.ID, d.Version)
		}
	}
	return a.commit(ctx)
}

// Door returns a door of a poll; Version 0: there is none.
func (s *Store) Door(ctx context.Context, poll string, number int) (polls.Door, error) {
	docs, err := get[doorDoc](ctx, s, doors, doorID(poll, number))
	d := polls.Door{Poll: poll, Number: number}
	if err == nil && docs[0] != nil {
		d.Version = docs[0].Version
	}
	return d, err
}

// pass adds to an act that it goes through a door.
func (a *act) pass(d polls.Door) *act {
	return a.save(doors, &doorDoc{Head{ID: doorID(d.Poll, d.Number), Version: d.Version}})
}

// Touch goes through a door and keeps nothing.
func (s *Store) Touch(ctx context.Context, d polls.Door) error {
	return s.begin("", "").pass(d).commit(ctx)
}

// CastInSecret keeps a secret ballot and the right to vote as used, through a door. No id that is made for it tells a time.
func (s *Store) CastInSecret(ctx context.Context, b polls.Ballot, r polls.VotingRight, d polls.Door) error {
	return s.castAct(b, r).pass(d).commit(ctx)
}

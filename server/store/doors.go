package store

import (
	"context"
	"fmt"

	"soundings/surveys/doors"
	"soundings/surveys/polls"
)

// doorDoc is a door of a secret poll. It says nothing but how often it was passed.
type doorDoc struct {
	Head `bson:",inline"`
}

func doorID(of string, number int) string { return fmt.Sprintf("%s/%d", of, number) }

// hang adds to an act that something gets so many new doors.
func (a *act) hang(of string, n int) *act {
	for number := range n {
		a.save(doorDocs, &doorDoc{Head{ID: doorID(of, number)}})
	}
	return a
}

// shut adds to an act that all doors of something are deleted as they are now: so many, some of which may be gone.
func (a *act) shut(ctx context.Context, of string, n int) error {
	hung := make([]string, n)
	for number := range hung {
		hung[number] = doorID(of, number)
	}
	docs, err := get[doorDoc](ctx, a.s, doorDocs, hung...)
	for _, d := range docs {
		if d != nil {
			a.remove(doorDocs, d.ID, d.Version)
		}
	}
	return err
}

// pass adds to an act that it goes through a door.
func (a *act) pass(d doors.Door) *act {
	return a.save(doorDocs, &doorDoc{Head{ID: doorID(d.Of, d.Number), Version: d.Version}})
}

// Door returns a door; Version 0: there is none.
func (s *Store) Door(ctx context.Context, of string, number int) (doors.Door, error) {
	docs, err := get[doorDoc](ctx, s, doorDocs, doorID(of, number))
	d := doors.Door{Of: of, Number: number}
	if err == nil && docs[0] != nil {
		d.Version = docs[0].Version
	}
	return d, err
}

// Touch goes through a door and keeps nothing.
func (s *Store) Touch(ctx context.Context, d doors.Door) error {
	return s.begin("", "").pass(d).commit(ctx)
}

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
	return s.begin(name, subject).untimed().save(pollDocs, newPollDoc(p)).hang(doors.Poll(p.ID), p.Doors).commit(ctx)
}

// ClosePoll keeps a closed poll and deletes its doors as they are now.
func (s *Store) ClosePoll(ctx context.Context, p polls.Poll) error {
	hung := p.Doors
	p.Doors = 0
	a := s.begin("poll."+string(p.State), p.ID).save(pollDocs, newPollDoc(p))
	if err := a.shut(ctx, doors.Poll(p.ID), hung); err != nil {
		return err
	}
	return a.commit(ctx)
}

// CastInSecret keeps a secret ballot and the right to vote as used, through a door. No id that is made for it tells a time.
func (s *Store) CastInSecret(ctx context.Context, b polls.Ballot, r polls.VotingRight, d doors.Door) error {
	return s.castAct(b, r).pass(d).commit(ctx)
}

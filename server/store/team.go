package store

import (
	"context"
	"time"

	"soundings/cohorts/plan"
)

// teamDoc is the portal team in writing. Its words are sealed together: by seat the person's name, the stand-in's, and what
// the seat decides.
type teamDoc struct {
	Head            `bson:",inline"`
	Seats           []seatDoc `bson:"seats"`
	Words           []byte    `bson:"words"`
	Concerns        string    `bson:"concerns,omitempty"` // accounts
	ConcernsStandIn string    `bson:"concerns_stand_in,omitempty"`
}

type seatDoc struct {
	Seat    string `bson:"seat"`
	Person  string `bson:"person,omitempty"` // accounts
	StandIn string `bson:"stand_in,omitempty"`
}

// rotaDoc is who is on duty week by week.
type rotaDoc struct {
	Head  `bson:",inline"`
	Weeks []weekDoc `bson:"weeks"`
}

type weekDoc struct {
	Monday   time.Time `bson:"monday"`
	Accounts []string  `bson:"accounts"`
}

// Team returns the portal team; the zero Team where none is kept.
func (s *Store) Team(ctx context.Context) (plan.Team, error) {
	docs, err := get[teamDoc](ctx, s, settings, "team")
	if err != nil || docs[0] == nil {
		return plan.Team{}, err
	}
	d := docs[0]
	t := plan.Team{Concerns: plan.Concerns{Account: d.Concerns, StandIn: d.ConcernsStandIn}, Version: d.Version}
	words := map[string][]string{}
	if err := unseal(s.sealer, settings, d.ID, "words", d.Words, &words); err != nil {
		return t, err
	}
	for _, of := range d.Seats {
		one := plan.Sitting{Seat: plan.Seat(of.Seat), Person: plan.Holder{Account: of.Person}, StandIn: plan.Holder{Account: of.StandIn}}
		if said := words[of.Seat]; len(said) == 3 {
			one.Person.Name, one.StandIn.Name, one.Decides = said[0], said[1], said[2]
		}
		t.Seats = append(t.Seats, one)
	}
	return t, nil
}

// SaveTeam keeps the portal team.
func (s *Store) SaveTeam(ctx context.Context, t plan.Team) error {
	d := &teamDoc{Head: Head{ID: "team", Version: t.Version}, Concerns: t.Concerns.Account, ConcernsStandIn: t.Concerns.StandIn}
	words := map[string][]string{}
	for _, one := range t.Seats {
		d.Seats = append(d.Seats, seatDoc{string(one.Seat), one.Person.Account, one.StandIn.Account})
		words[string(one.Seat)] = []string{one.Person.Name, one.StandIn.Name, one.Decides}
	}
	var err error
	if d.Words, err = seal(s.sealer, settings, d.ID, "words", words); err != nil {
		return err
	}
	return s.begin("team.save", d.ID).save(settings, d).commit(ctx)
}

// Rota returns who is on duty; the zero Rota where none is kept.
func (s *Store) Rota(ctx context.Context) (plan.Rota, error) {
	docs, err := get[rotaDoc](ctx, s, settings, "rota")
	if err != nil || docs[0] == nil {
		return plan.Rota{}, err
	}
	r := plan.Rota{Version: docs[0].Version}
	for _, w := range docs[0].Weeks {
		r.Weeks = append(r.Weeks, plan.Week(w))
	}
	return r, nil
}

// SaveRota keeps who is on duty.
func (s *Store) SaveRota(ctx context.Context, r plan.Rota) error {
	d := &rotaDoc{Head: Head{ID: "rota", Version: r.Version}}
	for _, w := range r.Weeks {
		d.Weeks = append(d.Weeks, weekDoc(w))
	}
	return s.begin("team.rota", d.ID).save(settings, d).commit(ctx)
}

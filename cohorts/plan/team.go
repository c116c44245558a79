package plan

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"soundings/cohorts/base"
)

// Seat is a place on the portal team.
type Seat string

// The seats.
const (
	Sponsor   Seat = "sponsor"
	Manager   Seat = "project_manager"
	Provider  Seat = "provider"
	FrontLine Seat = "front_line"
	HealthIT  Seat = "health_it"
)

// Seats returns them in the order in which pages show them. A further one needs a row here, its name and its ready text.
func Seats() []Seat { return []Seat{Sponsor, Manager, Provider, FrontLine, HealthIT} }

// Account is somebody who can sign in.
type Account struct {
	ID     string
	Name   string
	Writes bool // may change things
}

// Holder is a person of the team: one with an account, or one without, by name. The zero Holder is nobody.
type Holder struct {
	Account string `json:"account" validate:"max=100"`
	Name    string `json:"name" validate:"max=100"`
}

// Nobody reports whether there is no person.
func (h Holder) Nobody() bool { return h == Holder{} }

// Sitting is who has a seat, who stands in, and what the seat decides.
type Sitting struct {
	Seat    Seat   `json:"seat" validate:"required,oneof=sponsor project_manager provider front_line health_it"`
	Person  Holder `json:"person"`
	StandIn Holder `json:"stand_in"`
	Decides string `json:"decides" validate:"max=2000"`
}

// Concerns are who is alerted of clinical concerns: accounts, as an alert is a mail.
type Concerns struct {
	Account string `json:"account" validate:"max=100"`
	StandIn string `json:"stand_in" validate:"max=100"`
}

// Team is the portal team in writing.
type Team struct {
	Seats    []Sitting `json:"seats" validate:"dive"` // every seat, in the order of Seats
	Concerns Concerns  `json:"concerns"`
	Version  int64     `json:"version"`
}

// Of returns who has a seat.
func (t Team) Of(s Seat) Sitting {
	if i := slices.IndexFunc(t.Seats, func(one Sitting) bool { return one.Seat == s }); i >= 0 {
		return t.Seats[i]
	}
	return Sitting{Seat: s}
}

// with returns the team with every seat, in order, and this one as it says.
func (t Team) with(changed ...Sitting) Team {
	all := make([]Sitting, 0, len(Seats()))
	for _, s := range Seats() {
		one := t.Of(s)
		if i := slices.IndexFunc(changed, func(c Sitting) bool { return c.Seat == s }); i >= 0 {
			one = changed[i]
		}
		all = append(all, one)
	}
	t.Seats = all
	return t
}

// tidy returns a sitting as it is kept.
func (s Sitting) tidy() Sitting {
	s.Person.Name, s.StandIn.Name = base.OneLine(s.Person.Name), base.OneLine(s.StandIn.Name)
	s.Decides = strings.TrimSpace(s.Decides)
	return s
}

// check returns what is wrong with a sitting beside its lengths; the names of its fields begin with at.
func (s Sitting) check(at string, known accounts) []base.Field {
	bad := append(s.Person.check(at+"person", known), s.StandIn.check(at+"stand_in", known)...)
	switch {
	case s.StandIn.Nobody():
	case s.Person.Nobody():
		bad = append(bad, base.Field{Name: at + "person", Text: base.T("seats.person_first")})
	case s.StandIn == s.Person:
		bad = append(bad, base.Field{Name: at + "stand_in", Text: base.T("seats.same")})
	}
	return bad
}

func (h Holder) check(at string, known accounts) []base.Field {
	switch _, ok := known[h.Account]; {
	case h.Account != "" && h.Name != "":
		return []base.Field{{Name: at, Text: base.T("seats.both")}}
	case h.Account != "" && !ok:
		return []base.Field{{Name: at, Text: base.T("seats.account_unknown")}}
	}
	return nil
}

func (c Concerns) check(at string, known accounts) []base.Field {
	var bad []base.Field
	for _, of := range []struct{ name, account string }{{"account", c.Account}, {"stand_in", c.StandIn}} {
		if a, ok := known[of.account]; of.account != "" && (!ok || !a.Writes) {
			bad = append(bad, base.Field{Name: at + of.name, Text: base.T("seats.account_writes")})
		}
	}
	switch {
	case c.StandIn != "" && c.Account == "":
		bad = append(bad, base.Field{Name: at + "account", Text: base.T("seats.person_first")})
	case c.StandIn != "" && c.StandIn == c.Account:
		bad = append(bad, base.Field{Name: at + "stand_in", Text: base.T("seats.same")})
	}
	return bad
}

// accounts are those there are, by id.
type accounts map[string]Account

func (s *Service) accounts(ctx context.Context) (accounts, error) {
	all, err := s.Accounts.Accounts(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading who can sign in: %w", err)
	}
	known := accounts{}
	for _, a := range all {
		known[a.ID] = a
	}
	return known, nil
}

// NameOf returns the name of the account that acts; empty where it is none.
func (s *Service) NameOf(ctx context.Context, by base.Actor) (string, error) {
	if by.Kind != base.ActorStaff {
		return "", nil
	}
	known, err := s.accounts(ctx)
	return known[by.ID].Name, err
}

// Team returns the portal team; without anybody where nothing was written yet.
func (s *Service) Team(ctx context.Context) (Team, error) {
	t, err := s.Store.Team(ctx)
	if err != nil {
		return t, fmt.Errorf("reading the team: %w", err)
	}
	return t.with(), nil
}

// SaveTeam puts the whole team in the place of the one that is kept; a seat that is not named is empty. With a Version it
// returns Conflict where another is kept.
func (s *Service) SaveTeam(ctx context.Context, t Team) (Team, error) {
	t.Seats = slices.Clone(t.Seats)
	for i := range t.Seats {
		t.Seats[i] = t.Seats[i].tidy()
	}
	return s.reviseTeam(ctx, t.Version, base.Check(t), func(kept *Team, known accounts) []base.Field {
		kept.Seats, kept.Concerns = Team{}.with(t.Seats...).Seats, t.Concerns
		return append(t.checkSeats(known), t.Concerns.check("concerns.", known)...)
	})
}

// checkSeats returns what is wrong with the seats beside their lengths.
func (t Team) checkSeats(known accounts) []base.Field {
	var bad []base.Field
	for i, one := range t.Seats {
		at := fmt.Sprintf("seats[%d].", i)
		if slices.ContainsFunc(t.Seats[:i], func(other Sitting) bool { return other.Seat == one.Seat }) {
			bad = append(bad, base.Field{Name: at + "seat", Text: base.T("error.unique")})
		}
		bad = append(bad, one.check(at, known)...)
	}
	return bad
}

// SaveSeat changes one seat, and leaves the others as they are. It returns NotFound for any other than those of Seats.
func (s *Service) SaveSeat(ctx context.Context, one Sitting) (Team, error) {
	if !slices.Contains(Seats(), one.Seat) {
		return Team{}, base.Refuse(base.NotFound, "seats.seat_unknown")
	}
	one = one.tidy()
	return s.reviseTeam(ctx, 0, base.Check(one), func(kept *Team, known accounts) []base.Field {
		*kept = kept.with(one)
		return one.check("", known)
	})
}

// SaveConcerns changes who is alerted of clinical concerns.
func (s *Service) SaveConcerns(ctx context.Context, c Concerns) (Team, error) {
	return s.reviseTeam(ctx, 0, base.Check(c), func(kept *Team, known accounts) []base.Field {
		kept.Concerns = c
		return c.check("", known)
	})
}

// reviseTeam changes the team that is kept, of a version where one is named, unless something is wrong already or change
// finds more.
func (s *Service) reviseTeam(ctx context.Context, version int64, wrong error, change func(*Team, accounts) []base.Field) (Team, error) {
	known, err := s.accounts(ctx)
	if err != nil {
		return Team{}, err
	}
	t, err := base.Revise(func() (Team, error) { return s.Team(ctx) }, func(t *Team) error {
		if version != 0 && version != t.Version {
			return base.ErrChanged
		}
		return base.Besides(wrong, base.InvalidFields(change(t, known)...))
	}, func(t Team) error {
		if err := s.Store.SaveTeam(ctx, t); err != nil {
			return fmt.Errorf("keeping the team: %w", err)
		}
		return nil
	})
	if err == nil {
		t.Version++
	}
	return t, err
}

// name returns what a person of the team is called; empty: there is nobody, or no account any more.
func (a accounts) name(h Holder) string {
	if h.Account == "" {
		return h.Name
	}
	return a[h.Account].Name
}

// Alerted returns who is alerted of clinical concerns: the person first, then the stand-in. It leaves out who has no
// account any more, and is empty where nobody was named.
func (s *Service) Alerted(ctx context.Context) ([]Account, error) {
	t, err := s.Team(ctx)
	if err != nil {
		return nil, err
	}
	return s.present(ctx, t.Concerns.Account, t.Concerns.StandIn)
}

// present returns those of accounts that there are and that may change things.
func (s *Service) present(ctx context.Context, ids ...string) ([]Account, error) {
	known, err := s.accounts(ctx)
	if err != nil {
		return nil, err
	}
	return known.present(ids...), nil
}

func (a accounts) present(ids ...string) []Account {
	var all []Account
	for _, id := range ids {
		if one, ok := a[id]; ok && one.Writes {
			all = append(all, one)
		}
	}
	return all
}

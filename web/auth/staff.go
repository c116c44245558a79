package auth

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"soundings/cohorts/base"
)

// Staff is one member of the portal team.
type Staff struct {
	ID           string    `json:"id"`
	Email        string    `json:"email" validate:"required,max=254,email"` // in lower case; no two have the same
	Name         string    `json:"name" validate:"max=100"`                 // may be empty until they set themself up
	Role         Role      `json:"role" validate:"required,oneof=manager member viewer"`
	PasswordHash string    `json:"-"` // empty until they chose one
	Second       string    `json:"-"` // the secret of their second step; empty: they have none
	SecondStep   int64     `json:"-"` // of the last code that was used
	Recovery     string    `json:"-"` // hashes of the recovery codes that are left, with blanks between
	Identity     string    `json:"-"` // who they are to the provider of single sign-on, hashed; empty: they have a password
	Granted      bool      `json:"-"` // the role is one that the provider's groups gave
	Calendar     Calendar  `json:"-"`
	Created      time.Time `json:"created"`
	Version      int64     `json:"-"`
}

// stamp changes with the password, and with the provider in its place. Sessions and links carry it, so that a new way in
// ends them.
func (s Staff) stamp() string { return hash(s.PasswordHash + s.Identity)[:16] }

// with returns the roster as it is once staff is kept, without as it is once they are gone.
func (r Roster) with(staff Staff) Roster {
	r = r.without(staff.ID)
	if staff.Role == Manager {
		r.Managers = append(r.Managers, staff.ID)
	}
	return r
}

func (r Roster) without(id string) Roster {
	r.Managers = slices.DeleteFunc(slices.Clone(r.Managers), func(m string) bool { return m == id })
	return r
}

// tidyEmail returns an address as it is kept and compared.
func tidyEmail(email string) string { return strings.ToLower(strings.TrimSpace(email)) }

// HasStaff reports whether the first set-up is done.
func (s *Service) HasStaff(ctx context.Context) (bool, error) {
	roster, err := s.roster(ctx)
	return len(roster.Managers) > 0, err
}

// AllStaff returns the team, by name.
func (s *Service) AllStaff(ctx context.Context) ([]Staff, error) {
	all, err := s.Store.AllStaff(ctx)
	if err != nil {
		return nil, fmt.Errorf("listing the staff: %w", err)
	}
	slices.SortFunc(all, func(a, b Staff) int {
		return strings.Compare(strings.ToLower(a.Name)+" "+a.Email, strings.ToLower(b.Name)+" "+b.Email)
	})
	return all, nil
}

// Staff returns the account with this id, or NotFound.
func (s *Service) Staff(ctx context.Context, id string) (Staff, error) {
	staff, err := s.Store.Staff(ctx, id)
	switch {
	case base.IsCode(err, base.NotFound):
		return staff, base.Refuse(base.NotFound, "staff.unknown")
	case err != nil:
		return staff, fmt.Errorf("reading a staff account: %w", err)
	}
	return staff, nil
}

// staffByEmail returns the account with this address; the zero Staff where there is none.
func (s *Service) staffByEmail(ctx context.Context, email string) (Staff, error) {
	staff, err := s.Store.StaffByEmail(ctx, email)
	switch {
	case base.IsCode(err, base.NotFound):
		return Staff{}, nil
	case err != nil:
		return Staff{}, fmt.Errorf("looking for a staff account: %w", err)
	}
	return staff, nil
}

// AddStaff adds somebody to the team. The token is of the link by which they choose their password; the name may be
// left to them.
func (s *Service) AddStaff(ctx context.Context, name, email string, role Role) (staff Staff, token string, err error) {
	staff, err = s.change(ctx, func(roster Roster) (StaffChange, error) {
		staff := Staff{
			ID: base.NewID(s.Rand), Name: base.OneLine(name), Email: tidyEmail(email), Role: role, Created: s.Now(),
		}
		if err := base.Check(staff); err != nil {
			return StaffChange{}, err
		}
		switch same, err := s.staffByEmail(ctx, staff.Email); {
		case err != nil:
			return StaffChange{}, err
		case same.Version > 0:
			return StaffChange{}, base.InvalidFields(base.Field{Name: "email", Text: base.T("email.taken")})
		}
		var link SetupLink
		link, token = s.newLink(ForStaff, staff)
		return StaffChange{Act: ActAdded, Roster: roster.with(staff), Staff: staff, Link: &link}, nil
	})
	return staff, token, err
}

// ChangeRole gives somebody another role. The last manager keeps theirs.
func (s *Service) ChangeRole(ctx context.Context, id string, role Role) (Staff, error) {
	return s.change(ctx, func(roster Roster) (StaffChange, error) {
		staff, err := s.Staff(ctx, id)
		if err != nil {
			return StaffChange{}, err
		}
		staff.Role = role
		if err := base.Check(staff); err != nil {
			return StaffChange{}, err
		}
		return StaffChange{Act: ActRoleChanged, Roster: roster.with(staff), Staff: staff}, nil
	})
}

// RemoveStaff takes somebody off the team, unless they are the last manager. Their sessions and links are over with it:
// both are held against the account on every use.
func (s *Service) RemoveStaff(ctx context.Context, id string) error {
	_, err := s.change(ctx, func(roster Roster) (StaffChange, error) {
		staff, err := s.Staff(ctx, id)
		return StaffChange{Act: ActRemoved, Roster: roster.without(id), Staff: staff, Remove: true}, err
	})
	return err
}

// maxTries bounds how often a change is made again because others were quicker.
const maxTries = 100

// change keeps what edit makes of the staff, and makes it again where somebody else was quicker.
func (s *Service) change(ctx context.Context, edit func(Roster) (StaffChange, error)) (Staff, error) {
	for try := 1; ; try++ {
		roster, err := s.roster(ctx)
		if err != nil {
			return Staff{}, err
		}
		c, err := edit(roster)
		if err != nil {
			return Staff{}, err
		}
		if c.Act == ActNone {
			return c.Staff, nil
		}
		if len(c.Roster.Managers) == 0 {
			return Staff{}, base.Refuse(base.Conflict, "staff.last_manager")
		}
		if c.Act.byThemself() { // nobody is signed in
			ctx = base.WithActor(ctx, base.Actor{Kind: base.ActorStaff, ID: c.Staff.ID})
		}
		switch err := s.Store.ChangeStaff(ctx, c); {
		case base.IsCode(err, base.Conflict) && try < maxTries:
			continue
		case err != nil:
			return Staff{}, fmt.Errorf("changing the staff: %w", err)
		}
		c.Staff.Version++
		return c.Staff, nil
	}
}

func (s *Service) roster(ctx context.Context) (Roster, error) {
	roster, err := s.Store.Roster(ctx)
	if err != nil {
		return roster, fmt.Errorf("reading who manages: %w", err)
	}
	return roster, nil
}

package auth

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"soundings/cohorts/base"
)

// Purpose says what a set-up link is for.
type Purpose string

// The purposes.
const (
	ForFirst Purpose = "first" // makes the first manager; void once there is one
	ForAdmin Purpose = "admin" // makes who has the address a manager with a new password
	ForStaff Purpose = "staff" // lets one member of the staff choose a password
	ForReset Purpose = "reset" // the same, by mail: their second step stays
)

// How long links can be used.
const (
	setupLinkLife = 72 * time.Hour
	resetLinkLife = time.Hour
)

// SetupLink lets somebody choose a password, once.
type SetupLink struct {
	ID      string
	Hash    string // of its token
	Purpose Purpose
	Email   string // ForAdmin
	Staff   string // id; ForStaff, ForReset
	Stamp   string // of the password that it replaces: void once another is chosen
	Created time.Time
	Expires time.Time
	Used    time.Time // zero: not yet
	Version int64
}

// newLink makes a link for an account, which may not be kept yet, and the token that opens it.
func (s *Service) newLink(purpose Purpose, staff Staff) (SetupLink, string) {
	now, token := s.Now(), s.newToken()
	link := SetupLink{
		ID: base.NewID(s.Rand), Hash: hash(token), Purpose: purpose, Stamp: staff.stamp(),
		Created: now, Expires: now.Add(setupLinkLife),
	}
	switch purpose {
	case ForAdmin:
		link.Email = staff.Email
	case ForStaff:
		link.Staff = staff.ID
	case ForReset:
		link.Staff, link.Expires = staff.ID, now.Add(resetLinkLife)
	}
	return link, token
}

// FirstSetupLink makes a link for the first manager. Once there is one, none is needed.
func (s *Service) FirstSetupLink(ctx context.Context) (token string, needed bool, err error) {
	has, err := s.HasStaff(ctx)
	if err != nil || has {
		return "", false, err
	}
	token, err = s.saveLink(ctx, ForFirst, Staff{})
	return token, err == nil, err
}

// AdminLink makes a link by which who has this address becomes a manager, or gets a new password.
func (s *Service) AdminLink(ctx context.Context, email string) (token string, err error) {
	email = tidyEmail(email)
	if err := base.Check(Staff{Email: email, Role: Manager}); err != nil {
		return "", err
	}
	staff, err := s.staffByEmail(ctx, email)
	if err != nil {
		return "", err
	}
	staff.Email = email
	return s.saveLink(ctx, ForAdmin, staff)
}

// StaffLink makes a new link by which a member of the staff chooses a password; the old one works until then.
func (s *Service) StaffLink(ctx context.Context, id string) (token string, err error) {
	staff, err := s.Staff(ctx, id)
	if err != nil {
		return "", err
	}
	return s.saveLink(ctx, ForStaff, staff)
}

func (s *Service) saveLink(ctx context.Context, purpose Purpose, staff Staff) (string, error) {
	link, token := s.newLink(purpose, staff)
	if err := s.Store.SaveSetupLink(ctx, link); err != nil {
		return "", fmt.Errorf("keeping a set-up link: %w", err)
	}
	return token, nil
}

// SetupLink returns the account that a link is for, to show the form: with Version 0 it is a new one, and where Email is
// empty it has to be asked for. A link that is used, over or void is Gone.
func (s *Service) SetupLink(ctx context.Context, token string) (Staff, error) {
	roster, err := s.roster(ctx)
	if err != nil {
		return Staff{}, err
	}
	_, staff, err := s.open(ctx, token, roster)
	return staff, err
}

// SetUp gives the account of a link its password, and its name and address where those are not known yet. The link is
// used in the same write: of two browsers at once one is refused.
func (s *Service) SetUp(ctx context.Context, token, name, email, password string) (Staff, error) {
	var passwordHash string // made once, however often the change is made again
	return s.change(ctx, func(roster Roster) (StaffChange, error) {
		link, staff, err := s.open(ctx, token, roster)
		if err != nil {
			return StaffChange{}, err
		}
		staff = s.filled(staff, name, email)
		if err := checkAccount(staff, password); err != nil {
			return StaffChange{}, err
		}
		if passwordHash == "" {
			if passwordHash, err = s.passwords.hash(ctx, password); err != nil {
				return StaffChange{}, err
			}
		}
		staff.PasswordHash, link.Used = passwordHash, s.Now()
		if link.Purpose != ForReset {
			staff.dropSecond()                        // who has lost it is helped by a link from a manager, too
			staff.Identity, staff.Granted = "", false // likewise where the provider does not answer
		}
		return StaffChange{Act: ActSetUp, Roster: roster.with(staff), Staff: staff, Link: &link}, nil
	})
}

// CheckSetUp returns what SetUp would refuse, and uses up nothing.
func (s *Service) CheckSetUp(ctx context.Context, token, name, email, password string) error {
	staff, err := s.SetupLink(ctx, token)
	if err != nil {
		return err
	}
	return checkAccount(s.filled(staff, name, email), password)
}

// filled returns staff with what the form says of a person who is not known yet.
func (s *Service) filled(staff Staff, name, email string) Staff {
	if name = base.OneLine(name); name != "" {
		staff.Name = name
	}
	if staff.Email == "" {
		staff.Email = tidyEmail(email)
	}
	if staff.Version == 0 {
		staff.ID, staff.Created = base.NewID(s.Rand), s.Now()
	}
	return staff
}

// checkAccount holds a whole form against the rules, so that every mistake is named at once.
func checkAccount(staff Staff, password string) error {
	var fields []base.Field
	if staff.Name == "" {
		fields = append(fields, base.Field{Name: "name", Text: base.T("error.required")})
	}
	err := base.Check(staff)
	if bad := (*base.Error)(nil); errors.As(err, &bad) {
		fields = append(fields, bad.Fields...)
	} else if err != nil {
		return fmt.Errorf("checking an account: %w", err)
	}
	return base.InvalidFields(append(fields, checkPassword(password, staff.Email)...)...)
}

// open returns a link that can be used now, with the account it is for.
func (s *Service) open(ctx context.Context, token string, roster Roster) (SetupLink, Staff, error) {
	link, err := s.Store.SetupLink(ctx, hash(strings.ToLower(strings.TrimSpace(token))))
	switch {
	case base.IsCode(err, base.NotFound):
		return link, Staff{}, base.Refuse(base.NotFound, "setup.unknown")
	case err != nil:
		return link, Staff{}, fmt.Errorf("reading a set-up link: %w", err)
	case !link.Used.IsZero():
		return link, Staff{}, base.Refuse(base.Gone, "setup.used")
	case !s.Now().Before(link.Expires):
		return link, Staff{}, base.Refuse(base.Gone, "setup.expired")
	}
	staff, err := s.accountOf(ctx, link, roster)
	if err == nil && staff.stamp() != link.Stamp {
		err = base.Refuse(base.Gone, "setup.void")
	}
	return link, staff, err
}

func (s *Service) accountOf(ctx context.Context, link SetupLink, roster Roster) (Staff, error) {
	switch link.Purpose {
	case ForFirst:
		if len(roster.Managers) > 0 {
			return Staff{}, base.Refuse(base.Gone, "setup.void")
		}
		return Staff{Role: Manager}, nil
	case ForAdmin:
		staff, err := s.staffByEmail(ctx, link.Email)
		staff.Email, staff.Role = link.Email, Manager
		return staff, err
	default:
		staff, err := s.Staff(ctx, link.Staff)
		if base.IsCode(err, base.NotFound) {
			err = base.Refuse(base.Gone, "setup.void")
		}
		return staff, err
	}
}

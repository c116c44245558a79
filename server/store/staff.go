package store

import (
	"context"
	"errors"
	"strings"
	"time"

	"soundings/cohorts/base"
	"soundings/server/store/engine"
	"soundings/web/auth"
)

// staffDoc is one member of the portal team; name and mail are sealed.
type staffDoc struct {
	Head         `bson:",inline"`
	Name         []byte     `bson:"name,omitempty"`
	Mail         []byte     `bson:"mail"`
	MailHash     string     `bson:"mail_hash"`
	Role         string     `bson:"role"`
	Password     string     `bson:"password,omitempty"` // argon2id
	Second       []byte     `bson:"second,omitempty"`   // sealed
	Step         int64      `bson:"second_step,omitempty"`
	Recovery     []string   `bson:"recovery,omitempty"` // hashes
	Identity     string     `bson:"identity,omitempty"` // keyed hash of who they are to the provider
	Granted      bool       `bson:"granted,omitempty"`
	Calendar     string     `bson:"calendar,omitempty"`    // hash of the token of its address
	CalendarIn   string     `bson:"calendar_in,omitempty"` // its language
	CalendarMade *time.Time `bson:"calendar_made,omitempty"`
	Created      time.Time  `bson:"created"`
}

// rosterDoc names the managers; every change of the staff raises its version.
type rosterDoc struct {
	Head     `bson:",inline"`
	Managers []string `bson:"managers"`
}

type setupLinkDoc struct {
	Head    `bson:",inline"` // the id is the token's hash
	Link    string           `bson:"link"`
	Purpose string           `bson:"purpose"`
	Mail    []byte           `bson:"mail,omitempty"` // sealed
	Staff   string           `bson:"staff,omitempty"`
	Stamp   string           `bson:"stamp"`
	Created time.Time        `bson:"created"`
	Expires time.Time        `bson:"expires"`
	Used    *time.Time       `bson:"used,omitempty"`
}

// Roster returns the managers; the zero Roster where there are none yet.
func (s *Store) Roster(ctx context.Context) (auth.Roster, error) {
	docs, err := get[rosterDoc](ctx, s, settings, "roster")
	if err != nil || docs[0] == nil {
		return auth.Roster{}, err
	}
	return auth.Roster{Managers: docs[0].Managers, Version: docs[0].Version}, nil
}

func (s *Store) staff(d *staffDoc) (auth.Staff, error) {
	p := auth.Staff{ID: d.ID, Role: auth.Role(d.Role), PasswordHash: d.Password, Created: d.Created, Version: d.Version}
	p.SecondStep, p.Recovery, p.Identity, p.Granted = d.Step, strings.Join(d.Recovery, " "), d.Identity, d.Granted
	p.Calendar = auth.Calendar{Hash: d.Calendar, Language: d.CalendarIn, Made: given(d.CalendarMade)}
	err := errors.Join(
		unseal(s.sealer, staffDocs, d.ID, "name", d.Name, &p.Name),
		unseal(s.sealer, staffDocs, d.ID, "mail", d.Mail, &p.Email),
		unseal(s.sealer, staffDocs, d.ID, "second", d.Second, &p.Second),
	)
	return p, err
}

func (s *Store) staffDoc(p auth.Staff) (*staffDoc, error) {
	name, err := seal(s.sealer, staffDocs, p.ID, "name", p.Name)
	if err != nil {
		return nil, err
	}
	mail, err := seal(s.sealer, staffDocs, p.ID, "mail", p.Email)
	if err != nil {
		return nil, err
	}
	d := &staffDoc{
		Head: Head{ID: p.ID, Version: p.Version}, Name: name, Mail: mail, MailHash: s.sealer.mailHash(p.Email),
		Role: string(p.Role), Password: p.PasswordHash, Created: p.Created, Step: p.SecondStep, Recovery: strings.Fields(p.Recovery),
		Identity: p.Identity, Granted: p.Granted,
		Calendar: p.Calendar.Hash, CalendarIn: p.Calendar.Language, CalendarMade: optional(p.Calendar.Made),
	}
	if p.Second != "" {
		d.Second, err = seal(s.sealer, staffDocs, p.ID, "second", p.Second)
	}
	return d, err
}

// Staff returns the account with this id, or NotFound.
func (s *Store) Staff(ctx context.Context, id string) (auth.Staff, error) {
	d, err := one[staffDoc](ctx, s, staffDocs, id, "staff.unknown")
	if err != nil {
		return auth.Staff{}, err
	}
	return s.staff(d)
}

// StaffByEmail returns the account with this address, or NotFound.
func (s *Store) StaffByEmail(ctx context.Context, email string) (auth.Staff, error) {
	return s.staffBy(ctx, "mail", s.sealer.mailHash(email))
}

// StaffByIdentity returns the account of who somebody is to the provider of single sign-on, or NotFound.
func (s *Store) StaffByIdentity(ctx context.Context, identity string) (auth.Staff, error) {
	return s.staffBy(ctx, "identity", identity)
}

// StaffByCalendar returns the account whose calendar has an address with a token of this hash, or NotFound.
func (s *Store) StaffByCalendar(ctx context.Context, hash string) (auth.Staff, error) {
	return s.staffBy(ctx, "calendar", hash)
}

func (s *Store) staffBy(ctx context.Context, index, value string) (auth.Staff, error) {
	docs, _, err := find[staffDoc](ctx, s, engine.Query{Collection: staffDocs, Index: index, Equal: []any{value}})
	if err != nil {
		return auth.Staff{}, err
	}
	if len(docs) == 0 {
		return auth.Staff{}, base.Refuse(base.NotFound, "staff.unknown")
	}
	return s.staff(docs[0])
}

// AllStaff returns every account.
func (s *Store) AllStaff(ctx context.Context) ([]auth.Staff, error) {
	docs, err := findAll[staffDoc](ctx, s, engine.Query{Collection: staffDocs})
	if err != nil {
		return nil, err
	}
	all := make([]auth.Staff, len(docs))
	for i, d := range docs {
		if all[i], err = s.staff(d); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// ChangeStaff keeps a change of the staff with the roster and the link that go with it.
func (s *Store) ChangeStaff(ctx context.Context, c auth.StaffChange) error {
	name := "staff." + string(c.Act)
	if c.Act == auth.ActCode {
		name = ""
	}
	a := s.begin(name, c.Staff.ID)
	a.save(settings, &rosterDoc{Head{ID: "roster", Version: c.Roster.Version}, c.Roster.Managers})
	if c.Remove {
		a.remove(staffDocs, c.Staff.ID, c.Staff.Version)
	} else {
		d, err := s.staffDoc(c.Staff)
		if err != nil {
			return err
		}
		a.save(staffDocs, d)
	}
	if c.Link != nil {
		d, err := s.setupLinkDoc(*c.Link)
		if err != nil {
			return err
		}
		a.save(setupLinks, d)
	}
	return a.commit(ctx)
}

func (s *Store) setupLinkDoc(l auth.SetupLink) (*setupLinkDoc, error) {
	d := &setupLinkDoc{
		Head: Head{ID: l.Hash, Version: l.Version}, Link: l.ID, Purpose: string(l.Purpose), Staff: l.Staff, Stamp: l.Stamp,
		Created: l.Created, Expires: l.Expires, Used: optional(l.Used),
	}
	if l.Email == "" {
		return d, nil
	}
	sealed, err := seal(s.sealer, setupLinks, l.Hash, "mail", l.Email)
	d.Mail = sealed
	return d, err
}

// SetupLink returns the set-up link whose token has this hash, or NotFound.
func (s *Store) SetupLink(ctx context.Context, hash string) (auth.SetupLink, error) {
	d, err := one[setupLinkDoc](ctx, s, setupLinks, hash, "setup.unknown")
	if err != nil {
		return auth.SetupLink{}, err
	}
	l := auth.SetupLink{
		ID: d.Link, Hash: d.ID, Purpose: auth.Purpose(d.Purpose), Staff: d.Staff, Stamp: d.Stamp, Created: d.Created,
		Expires: d.Expires, Used: given(d.Used), Version: d.Version,
	}
	return l, unseal(s.sealer, setupLinks, d.ID, "mail", d.Mail, &l.Email)
}

// SaveSetupLink keeps a set-up link.
func (s *Store) SaveSetupLink(ctx context.Context, l auth.SetupLink) error {
	d, err := s.setupLinkDoc(l)
	if err != nil {
		return err
	}
	return s.begin("setup_link.save", l.ID).save(setupLinks, d).commit(ctx)
}

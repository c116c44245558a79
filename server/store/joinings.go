package store

import (
	"context"
	"errors"
	"strings"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/server/store/engine"
)

// joiningDoc is how people come into a cohort by themselves; its id is the cohort's.
type joiningDoc struct {
	Head   `bson:",inline"`
	Open   bool       `bson:"open,omitempty"`
	Group  string     `bson:"group,omitempty"`
	Places int        `bson:"places,omitempty"`
	Taken  int        `bson:"taken,omitempty"`
	Sheets []sheetDoc `bson:"sheets,omitempty"`
	Names  []byte     `bson:"names,omitempty"` // of the sheets, in their order; sealed, as most name a clinician
}

type sheetDoc struct {
	Code  string `bson:"code"`
	Asked int    `bson:"asked,omitempty"`
}

// joinRequestDoc is somebody who asks to take part, or was admitted: then without name and addresses. Its id is made of cohort,
// name and addresses with a key, so that each request is kept once.
type joinRequestDoc struct {
	Head     `bson:",inline"`
	Cohort   string    `bson:"cohort"`
	State    string    `bson:"state"`
	Ref      string    `bson:"ref"`
	Sheet    string    `bson:"sheet,omitempty"`
	At       time.Time `bson:"at"`
	Name     []byte    `bson:"name,omitempty"`
	Email    []byte    `bson:"email,omitempty"`
	Phone    []byte    `bson:"phone,omitempty"`
	Language string    `bson:"language,omitempty"`
}

// joinState returns how documents call a request that is admitted, or not yet.
func joinState(admitted bool) string {
	if admitted {
		return "admitted"
	}
	return "waiting"
}

// Joining returns how people come into a cohort by themselves, with its id alone where nothing is kept.
func (s *Store) Joining(ctx context.Context, cohort string) (cohorts.Joining, error) {
	docs, err := get[joiningDoc](ctx, s, joinings, cohort)
	if err != nil || docs[0] == nil {
		return cohorts.Joining{Cohort: cohort}, err
	}
	d := docs[0]
	j := cohorts.Joining{Cohort: d.ID, Open: d.Open, Group: cohorts.Group(d.Group), Places: d.Places, Taken: d.Taken, Version: d.Version}
	var names []string
	if err := unseal(s.sealer, joinings, d.ID, "names", d.Names, &names); err != nil {
		return j, err
	}
	for i, sheet := range d.Sheets {
		j.Sheets = append(j.Sheets, cohorts.Sheet{Code: sheet.Code, Name: names[i], Asked: sheet.Asked})
	}
	return j, nil
}

func (s *Store) joiningDoc(j cohorts.Joining) (*joiningDoc, error) {
	d := &joiningDoc{Head: Head{ID: j.Cohort, Version: j.Version}, Open: j.Open, Group: string(j.Group), Places: j.Places, Taken: j.Taken}
	var names []string
	for _, sheet := range j.Sheets {
		d.Sheets, names = append(d.Sheets, sheetDoc{sheet.Code, sheet.Asked}), append(names, sheet.Name)
	}
	if names == nil {
		return d, nil
	}
	var err error
	d.Names, err = seal(s.sealer, joinings, j.Cohort, "names", names)
	return d, err
}

// SaveJoining keeps how people come into a cohort.
func (s *Store) SaveJoining(ctx context.Context, j cohorts.Joining) error {
	d, err := s.joiningDoc(j)
	if err != nil {
		return err
	}
	return s.begin("cohort.joining", j.Cohort).save(joinings, d).commit(ctx)
}

// AddJoinRequest keeps that somebody asks to take part. Whoever asked already costs a write as well, which changes nothing: how
// long an answer takes does not say who did.
func (s *Store) AddJoinRequest(ctx context.Context, j cohorts.Joining, r cohorts.JoinRequest) error {
	r.ID = s.sealer.hash("join", strings.Join([]string{r.Cohort, fold(r.Name), s.sealer.mailHash(r.Email), s.sealer.phoneHash(r.Phone)}, "\x00"))
	there, err := get[joinRequestDoc](ctx, s, joinRequests, r.ID)
	if err != nil {
		return err
	}
	d, err := s.joinRequestDoc(r)
	if err != nil {
		return err
	}
	if there[0] != nil {
		kept, err := get[joiningDoc](ctx, s, joinings, j.Cohort)
		if err != nil || kept[0] == nil {
			return errors.Join(err, base.ErrChanged)
		}
		return s.begin("", "").save(joinings, kept[0]).commit(ctx)
	}
	counted, err := s.joiningDoc(j)
	if err != nil {
		return err
	}
	return s.begin("", "").save(joinings, counted).save(joinRequests, d).commit(ctx)
}

func (s *Store) joinRequestDoc(r cohorts.JoinRequest) (*joinRequestDoc, error) {
	d := &joinRequestDoc{
		Head: Head{ID: r.ID, Version: r.Version}, Cohort: r.Cohort, State: joinState(r.Admitted), Ref: r.Ref, Sheet: r.Sheet, At: r.At,
	}
	if r.Admitted {
		return d, nil
	}
	d.Language = r.Language
	for _, of := range []struct {
		name, text string
		to         *[]byte
	}{{"name", r.Name, &d.Name}, {"email", r.Email, &d.Email}, {"phone", r.Phone, &d.Phone}} {
		if of.text == "" {
			continue
		}
		var err error
		if *of.to, err = seal(s.sealer, joinRequests, r.ID, of.name, of.text); err != nil {
			return nil, err
		}
	}
	return d, nil
}

func (s *Store) joinRequest(d *joinRequestDoc) (cohorts.JoinRequest, error) {
	r := cohorts.JoinRequest{
		ID: d.ID, Cohort: d.Cohort, Ref: d.Ref, Sheet: d.Sheet, Admitted: d.State == joinState(true), At: d.At, Language: d.Language, Version: d.Version,
	}
	return r, errors.Join(
		unseal(s.sealer, joinRequests, d.ID, "name", d.Name, &r.Name),
		unseal(s.sealer, joinRequests, d.ID, "email", d.Email, &r.Email),
		unseal(s.sealer, joinRequests, d.ID, "phone", d.Phone, &r.Phone),
	)
}

// JoinRequest returns a request to take part by its id, or NotFound.
func (s *Store) JoinRequest(ctx context.Context, id string) (cohorts.JoinRequest, error) {
	d, err := one[joinRequestDoc](ctx, s, joinRequests, id, "joining.gone")
	if err != nil {
		return cohorts.JoinRequest{}, err
	}
	return s.joinRequest(d)
}

// JoinRequests returns a page of the requests of a cohort that wait for the team, or that were admitted, the oldest first.
func (s *Store) JoinRequests(ctx context.Context, cohort string, admitted bool, after string, limit int) (base.Page[cohorts.JoinRequest], error) {
	docs, next, err := find[joinRequestDoc](ctx, s, engine.Query{
		Collection: joinRequests, Index: "state", Equal: []any{cohort, joinState(admitted)}, After: after, Limit: limit,
	})
	page := base.Page[cohorts.JoinRequest]{Next: next}
	for _, d := range docs {
		r, bad := s.joinRequest(d)
		page.Items, err = append(page.Items, r), errors.Join(err, bad)
	}
	return page, err
}

// CountJoinRequests returns how many requests of a cohort wait for the team; at most as many as most.
func (s *Store) CountJoinRequests(ctx context.Context, cohort string, most int) (int, error) {
	return s.engine.Count(ctx, engine.Query{Collection: joinRequests, Index: "state", Equal: []any{cohort, joinState(false)}}, most)
}

// AdmitJoinRequest keeps of a request the ref and the sheet alone.
func (s *Store) AdmitJoinRequest(ctx context.Context, r cohorts.JoinRequest) error {
	d, err := s.joinRequestDoc(r)
	if err != nil {
		return err
	}
	return s.begin("cohort.admit", membershipID(r.Cohort, r.Ref)).save(joinRequests, d).commit(ctx)
}

// DropJoinRequest forgets a request that was turned down, and keeps that its place is free.
func (s *Store) DropJoinRequest(ctx context.Context, j cohorts.Joining, r cohorts.JoinRequest) error {
	d, err := s.joiningDoc(j)
	if err != nil {
		return err
	}
	return s.begin("cohort.turn_down", j.Cohort).save(joinings, d).remove(joinRequests, r.ID, r.Version).commit(ctx)
}

// forgetJoinRequests deletes that a participant came by asking.
func (s *Store) forgetJoinRequests(ctx context.Context, ref string) error {
	return forgetAll(ctx, s, engine.Query{Collection: joinRequests, Index: "ref", Equal: []any{ref}}, func(*joinRequestDoc) bool { return true })
}

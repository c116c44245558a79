package cohorts

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"soundings/cohorts/base"
)

// Joining is how people ask by themselves to take part in a cohort: at its page for everybody, for as long as the team has it
// open and until as many came as it has places for.
type Joining struct {
	Cohort  string
	Open    bool
	Group   Group // of whoever comes
	Places  int   // how many may ask
	Taken   int   // how many did, without those whom the team turned down
	Sheets  []Sheet
	Version int64
}

// Sheet is a sheet of paper by which one clinician or site sends people to the page.
type Sheet struct {
	Code  string // in its address
	Name  string // the clinician's or the site's, for the team alone
	Asked int    // how many asked by it, without those whom the team turned down
}

// Limits of how people come in.
const (
	MaxPlaces = 2000
	MaxSheets = 100
)

// JoinRequest is what somebody wrote who asks to take part. Nobody has checked whose name and address these are, so nothing is
// sent there: the team admits who it knows. Of those admitted only their ref and their sheet are kept here.
type JoinRequest struct {
	ID       string
	Cohort   string
	Ref      string // of the person who is made of it, or who was found to be them
	Sheet    string // code; empty: they came without one
	Admitted bool
	At       time.Time
	Name     string
	Email    string
	Phone    string
	Language string
	Version  int64
}

// person returns the participant who is made of a request.
func (r JoinRequest) person(g Group) Participant {
	return Participant{Ref: r.Ref, Group: g, Name: r.Name, Email: r.Email, Phone: r.Phone, Language: r.Language}
}

// Joins does the acts on people who ask to take part in a cohort.
type Joins struct{ *Service }

// Joining returns how people come into a cohort by themselves; the zero Joining with its id where nobody has opened it yet.
func (s Joins) Joining(ctx context.Context, cohort string) (Joining, error) {
	j, err := s.Store.Joining(ctx, cohort)
	if err != nil {
		return j, fmt.Errorf("reading how people come into a cohort: %w", err)
	}
	return j, nil
}

// OpenJoining lets people of a group ask to take part, until as many came as there are places. Whoever has the address may.
func (s Joins) OpenJoining(ctx context.Context, cohort string, group Group, places int) error {
	if err := s.joinable(ctx, cohort); err != nil {
		return err
	}
	var bad []base.Field
	if !slices.Contains(Groups(), group) {
		bad = append(bad, base.Field{Name: "group", Text: base.T("error.required")})
	}
	return s.reviseJoining(ctx, cohort, func(j *Joining) error {
		if places < 1 || places > MaxPlaces || places < j.Taken {
			bad = append(slices.Clone(bad), base.Field{Name: "places", Text: base.T("joining.places_range", "Least", max(1, j.Taken), "Most", MaxPlaces)})
		}
		if len(bad) > 0 {
			return base.InvalidFields(bad...)
		}
		j.Open, j.Group, j.Places = true, group, places
		return nil
	})
}

// joinable refuses to let people into a cohort who could not be asked for their consent then.
func (s Joins) joinable(ctx context.Context, cohort string) error {
	c, err := s.openCohort(ctx, cohort)
	if err != nil {
		return err
	}
	clinic, err := s.Clinic(ctx)
	if err != nil {
		return err
	}
	if err := clinic.Ready(); err != nil {
		return err
	}
	wording, err := s.ConsentWording(ctx)
	if err != nil {
		return err
	}
	return c.Askable(wording, clinic.Languages)
}

// CloseJoining lets nobody ask any more. Who asked before waits for the team as before.
func (s Joins) CloseJoining(ctx context.Context, cohort string) error {
	return s.reviseJoining(ctx, cohort, func(j *Joining) error {
		j.Open = false
		return nil
	})
}

// AddSheet makes an enrolment sheet for a clinician or a site.
func (s Joins) AddSheet(ctx context.Context, cohort, name string) error {
	name = base.OneLine(name)
	return s.reviseJoining(ctx, cohort, func(j *Joining) error {
		same := func(sheet Sheet) bool { return strings.EqualFold(sheet.Name, name) }
		switch {
		case name == "":
			return base.InvalidFields(base.Field{Name: "sheet", Text: base.T("error.required")})
		case len([]rune(name)) > 100:
			return base.InvalidFields(base.Field{Name: "sheet", Text: base.T("error.max_length", "Limit", 100)})
		case slices.ContainsFunc(j.Sheets, same):
			return base.InvalidFields(base.Field{Name: "sheet", Text: base.T("joining.sheet_twice")})
		case len(j.Sheets) >= MaxSheets:
			return base.InvalidFields(base.Field{Name: "sheet", Text: base.T("error.max_items", "Limit", MaxSheets)})
		}
		j.Sheets = append(j.Sheets, Sheet{Code: base.NewID(s.Rand)[:6], Name: name})
		return nil
	})
}

// reviseJoining changes how people come into a cohort, anew as long as somebody else was quicker.
func (s Joins) reviseJoining(ctx context.Context, cohort string, edit func(*Joining) error) error {
	if _, err := s.openCohort(ctx, cohort); err != nil {
		return err
	}
	_, err := base.Revise(func() (Joining, error) { return s.Joining(ctx, cohort) }, edit,
		func(j Joining) error { return s.Store.SaveJoining(ctx, j) })
	return err
}

// JoinOpen returns a cohort in which people may ask to take part now, or NotFound: whether there is none, it is not open or
// all places are taken.
func (s Joins) JoinOpen(ctx context.Context, cohort string) (Cohort, error) {
	c, err := s.Cohort(ctx, cohort)
	if base.IsCode(err, base.NotFound) {
		return c, base.Refuse(base.NotFound, "joining.nobody_can")
	}
	if err != nil {
		return c, err
	}
	j, err := s.Joining(ctx, cohort)
	if err == nil && (c.Over() || !j.free()) {
		err = base.Refuse(base.NotFound, "joining.nobody_can")
	}
	return c, err
}

// free reports whether somebody may ask now.
func (j Joining) free() bool { return j.Open && j.Taken < j.Places }

// Join keeps that somebody asks to take part, once: who asks again, by the same name and address, changes nothing and is not
// told apart. Nor is it looked up whether the clinic knows them.
func (s Joins) Join(ctx context.Context, r JoinRequest) error {
	if _, err := s.JoinOpen(ctx, r.Cohort); err != nil {
		return err
	}
	r.Ref, r.At = "J-"+base.NewID(s.Rand)[:10], s.Now()
	p := r.person(Patient).tidy()
	err := p.check()
	var lacks []base.Field
	if p.Name == "" {
		lacks = append(lacks, base.Field{Name: "name", Text: base.T("join.no_name")})
	}
	if p.Email == "" && p.Phone == "" {
		lacks = append(lacks, base.Field{Name: "email", Text: base.T("join.no_address")})
	}
	if len(lacks) > 0 {
		err = base.Together(base.InvalidFields(lacks...), err)
	}
	if err != nil {
		return err
	}
	r.Name, r.Email, r.Phone, r.Language = p.Name, p.Email, p.Phone, p.Language
	for {
		j, err := s.Joining(ctx, r.Cohort)
		if err != nil {
			return err
		}
		if !j.free() {
			return base.Refuse(base.NotFound, "joining.nobody_can")
		}
		if !j.count(r.Sheet, 1) {
			r.Sheet = ""
		}
		if err := s.Store.AddJoinRequest(ctx, j, r); !base.IsCode(err, base.Conflict) {
			return err
		}
	}
}

// count counts one who asks, or is turned down, and reports whether the sheet by which they came is one of these.
func (j *Joining) count(sheet string, n int) bool {
	j.Taken += n
	j.Sheets = slices.Clone(j.Sheets)
	for i := range j.Sheets {
		if j.Sheets[i].Code == sheet {
			j.Sheets[i].Asked += n
			return true
		}
	}
	return sheet == ""
}

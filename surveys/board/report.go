package board

import (
	"context"
	"errors"
	"fmt"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
)

// Report is what one person wrote of a bump, or that they hit it too.
type Report struct {
	ID       string
	Bump     string
	Ref      string        // of the participant; empty: nobody knows who
	Group    cohorts.Group // theirs
	Proxy    string        // ref of the person who wrote in the participant's place; empty: nobody did
	Text     string        // in their words; empty: they joined
	Language string        // of those; empty: not known
	Call     bool          // they may be called about it
	Picture  string        // id; empty: there is none
	From     string        // from what page or program it came; empty: from the form behind a link
	Survey   string        // id of the survey in whose answers it began; empty: in none
	Question string        // id of the question; empty: not known
	At       time.Time
	Fixed    Fixed     // what they say of the change
	Said     time.Time // when they said it
	Quote    Quote
	Hash     string // of the token of the receipt's link
	Version  int64
}

// Fixed is what somebody who reported a bump says of the change.
type Fixed string

// Answers to "Did this fix it for you?".
const (
	Unsaid   Fixed = ""
	IsFixed  Fixed = "yes"
	NotFixed Fixed = "no"
)

// Whence a report came, beside the form behind a personal link.
const (
	FromStaff  = "staff"  // entered by the team
	FromCode   = "code"   // by the code of the break room
	FromAPI    = "api"    // by a program
	FromAnswer = "answer" // made by the person of what they wrote in a survey
)

// Reporting is what somebody reports.
type Reporting struct {
	Ref      string `json:"ref" validate:"omitempty,max=100,ref"`
	Group    cohorts.Group
	Proxy    string
	Where    string   `json:"feature" validate:"required,max=100"`
	Severity Severity `json:"severity" validate:"omitempty,oneof=blocker major minor"`
	Concern  bool     `json:"concern"`
	Text     string   `json:"text" validate:"required"`
	Language string   `json:"language" validate:"omitempty,oneof=en es"`
	Call     bool     `json:"call"`
	From     string
	Survey   string // in whose answers it began, with the question
	Question string
	// Key tells two sendings of one form from two reports: the second finds what the first has made. Empty: each is a new one.
	Key string
}

// Check returns nil, or an Invalid error that names each bad field.
func (r Reporting) Check() error {
	return base.Together(base.Check(r), checkText(r.Text))
}

// checkText refuses what is longer than a report may be.
func checkText(text string) error { return base.InvalidFields(base.TooLong("text", text, MaxText)...) }

// newReport returns a report that is not on a card yet.
func (s *Service) newReport(in Reporting, group cohorts.Group) Report {
	r := Report{
		ID: s.reportID(in.Key, in.Ref), Ref: in.Ref, Group: group, Proxy: in.Proxy, Text: in.Text, Language: in.Language, Call: in.Call,
		From: in.From, Survey: in.Survey, Question: in.Question, At: s.now(),
	}
	r.Hash = s.Contact.Links.Hash(s.receipt(r))
	return r
}

// Report makes a new card of what somebody reports, and returns both. One that was sent before returns what was made of it.
func (s *Service) Report(ctx context.Context, in Reporting) (Bump, Report, error) {
	in.Text = seen(in.Text)
	if err := base.Besides(in.Check(), s.checkWhere(ctx, "feature", in.Where)); err != nil {
		return Bump{}, Report{}, err
	}
	group, err := s.groupOf(ctx, in.Ref, in.Group)
	if err != nil {
		return Bump{}, Report{}, err
	}
	m := reported{report: s.newReport(in, group)}
	at := m.report.At
	m.bump = Bump{State: New, Severity: in.Severity, Where: in.Where, Reported: at, Opened: at, People: map[cohorts.Group]int{group: 1}}
	if in.Concern {
		m.bump.Concern.Raised = at
	}
	m, err = base.Revise(func() (reported, error) { return s.number(ctx, m) }, func(*reported) error { return nil }, func(m reported) error {
		if m.report.Version > 0 {
			return nil
		}
		notes := []Note{s.note(ctx, m.bump.ID, Reported, "", "", "")}
		if in.Concern {
			notes = append(notes, s.note(ctx, m.bump.ID, ConcernRaised, "", "", ""))
		}
		err := s.Store.SaveBumps(ctx, "report", Saved{Number: m.number, Bumps: []Bump{m.bump}, Reports: []Report{m.report}, Notes: notes})
		if err != nil {
			return fmt.Errorf("keeping a report: %w", err)
		}
		return nil
	})
	if err != nil || m.report.Version > 0 {
		return m.bump, m.report, err
	}
	m.bump.Version, m.bump.Was, m.report.Version = 1, m.bump.Count(), 1
	return m.bump, m.report, s.alert(ctx, m.bump)
}

// reported is a report with its card, and with the number of that where it is a new one.
type reported struct {
	report Report
	bump   Bump
	number Number
}

// number returns what was made of a report before, or it with the next number that a card can have.
func (s *Service) number(ctx context.Context, m reported) (reported, error) {
	switch kept, err := s.Store.Report(ctx, m.report.ID); {
	case err == nil:
		b, err := s.Bump(ctx, kept.Bump)
		return reported{report: kept, bump: b}, err
	case !base.IsCode(err, base.NotFound):
		return m, fmt.Errorf("reading a report: %w", err)
	}
	var err error
	m.number, err = s.nextNumber(ctx)
	m.bump.ID = numbered(m.number)
	m.report.Bump = m.bump.ID
	return m, err
}

// Sent returns what was made of a form that was sent before; Version 0: nothing yet.
func (s *Service) Sent(ctx context.Context, key, ref string) (Report, error) {
	if key == "" {
		return Report{}, nil
	}
	r, err := s.Store.Report(ctx, s.reportID(key, ref))
	if err != nil && !base.IsCode(err, base.NotFound) {
		return r, fmt.Errorf("reading a report: %w", err)
	}
	return r, nil
}

// Join notes that somebody hit the same bump, with what they wrote of it, if they did. A participant who reported or joined it
// before is counted once; of who is not known, a form. A card that was merged is joined where its reports are.
func (s *Service) Join(ctx context.Context, id string, in Reporting) (Bump, Report, error) {
	in.Text = seen(in.Text)
	if err := checkText(in.Text); err != nil {
		return Bump{}, Report{}, err
	}
	group, err := s.groupOf(ctx, in.Ref, in.Group)
	if err != nil {
		return Bump{}, Report{}, err
	}
	var r Report
	b, err := base.Revise(func() (Bump, error) { return s.current(ctx, id) }, func(b *Bump) error {
		r, err = s.joined(ctx, b.ID, in)
		switch {
		case err != nil || r.Version > 0:
			return err
		case b.State == NotPlanned || b.State == Told:
			return base.Refuse(base.Conflict, "bump.over")
		}
		r = s.newReport(in, group)
		r.Bump = b.ID
		b.People = plus(b.People, group, 1)
		return nil
	}, func(b Bump) error {
		if r.Version > 0 {
			return nil
		}
		err := s.Store.SaveBumps(ctx, "join", Saved{
			Bumps: []Bump{b}, Reports: []Report{r}, Notes: []Note{s.note(ctx, b.ID, Joined, "", "", "")},
		})
		if err != nil {
			return fmt.Errorf("keeping that somebody joined a bump: %w", err)
		}
		return nil
	})
	if err == nil && r.Version == 0 {
		b.Version, r.Version = b.Version+1, 1
	}
	return b, r, err
}

// joined returns what was made of this form before, or what the participant has on the card already; Version 0: nothing.
func (s *Service) joined(ctx context.Context, bump string, in Reporting) (Report, error) {
	r, err := s.Sent(ctx, in.Key, in.Ref)
	if err != nil || r.Version > 0 || in.Ref == "" {
		return r, err
	}
	return s.reportBy(ctx, bump, in.Ref)
}

// reportBy returns the report of a participant on a card; Version 0: there is none.
func (s *Service) reportBy(ctx context.Context, bump, ref string) (Report, error) {
	all, err := s.Store.ReportsOf(ctx, ref)
	if err != nil {
		return Report{}, fmt.Errorf("reading the reports of a participant: %w", err)
	}
	for _, r := range all {
		if r.Bump == bump {
			return r, nil
		}
	}
	return Report{}, nil
}

// groupOf returns the group of a participant, or the one given where nobody knows who reports.
func (s *Service) groupOf(ctx context.Context, ref string, given cohorts.Group) (cohorts.Group, error) {
	if ref == "" {
		if given == "" {
			given = cohorts.Staff
		}
		return given, nil
	}
	p, err := s.Cohorts.Participant(ctx, ref)
	if base.IsCode(err, base.NotFound) {
		return "", base.InvalidFields(base.Field{Name: "ref", Text: base.T("bump.ref_unknown")})
	}
	return p.Group, err
}

// reportID returns the id of a report: for the same key and person the same.
func (s *Service) reportID(key, ref string) string {
	if key == "" {
		return base.NewID(s.Rand)
	}
	return s.Contact.Links.ID("report", key, ref)
}

// receipt returns the token behind which a report is followed. No invitation has an id with a slash.
func (s *Service) receipt(r Report) string { return s.Contact.Links.Token("report/" + r.ID) }

// Receipt returns the token of the link by which somebody follows their report, in fours.
func (s *Service) Receipt(r Report) string { return contact.PrintToken(s.receipt(r)) }

// ByReceipt returns the report that a typed token of a receipt opens, with its card, or NotFound.
func (s *Service) ByReceipt(ctx context.Context, typed string) (Report, Bump, error) {
	token, ok := contact.ReadToken(typed)
	if !ok {
		return Report{}, Bump{}, base.Refuse(base.NotFound, "link.unknown")
	}
	r, err := s.Store.ReportByHash(ctx, s.Contact.Links.Hash(token))
	if err != nil {
		return r, Bump{}, fmt.Errorf("looking a receipt up: %w", err)
	}
	b, err := s.Bump(ctx, r.Bump)
	return r, b, err
}

// Reports returns a page of the reports on a card, the first first.
func (s *Service) Reports(ctx context.Context, bump, after string, limit int) (base.Page[Report], error) {
	page, err := s.Store.Reports(ctx, bump, after, limit)
	if err != nil {
		return page, fmt.Errorf("reading reports: %w", err)
	}
	return page, nil
}

// SayFixed notes what somebody who reported a bump says of the change. "No" opens the card again, with its clocks;
// the same said again changes nothing.
func (s *Service) SayFixed(ctx context.Context, report string, fixed Fixed) (Bump, Report, error) {
	if fixed != IsFixed && fixed != NotFixed {
		return Bump{}, Report{}, base.InvalidFields(base.Field{Name: "fixed", Text: base.T("error.required")})
	}
	already := false
	m, err := base.Revise(func() (m reported, err error) {
		if m.report, err = s.Store.Report(ctx, report); err != nil {
			return m, fmt.Errorf("reading a report: %w", err)
		}
		m.bump, err = s.Bump(ctx, m.report.Bump)
		return m, err
	}, func(m *reported) error {
		already = m.report.Fixed == fixed && !m.report.Said.Before(m.bump.since())
		if already {
			return nil
		}
		if m.bump.State != Done && m.bump.State != Told {
			return base.Refuse(base.Conflict, "bump.not_changed")
		}
		now := s.now()
		m.report.Fixed, m.report.Said = fixed, now
		if fixed == NotFixed {
			m.bump = m.bump.reopened(now)
		}
		return nil
	}, func(m reported) error {
		if already {
			return nil
		}
		kind, saved := Mended, Saved{Reports: []Report{m.report}}
		if fixed == NotFixed {
			kind, saved.Bumps = Broken, []Bump{m.bump}
		}
		saved.Notes = []Note{s.note(ctx, m.bump.ID, kind, "", m.report.ID, "")}
		if err := s.Store.SaveBumps(ctx, "fixed", saved); err != nil {
			return fmt.Errorf("keeping what somebody says of a change: %w", err)
		}
		return nil
	})
	return m.bump, m.report, err
}

// Forget deletes what is kept of one participant: their words, their picture and who they are. That somebody of their group hit
// the bump stays counted.
func (s *Service) Forget(ctx context.Context, ref string) error {
	all, err := s.Store.ReportsOf(ctx, ref)
	if err != nil {
		return fmt.Errorf("reading the reports of a participant: %w", err)
	}
	var failed []error
	for _, r := range all {
		var shown Picture
		_, err := base.Revise(func() (Report, error) { return s.Store.Report(ctx, r.ID) }, func(r *Report) error {
			shown = Picture{}
			if r.Picture != "" {
				if shown, err = s.Store.Picture(ctx, r.Picture); err != nil && !base.IsCode(err, base.NotFound) {
					return err
				}
			}
			r.Ref, r.Proxy, r.Text, r.Call, r.Picture, r.Quote = "", "", "", false, "", Quote{}
			return nil
		}, func(r Report) error { return s.Store.SaveBumps(ctx, "", Saved{Reports: []Report{r}, Deleted: shown}) })
		if err != nil {
			failed = append(failed, fmt.Errorf("forgetting a report: %w", err))
		}
	}
	return errors.Join(failed...)
}

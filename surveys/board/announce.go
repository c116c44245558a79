package board

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
)

// Announcing does the acts on announcements, one method an act.
type Announcing struct {
	*Service
	Tellings contact.Tellings
}

// Of returns the announcement about a source as it stands, with its words so far; Version 0: nobody was told anything. It returns
// Conflict where there is nothing to tell.
func (s Announcing) Of(ctx context.Context, of Source) (Announcement, error) {
	m, err := s.matter(ctx, of)
	if err == nil {
		err = m.ready()
	}
	if err != nil {
		return Announcement{}, err
	}
	return s.of(ctx, m)
}

func (s Announcing) of(ctx context.Context, m matter) (Announcement, error) {
	blank := m.blank()
	a, err := s.Announcement(ctx, blank.ID)
	if base.IsCode(err, base.NotFound) {
		return blank, nil
	}
	return a, err
}

// Draft is what the team begins with: what each audience would be told, and what the news would say.
type Draft struct {
	Groups map[Audience]base.Words
	Heard  base.Words
}

// Draft returns a draft about a source in some languages. What the team has still to write is Blank.
func (s Announcing) Draft(ctx context.Context, of Source, languages []string, say Drafting) (Draft, error) {
	d := Draft{Groups: map[Audience]base.Words{}, Heard: base.Words{}}
	m, err := s.matter(ctx, of)
	if err != nil {
		return d, err
	}
	for _, audience := range m.audiences() {
		words := base.Words{}
		for _, language := range languages {
			words[language] = m.draft(audience, language, say)
		}
		d.Groups[audience] = words
	}
	for _, language := range languages {
		d.Heard[language] = m.headline(language, say)
	}
	return d, nil
}

// Announcement returns one announcement, or NotFound.
func (s Announcing) Announcement(ctx context.Context, id string) (Announcement, error) {
	a, err := s.Store.Announcement(ctx, id)
	if err != nil {
		return a, fmt.Errorf("reading an announcement: %w", err)
	}
	return a, nil
}

// Announcements returns what was announced of a card or of a plan, the first first.
func (s Announcing) Announcements(ctx context.Context, of Source) ([]Announcement, error) {
	all, err := s.Store.Announcements(ctx, of)
	if err != nil {
		return nil, fmt.Errorf("reading announcements: %w", err)
	}
	return all, nil
}

// Reaches are how many people of each audience an announcement reaches.
type Reaches map[Audience]contact.Reach

// reach returns how many people of each audience would be told who were not told before. It changes nothing.
func (s Announcing) reach(ctx context.Context, m matter, a Announcement, audiences []Audience, steps []contact.Step) (Reaches, error) {
	people, err := s.people(ctx, m, a, audiences)
	if err != nil {
		return nil, err
	}
	all := Reaches{}
	for _, audience := range audiences {
		if all[audience], err = s.Tellings.Reach(ctx, people[audience], steps); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// telling is what telling some audiences of a matter comes to.
type telling struct {
	matter    matter
	before    Announcement // as it is kept
	telling   Telling
	audiences []Audience
	reaches   Reaches
}

// reached returns how many people of each audience are told.
func (p telling) reached() string {
	var told []string
	for _, audience := range p.audiences {
		told = append(told, fmt.Sprintf("%s %d", audience, p.reaches[audience].People))
	}
	return strings.Join(told, ", ")
}

// plan returns what telling comes to, or what is wrong with it.
func (s Announcing) plan(ctx context.Context, of Source, t Telling) (p telling, err error) {
	clinic, err := s.Cohorts.Clinic(ctx)
	if err == nil {
		err = clinic.Ready()
	}
	if err != nil {
		return p, err
	}
	if p.matter, err = s.matter(ctx, of); err != nil {
		return p, err
	}
	if err = p.matter.ready(); err != nil {
		return p, err
	}
	if p.before, err = s.of(ctx, p.matter); err != nil {
		return p, err
	}
	p.telling = t.tidy(p.matter.heard())
	if err := p.telling.check(p.before, p.matter.audiences(), clinic.Languages); err != nil {
		return p, err
	}
	if len(p.before.Steps) > 0 { // those who are told later are reached as the others were
		p.telling.Steps = p.before.Steps
	}
	p.audiences = slices.DeleteFunc(p.matter.audiences(), func(audience Audience) bool { return p.telling.Groups[audience] == nil })
	p.reaches, err = s.reach(ctx, p.matter, p.before, p.audiences, p.telling.Steps)
	return p, err
}

// Look returns whom telling would reach. It changes nothing.
func (s Announcing) Look(ctx context.Context, of Source, t Telling) (Reaches, error) {
	p, err := s.plan(ctx, of, t)
	return p.reaches, err
}

// Tell tells audiences of a card that is done or refused, or that something comes later, and puts that into the news. A card that
// is done is told from then on; a slip has who was told in the charter. Everybody is told once: those who were told before are not
// told again. It returns whom it reaches.
func (s Announcing) Tell(ctx context.Context, of Source, t Telling) (Announcement, Reaches, error) {
	var a Announcement
	p, err := base.Revise(func() (telling, error) { return s.plan(ctx, of, t) }, func(p *telling) error {
		a = p.before.told(p.telling, s.now())
		return nil
	}, func(p telling) error { return s.keep(ctx, p, a) })
	if err != nil {
		return a, nil, err
	}
	a.Version++
	return a, p.reaches, s.ask(ctx, a)
}

// keep keeps what is told, with what that changes of its source.
func (s Announcing) keep(ctx context.Context, p telling, a Announcement) error {
	act, saved, err := p.matter.told(ctx, a, p)
	if err != nil {
		return err
	}
	saved.Announcements = []Announcement{a}
	if err := s.Store.SaveBumps(ctx, act, saved); err != nil {
		return fmt.Errorf("keeping an announcement: %w", err)
	}
	return nil
}

// ask invites everybody whom an announcement tells, and notes that it has. It may be done again: nobody has two invitations.
func (s Announcing) ask(ctx context.Context, a Announcement) error {
	if !a.Asking {
		return nil
	}
	m, err := s.matter(ctx, a.Source())
	if err != nil {
		return err
	}
	people, err := s.people(ctx, m, a, a.Audiences())
	if err != nil {
		return err
	}
	var all []contact.Asked
	for _, audience := range a.Audiences() {
		all = append(all, people[audience]...)
	}
	q := contact.Question{Kind: contact.ForAnnouncement, Subject: a.ID, Steps: a.Steps}
	if _, _, err := s.Contact.Ask(ctx, q, all); err != nil {
		return fmt.Errorf("inviting those who are told: %w", err)
	}
	_, err = base.Revise(func() (Announcement, error) { return s.Announcement(ctx, a.ID) }, func(kept *Announcement) error {
		kept.Asking = kept.Asking && len(kept.Told) > len(a.Told) // somebody else tells more meanwhile
		return nil
	}, func(a Announcement) error { return s.Store.SaveBumps(ctx, "", Saved{Announcements: []Announcement{a}}) })
	return err
}

// Resume invites those who are to be told and were not invited, as the program was stopped in between: a background job. It
// returns of how many announcements.
func (s Announcing) Resume(ctx context.Context) (int, error) {
	all, err := s.Store.AskingAnnouncements(ctx, 10)
	if err != nil {
		return 0, fmt.Errorf("reading announcements: %w", err)
	}
	for n, a := range all {
		if err := s.ask(ctx, a); err != nil {
			return n, err
		}
	}
	return len(all), nil
}

// Stands reports whether what an announcement tells is still so: the card was not opened again since, and what comes later is
// still expected then.
func (s Announcing) Stands(ctx context.Context, a Announcement) (bool, error) {
	m, err := s.matter(ctx, a.Source())
	if err != nil {
		return false, err
	}
	return m.stands(a), nil
}

// ReportBy returns the report of a participant on the card that an announcement tells of, with what they say of the change that
// it tells; Version 0: they did not report it.
func (s Announcing) ReportBy(ctx context.Context, a Announcement, ref string) (Report, error) {
	if a.Bump == "" {
		return Report{}, nil
	}
	b, err := s.current(ctx, a.Bump)
	if err != nil {
		return Report{}, err
	}
	r, err := s.reportBy(ctx, b.ID, ref)
	if err != nil || r.Fixed == Unsaid {
		return r, err
	}
	of, err := s.while(ctx, a)
	if !of.has(r.Said) {
		r.Fixed = Unsaid
	}
	return r, err
}

// period is a time between two others. A zero end: it lasts.
type period struct{ from, to time.Time }

func (p period) has(at time.Time) bool {
	return !at.Before(p.from) && (p.to.IsZero() || at.Before(p.to))
}

// while returns the time in which people speak of the change that an announcement tells: until the next that is told.
func (s Announcing) while(ctx context.Context, a Announcement) (period, error) {
	of := period{from: a.Changed}
	all, err := s.Announcements(ctx, a.Source())
	if next := slices.IndexFunc(all, func(other Announcement) bool { return other.Again > a.Again }); next >= 0 {
		of.to = all[next].Changed
	}
	return of, err
}

// Receipts are what came of an announcement.
type Receipts struct {
	Told     int // people
	Sent     int // of whom a message is on its way or came
	Read     int // who said that they have read it
	Fixed    int // of those who reported: whom the change helps
	NotFixed int
}

// Receipts returns what came of an announcement so far.
func (s Announcing) Receipts(ctx context.Context, a Announcement) (Receipts, error) {
	counts, err := s.Contact.Counts(ctx, contact.ForAnnouncement, a.ID)
	if err != nil {
		return Receipts{}, err
	}
	r := Receipts{Told: counts.People(), Read: counts.States[contact.Completed]}
	for _, state := range []contact.State{contact.Sent, contact.Started, contact.Completed} {
		r.Sent += counts.States[state]
	}
	if a.Bump == "" {
		return r, nil
	}
	said, err := s.said(ctx, a)
	for _, fixed := range said {
		if fixed == IsFixed {
			r.Fixed++
		} else {
			r.NotFixed++
		}
	}
	return r, err
}

// said returns, by the id of a report, the last word of each who said whether the change that an announcement tells helps them. The
// history of the card has it: a report keeps what was said of the latest change alone.
func (s Announcing) said(ctx context.Context, a Announcement) (map[string]Fixed, error) {
	b, err := s.current(ctx, a.Bump)
	if err != nil {
		return nil, err
	}
	of, err := s.while(ctx, a)
	if err != nil {
		return nil, err
	}
	said := map[string]Fixed{}
	for n, err := range base.Each(func(after string) (base.Page[Note], error) { return s.Notes(ctx, b.ID, after, cohorts.MaxChunk) }) {
		if err != nil {
			return nil, err
		}
		fixed, is := map[NoteKind]Fixed{Mended: IsFixed, Broken: NotFixed}[n.Kind]
		if is && of.has(n.At) {
			said[n.To] = fixed
		}
	}
	return said, nil
}

// News returns a page of what is in the news, the newest first.
func (s Announcing) News(ctx context.Context, after string, limit int) (base.Page[Announcement], error) {
	page, err := s.Store.News(ctx, after, limit)
	if err != nil {
		return page, fmt.Errorf("reading the news: %w", err)
	}
	return page, nil
}

// SetNews puts an announcement into the news or takes it out.
func (s Announcing) SetNews(ctx context.Context, id string, in bool) (Announcement, error) {
	return base.Revise(func() (Announcement, error) { return s.Announcement(ctx, id) }, func(a *Announcement) error {
		switch {
		case !in:
			a.In = time.Time{}
		case len(a.Heard) == 0 || len(a.Words[Patients]) == 0:
			return base.InvalidFields(base.Field{Name: "news", Text: base.T("announcement.no_news")})
		case a.In.IsZero():
			a.In = s.now()
		}
		return nil
	}, func(a Announcement) error {
		return s.Store.SaveBumps(ctx, "news", Saved{Announcements: []Announcement{a}})
	})
}

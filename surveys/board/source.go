package board

import (
	"cmp"
	"context"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/cohorts/rollout"
)

// Source is what an announcement tells of: what became of a card, or that a feature comes later than a plan was adopted with.
type Source struct {
	Bump    string // id of the card; empty: it is a feature of a plan
	Plan    string // id of the plan
	Feature string // key of the feature that comes later
}

// OfBump returns a card as what is told of.
func OfBump(id string) Source { return Source{Bump: id} }

// OfSlip returns a feature that comes later than planned as what is told of.
func OfSlip(plan, feature string) Source { return Source{Plan: plan, Feature: feature} }

// Source returns what an announcement tells of.
func (a Announcement) Source() Source {
	if a.Plan != "" {
		return OfSlip(a.Plan, a.Where)
	}
	return OfBump(a.Bump)
}

// Drafting writes a text in a language.
type Drafting func(language string, text base.Text) string

// matter is a source as it stands now: all in which what is told of a card differs from what is told of a slip.
type matter interface {
	// blank returns the announcement of it before anybody is told.
	blank() Announcement
	// ready returns nil, or Conflict where there is nothing to tell of it.
	ready() error
	// audiences returns whom it may be told, in the order in which they are.
	audiences() []Audience
	// heard returns what the news says of it where the team writes nothing.
	heard() base.Words
	// draft returns a draft of what an audience is told, and headline of what the news says of it, in a language.
	draft(a Audience, language string, say Drafting) string
	headline(language string, say Drafting) string
	// reporters returns who reported it, and patients which members it concerns.
	reporters(context.Context) ([]contact.Asked, error)
	patients(context.Context) ([]rollout.Seer, error)
	// told returns what is kept with an announcement once it tells some audiences, and by which act.
	told(context.Context, Announcement, telling) (act string, _ Saved, _ error)
	// stands reports whether what an announcement tells is still so.
	stands(Announcement) bool
}

// matter returns a source as it stands, or NotFound.
func (s Announcing) matter(ctx context.Context, of Source) (matter, error) {
	if of.Bump == "" {
		return s.slip(ctx, of)
	}
	b, err := s.current(ctx, of.Bump)
	return card{s, b}, err
}

// card is a bump of which people are told what became of it.
type card struct {
	Announcing
	bump Bump
}

func (c card) blank() Announcement {
	b := c.bump
	return Announcement{ID: announcementID(b), Bump: b.ID, Again: b.Again, Where: b.Where, Refused: b.State == NotPlanned, Changed: b.Changed}
}

func (c card) ready() error {
	if c.bump.State.Open() {
		return base.Refuse(base.Conflict, "announcement.not_yet")
	}
	return nil
}

func (c card) audiences() []Audience { return Audiences() }

func (c card) heard() base.Words { return c.bump.Public }

func (c card) draft(a Audience, language string, say Drafting) string {
	kind := string(cmp.Or(c.bump.Adaptation.Kind, NoChange))
	if c.bump.State == NotPlanned {
		kind = "refused"
	}
	heard := cmp.Or(c.bump.Public[language], Blank)
	return say(language, base.T("announcement.draft."+string(a), "Heard", heard, "Change", base.T("announcement.change."+kind, "Blank", Blank)))
}

func (c card) headline(language string, _ Drafting) string { return c.bump.Public[language] }

func (c card) reporters(ctx context.Context) ([]contact.Asked, error) {
	return c.Announcing.reporters(ctx, c.bump)
}

func (c card) patients(ctx context.Context) ([]rollout.Seer, error) { return c.seers(ctx, c.bump) }

// told returns the line of the card's history. A card that is done is told from then on.
func (c card) told(ctx context.Context, a Announcement, p telling) (string, Saved, error) {
	b := c.bump
	saved := Saved{Notes: []Note{c.note(ctx, b.ID, Announced, "", a.ID, p.reached())}}
	if b.State == Done {
		b.State = Told
		saved.Bumps = []Bump{b}
		saved.Notes = append(saved.Notes, c.note(ctx, b.ID, Moved, string(Done), string(Told), ""))
	}
	return "announce", saved, nil
}

// stands reports whether the card was not opened again since.
func (c card) stands(a Announcement) bool {
	return !c.bump.State.Open() && (c.bump.Again == a.Again || c.bump.ID != a.Bump)
}

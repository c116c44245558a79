package cohorts

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"unicode"

	"soundings/cohorts/base"
)

// Group is a stakeholder group.
type Group string

// The stakeholder groups.
const (
	Patient    Group = "patient"
	Staff      Group = "staff"
	Provider   Group = "provider"
	HIT        Group = "hit" // health IT
	Leadership Group = "leadership"
	Practice   Group = "practice" // another practice
)

// Groups returns them in the order in which pages show them.
func Groups() []Group { return []Group{Patient, Staff, Provider, HIT, Leadership, Practice} }

// Participant is a person who may be asked.
type Participant struct {
	Ref        string            `json:"ref" validate:"required,max=64,ref"` // the clinic's own pseudonymous id
	Group      Group             `json:"group" validate:"required,oneof=patient staff provider hit leadership practice"`
	Name       string            `json:"name" validate:"max=200"`
	Email      string            `json:"email" validate:"omitempty,max=254,email"`
	Phone      string            `json:"phone" validate:"omitempty,max=40,phone"`
	Address    Address           `json:"address"`
	BestTime   Hours             `json:"best_time" validate:"omitempty,oneof=morning afternoon evening"` // to be called; empty: not known
	Language   string            `json:"language" validate:"omitempty,oneof=en es"`                      // empty: not known
	Attributes map[string]string `json:"attributes" validate:"max=20,dive,keys,max=40,attribute,endkeys,required,max=100"`
	Proxy      string            `json:"proxy,omitempty" validate:"omitempty,max=64,ref"` // ref of the person asked in their place
	Minor      bool              `json:"minor,omitempty"`                                 // is asked only through a proxy
	Version    int64             `json:"-"`                                               // as read from the store; 0: not kept yet
}

// MayBeAsked reports whether there is somebody to ask: a minor is asked only through a proxy.
func (p Participant) MayBeAsked() bool { return !p.Minor || p.Proxy != "" }

// Called returns the name by which pages call the person: their own, or their ref when they have none.
func (p Participant) Called() string {
	if p.Name == "" {
		return p.Ref
	}
	return p.Name
}

// Same reports whether p and q are equal except for their versions.
func (p Participant) Same(q Participant) bool {
	return p.Ref == q.Ref && p.Group == q.Group && p.Name == q.Name && p.Email == q.Email && p.Phone == q.Phone &&
		p.Address == q.Address && p.BestTime == q.BestTime && p.Language == q.Language && p.Proxy == q.Proxy && p.Minor == q.Minor && maps.Equal(p.Attributes, q.Attributes)
}

// ParticipantQuery asks for a page of participants, sorted by ref. Of Ref, Email, Phone and Word only the first that is set
// counts; the other fields narrow what it finds. A page may have fewer than Limit items though another follows, because
// what narrows a sealed field is checked after reading.
type ParticipantQuery struct {
	Ref       string
	Email     string // exact, letter case ignored
	Phone     string // exact, only digits count
	Word      string // one whole word of the name, case and accents ignored
	Group     Group
	Language  string
	Attribute string // counts with Value
	Value     string
	Cohort    string // finds its members
	State     State  // counts with Cohort
	Bare      bool   // leaves out name, mail address and telephone, which takes a third of the time
	After     string // Next of the page before
	Limit     int    // 1 to 1000; 0: 50
}

// Fits reports whether a participant passes Group, Language and Attribute.
func (q ParticipantQuery) Fits(p Participant) bool {
	return (q.Group == "" || p.Group == q.Group) && (q.Language == "" || p.Language == q.Language) &&
		(q.Attribute == "" || q.Value == "" || p.Attributes[q.Attribute] == q.Value)
}

// SearchParticipants returns the query for what was typed in a search box: a mail address, a telephone number, a ref, or a
// name, whose longest word is searched for.
func SearchParticipants(typed string) ParticipantQuery {
	typed = strings.TrimSpace(typed)
	switch {
	case strings.Contains(typed, "@"):
		return ParticipantQuery{Email: typed}
	case base.PhonePattern.MatchString(typed) && !strings.ContainsAny(typed, "."):
		return ParticipantQuery{Phone: typed}
	case strings.ContainsAny(typed, "0123456789_"):
		return ParticipantQuery{Ref: typed}
	}
	longest := typed
	if words := strings.FieldsFunc(typed, func(r rune) bool { return !unicode.In(r, unicode.L, unicode.M) }); len(words) > 0 {
		longest = slices.MaxFunc(words, func(a, b string) int { return cmp.Compare(len(a), len(b)) })
	}
	return ParticipantQuery{Word: longest}
}

// Participant returns the participant with this ref, or NotFound.
func (s *Service) Participant(ctx context.Context, ref string) (Participant, error) {
	found, err := s.Store.Participants(ctx, ref)
	if err != nil {
		return Participant{}, fmt.Errorf("reading a participant: %w", err)
	}
	if found[0].Version == 0 {
		return Participant{}, base.Refuse(base.NotFound, "participant.unknown", "Ref", ref)
	}
	return found[0], nil
}

// Participants returns a page of participants. A number that is nobody's telephone is tried as a ref as well.
func (s *Service) Participants(ctx context.Context, q ParticipantQuery) (base.Page[Participant], error) {
	page, err := s.Store.FindParticipants(ctx, q)
	if err == nil && len(page.Items) == 0 && base.RefPattern.MatchString(q.Phone) { // a clinic's refs may look like numbers
		q.Ref = q.Phone
		page, err = s.Store.FindParticipants(ctx, q)
	}
	if err != nil {
		return page, fmt.Errorf("listing participants: %w", err)
	}
	return page, nil
}

// EveryParticipant returns every participant that a query finds.
func (s *Service) EveryParticipant(ctx context.Context, q ParticipantQuery) iter.Seq2[Participant, error] {
	q.Limit = pageLength
	return base.Each(func(after string) (base.Page[Participant], error) {
		q.After = after
		return s.Participants(ctx, q)
	})
}

// pageLength is how many items are read at once where all are needed: the most that a store returns.
const pageLength = 1000

// AttributeNames returns the names of all attributes that participants have or had, sorted.
func (s *Service) AttributeNames(ctx context.Context) ([]string, error) {
	names, err := s.Store.AttributeNames(ctx)
	if err != nil {
		return nil, fmt.Errorf("listing attributes: %w", err)
	}
	return names, nil
}

// SaveParticipant adds a participant, or replaces the whole record of the one with this ref. When the record was changed
// meanwhile, this one still goes on top, for it is whole. A record that says the same already is not written again.
func (s *Service) SaveParticipant(ctx context.Context, p Participant) (Participant, error) {
	p = p.tidy()
	if err := p.check(); err != nil {
		return p, err
	}
	known := false
	read := func() (Participant, error) {
		found, err := s.Store.Participants(ctx, p.Ref)
		if err != nil {
			return p, fmt.Errorf("reading a participant: %w", err)
		}
		p.Version = found[0].Version
		known = p.Version > 0 && p.Same(found[0])
		return p, nil
	}
	saved, err := base.Revise(read, unchanged, func(p Participant) error {
		if known {
			return nil
		}
		if err := s.Store.SaveParticipants(ctx, []Participant{p}); err != nil {
			return fmt.Errorf("keeping a participant: %w", err)
		}
		return nil
	})
	if err == nil && !known {
		saved.Version++
	}
	return saved, err
}

// unchanged leaves a record as it was read.
func unchanged(*Participant) error { return nil }

// text returns the field that a column of a file fills as it is written; nil where it fills another one.
func (p *Participant) text(column string) *string {
	switch column {
	case "ref":
		return &p.Ref
	case "name":
		return &p.Name
	case "email":
		return &p.Email
	case "phone":
		return &p.Phone
	case "street":
		return &p.Address.Street
	case "city":
		return &p.Address.City
	case "region":
		return &p.Address.Region
	case "postcode":
		return &p.Address.Postcode
	case "language":
		return &p.Language
	case "proxy":
		return &p.Proxy
	}
	return nil
}

// tidy returns the participant with each text on one line, as a cell of a spreadsheet may have several, and without empty attributes.
func (p Participant) tidy() Participant {
	for _, column := range Columns() {
		if field := p.text(column); field != nil {
			*field = base.OneLine(*field)
		}
	}
	attributes := make(map[string]string, len(p.Attributes))
	for name, value := range p.Attributes {
		if value = base.OneLine(value); value != "" {
			attributes[strings.TrimSpace(name)] = value
		}
	}
	p.Attributes = attributes
	return p
}

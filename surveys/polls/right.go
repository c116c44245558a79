package polls

import (
	"context"
	"fmt"
	"strings"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
)

// rightOf returns the id of the right to vote that a voter has. Who is invited has one, by whichever of their links they or
// their proxy come. That of another practice, which may be passed on there, is one to each browser of a named poll. In a
// secret poll a practice has one too: telling its ballots apart from those of others, so that the practice counts once,
// would be more than a secret ballot may carry.
func (s *Service) rightOf(at *visit) (string, error) {
	p, i := at.sheet.Poll, at.Invitation
	hash := func(of ...string) string { return s.Contact.Links.Hash("poll " + strings.Join(of, "\x00")) }
	passedOn := i.Group == cohorts.Practice && !p.Secret
	if (i.ID == "" || passedOn) && at.Browser == "" {
		return "", base.InvalidFields(bad("_browser", "ballot.browser"))
	}
	switch {
	case i.ID == "":
		return hash("browser", p.ID, at.Browser), nil
	case passedOn:
		at.practice = hash("practice", p.ID, i.Ref)
		return hash("passed on", p.ID, i.Ref, at.Browser), nil
	default:
		return hash("person", p.ID, i.Ref), nil
	}
}

// Spent reports whether the right behind an invitation to a secret poll was used. It is for reminders, of which nobody may see to
// whom they go.
func (s *Service) Spent(ctx context.Context, i contact.Invitation) (bool, error) {
	p, err := s.Poll(ctx, i.Subject)
	if err != nil {
		return false, err
	}
	id, err := s.rightOf(&visit{Voter: Voter{Invitation: i}, sheet: Sheet{Poll: p, Group: i.Group}})
	if err != nil {
		return false, err
	}
	r, err := s.Store.Right(ctx, id)
	if err != nil {
		return false, fmt.Errorf("reading a right to vote: %w", err)
	}
	return r.Version > 0, nil
}

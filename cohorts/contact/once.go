package contact

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"soundings/cohorts"
	"soundings/cohorts/base"
)

// token returns the token of an invitation's link as it was last issued. No id of an invitation has a slash.
func (s *Service) token(i Invitation) string {
	if i.Issue == 0 {
		return s.Links.Token(i.ID)
	}
	return s.Links.Token(i.ID + "/" + strconv.Itoa(i.Issue))
}

// ShowOnce returns those of some invitations whose links the team has not seen, and notes that it has now: who asks again, on
// whichever server, does not get them.
func (s *Service) ShowOnce(ctx context.Context, some []Invitation) ([]Invitation, error) {
	return s.handOut(ctx, "invitations.show", some, func(i *Invitation) bool {
		if i.Shown {
			return false
		}
		i.Shown = true
		return true
	})
}

// Reissue gives invitations new links and returns them; the team has seen those now, and the old ones lead nowhere.
func (s *Service) Reissue(ctx context.Context, some []Invitation) ([]Invitation, error) {
	return s.handOut(ctx, "invitations.reissue", some, func(i *Invitation) bool {
		i.Issue++
		i.Shown, i.Hash = true, s.Links.Hash(s.token(*i))
		return true
	})
}

// Serving returns the invitations to one thing whose links still serve and that take picks; at most limit, unless it is 0.
func (s *Service) Serving(ctx context.Context, kind Kind, subject string, limit int, take func(Invitation) bool) ([]Invitation, error) {
	var all []Invitation
	for i, err := range base.Each(func(after string) (base.Page[Invitation], error) {
		return s.List(ctx, kind, subject, after, cohorts.MaxChunk)
	}) {
		if err != nil || limit > 0 && len(all) == limit {
			return all, err
		}
		if !i.Past(s.Now()) && take(i) {
			all = append(all, i)
		}
	}
	return all, nil
}

// Unseen returns at most limit invitations to one thing whose links the team has not seen yet and that still serve.
func (s *Service) Unseen(ctx context.Context, kind Kind, subject string, limit int) ([]Invitation, error) {
	return s.Serving(ctx, kind, subject, limit, func(i Invitation) bool { return !i.Shown })
}

// HandOut returns links that the team has not seen, at most limit, and notes that it has; not those of people who want to be
// reached by none of the ways.
func (s *Service) HandOut(ctx context.Context, kind Kind, subject string, limit int) ([]Invitation, error) {
	some, err := s.Unseen(ctx, kind, subject, limit)
	if err != nil {
		return nil, err
	}
	reach, err := s.Reachable(ctx, some)
	if err != nil {
		return nil, err
	}
	return s.ShowOnce(ctx, reach.Invitations)
}

// SeenBefore returns those of some invitations that are not among those that ShowOnce returned now.
func SeenBefore(some, now []Invitation) []Invitation {
	return slices.DeleteFunc(slices.Clone(some), func(i Invitation) bool {
		return slices.ContainsFunc(now, func(shown Invitation) bool { return shown.ID == i.ID })
	})
}

// ReissueTo gives the people with these refs, or with none everybody who was invited to one thing, new links.
func (s *Service) ReissueTo(ctx context.Context, kind Kind, subject string, refs []string) ([]Invitation, error) {
	invited, err := s.Serving(ctx, kind, subject, 0, func(i Invitation) bool { return len(refs) == 0 || slices.Contains(refs, i.Ref) })
	if err != nil {
		return nil, err
	}
	for _, ref := range refs {
		if !slices.ContainsFunc(invited, func(i Invitation) bool { return i.Ref == ref }) {
			return nil, base.InvalidFields(base.Field{Name: "refs", Text: base.T("link.ref_not_invited", "Ref", ref)})
		}
	}
	return s.Reissue(ctx, invited)
}

// handOut changes invitations as they are kept now, and returns those that take changed.
func (s *Service) handOut(ctx context.Context, act string, some []Invitation, take func(*Invitation) bool) ([]Invitation, error) {
	var all []Invitation
	for chunk := range slices.Chunk(some, cohorts.MaxChunk) {
		ids := make([]string, len(chunk))
		for n, i := range chunk {
			ids[n] = i.ID
		}
		read := func() ([]Invitation, error) { return s.Store.Invitations(ctx, ids...) }
		taken, err := base.Revise(read, func(kept *[]Invitation) error {
			var taken []Invitation
			for _, i := range *kept {
				if i.Version > 0 && take(&i) {
					taken = append(taken, i)
				}
			}
			*kept = taken
			return nil
		}, func(taken []Invitation) error { return s.Store.SaveLinks(ctx, act, taken) })
		if err != nil {
			return nil, fmt.Errorf("handing links out: %w", err)
		}
		all = append(all, taken...)
	}
	return all, nil
}

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

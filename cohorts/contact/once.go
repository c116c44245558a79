package contact

import (
	"cmp"
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

// Handing is how the links of one thing are handed out.
type Handing struct {
	Once    bool  // the team sees each link once; else as often as it likes
	Refused error // why links are not handed out once, or issued anew; nil: they are
}

// LinksOnce hands out the links of things whose links the team may see once each, as of secret polls and anonymous surveys.
type LinksOnce struct {
	contact *Service
	kind    Kind
	of      func(ctx context.Context, id string) (Handing, error)
}

// LinksOnce returns what hands out the links of a kind of thing; of returns how those of one are.
func (s *Service) LinksOnce(kind Kind, of func(ctx context.Context, id string) (Handing, error)) LinksOnce {
	return LinksOnce{s, kind, of}
}

// Once reports whether the team sees each link of a thing once.
func (l LinksOnce) Once(ctx context.Context, id string) (bool, error) {
	h, err := l.of(ctx, id)
	return h.Once, err
}

// Unseen returns at most limit invitations whose links the team has not seen yet and that still serve; all, if limit is 0. Those that
// the server sends are passed over.
func (l LinksOnce) Unseen(ctx context.Context, id string, limit int) ([]Invitation, error) {
	h, err := l.of(ctx, id)
	if err != nil || h.Refused != nil {
		return nil, err
	}
	all, err := l.serving(ctx, id, func(i Invitation) bool { return !i.Shown })
	if err == nil {
		all, err = l.unsent(ctx, id, all)
	}
	if limit > 0 && len(all) > limit {
		all = all[:limit]
	}
	return all, err
}

// Sent reports whether the server sends the links of a thing.
func (l LinksOnce) Sent(ctx context.Context, id string) (bool, error) {
	p, err := l.contact.Protocol(ctx, l.kind, id)
	return p.Version > 0, err
}

// unsent returns those of some invitations of which the server does not send the links: all, where it sends none; else those of
// people whom no mail reaches.
func (l LinksOnce) unsent(ctx context.Context, id string, some []Invitation) ([]Invitation, error) {
	p, err := l.contact.Protocol(ctx, l.kind, id)
	if err != nil || p.Version == 0 {
		return some, err
	}
	var all []Invitation
	for chunk := range slices.Chunk(some, cohorts.MaxChunk) {
		ids := make([]string, len(chunk))
		for n, i := range chunk {
			ids[n] = p.messageID(i.ID, 0)
		}
		kept, err := l.contact.Store.Messages(ctx, ids...)
		if err != nil {
			return nil, fmt.Errorf("reading messages: %w", err)
		}
		for n, i := range chunk {
			if kept[n].State == MessageSkipped || kept[n].State == MessageFailed {
				all = append(all, i)
			}
		}
	}
	return all, nil
}

// ShowOnce returns which of some invitations the team sees the links of now, for the first time, and which it has seen before, or the
// server sends.
func (l LinksOnce) ShowOnce(ctx context.Context, id string, some []Invitation) (now, before []Invitation, err error) {
	h, err := l.of(ctx, id)
	if err != nil || !h.Once {
		return some, nil, err
	}
	unsent, err := l.unsent(ctx, id, some)
	if err != nil {
		return nil, nil, err
	}
	now, err = l.show(ctx, unsent)
	before = slices.DeleteFunc(slices.Clone(some), func(i Invitation) bool {
		return slices.ContainsFunc(now, func(shown Invitation) bool { return shown.ID == i.ID })
	})
	return now, before, err
}

// HandOut returns links that the team has not seen, at most limit, and notes that it has; not those of people who want to be
// reached by none of the ways.
func (l LinksOnce) HandOut(ctx context.Context, id string, limit int) ([]Invitation, error) {
	some, err := l.Unseen(ctx, id, limit)
	if err != nil {
		return nil, err
	}
	reach, err := l.contact.Reachable(ctx, some)
	if err != nil {
		return nil, err
	}
	return l.show(ctx, reach.Invitations)
}

// Reissue gives the people with these refs, or with none everybody who was invited, new links. The old ones lead nowhere from
// then on; the right to answer is the same, used or not.
func (l LinksOnce) Reissue(ctx context.Context, id string, refs []string) ([]Invitation, error) {
	h, err := l.of(ctx, id)
	if err = cmp.Or(err, h.Refused); err != nil {
		return nil, err
	}
	invited, err := l.serving(ctx, id, func(i Invitation) bool { return len(refs) == 0 || slices.Contains(refs, i.Ref) })
	if err != nil {
		return nil, err
	}
	for _, ref := range refs {
		if !slices.ContainsFunc(invited, func(i Invitation) bool { return i.Ref == ref }) {
			return nil, base.InvalidFields(base.Field{Name: "refs", Text: base.T("link.ref_not_invited", "Ref", ref)})
		}
	}
	return l.contact.reissue(ctx, invited)
}

// Renew gives a person a new link in the place of one that was lost, which leads nowhere from then on. What they were asked and
// what they answered stays as it is. It is for links that the team may see as often as it likes.
func (s *Service) Renew(ctx context.Context, i Invitation) (Invitation, error) {
	renewed, err := s.reissue(ctx, []Invitation{i})
	if err == nil && len(renewed) == 0 { // the person was removed meanwhile
		err = base.Refuse(base.NotFound, "link.unknown")
	}
	if err != nil {
		return i, err
	}
	return renewed[0], nil
}

// reissue gives each of some invitations a new link.
func (s *Service) reissue(ctx context.Context, some []Invitation) ([]Invitation, error) {
	return s.handOut(ctx, "invitations.reissue", some, func(i *Invitation) bool {
		i.Issue++
		i.Former = append(i.Former[max(0, len(i.Former)+1-formerLinks):], i.Hash)
		i.Shown, i.Hash = true, s.Links.Hash(s.token(*i))
		return true
	})
}

// serving returns the invitations whose links still serve and that take picks.
func (l LinksOnce) serving(ctx context.Context, id string, take func(Invitation) bool) ([]Invitation, error) {
	var all []Invitation
	for i, err := range base.Each(func(after string) (base.Page[Invitation], error) {
		return l.contact.List(ctx, l.kind, id, after, cohorts.MaxChunk)
	}) {
		if err != nil {
			return all, err
		}
		if !i.Past(l.contact.Now()) && take(i) {
			all = append(all, i)
		}
	}
	return all, nil
}

// show returns those of some invitations whose links the team has not seen, and notes that it has now: who asks again, on
// whichever server, does not get them.
func (l LinksOnce) show(ctx context.Context, some []Invitation) ([]Invitation, error) {
	return l.contact.handOut(ctx, "invitations.show", some, func(i *Invitation) bool {
		if i.Shown {
			return false
		}
		i.Shown = true
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

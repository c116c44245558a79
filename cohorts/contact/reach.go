package contact

import (
	"context"
	"slices"
)

// Way is a way to reach a person.
type Way string

// The ways.
const (
	ByMail   Way = "mail"
	ByText   Way = "text"
	ByLetter Way = "letter"
	ByPhone  Way = "phone" // a call; who wants to be reached by none of the others is not called either
)

// ByWebhook is the way of deliveries to programs, which are of no person and of no protocol.
const ByWebhook Way = "webhook"

// Ways returns those to people, in the order in which they are dealt with.
func Ways() []Way { return []Way{ByMail, ByText, ByLetter, ByPhone} }

// Ways returns by which ways somebody wants to be reached; none where they want to be reached by none.
func (c Choices) Ways() []Way {
	all := []Way{}
	for _, each := range []struct {
		way    Way
		wanted bool
	}{{ByMail, c.Mail}, {ByText, c.Message}, {ByLetter, c.Letter}} {
		if each.wanted {
			all = append(all, each.way)
		}
	}
	return all
}

// Allows reports whether somebody may be reached in a way: one that they want, or by a call where they want any.
func (c Choices) Allows(by Way) bool {
	ways := c.Ways()
	return slices.Contains(ways, by) || by == ByPhone && len(ways) > 0
}

// Ways returns by which ways each of these people wants to be reached, by ref: all of them until they choose.
func (s *Service) Ways(ctx context.Context, refs ...string) (map[string][]Way, error) {
	ways := make(map[string][]Way, len(refs))
	chosen, err := s.choicesOf(ctx, refs...)
	for _, c := range chosen {
		ways[c.Ref] = c.Ways()
	}
	return ways, err
}

// Reachable is those whom links may be handed out to, each with the ways in which they want to be reached.
type Reachable struct {
	Invitations []Invitation
	Ways        map[string][]Way // by ref
	LeftOut     int              // people who want to be reached by none of the ways
}

// Reachable leaves out the invitations of people who want to be reached by none of the ways. Their own links work on.
func (s *Service) Reachable(ctx context.Context, all []Invitation) (Reachable, error) {
	refs := make([]string, len(all))
	for n, i := range all {
		refs[n] = i.Ref
	}
	ways, err := s.Ways(ctx, refs...)
	if err != nil {
		return Reachable{}, err
	}
	r := Reachable{Ways: ways, Invitations: make([]Invitation, 0, len(all))}
	for _, i := range all {
		if len(ways[i.Ref]) > 0 {
			r.Invitations = append(r.Invitations, i)
		} else {
			r.LeftOut++
		}
	}
	return r, nil
}

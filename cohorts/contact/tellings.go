package contact

import (
	"context"
	"fmt"
	"slices"

	"soundings/cohorts"
	"soundings/cohorts/base"
)

// ReadyTellings returns the protocols to choose from by which people are told something: each in the first of these ways that
// reaches them, and in no other.
func ReadyTellings() []ReadyProtocol {
	return []ReadyProtocol{
		{"own", []Step{{0, ByMail}, {0, ByText}, {0, ByLetter}}},
		{"own_letters", []Step{{0, ByMail}, {0, ByLetter}}},
		{"own_calls", []Step{{0, ByMail}, {0, ByLetter}, {0, ByPhone}}},
	}
}

// Tellings tells people something that wants no answer.
type Tellings struct{ *Outbox }

// Reach is how many people would be told, and in which way.
type Reach struct {
	People int // whether or not any way reaches them
	By     map[Way]int
}

// Unreached returns how many of them no way reaches. Their links can be handed to them.
func (r Reach) Unreached() int {
	n := r.People
	for _, reached := range r.By {
		n -= reached
	}
	return n
}

// Reach returns how people would be told by the steps of a protocol, as their choices and addresses are now. It changes nothing.
func (t Tellings) Reach(ctx context.Context, people []Asked, steps []Step) (Reach, error) {
	r := Reach{People: len(people), By: map[Way]int{}}
	for chunk := range slices.Chunk(people, cohorts.MaxChunk) {
		messages := make([]Message, len(chunk))
		for n, a := range chunk {
			to := Invitation{Ref: a.Ref, Proxy: a.Proxy}.By().ID
			messages[n] = Message{Kind: ForAnnouncement, Ref: a.Ref, To: to}
		}
		found, err := t.people(ctx, messages...)
		if err != nil {
			return r, err
		}
		for n, m := range messages {
			first := slices.IndexFunc(steps, func(s Step) bool {
				m.By = s.By
				return allowed(m, found[n]) == WhyNone
			})
			if first >= 0 {
				r.By[steps[first].By]++
			}
		}
	}
	return r, nil
}

// Untold returns those of some people who were not told this before.
func (t Tellings) Untold(ctx context.Context, subject string, people []Asked) ([]Asked, error) {
	var all []Asked
	for chunk := range slices.Chunk(people, cohorts.MaxChunk) {
		ids := make([]string, len(chunk))
		for n, a := range chunk {
			ids[n] = t.Contact.Links.ID(ForAnnouncement, subject, a.who())
		}
		kept, err := t.Contact.Store.Invitations(ctx, ids...)
		if err != nil {
			return nil, fmt.Errorf("reading invitations: %w", err)
		}
		for n, a := range chunk {
			if kept[n].Version == 0 {
				all = append(all, a)
			}
		}
	}
	return all, nil
}

// Confirm notes that somebody says that they have read what they were told. Opening a link says nothing: programs open links too.
// It may be noted again: nothing changes then.
func (t Tellings) Confirm(ctx context.Context, i Invitation) (Invitation, error) {
	ctx = base.WithActor(ctx, i.By())
	return base.Revise(func() (Invitation, error) { return t.Contact.Store.InvitationByHash(ctx, i.Hash) }, func(i *Invitation) error {
		if i.State != Completed {
			i.State, i.Completed = Completed, t.Now()
		}
		return nil
	}, func(i Invitation) error {
		if i.Was == Completed {
			return nil
		}
		if err := t.Contact.Store.SaveInvitations(ctx, []Invitation{i}, nil); err != nil {
			return fmt.Errorf("keeping that somebody has read what they were told: %w", err)
		}
		return nil
	})
}

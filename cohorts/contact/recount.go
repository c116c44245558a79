package contact

import (
	"context"
	"fmt"
	"slices"
)

// Recount is what counting every invitation again has shown.
type Recount struct {
	Invitations, Subjects int      // what people are invited to
	Different             []string // what the invitations are to of which the figures are not right, as "survey sleep"
}

// Recounted is what is kept of the invitations to one thing, and what they add up to, both at one moment: their states,
// and how many were started.
type Recounted struct {
	Kind          Kind
	Subject       string
	Kept, Counted Counts
}

// equal reports whether the figures are right. The invitations of people who were removed are deleted and still count: then
// more may be kept than there are.
func (r Recounted) equal(removed int) bool {
	more := r.Kept.Started - r.Counted.Started
	right := more == 0 || more > 0 && removed > 0
	for _, state := range States() {
		more := r.Kept.States[state] - r.Counted.States[state]
		right = right && (more == 0 || more > 0 && removed > 0)
	}
	for part := range r.Kept.Parts {
		kept, counted := r.Kept.Parts[part], r.Counted.Parts[part]
		right = right && (kept == counted || removed > 0)
	}
	return right && (len(r.Counted.Parts) == len(r.Kept.Parts) || removed > 0)
}

// Recount counts every invitation again, and compares.
func (s *Service) Recount(ctx context.Context) (Recount, error) {
	var r Recount
	all, removed, err := s.Store.RecountInvitations(ctx)
	if err != nil {
		return r, fmt.Errorf("counting invitations again: %w", err)
	}
	for _, one := range all {
		r.Subjects++
		r.Invitations += one.Counted.Invited()
		if !one.equal(removed) {
			r.Different = append(r.Different, string(one.Kind)+" "+one.Subject)
		}
	}
	slices.Sort(r.Different)
	return r, nil
}

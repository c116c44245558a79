package board

import (
	"context"

	"soundings/cohorts/plan"
)

// work are the kinds of work in the plan that adaptations are.
var work = map[Kind]string{Workflow: "workflow", Training: "training", Wording: "wording", Setting: "setting", ByVendor: "vendor"}

// keepTask keeps the task of the plan that a card's adaptation is: it is changed with it, and ticked off when it is carried out.
// It is kept before the card, under an id made of the card's: whoever is refused then, and tries again, makes no second one.
func (s *Service) keepTask(ctx context.Context, b *Bump) error {
	a := &b.Adaptation
	if a.IsZero() || a.Kind == NoChange {
		return nil
	}
	done, err := s.Plans.DayOf(ctx, a.Done)
	if err != nil {
		return err
	}
	a.Task = "bump-" + b.ID
	err = s.Plans.PutEntry(ctx, plan.Entry{
		ID: a.Task, Kind: plan.Task, Title: a.Title, Text: a.Why, Owner: a.Owner, Date: a.Due, Feature: b.Feature(), Work: work[a.Kind], Bump: b.ID, Done: done,
	})
	return prefixed("adaptation.", err)
}

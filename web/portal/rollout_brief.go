package portal

import (
	"context"

	"soundings/cohorts/rollout"
	"soundings/web/page"
)

// Brief returns a task for each rollout that somebody has to look into: rolled back, held by a gate other than time, or
// paused. It reads no answers, so that Today opens fast.
func (s *Features) Brief(ctx context.Context, frame page.Page) (page.Brief, error) {
	var b page.Brief
	features, err := s.Rollouts.Features(ctx)
	if err != nil {
		return b, err
	}
	rollouts, err := s.Rollouts.Rollouts(ctx, "")
	if err != nil || len(rollouts) == 0 {
		return b, err
	}
	names, err := s.cohortNames(ctx, frame.Lang())
	if err != nil {
		return b, err
	}
	byKey := map[string]rollout.Feature{}
	for _, f := range features {
		byKey[f.Key] = f
	}
	for _, r := range rollouts {
		task, ok, err := s.rolloutTask(ctx, frame, byKey[r.Feature], r, names[r.Cohort])
		if err != nil {
			return b, err
		}
		if ok {
			b.Tasks = append(b.Tasks, task)
		}
	}
	return b, nil
}

func (s *Features) rolloutTask(ctx context.Context, frame page.Page, f rollout.Feature, r rollout.Rollout, cohort string) (task page.Task, ok bool, err error) {
	say := func(id string) string {
		return frame.T(id, "Feature", f.Name.In(frame.Lang()), "Percent", r.Percent.String(), "Cohort", cohort)
	}
	task = page.Task{
		Button: page.Link{Text: frame.T("today.look"), Href: page.RolloutHref(r.Feature, r.Cohort)}, Look: "waiting",
		Panel: frame.InGrafana("rollout-steps", page.Chosen{Feature: r.Feature, Cohort: r.Cohort}),
	}
	switch {
	case f.Stage != rollout.Beta:
		return task, false, nil
	case r.State == rollout.RolledBack:
		task.Title, task.Look = say("today.rolled_back"), "stopped"
		moves, err := s.Rollouts.Moves(ctx, r.Feature, r.Cohort, "", 1)
		if err != nil {
			return task, false, err
		}
		for _, m := range moves.Items {
			task.Detail = frame.Say(reasonFor(frame, m))
		}
		return task, true, nil
	case r.State == rollout.Paused:
		task.Title, task.Detail = say("today.paused"), frame.T("today.paused_why")
		return task, true, nil
	}
	if !r.Held(f, s.Now()) {
		return task, false, nil
	}
	task.Title, task.Detail = say("today.held"), frame.T("today.held_why")
	holds, err := s.Rollouts.Holds(ctx, r)
	for _, hold := range holds {
		task.Detail += " " + frame.Say(hold.Text)
	}
	return task, true, err
}

package portal

import (
	"net/http"

	"soundings/cohorts/plan"
	"soundings/cohorts/rollout"
	"soundings/web/page"
)

// Operations describes the API routes of this room, in the order of the table of routes.
func Operations() []page.Operation {
	const get, post, put, paged = http.MethodGet, http.MethodPost, http.MethodPut, "after limit"
	return []page.Operation{
		{Method: get, Path: "/api/v1/features", Summary: "Lists features by key.", Answers: page.List[rollout.Feature]{}},
		{Method: get, Path: "/api/v1/features/:key", Summary: "One feature.", Answers: rollout.Feature{}},
		{Method: put, Path: "/api/v1/features/:key", Summary: "Adds a feature, or puts the whole of it in the place of the one with this key.", Takes: featureBody{}, Answers: rollout.Feature{}},
		{Method: get, Path: "/api/v1/features/:key/rollouts", Summary: "The rollouts of a feature.", Answers: page.List[rollout.Rollout]{}},
		{Method: get, Path: "/api/v1/features/:key/rollout", Summary: "One rollout, and what it waits for. The cohort need not be named where there is one rollout.", Query: "cohort", Answers: rolloutAnswer{}},
		{Method: put, Path: "/api/v1/features/:key/rollout", Summary: "Decides the rollout of a feature to a cohort: its ramp, its gates, and with percent its share.", Takes: rollout.Settings{}, Answers: rollout.Rollout{}},
		{Method: get, Path: "/api/v1/features/:key/rollout/moves", Summary: "How a rollout moved, the latest first.", Query: "cohort " + paged, Answers: page.List[moveAnswer]{}},
		{Method: post, Path: "/api/v1/features/:key/rollout/preview", Summary: "What each step of a ramp would come to.", Takes: rollout.Settings{}, Answers: page.List[rollout.StepPreview]{}},
		{Method: post, Path: "/api/v1/features/:key/rollout/pause", Summary: "Pauses a rollout.", Takes: moveBody{}, Bare: true, Answers: rollout.Rollout{}},
		{Method: post, Path: "/api/v1/features/:key/rollout/resume", Summary: "Goes on with a rollout.", Takes: moveBody{}, Bare: true, Answers: rollout.Rollout{}},
		{Method: post, Path: "/api/v1/features/:key/rollout/step", Summary: "Takes the next step of a ramp now, whatever the gates say.", Takes: moveBody{}, Bare: true, Answers: rollout.Rollout{}},
		{Method: post, Path: "/api/v1/features/:key/rollout/roll-back", Summary: "Rolls back to the step below, or to 0, and waits there.", Takes: moveBody{}, Bare: true, Answers: rollout.Rollout{}},
		{Method: post, Path: "/api/v1/features/:key/rollout/jump", Summary: "Moves a rollout to another share, whatever the gates say.", Takes: jumpBody{}, Answers: rollout.Rollout{}},
		{Method: post, Path: "/api/v1/features/:key/rollout/override", Summary: "Says whether one member sees the feature whatever the share is; null: as the share says.", Takes: overrideBody{}, Answers: rollout.Rollout{}},

		{Method: get, Path: "/api/v1/plans", Summary: "Lists plans, the newest first.", Answers: page.List[planAnswer]{}},
		{Method: post, Path: "/api/v1/plans", Summary: "Makes a plan from what a poll found.", Takes: planBody{}, Answers: planAnswer{}, Status: http.StatusCreated},
		{Method: get, Path: "/api/v1/plans/:id", Summary: "One plan.", Answers: planAnswer{}},
		{Method: post, Path: "/api/v1/plans/:id/changes", Summary: "Changes a plan: the capacity of its quarters, its features, and what is said of each. With \"try\" it only answers what that would bring.", Takes: changesBody{}, Answers: changeAnswer{}},
		{Method: post, Path: "/api/v1/plans/:id/adopt", Summary: "Takes a plan as it stands for the baseline that actual dates are held against. The baselines before stay on record.", Answers: planAnswer{}},
		{Method: post, Path: "/api/v1/plans/:id/tell", Summary: "Keeps whom the team tells by hand that a feature slips, and when; it stands beside the slip and in the charter.", Takes: tellBody{}, Answers: entryAnswer{}, Status: http.StatusCreated},

		{Method: get, Path: "/api/v1/charter", Summary: "Lists what stands around the plan, by kind and date.", Query: "kind feature", Answers: page.List[entryAnswer]{}},
		{Method: post, Path: "/api/v1/charter", Summary: "Adds an entry: a goal, decision, event, release, task, help or training.", Takes: entryBody{}, Rules: plan.Entry{}, Answers: entryAnswer{}, Status: http.StatusCreated},
		{Method: get, Path: "/api/v1/charter/:id", Summary: "One entry of the charter.", Answers: entryAnswer{}},
		{Method: put, Path: "/api/v1/charter/:id", Summary: "Puts the whole entry in the place of this one; with a version only in the place of that.", Takes: entryBody{}, Rules: plan.Entry{}, Answers: entryAnswer{}},
		{Method: post, Path: "/api/v1/charter/:id/tick", Summary: "Ticks a task or an event off as done on a day, or takes that back.", Takes: tickBody{}, Answers: entryAnswer{}},
		{Method: http.MethodDelete, Path: "/api/v1/charter/:id", Summary: "Takes an entry out of the charter.", Status: http.StatusNoContent},
	}
}

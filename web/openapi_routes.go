package web

import (
	"net/http"

	"soundings/cohorts"
	"soundings/cohorts/rollout"
	"soundings/metrics"
	"soundings/surveys"
	"soundings/surveys/polls"
	"soundings/web/ask"
	"soundings/web/learn"
	"soundings/web/page"
	"soundings/web/people"
	"soundings/web/portal"
)

// operations describes every API route of the table in routes.go, in its order.
func operations() []operation {
	const get, post, put, paged = http.MethodGet, http.MethodPost, http.MethodPut, "after limit"
	const filters = "q group language attribute value cohort state"
	return []operation{
		// Participants
		{get, "/api/v1/participants", "Lists participants by ref, narrowed by the filters.", filters + " " + paged, nil, page.List[cohorts.Participant]{}, 0},
		{get, "/api/v1/participants.csv", "The same as a table, in the columns of an import.", filters, nil, "text/csv", 0},
		{post, "/api/v1/participants/import", "Imports a CSV file, all rows or none; with mistakes it answers 422 with the same members.", "dry_run map", "text/csv", people.ImportBody{}, 0},
		{get, "/api/v1/participants/:ref", "One participant.", "", nil, cohorts.Participant{}, 0},
		{put, "/api/v1/participants/:ref", "Adds a participant, or puts the whole record in the place of the one with this ref.", "", people.ParticipantBody{}, cohorts.Participant{}, 0},
		{http.MethodDelete, "/api/v1/participants/:ref", "Removes a person for good; counts stay, answers are nobody's.", "", nil, nil, http.StatusNoContent},

		// Cohorts
		{get, "/api/v1/cohorts", "Lists cohorts by name.", "", nil, page.List[cohorts.Cohort]{}, 0},
		{post, "/api/v1/cohorts", "Makes a cohort.", "", people.CohortBody{}, cohorts.Cohort{}, http.StatusCreated},
		{get, "/api/v1/cohorts/:id", "One cohort, with how many members it has in each state.", "", nil, people.CohortAnswer{}, 0},
		{post, "/api/v1/cohorts/:id/select", "Selects members: by refs, by a rule, or at random.", "", people.SelectBody{}, people.SelectAnswer{}, 0},
		{post, "/api/v1/cohorts/:id/fill", "Gives free places to those on the waiting list, within their stratum.", "", nil, people.SelectAnswer{}, 0},
		{get, "/api/v1/cohorts/:id/draws", "How members were drawn, the latest draw first.", "", nil, page.List[people.DrawAnswer]{}, 0},
		{get, "/api/v1/cohorts/:id/waiting", "Who waits for a place.", paged, nil, page.List[people.Waiter]{}, 0},
		{post, "/api/v1/cohorts/:id/invite", "Asks every selected member to agree; answers the consent links.", "", nil, page.List[page.Invited]{}, 0},
		{post, "/api/v1/cohorts/:id/ask-again", "Asks who agreed to older words once more.", "", nil, cohorts.Cohort{}, 0},
		{post, "/api/v1/cohorts/:id/end", "Ends the beta: every member who agreed graduates.", "", nil, people.EndAnswer{}, 0},
		{get, "/api/v1/cohorts/:id/members", "Lists members by ref.", "state " + paged, nil, page.List[people.Member]{}, 0},
		{put, "/api/v1/cohorts/:id/members/:ref", "Moves a member to another state.", "", people.StateBody{}, people.Member{}, 0},

		// Features and rollouts
		{get, "/api/v1/features", "Lists features by key.", "", nil, page.List[rollout.Feature]{}, 0},
		{get, "/api/v1/features/:key", "One feature.", "", nil, rollout.Feature{}, 0},
		{put, "/api/v1/features/:key", "Adds a feature, or puts the whole of it in the place of the one with this key.", "", portal.FeatureBody{}, rollout.Feature{}, 0},
		{get, "/api/v1/features/:key/rollouts", "The rollouts of a feature.", "", nil, page.List[rollout.Rollout]{}, 0},
		{get, "/api/v1/features/:key/rollout", "One rollout, and what it waits for. The cohort need not be named where there is one rollout.", "cohort", nil, portal.Standing{}, 0},
		{put, "/api/v1/features/:key/rollout", "Decides the rollout of a feature to a cohort: its ramp, its gates, and with percent its share.", "", rollout.Settings{}, rollout.Rollout{}, 0},
		{get, "/api/v1/features/:key/rollout/moves", "How a rollout moved, the latest first.", "cohort " + paged, nil, page.List[portal.MoveAnswer]{}, 0},
		{post, "/api/v1/features/:key/rollout/preview", "What each step of a ramp would come to.", "", rollout.Settings{}, page.List[rollout.StepPreview]{}, 0},
		{post, "/api/v1/features/:key/rollout/pause", "Pauses a rollout.", "", portal.MoveBody{}, rollout.Rollout{}, 0},
		{post, "/api/v1/features/:key/rollout/resume", "Goes on with a rollout.", "", portal.MoveBody{}, rollout.Rollout{}, 0},
		{post, "/api/v1/features/:key/rollout/step", "Takes the next step of a ramp now, whatever the gates say.", "", portal.MoveBody{}, rollout.Rollout{}, 0},
		{post, "/api/v1/features/:key/rollout/roll-back", "Rolls back to the step below, or to 0, and waits there.", "", portal.MoveBody{}, rollout.Rollout{}, 0},
		{post, "/api/v1/features/:key/rollout/jump", "Moves a rollout to another share, whatever the gates say.", "", portal.JumpBody{}, rollout.Rollout{}, 0},
		{post, "/api/v1/features/:key/rollout/override", "Says whether one member sees the feature whatever the share is; null: as the share says.", "", portal.OverrideBody{}, rollout.Rollout{}, 0},

		// Polls
		{get, "/api/v1/polls", "Lists polls, the newest first.", "", nil, page.List[ask.PollAnswer]{}, 0},
		{post, "/api/v1/polls", "Makes a draft of a poll.", "", ask.PollBody{}, ask.PollAnswer{}, http.StatusCreated},
		{get, "/api/v1/polls/:id", "One poll.", "", nil, ask.PollAnswer{}, 0},
		{put, "/api/v1/polls/:id", "Puts the whole of a draft in the place of what it was.", "", ask.PollBody{}, ask.PollAnswer{}, 0},
		{post, "/api/v1/polls/:id/publish", "Opens a poll.", "", nil, ask.PollAnswer{}, 0},
		{post, "/api/v1/polls/:id/close", "Closes a poll.", "", nil, ask.PollAnswer{}, 0},
		{post, "/api/v1/polls/:id/count", "Says whether ballots that came by the open code count; of a secret poll only while it is a draft.", "", ask.PollCount{}, ask.PollAnswer{}, 0},
		{post, "/api/v1/polls/:id/invitations", "Invites people to a poll.", "", ask.PollAudience{}, page.List[page.Invited]{}, 0},
		{get, "/api/v1/polls/:id/results", "What a poll found.", "", nil, polls.Results{}, 0},

		// Plans
		{get, "/api/v1/plans", "Lists plans, the newest first.", "", nil, page.List[portal.PlanAnswer]{}, 0},
		{post, "/api/v1/plans", "Makes a plan from what a poll found.", "", portal.PlanBody{}, portal.PlanAnswer{}, http.StatusCreated},
		{get, "/api/v1/plans/:id", "One plan.", "", nil, portal.PlanAnswer{}, 0},
		{post, "/api/v1/plans/:id/changes", "Changes a plan: the capacity of its quarters, its features, and what is said of each. With \"try\" it only answers what that would bring.", "", portal.ChangesBody{}, portal.ChangeAnswer{}, 0},
		{post, "/api/v1/plans/:id/adopt", "Takes a plan as it stands for the baseline that actual dates are held against. The baselines before stay on record.", "", nil, portal.PlanAnswer{}, 0},
		{post, "/api/v1/plans/:id/tell", "Keeps whom the team tells that a feature slips, and when; it stands beside the slip and in the charter.", "", portal.TellBody{}, portal.EntryAnswer{}, http.StatusCreated},
		{get, "/api/v1/charter", "Lists what stands around the plan, by kind and date.", "kind feature", nil, page.List[portal.EntryAnswer]{}, 0},
		{post, "/api/v1/charter", "Adds an entry: a goal, decision, event, release, task, help or training.", "", portal.EntryBody{}, portal.EntryAnswer{}, http.StatusCreated},
		{get, "/api/v1/charter/:id", "One entry of the charter.", "", nil, portal.EntryAnswer{}, 0},
		{put, "/api/v1/charter/:id", "Puts the whole entry in the place of this one; with a version only in the place of that.", "", portal.EntryBody{}, portal.EntryAnswer{}, 0},
		{post, "/api/v1/charter/:id/tick", "Ticks a task or an event off as done on a day, or takes that back.", "", portal.TickBody{}, portal.EntryAnswer{}, 0},
		{http.MethodDelete, "/api/v1/charter/:id", "Takes an entry out of the charter.", "", nil, nil, http.StatusNoContent},

		// Surveys
		{get, "/api/v1/surveys", "Lists surveys, the newest first.", "", nil, page.List[surveys.Survey]{}, 0},
		{post, "/api/v1/surveys", "Makes a draft of a survey.", "", ask.SurveyBody{}, surveys.Survey{}, http.StatusCreated},
		{get, "/api/v1/surveys/:id", "One survey.", "", nil, surveys.Survey{}, 0},
		{post, "/api/v1/surveys/:id/publish", "Opens a survey; its questions never change from then on.", "", nil, surveys.Survey{}, 0},
		{post, "/api/v1/surveys/:id/close", "Closes a survey.", "", nil, surveys.Survey{}, 0},
		{post, "/api/v1/surveys/:id/invitations", "Invites members of a cohort, or participants by refs.", "", ask.AudienceBody{}, page.List[page.Invited]{}, 0},
		{get, "/api/v1/surveys/:id/results", "What a survey found so far.", "by", nil, surveys.Results{}, 0},
		{get, "/api/v1/surveys/:id/responses.csv", "Every answer, one row a response.", "", nil, "text/csv", 0},
		{get, "/api/v1/surveys/:id/responses.ndjson", "The same, one JSON document a line.", "", nil, "application/x-ndjson", 0},

		// What happens in the portal
		{post, "/api/v1/events", "Takes what participants did in the portal, at most 10,000 at a time; as NDJSON one event a line.", "", eitherBody{learn.EventsBody{}, "application/x-ndjson"}, learn.EventsAnswer{}, 0},
		{post, "/api/v1/events/import", "Takes a CSV file of them: with mistakes none, and it answers 422 with the same members. Rows without an id count once for the same person, kind, feature and time.", "dry_run map every dates", "text/csv", learn.FileAnswer{}, 0},
		{get, "/api/v1/reports/adoption", "The series behind the report, with the goals of the charter held against them and the releases of the period.", "cohort from to", nil, metrics.Report{}, 0},
	}
}

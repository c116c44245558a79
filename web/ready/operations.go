package ready

import (
	"net/http"

	"soundings/web/page"
)

// Operations describes the API routes of this room, in the order of the table of routes.
func Operations() []page.Operation {
	const get, post, put = http.MethodGet, http.MethodPost, http.MethodPut
	return []page.Operation{
		{Method: get, Path: "/api/v1/help", Summary: "What patients read about signing in and getting access, and in which languages that is not complete.", Answers: helpAnswer{}},
		{Method: put, Path: "/api/v1/help", Summary: "Puts the whole of it in the place of what there is; with a version only in the place of that.", Takes: helpBody{}, Answers: helpAnswer{}},
		{Method: get, Path: "/api/v1/features/:key/help", Summary: "What patients read about a feature, and in which languages that is not complete.", Answers: helpAnswer{}},
		{Method: put, Path: "/api/v1/features/:key/help", Summary: "Puts the whole of it in the place of what there is; with a version only in the place of that.", Takes: helpBody{}, Answers: helpAnswer{}},
		{Method: get, Path: "/api/v1/features/:key/requirements", Summary: "What a feature must have before its rollouts move, and what of that it lacks.", Answers: requirementsAnswer{}},
		{Method: put, Path: "/api/v1/features/:key/requirements", Summary: "Decides what a feature must have before its rollouts move: training, help, workflows.", Takes: requirementsBody{}, Answers: requirementsAnswer{}},
		{Method: get, Path: "/api/v1/features/:key/workflows", Summary: "The workflows of a feature, with who has read them.", Answers: page.List[versionsAnswer]{}},
		{Method: post, Path: "/api/v1/features/:key/workflows", Summary: "Adds a workflow to a feature, as a draft.", Takes: workflowBody{}, Answers: workflowAnswer{}, Status: http.StatusCreated},
		{Method: get, Path: "/api/v1/workflows/:id", Summary: "One workflow: what is published of it, and its draft.", Answers: versionsAnswer{}},
		{Method: put, Path: "/api/v1/workflows/:id", Summary: "Writes a workflow anew: its draft, or the next version where it has none.", Takes: workflowBody{}, Answers: workflowAnswer{}},
		{Method: post, Path: "/api/v1/workflows/:id/publish", Summary: "Publishes the draft: each department reads it anew, behind a link of its own.", Answers: workflowAnswer{}},
		{Method: http.MethodDelete, Path: "/api/v1/workflows/:id/draft", Summary: "Takes the draft back.", Status: http.StatusNoContent},
	}
}

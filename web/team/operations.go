package team

import (
	"net/http"

	"soundings/cohorts/plan"
	"soundings/web/page"
)

// Operations describes the API routes of this room, in the order of the table of routes.
func Operations() []page.Operation {
	const get, put = http.MethodGet, http.MethodPut
	return []page.Operation{
		{Method: get, Path: "/api/v1/team", Summary: "The portal team: who has which seat and what it decides, who is alerted of clinical concerns, who is on duty, and which accounts may be named.", Answers: teamAnswer{}},
		{Method: put, Path: "/api/v1/team", Summary: "Puts the seats, and who is alerted, in the place of those that are kept; a seat that is not named is empty. A person is an account or a name.", Takes: plan.Team{}, Rules: plan.Team{}, Answers: teamAnswer{}},
		{Method: put, Path: "/api/v1/team/rota", Summary: "Says who is on duty in these weeks, at most two accounts each; none empties a week. Other weeks stay as they are, and so do those that are over.", Takes: rotaBody{}, Answers: rotaAnswer{}},
	}
}

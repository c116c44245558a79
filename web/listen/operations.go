package listen

import (
	"net/http"

	"soundings/web/page"
)

// Operations describes the API routes of this room, in the order of the table of routes.
func Operations() []page.Operation {
	const get, post, patch = http.MethodGet, http.MethodPost, http.MethodPatch
	return []page.Operation{
		{Method: get, Path: "/api/v1/bumps", Summary: "Lists the bumps in one state, the latest first: the new ones, unless said; with feature those about it alone.", Query: "state feature after limit", Answers: page.List[bumpAnswer]{}},
		{Method: post, Path: "/api/v1/bumps", Summary: "Reports a bump. The feature is the key of one, or signing-in, getting-access or something-else.", Takes: bumpBody{}, Rules: bumpBody{}, Status: http.StatusCreated, Answers: bumpAnswer{}},
		{Method: get, Path: "/api/v1/bumps/:id", Summary: "One bump.", Answers: bumpAnswer{}},
		{Method: patch, Path: "/api/v1/bumps/:id", Summary: "Changes a bump: what is left out stays. An adaptation becomes a task of the plan. 409 where it cannot go to that state from where it is, or was changed since the version named.", Takes: changeBody{}, Rules: changeBody{}, Answers: bumpAnswer{}},
		{Method: post, Path: "/api/v1/bumps/:id/join", Summary: "Notes that a participant hit the same; who did before is counted once.", Takes: joinBody{}, Rules: joinBody{}, Answers: bumpAnswer{}},
		{Method: get, Path: "/api/v1/bumps/:id/announcements", Summary: "What was told of a bump, to whom, and what came of it.", Answers: page.List[announcementAnswer]{}},
		{Method: post, Path: "/api/v1/bumps/:id/announcements", Summary: "Tells people what became of a bump that is done or refused: those who reported it or joined (reported), the patients who see what it is about (patient), and everybody of another group; each once. What is in the news has the words for patients.", Takes: tellingBody{}, Rules: tellingBody{}, Answers: toldAnswer{}, Status: http.StatusCreated},
		{Method: get, Path: "/api/v1/plans/:id/announcements", Summary: "What was told of features that a plan has late, to whom, and what came of it.", Answers: page.List[announcementAnswer]{}},
		{Method: post, Path: "/api/v1/plans/:id/announcements", Summary: "Tells people that a feature comes later than the plan was adopted with: the patients who see it or are going to (patient), and everybody of another group; each once for each new date. It stands beside the slip and in the charter.", Takes: slipBody{}, Rules: slipBody{}, Answers: toldAnswer{}, Status: http.StatusCreated},
	}
}

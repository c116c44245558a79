package vendors

import (
	"net/http"

	"soundings/cohorts/plan"
	"soundings/web/page"
)

// Operations describes the API routes of this room, in the order of the table of routes.
func Operations() []page.Operation {
	const get, put = http.MethodGet, http.MethodPut
	return []page.Operation{
		{Method: get, Path: "/api/v1/vendor", Summary: "The card of the company that makes the portal: whom to turn to, when, where its tickets are, and the contract. Its releases are entries of the charter.", Answers: vendorAnswer{}},
		{Method: put, Path: "/api/v1/vendor", Summary: "Puts the whole card in the place of what there is; with a version only in the place of that.", Takes: vendorBody{}, Rules: plan.Vendor{}, Answers: vendorAnswer{}},
		{Method: get, Path: "/api/v1/vendor/releases/:id", Summary: "What was different after a release: use of the features that it touches in the 28 days before and from its day on, the scores of surveys as they were told, and which bumps it has mended. Use is null while the days are not over.", Query: "cohort", Answers: releaseAnswer{}},
	}
}

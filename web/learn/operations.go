package learn

import (
	"net/http"

	"soundings/metrics"
	"soundings/web/page"
)

// Operations describes the API routes of this room, in the order of the table of routes.
func Operations() []page.Operation {
	const get, post = http.MethodGet, http.MethodPost
	return []page.Operation{
		{Method: post, Path: "/api/v1/events", Summary: "Takes what participants did in the portal, at most 10,000 at a time; as NDJSON one event a line. A portal’s key is not told whether somebody is unknown or has not agreed.", Takes: page.EitherBody{eventsBody{}, "application/x-ndjson"}, Answers: eventsResult{}},
		{Method: post, Path: "/api/v1/events/import", Summary: "Takes a CSV file of them: with mistakes none, and it answers 422 with the same members. Rows without an id count once for the same person, kind, feature and time.", Query: "dry_run map every dates letters sheet", Takes: "text/csv", Answers: fileResult{}, Mistakes: true},

		{Method: get, Path: "/api/v1/reports/adoption", Summary: "The series behind the report, with the goals of the charter held against them, and of the period the releases, blockers and changes made because of a bump.", Query: "cohort from to", Answers: metrics.Report{}},
	}
}

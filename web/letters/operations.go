package letters

import (
	"net/http"

	"soundings/web/page"
)

// Operations describes the API routes of this room, in the order of the table of routes.
func Operations() []page.Operation {
	const get, post = http.MethodGet, http.MethodPost
	return []page.Operation{
		{Method: get, Path: "/api/v1/outbox/batches", Summary: "Lists the last batches of letters and of text messages, the latest first of each.", Answers: page.List[batchAnswer]{}},
		{Method: post, Path: "/api/v1/outbox/batches", Summary: "Takes the letters or text messages that are due, at most 1,000, and notes that they are sent; 409 where nothing is due.", Takes: batchBody{}, Rules: batchBody{}, Answers: batchAnswer{}},
		{Method: get, Path: "/api/v1/outbox/letters", Summary: "The letters of a batch, also again, with links and what they say; without those of people who need none any more.", Query: "batch", Answers: page.List[letterAnswer]{}},
		{Method: post, Path: "/api/v1/outbox/returned", Summary: "Notes that the last letter about a participant came back: the address is not used until it is changed.", Takes: returnedBody{}, Rules: returnedBody{}, Answers: noteAnswer{}},
		{Method: get, Path: "/api/v1/outbox/texts.csv", Summary: "The text messages of a batch, also again, for a gateway: phone, message, segments.", Query: "batch", Answers: "text/csv"},
		{Method: get, Path: "/api/v1/outbox/calls", Summary: "The calls to make now, at most 100: first to those whose best time it is.", Answers: page.List[callAnswer]{}},
		{Method: post, Path: "/api/v1/outbox/calls/:id", Summary: "Notes what came of a call; 409 where it was noted already.", Takes: callBody{}, Rules: callBody{}, Answers: noteAnswer{}},
	}
}

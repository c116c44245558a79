package outbox

import (
	"net/http"

	"soundings/web/page"
)

// Operations describes the API routes of this room, in the order of the table of routes.
func Operations() []page.Operation {
	const get, post, put = http.MethodGet, http.MethodPost, http.MethodPut
	return []page.Operation{
		{Method: get, Path: "/api/v1/outbox", Summary: "Lists messages: of one state, soonest due first (waiting, unless said), or all about one participant. Those about secret polls and anonymous surveys are not listed.", Query: "state ref after limit", Answers: page.List[messageAnswer]{}},
		{Method: get, Path: "/api/v1/outbox/askings/:id", Summary: "How far more than 1,800 people are asked, who are invited in the background; for a day after that what came of it.", Answers: page.AskingAnswer{}},
		{Method: get, Path: "/api/v1/surveys/:id/reach", Summary: "How many of each group that a named survey asks, and of each stratum of the population, were asked, were reached, have started and have finished; 409 of an anonymous one.", Answers: page.List[comparisonAnswer]{}},
		{Method: get, Path: "/api/v1/polls/:id/reach", Summary: "The same of a named poll; 409 of a secret one.", Answers: page.List[comparisonAnswer]{}},
		{Method: post, Path: "/api/v1/outbox/rehearsal", Summary: "Tells what steps would send to the people who were asked one thing, by day and way, if they began now and nobody answered. It changes nothing.", Takes: rehearsalBody{}, Rules: rehearsalBody{}, Answers: rehearsalAnswer{}},
		{Method: put, Path: "/api/v1/outbox", Summary: "Stops everything that would be sent, or lets it go on.", Takes: outboxBody{}, Rules: outboxBody{}, Answers: outboxBody{}},
		{Method: post, Path: "/api/v1/outbox/bounces", Summary: "Takes what a mail server says of mail that it could not deliver, by a key of the role bounces: a delivery report (RFC 3464) as it is, or JSON. A mail that came back has failed and the next way takes over; sent again it does nothing.", Takes: page.EitherBody{bouncesBody{}, reportType}, Rules: bouncesBody{}, Answers: bouncesAnswer{}},
		{Method: get, Path: "/api/v1/outbox/batches", Summary: "Lists the last batches of letters and of text messages, the latest first of each.", Answers: page.List[batchAnswer]{}},
		{Method: post, Path: "/api/v1/outbox/batches", Summary: "Takes the letters or text messages that are due, at most 1,000, and notes that they are sent; 409 where nothing is due.", Takes: batchBody{}, Rules: batchBody{}, Answers: batchAnswer{}},
		{Method: get, Path: "/api/v1/outbox/letters", Summary: "The letters of a batch, also again, with links and what they say; without those of people who need none any more.", Query: "batch", Answers: page.List[letterAnswer]{}},
		{Method: post, Path: "/api/v1/outbox/returned", Summary: "Notes that the last letter about a participant came back: the address is not used until it is changed.", Takes: returnedBody{}, Rules: returnedBody{}, Answers: noteAnswer{}},
		{Method: get, Path: "/api/v1/outbox/texts.csv", Summary: "The text messages of a batch, also again, for a gateway: phone, message, segments.", Query: "batch", Answers: "text/csv"},
		{Method: get, Path: "/api/v1/outbox/calls", Summary: "The calls to make now, at most 100: first to those whose best time it is.", Answers: page.List[callAnswer]{}},
		{Method: post, Path: "/api/v1/outbox/calls/:id", Summary: "Notes what came of a call; 409 where it was noted already.", Takes: callBody{}, Rules: callBody{}, Answers: noteAnswer{}},
	}
}

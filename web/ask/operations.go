package ask

import (
	"net/http"

	"soundings/surveys"
	"soundings/surveys/polls"
	"soundings/web/page"
)

// Operations describes the API routes of this room, in the order of the table of routes.
func Operations() []page.Operation {
	const get, post, put = http.MethodGet, http.MethodPost, http.MethodPut
	return []page.Operation{
		{Method: get, Path: "/api/v1/outbox", Summary: "Lists messages: of one state, soonest due first (waiting, unless said), or all about one participant.", Query: "state ref after limit", Answers: page.List[messageAnswer]{}},
		{Method: post, Path: "/api/v1/outbox/rehearsal", Summary: "Tells what steps would send to the people who were asked one thing, by day and way, if they began now and nobody answered. It changes nothing.", Takes: rehearsalBody{}, Rules: rehearsalBody{}, Answers: rehearsalAnswer{}},
		{Method: put, Path: "/api/v1/outbox", Summary: "Stops everything that would be sent, or lets it go on.", Takes: outboxBody{}, Rules: outboxBody{}, Answers: outboxBody{}},
		{Method: post, Path: "/api/v1/outbox/bounces", Summary: "Takes what a mail server says of mail that it could not deliver, by a key of the role bounces: a delivery report (RFC 3464) as it is, or JSON. A mail that came back has failed and the next way takes over; sent again it does nothing.", Takes: page.EitherBody{bouncesBody{}, reportType}, Rules: bouncesBody{}, Answers: bouncesAnswer{}},
		{Method: get, Path: "/api/v1/polls", Summary: "Lists polls, the newest first.", Answers: page.List[pollAnswer]{}},
		{Method: post, Path: "/api/v1/polls", Summary: "Makes a draft of a poll.", Takes: pollBody{}, Rules: polls.Poll{}, Answers: pollAnswer{}, Status: http.StatusCreated},
		{Method: get, Path: "/api/v1/polls/:id", Summary: "One poll.", Answers: pollAnswer{}},
		{Method: put, Path: "/api/v1/polls/:id", Summary: "Puts the whole of a draft in the place of what it was.", Takes: pollBody{}, Rules: polls.Poll{}, Answers: pollAnswer{}},
		{Method: post, Path: "/api/v1/polls/:id/publish", Summary: "Opens a poll.", Answers: pollAnswer{}},
		{Method: post, Path: "/api/v1/polls/:id/close", Summary: "Closes a poll.", Answers: pollAnswer{}},
		{Method: post, Path: "/api/v1/polls/:id/count", Summary: "Says whether ballots that came by the open code count.", Takes: pollCount{}, Answers: pollAnswer{}},
		{Method: post, Path: "/api/v1/polls/:id/invitations", Summary: "Invites people to a poll. Links of a secret one come once.", Takes: pollAudience{}, Rules: polls.Audience{}, Answers: page.InvitedList{}},
		{Method: post, Path: "/api/v1/polls/:id/invitations/reissue", Summary: "Gives people who were invited to a secret poll new links; the old ones lead nowhere.", Takes: reissueBody{}, Answers: page.InvitedList{}},
		{Method: get, Path: "/api/v1/polls/:id/results", Summary: "What a poll found.", Answers: polls.Results{}},

		{Method: get, Path: "/api/v1/surveys", Summary: "Lists surveys, the newest first.", Answers: page.List[surveys.Survey]{}},
		{Method: post, Path: "/api/v1/surveys", Summary: "Makes a draft of a survey.", Takes: surveyBody{}, Answers: surveys.Survey{}, Status: http.StatusCreated},
		{Method: get, Path: "/api/v1/surveys/:id", Summary: "One survey.", Answers: surveys.Survey{}},
		{Method: put, Path: "/api/v1/surveys/:id", Summary: "Puts the whole of a draft in the place of what it was; with a revision only in the place of that.", Takes: surveyBody{}, Answers: surveys.Survey{}},
		{Method: post, Path: "/api/v1/surveys/:id/publish", Summary: "Opens a survey; its questions never change from then on.", Answers: surveys.Survey{}},
		{Method: post, Path: "/api/v1/surveys/:id/close", Summary: "Closes a survey.", Answers: surveys.Survey{}},
		{Method: post, Path: "/api/v1/surveys/:id/invitations", Summary: "Invites members of a cohort, or participants by refs. Links of an anonymous survey come once.", Takes: surveyAudience{}, Rules: surveys.Audience{}, Answers: page.InvitedList{}},
		{Method: post, Path: "/api/v1/surveys/:id/invitations/reissue", Summary: "Gives people who were invited to an anonymous survey new links; the old ones lead nowhere.", Takes: reissueBody{}, Answers: page.InvitedList{}},
		{Method: post, Path: "/api/v1/surveys/:id/responses", Summary: "Enters what somebody who was asked answered on paper or by telephone, under the right of their link: once. Not of an anonymous survey.", Takes: entryBody{}, Rules: surveys.Entry{}, Answers: surveys.Record{}, Status: http.StatusCreated},
		{Method: get, Path: "/api/v1/surveys/:id/results", Summary: "What a survey found: for members and managers of this moment, for viewers in the last edition. Split by=group, or one of its cuts. Of an anonymous one turnout alone before it is closed, and then the same for everybody.", Query: "by", Answers: surveys.Results{}},
		{Method: get, Path: "/api/v1/surveys/:id/responses.csv", Summary: "Every answer, one row a response; of an anonymous survey once it is closed, with group and day only where enough share them.", Answers: "text/csv"},
		{Method: get, Path: "/api/v1/surveys/:id/responses.xlsx", Summary: "The same as a spreadsheet: numbers and days are such, and times are in UTC. 409 where it has no room for all.", Answers: page.SheetType},
		{Method: get, Path: "/api/v1/surveys/:id/responses.ndjson", Summary: "The same, one JSON document a line.", Answers: "application/x-ndjson"},
	}
}

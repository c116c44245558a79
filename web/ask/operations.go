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
		{Method: get, Path: "/api/v1/polls", Summary: "Lists polls, the newest first.", Answers: page.List[pollAnswer]{}},
		{Method: post, Path: "/api/v1/polls", Summary: "Makes a draft of a poll.", Takes: pollBody{}, Rules: polls.Poll{}, Answers: pollAnswer{}, Status: http.StatusCreated},
		{Method: get, Path: "/api/v1/polls/:id", Summary: "One poll.", Answers: pollAnswer{}},
		{Method: put, Path: "/api/v1/polls/:id", Summary: "Puts the whole of a draft in the place of what it was.", Takes: pollBody{}, Rules: polls.Poll{}, Answers: pollAnswer{}},
		{Method: post, Path: "/api/v1/polls/:id/publish", Summary: "Opens a poll.", Answers: pollAnswer{}},
		{Method: post, Path: "/api/v1/polls/:id/close", Summary: "Closes a poll.", Answers: pollAnswer{}},
		{Method: post, Path: "/api/v1/polls/:id/count", Summary: "Says whether ballots that came by the open code count.", Takes: pollCount{}, Answers: pollAnswer{}},
		{Method: post, Path: "/api/v1/polls/:id/invitations", Summary: "Invites people to a poll. Links of a secret one come once, or not at all where the server sends them, by mail alone.", Takes: pollAudience{}, Rules: polls.Audience{}, Answers: page.InvitedList{}, Later: page.AskingAnswer{}},
		{Method: post, Path: "/api/v1/polls/:id/invitations/reissue", Summary: "Gives people who were invited to a secret poll new links; the old ones lead nowhere.", Takes: reissueBody{}, Answers: page.InvitedList{}},
		{Method: get, Path: "/api/v1/polls/:id/results", Summary: "What a poll found.", Answers: polls.Results{}},

		{Method: get, Path: "/api/v1/surveys", Summary: "Lists surveys, the newest first.", Answers: page.List[surveys.Survey]{}},
		{Method: post, Path: "/api/v1/surveys", Summary: "Makes a draft of a survey.", Takes: surveyBody{}, Answers: surveys.Survey{}, Status: http.StatusCreated},
		{Method: get, Path: "/api/v1/surveys/:id", Summary: "One survey.", Answers: surveys.Survey{}},
		{Method: put, Path: "/api/v1/surveys/:id", Summary: "Puts the whole of a draft in the place of what it was; with a revision only in the place of that.", Takes: surveyBody{}, Answers: surveys.Survey{}},
		{Method: post, Path: "/api/v1/surveys/:id/publish", Summary: "Opens a survey; its questions never change from then on.", Answers: surveys.Survey{}},
		{Method: post, Path: "/api/v1/surveys/:id/close", Summary: "Closes a survey.", Answers: surveys.Survey{}},
		{Method: post, Path: "/api/v1/surveys/:id/invitations", Summary: "Invites members of a cohort, or participants by refs. Links of an anonymous survey come once, or not at all where the server sends them, by mail alone.", Takes: surveyAudience{}, Rules: surveys.Audience{}, Answers: page.InvitedList{}, Later: page.AskingAnswer{}},
		{Method: post, Path: "/api/v1/surveys/:id/invitations/reissue", Summary: "Gives people who were invited to an anonymous survey new links; the old ones lead nowhere.", Takes: reissueBody{}, Answers: page.InvitedList{}},
		{Method: post, Path: "/api/v1/surveys/:id/responses", Summary: "Enters what somebody who was asked answered on paper or by telephone, under the right of their link: once. Not of an anonymous survey.", Takes: entryBody{}, Rules: surveys.Entry{}, Answers: surveys.Record{}, Status: http.StatusCreated},
		{Method: get, Path: "/api/v1/surveys/:id/results", Summary: "What a survey found: for members and managers of this moment, for viewers in the last edition. Split by=group, or one of its cuts. Of an anonymous one turnout alone before it is closed, and then the same for everybody.", Query: "by", Answers: surveys.Results{}},
		{Method: get, Path: "/api/v1/surveys/:id/responses.csv", Summary: "Every answer, one row a response; of an anonymous survey once it is closed, with group and day only where enough share them.", Answers: "text/csv"},
		{Method: get, Path: "/api/v1/surveys/:id/responses.xlsx", Summary: "The same as a spreadsheet: numbers and days are such, and times are in UTC. 409 where it has no room for all.", Answers: page.SheetType},
		{Method: get, Path: "/api/v1/surveys/:id/responses.ndjson", Summary: "The same, one JSON document a line.", Answers: "application/x-ndjson"},
	}
}

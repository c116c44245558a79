package people

import (
	"net/http"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/web/page"
)

// Operations describes the API routes of this room, in the order of the table of routes.
func Operations() []page.Operation {
	const get, post, put, paged = http.MethodGet, http.MethodPost, http.MethodPut, "after limit"
	const filters = "q group language attribute value cohort state"
	return []page.Operation{
		{Method: get, Path: "/api/v1/participants", Summary: "Lists participants by ref, narrowed by the filters. A viewer’s key sees nothing by which people are reached, and finds nobody by it.", Query: filters + " " + paged, Answers: page.List[participantJSON]{}},
		{Method: get, Path: "/api/v1/participants.csv", Summary: "The same as a table, in the columns of an import.", Query: filters, Answers: "text/csv"},
		{Method: get, Path: "/api/v1/participants.xlsx", Summary: "The same as a spreadsheet, all of it text.", Query: filters, Answers: page.SheetType},
		{Method: post, Path: "/api/v1/participants/import", Summary: "Imports a CSV file, all rows or none; with mistakes it answers 422 with the same members.", Query: "dry_run map group value dates erase letters sheet", Takes: "text/csv", Answers: importAnswer{}, Mistakes: true},
		{Method: get, Path: "/api/v1/participants/:ref", Summary: "One participant. A viewer’s key sees nothing by which they are reached.", Answers: participantJSON{}},
		{Method: put, Path: "/api/v1/participants/:ref", Summary: "Adds a participant, or puts the whole record in the place of the one with this ref.", Takes: participantBody{}, Rules: cohorts.Participant{}, Answers: cohorts.Participant{}},
		{Method: http.MethodDelete, Path: "/api/v1/participants/:ref", Summary: "Removes a person for good; counts stay, answers are nobody's.", Status: http.StatusNoContent},
		{Method: http.MethodDelete, Path: "/api/v1/participants/:ref/answers", Summary: "Takes out all that somebody answered and did, and says how much that was.", Answers: contact.TakenOut{}},

		{Method: get, Path: "/api/v1/cohorts", Summary: "Lists cohorts by name.", Answers: page.List[cohorts.Cohort]{}},
		{Method: post, Path: "/api/v1/cohorts", Summary: "Makes a cohort.", Takes: cohortBody{}, Rules: cohorts.Cohort{}, Answers: cohorts.Cohort{}, Status: http.StatusCreated},
		{Method: get, Path: "/api/v1/cohorts/:id", Summary: "One cohort, with how many members it has in each state.", Answers: cohortAnswer{}},
		{Method: put, Path: "/api/v1/cohorts/:id", Summary: "Changes what participants read of a cohort.", Takes: cohortWords{}, Rules: cohorts.Cohort{}, Answers: cohorts.Cohort{}},
		{Method: post, Path: "/api/v1/cohorts/:id/select", Summary: "Selects members: by refs, by a rule, or at random.", Takes: selectBody{}, Answers: selectAnswer{}},
		{Method: post, Path: "/api/v1/cohorts/:id/fill", Summary: "Gives free places to those on the waiting list, within their stratum.", Answers: selectAnswer{}},
		{Method: get, Path: "/api/v1/cohorts/:id/draws", Summary: "How members were drawn, the latest draw first. The server makes the seed when rule and candidates stand; a lot is the first 24 digits of the SHA-256 of seed, a zero byte and ref, and the lowest of each stratum were drawn.", Answers: page.List[drawAnswer]{}},
		{Method: get, Path: "/api/v1/cohorts/:id/waiting", Summary: "Who waits for a place.", Query: paged, Answers: page.List[waiterAnswer]{}},
		{Method: get, Path: "/api/v1/cohorts/:id/joining", Summary: "How people come into a cohort by themselves, and what each enrolment sheet brought: in steps, rounded down.", Answers: joiningAnswer{}},
		{Method: put, Path: "/api/v1/cohorts/:id/joining", Summary: "Opens the page on which people ask to take part, for a group and so many of them, or closes it.", Takes: joiningBody{}, Rules: joiningBody{}, Answers: joiningAnswer{}},
		{Method: post, Path: "/api/v1/cohorts/:id/joining/sheets", Summary: "Makes an enrolment sheet for a clinician or a site.", Takes: sheetBody{}, Rules: sheetBody{}, Answers: joiningAnswer{}, Status: http.StatusCreated},
		{Method: get, Path: "/api/v1/cohorts/:id/joining/requests", Summary: "Who asks to take part and waits, the longest first. Nobody has checked these names and addresses.", Query: paged, Answers: page.List[requestAnswer]{}},
		{Method: post, Path: "/api/v1/cohorts/:id/joining/admit", Summary: "Admits those who ask, at most 100 at once, as new participants; left are those whose address the clinic knows. One request can be admitted as who it is.", Takes: admitBody{}, Rules: admitBody{}, Answers: dealtAnswer{}},
		{Method: post, Path: "/api/v1/cohorts/:id/joining/decline", Summary: "Forgets requests, at most 100 at once, and frees their places.", Takes: declineBody{}, Rules: declineBody{}, Answers: dealtAnswer{}},
		{Method: post, Path: "/api/v1/cohorts/:id/invite", Summary: "Asks every selected member to agree; answers the consent links.", Takes: page.Sending{}, Bare: true, Answers: page.InvitedList{}, Later: page.AskingAnswer{}},
		{Method: post, Path: "/api/v1/cohorts/:id/ask-again", Summary: "Asks who agreed to older words once more.", Answers: cohorts.Cohort{}},
		{Method: post, Path: "/api/v1/cohorts/:id/end", Summary: "Ends the beta: every member who agreed graduates.", Answers: endAnswer{}},
		{Method: get, Path: "/api/v1/cohorts/:id/members", Summary: "Lists members by ref.", Query: "state " + paged, Answers: page.List[memberAnswer]{}},
		{Method: put, Path: "/api/v1/cohorts/:id/members/:ref", Summary: "Moves a member to another state.", Takes: stateBody{}, Answers: memberAnswer{}},
		{Method: http.MethodDelete, Path: "/api/v1/cohorts/:id/members/:ref/answers", Summary: "Takes out what somebody answered and did as a member, and says how much that was.", Answers: contact.TakenOut{}},
	}
}

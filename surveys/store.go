package surveys

import (
	"context"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/surveys/doors"
)

// Store keeps what this package knows. Save methods follow the rules of cohorts.Store.
type Store interface {
	Survey(ctx context.Context, id string) (Survey, error) // NotFound
	Surveys(ctx context.Context) ([]Survey, error)         // newest first
	OpenSurveysFor(ctx context.Context, cohort string) ([]Survey, error)
	SaveSurvey(ctx context.Context, s Survey) error // ErrChanged also when a new one's id is taken

	// Unfinished returns what is kept of an answer under way; Version 0: nothing.
	Unfinished(ctx context.Context, invitation string) (PartialResponse, error)
	// SaveUnfinished keeps an answer under way, and the invitation that it starts; the zero Invitation: it starts none.
	SaveUnfinished(ctx context.Context, u PartialResponse, starts contact.Invitation) error
	// Submit keeps the response to s, closes its invitation and forgets what was unfinished (where u has a Version).
	Submit(ctx context.Context, s Survey, r Response, i contact.Invitation, u PartialResponse) error

	// PublishAnonymous keeps an anonymous survey with as many new doors as it says, CloseAnonymous one that is closed without its
	// doors: all or none, ErrChanged when an answer came through one meanwhile.
	PublishAnonymous(ctx context.Context, s Survey) error
	CloseAnonymous(ctx context.Context, s Survey) error
	doors.Store
	RightToAnswer(ctx context.Context, id string) (Right, error) // Version 0: not used yet
	// SubmitAnonymous keeps the response to s and the right as used, through a door: all or none, ErrChanged when the right or the
	// door is not as it was read.
	SubmitAnonymous(ctx context.Context, s Survey, r Response, right Right, d doors.Door) error

	ForgetUnfinished(ctx context.Context, invitation string) error
	// UnlinkResponse leaves a response as it is, but nobody's; RemoveResponse takes it out of the tally too. Neither minds
	// one that is not there.
	UnlinkResponse(ctx context.Context, s Survey, id string) error
	RemoveResponse(ctx context.Context, s Survey, id string) error

	// Edition returns the edition of a survey; Version 0: there is none yet. SaveEdition keeps it, and marks responses as told
	// or as waiting with it. Where one of them is gone, or was told, it returns ErrChanged.
	Edition(ctx context.Context, survey string) (Edition, error)
	SaveEdition(ctx context.Context, e Edition, told []Told) error
	WaitingResponses(ctx context.Context, survey, after string, limit int) ([]Response, string, error)
	ResponsesByID(ctx context.Context, ids ...string) ([]Response, error) // those that there are

	Responses(ctx context.Context, survey, after string, limit int) ([]Response, string, error)
	AnonymousResponses(ctx context.Context, survey, after string, limit int) ([]Response, string, error) // in no order that says anything
	Scored(ctx context.Context, w Wave) (base.Page[Scored], error)
	Tally(ctx context.Context, s Survey) (Tally, error)   // all responses acknowledged before the call are in it
	Recount(ctx context.Context, s Survey) (Tally, error) // the same, counted from the responses themselves
}

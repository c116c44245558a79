package page

import (
	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/cohorts/upload"
	"soundings/surveys"
)

// SeesBadge returns whether somebody sees a feature.
func (p Page) SeesBadge(on bool) Badge {
	if on {
		return Badge{p.T("features.sees"), "done"}
	}
	return Badge{p.T("features.sees_not"), "stopped"}
}

// looks are the shape and colour of each state.
var (
	memberLooks = map[cohorts.State]string{
		cohorts.Selected: "waiting", cohorts.Invited: "waiting", cohorts.Agreed: "active", cohorts.Graduated: "done",
		cohorts.Declined: "stopped", cohorts.Withdrawn: "stopped",
	}
	uploadLooks = map[upload.State]string{
		upload.Waiting: "waiting", upload.Running: "active", upload.Finished: "done",
	}
	surveyLooks     = map[surveys.State]string{surveys.Draft: "waiting", surveys.Open: "active", surveys.Closed: "done"}
	invitationLooks = map[contact.State]string{
		contact.Created: "waiting", contact.Sent: "waiting", contact.Started: "active", contact.Completed: "done",
		contact.Bounced: "stopped", contact.Expired: "stopped",
	}
	messageLooks = map[contact.MessageState]string{
		contact.MessageWaiting: "waiting", contact.MessageDeferred: "waiting", contact.MessageSent: "done",
		contact.MessageFailed: "stopped", contact.MessageSkipped: "stopped",
	}
)

// MemberBadge returns the state of a member of a cohort.
func (p Page) MemberBadge(s cohorts.State) Badge {
	return Badge{p.T("state." + string(s)), memberLooks[s]}
}

// SurveyBadge returns the state of a survey.
func (p Page) SurveyBadge(s surveys.State) Badge {
	return Badge{p.T("survey.state." + string(s)), surveyLooks[s]}
}

// InvitationBadge returns the state of an invitation.
func (p Page) InvitationBadge(s contact.State) Badge {
	return Badge{p.T("invitation." + string(s)), invitationLooks[s]}
}

// MessageBadge returns the state of a message of the outbox.
func (p Page) MessageBadge(s contact.MessageState) Badge {
	return Badge{p.T("outbox.state." + string(s)), messageLooks[s]}
}

// MessageWhy returns why a message waits, or was not sent; empty: there is no reason.
func (p Page) MessageWhy(w contact.Why) string {
	if w == contact.WhyNone {
		return ""
	}
	return p.T("outbox.why." + string(w))
}

// MessageTime returns when a message is due, or came to its state.
func (p Page) MessageTime(m contact.Message) string { return p.Time(m.When()) }

// Badge is a state with its name. Look is the shape and colour: "waiting", "active", "done", "stopped".
type Badge struct {
	Text string
	Look string
}

// UploadBadge returns the state of a file of rows.
func (p Page) UploadBadge(s upload.State) Badge {
	return Badge{p.T("upload.state." + string(s)), uploadLooks[s]}
}

package series

import (
	"context"
	"slices"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/metrics"
	"soundings/surveys"
)

var (
	surveyInvitations = gauge("soundings_survey_invitations",
		"Invitations to a survey, by state; each invitation is in one. Of an anonymous survey completed is at least so many, and beside the others.", "survey", "state")
	surveyInfo = gauge("soundings_survey_info", "What a survey that was published is called and whether it is open; always 1.", "survey", "title", "state")
)

var invitations = subject{[]family{surveyInvitations, surveyInfo}, invitationsNow, invitationsPast}

func invitationsNow(ctx context.Context, s *Service, f *figures) error {
	for _, v := range f.surveys {
		f.add(surveyInfo, 1, v.ID, f.title(v.Title, v.ID), string(v.State))
		counts, err := s.Contact.Counts(ctx, contact.ForSurvey, v.ID)
		if err != nil {
			return err
		}
		for state, n := range counts.States {
			if !v.Anonymous || !answering(state) {
				f.add(surveyInvitations, float64(n), v.ID, string(state))
			}
		}
		if v.Anonymous {
			r, err := s.Surveys.Results(ctx, v.ID, surveys.Viewers, "")
			if err != nil {
				return err
			}
			f.add(surveyInvitations, float64(r.Completed), v.ID, string(contact.Completed))
		}
	}
	return nil
}

// answering reports whether a state is one into which an invitation comes by being answered. Those to anonymous surveys do not:
// how many have answered is shown as in the results, outside the sum.
func answering(state contact.State) bool {
	return state == contact.Started || state == contact.Completed
}

// invitationsPast writes from what is kept of an invitation. When one was sent or bounced is not: until it was started it
// counts as created. When older programs noted that a link was opened says nothing of when it was started, and is passed over.
func invitationsPast(ctx context.Context, h *history) error {
	all, err := h.s.published(ctx)
	if err != nil {
		return err
	}
	h.begin(surveyInvitations)
	for _, v := range all {
		counts := stateCounts[contact.State]{}
		list := func(after string) (base.Page[contact.Invitation], error) {
			return h.s.Contact.List(ctx, contact.ForSurvey, v.ID, after, pageSize)
		}
		for i, err := range base.Each(list) {
			if err != nil {
				return err
			}
			h.invitation(i, counts)
		}
		states := contact.States()
		if v.Anonymous {
			states = slices.DeleteFunc(states, answering)
		}
		writeStates(h, surveyInvitations, counts, states, v.ID)
	}
	h.begin(surveyInfo)
	for _, v := range all {
		title := titleIn(h.language, v.Title, v.ID)
		h.between(surveyInfo, v.Opened, v.Closed, v.ID, title, string(surveys.Open))
		h.since(surveyInfo, v.Closed, v.ID, title, string(surveys.Closed))
	}
	return nil
}

func (h *history) invitation(i contact.Invitation, counts stateCounts[contact.State]) {
	at := contact.Created
	counts.move("", at, metrics.DayOf(i.Created, h.zone))
	if !i.Started.IsZero() {
		counts.move(at, contact.Started, metrics.DayOf(i.Started, h.zone))
		at = contact.Started
	}
	switch i.State {
	case contact.Completed:
		counts.move(at, contact.Completed, metrics.DayOf(i.Completed, h.zone))
	case contact.Expired:
		counts.move(at, contact.Expired, metrics.DayOf(i.Expires, h.zone))
	}
}

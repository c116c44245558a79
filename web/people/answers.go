package people

import (
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/web/page"
)

// RemoveAnswers takes out what somebody answered, of a cohort or at all, field "of", if their name or ref was typed.
func (s *Participants) RemoveAnswers(c echo.Context) error {
	ctx := c.Request().Context()
	p, err := s.Cohorts.Participant(ctx, c.Param("ref"))
	if err != nil {
		return err
	}
	if !confirms(p, c.FormValue("confirm_answers")) {
		return s.Again(c, page.ParticipantHref(p.Ref), page.Invalid("confirm_answers", "participants.remove_other", "Who", p.Called()), s.participantPage)
	}
	out, err := s.Contact.RemoveAnswers(ctx, contact.Whose{Ref: p.Ref, Cohort: c.FormValue("of")})
	if err != nil {
		return err
	}
	return s.Done(c, page.ParticipantHref(p.Ref), "flash.answers_removed", out.Responses+out.Ballots+out.Events)
}

// confirms reports whether somebody typed a participant's ref, or their name.
func confirms(p cohorts.Participant, typed string) bool {
	typed = strings.TrimSpace(typed)
	return typed == p.Ref || p.Name != "" && strings.EqualFold(typed, p.Name)
}

// answersOf offers to take out all answers of somebody, or those given as a member of one of their cohorts.
func answersOf(frame page.Page, memberships []memberRow) []page.Option {
	options := []page.Option{{Text: frame.T("participants.answers_all")}}
	for _, m := range memberships {
		options = append(options, page.Option{Value: strings.TrimPrefix(m.Href, "/cohorts/"), Text: frame.T("participants.answers_of", "Cohort", m.Name)})
	}
	return options
}

// APIRemoveAnswers takes out all that somebody answered and did.
func (s *Participants) APIRemoveAnswers(c echo.Context) error {
	out, err := s.Contact.RemoveAnswers(c.Request().Context(), contact.Whose{Ref: c.Param("ref")})
	return page.OK(c, out, err)
}

// APIRemoveAnswers takes out what a member of a cohort answered and did as such.
func (s *Cohorts) APIRemoveAnswers(c echo.Context) error {
	out, err := s.Contact.RemoveAnswers(c.Request().Context(), contact.Whose{Ref: c.Param("ref"), Cohort: c.Param("id")})
	return page.OK(c, out, err)
}

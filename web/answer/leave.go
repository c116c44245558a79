package answer

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/surveys/polls"
	"soundings/web/page"
)

// LeavePage asks once more before somebody leaves a cohort, and before that says what is removed and what stays; it posts
// leave=ID and answers=keep or answers=remove to Path. Later, for who left before, it asks only about the answers, and posts
// remove=ID.
type LeavePage struct {
	page.Page
	ID     string
	Name   string
	Later  bool
	Stays  []string // titles of polls that they were not asked as a member: links and answers stay
	Secret []string // titles of secret polls: nobody can tell which answer is theirs

	Anonymous []string // titles of anonymous surveys: the same
}

// Template returns the name of the page's template.
func (LeavePage) Template() string { return "answer/leave" }

// askLeave asks once more before somebody leaves a cohort, or has the answers removed that they gave as its member.
func (s *Pages) askLeave(c echo.Context, frame page.Page, i contact.Invitation, cohort cohorts.Cohort, later bool) error {
	ctx := c.Request().Context()
	v := LeavePage{Page: frame, ID: cohort.ID, Name: cohort.Name.In(frame.Lang()), Later: later}
	asked, err := s.Contact.InvitationsOf(ctx, i.Ref)
	if err != nil {
		return err
	}
	for _, one := range asked {
		if one.Kind == contact.ForSurvey {
			survey, err := s.Surveys.Survey(ctx, one.Subject)
			if err != nil {
				return err
			}
			if survey.Anonymous {
				v.Anonymous = append(v.Anonymous, survey.Title.In(frame.Lang()))
			}
		}
		if one.Kind != contact.ForPoll {
			continue
		}
		p, err := s.Polls.Poll(ctx, one.Subject)
		if err != nil {
			return err
		}
		switch title := p.Title.In(frame.Lang()); {
		case p.Secret:
			v.Secret = append(v.Secret, title)
		case one.Cohort != cohort.ID && !one.TakenOut() && (p.State == polls.Open || one.State == contact.Completed):
			v.Stays = append(v.Stays, title)
		}
	}
	return s.Render(c, http.StatusOK, v)
}

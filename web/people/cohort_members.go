package people

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/web/page"
)

// memberRow is one membership: on a cohort's page Name is the participant's, on a participant's page the cohort's.
type memberRow struct {
	Ref   string
	Name  string
	Href  string
	Group string
	State page.Badge
	Since string
	Post  string        // where a move is posted, field "state"
	Moves []page.Option // states it may move to now
}

func (s *Cohorts) memberRows(c echo.Context, frame page.Page, members []cohorts.Membership) ([]memberRow, error) {
	refs := make([]string, len(members))
	for i, m := range members {
		refs[i] = m.Ref
	}
	people, err := s.Cohorts.People(c.Request().Context(), refs...)
	if err != nil {
		return nil, err
	}
	rows := make([]memberRow, len(members))
	for i, m := range members {
		rows[i] = memberRow{
			Ref: m.Ref, Name: people[m.Ref].Name, Href: page.ParticipantHref(m.Ref), Group: frame.T("group." + string(m.Group)),
			State: frame.MemberBadge(m.State), Since: frame.Day(m.Since), Moves: moves(c, frame, m),
			Post: "/cohorts/" + m.Cohort + "/members/" + url.PathEscape(m.Ref),
		}
	}
	return rows, nil
}

// moves offers the states to which the team may move a member. To invite somebody is an act of its own: it makes a link.
func moves(c echo.Context, frame page.Page, m cohorts.Membership) []page.Option {
	var options []page.Option
	by := base.ActorFrom(c.Request().Context())
	for _, to := range cohorts.States() {
		if to != cohorts.Invited && cohorts.CanMove(by, m.State, to) {
			options = append(options, page.Option{Value: string(to), Text: frame.T("state." + string(to))})
		}
	}
	return options
}

// InviteMembers asks every selected member to agree, and leads on to the links that they are to get.
func (s *Cohorts) InviteMembers(c echo.Context) error {
	cohort, err := s.Cohorts.Cohort(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	waiting, err := s.Contact.AskConsent(c.Request().Context(), cohort.ID)
	if err != nil {
		return err
	}
	return s.Done(c, "/cohorts/"+cohort.ID+"/links", "flash.invited", len(waiting))
}

// MoveMember notes what somebody said on paper or by telephone, or that their time in the cohort is over.
func (s *Cohorts) MoveMember(c echo.Context) error {
	cohort := c.Param("id")
	heard := cohorts.Heard{Channel: c.FormValue("channel")}
	_, err := s.Cohorts.SetState(c.Request().Context(), cohort, c.Param("ref"), cohorts.State(c.FormValue("state")), heard)
	if err != nil {
		return s.Again(c, "/cohorts/"+cohort, err, s.cohortPage)
	}
	return s.Done(c, "/cohorts/"+cohort, "flash.moved")
}

// AskAgain asks who agreed to older words once more, and leads on to their links.
func (s *Cohorts) AskAgain(c echo.Context) error {
	cohort, err := s.Cohorts.AskAgain(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return s.Done(c, "/cohorts/"+cohort.ID+"/links", "flash.asked_again")
}

// EndBeta graduates every member who agreed; nobody joins the cohort any more.
func (s *Cohorts) EndBeta(c echo.Context) error {
	cohort, err := s.Cohorts.Cohort(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	if c.FormValue("confirm") != cohort.Name {
		return s.Again(c, "/cohorts/"+cohort.ID, page.Invalid("confirm", "participants.remove_other", "Who", cohort.Name), s.cohortPage)
	}
	n, err := s.Cohorts.End(c.Request().Context(), cohort.ID)
	if err != nil {
		return err
	}
	return s.Done(c, "/cohorts/"+cohort.ID, "flash.graduated", n)
}

package people

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/web/page"
)

// stateCount is how many members are in a state; Href narrows the list to them.
type stateCount struct {
	State  page.Badge
	N      string
	Href   string
	Chosen bool
}

// memberRow is one membership: on a cohort's page Name is the participant's, on a participant's page the cohort's.
type memberRow struct {
	Ref   string
	Name  string
	Href  string
	Group string
	State page.Badge
	Since string
	Minor bool          // is asked for their assent before their proxy agrees
	Post  string        // where a move is posted: fields "state", "channel", "on", "assent"
	Moves []page.Option // states it may move to now
}

// showMembers adds to the page of a cohort how many members are in each state, and who they are in the state that is asked
// for.
func (s *Cohorts) showMembers(c echo.Context, v *CohortPage, cohort cohorts.Cohort) error {
	ctx := c.Request().Context()
	counts, err := s.Cohorts.MemberCounts(ctx, cohort.ID)
	if err != nil {
		return err
	}
	state := cohorts.State(c.QueryParam("state"))
	v.Counts = stateCounts(v.Page, "/cohorts/"+cohort.ID, counts, state)
	v.ToInvite, v.Waiting = counts[cohorts.Selected], counts[cohorts.Invited]
	if cohort.Capacity > 0 {
		in := counts[cohorts.Selected] + counts[cohorts.Invited] + counts[cohorts.Agreed]
		v.Capacity, v.Room = v.Int(cohort.Capacity), v.Int(max(0, cohort.Capacity-in))
	}
	members, err := s.Cohorts.Members(ctx, cohorts.MembershipQuery{
		Cohort: cohort.ID, State: state, After: c.QueryParam("after"), Limit: page.ListLength,
	})
	if err != nil {
		return err
	}
	v.Pager = v.PagerOf(c, members.Next)
	v.Channels = []page.Option{
		{Value: "", Text: v.T("channel.unsaid"), Chosen: true}, {Value: "paper", Text: v.T("channel.paper")}, {Value: "phone", Text: v.T("channel.phone")},
	}
	for _, said := range []cohorts.Assent{cohorts.AssentYes, cohorts.AssentYoung, cohorts.AssentNo} {
		v.Assents = append(v.Assents, page.Option{Value: string(said), Text: v.T("assent." + string(said))})
	}
	v.Members, err = s.memberRows(c, v.Page, members.Items)
	return err
}

// stateCounts offers to look at all members, or at those in one state.
func stateCounts(frame page.Page, path string, counts map[cohorts.State]int, chosen cohorts.State) []stateCount {
	all := []stateCount{{State: page.Badge{Text: frame.T("cohorts.all")}, N: frame.Int(page.Sum(counts)), Href: path, Chosen: chosen == ""}}
	for _, state := range cohorts.States() {
		all = append(all, stateCount{
			State: frame.MemberBadge(state), N: frame.Int(counts[state]), Href: page.Address(path, "state", string(state)), Chosen: chosen == state,
		})
	}
	return all
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
			State: frame.MemberBadge(m.State), Since: frame.Day(m.Since), Minor: people[m.Ref].Minor, Moves: moves(c, frame, m),
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

// InviteMembers asks every selected member to agree, and leads on to the links to send them.
func (s *Cohorts) InviteMembers(c echo.Context) error {
	cohort, err := s.Cohorts.Cohort(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	steps, err := page.TypedSending(c).Steps()
	if err = page.Besides(err, s.MayStart(ctx, contact.ForConsent, cohort.ID, steps)); err != nil {
		return s.Again(c, "/cohorts/"+cohort.ID, err, s.cohortPage)
	}
	invited, job, err := s.Contact.AskCohort(ctx, cohort.ID, nil)
	if err != nil {
		return s.Again(c, "/cohorts/"+cohort.ID, err, s.cohortPage)
	}
	return s.Asked(c, contact.Question{Kind: contact.ForConsent, Subject: cohort.ID, Steps: steps}, invited, job, "flash.invited")
}

// MoveMember moves a member to another state: what they said on paper or by telephone, or that their time in the cohort is
// over.
func (s *Cohorts) MoveMember(c echo.Context) error {
	cohort := c.Param("id")
	heard := cohorts.Heard{
		Channel: c.FormValue("channel"), On: strings.TrimSpace(c.FormValue("on")), Assent: cohorts.Assent(c.FormValue("assent")),
	}
	_, err := s.Cohorts.SetState(c.Request().Context(), cohort, c.Param("ref"), cohorts.State(c.FormValue("state")), heard)
	if err != nil {
		return s.Again(c, "/cohorts/"+cohort, err, s.cohortPage)
	}
	return s.Done(c, "/cohorts/"+cohort, "flash.moved")
}

// AskAgain asks the members who agreed to older words once more, and leads on to their links.
func (s *Cohorts) AskAgain(c echo.Context) error {
	cohort, err := s.Cohorts.AskAgain(c.Request().Context(), c.Param("id"))
	if err != nil {
		return s.Again(c, "/cohorts/"+c.Param("id"), err, s.cohortPage)
	}
	return s.Done(c, "/cohorts/"+cohort.ID+"/links", "flash.asked_again")
}

// EndBeta graduates every member who agreed; nobody joins the cohort any more.
func (s *Cohorts) EndBeta(c echo.Context) error {
	cohort, err := s.Cohorts.Cohort(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	if typed := strings.TrimSpace(c.FormValue("confirm")); typed == "" || !slices.Contains(slices.Collect(maps.Values(cohort.Name)), typed) {
		return s.Again(c, "/cohorts/"+cohort.ID, page.Invalid("confirm", "participants.remove_other", "Who", cohort.Name), s.cohortPage)
	}
	n, err := s.Cohorts.End(c.Request().Context(), cohort.ID)
	if err != nil {
		return err
	}
	return s.Done(c, "/cohorts/"+cohort.ID, "flash.graduated", n)
}

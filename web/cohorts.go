package web

import (
	"context"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
)

func (s *Server) listCohorts(c echo.Context) error { return s.show(c, s.cohortsPage) }

func (s *Server) cohortsPage(c echo.Context, page Page) (View, error) {
	ctx := c.Request().Context()
	all, err := s.Cohorts.Cohorts(ctx)
	if err != nil {
		return nil, err
	}
	some := cut(all, c.QueryParam("after"), func(c cohorts.Cohort) string { return c.ID })
	v := CohortsPage{Page: page, Kinds: []Option{{"quality", page.T("cohorts.quality"), true}, {"research", page.T("cohorts.research"), false}}, Pager: page.pager(c, some.Next)}
	for _, cohort := range some.Items {
		counts, err := s.Cohorts.MemberCounts(ctx, cohort.ID)
		if err != nil {
			return nil, err
		}
		v.Rows = append(v.Rows, CohortRow{
			Name: cohort.Name, Href: "/cohorts/" + cohort.ID, Purpose: cohort.Purpose, Members: page.Int(sum(counts)),
			Agreed: page.Int(counts[cohorts.Agreed]), Created: page.date(cohort.Created),
		})
	}
	return v, nil
}

// sum adds up counts.
func sum[K comparable](counts map[K]int) int {
	n := 0
	for _, m := range counts {
		n += m
	}
	return n
}

func (s *Server) addCohort(c echo.Context) error {
	capacity, err := whole(c, "capacity")
	cohort := cohorts.Cohort{
		Name: strings.TrimSpace(c.FormValue("name")), Purpose: strings.TrimSpace(c.FormValue("purpose")), Capacity: capacity,
		Kind: cohorts.CohortKind(c.FormValue("kind")), Approval: strings.TrimSpace(c.FormValue("approval")), Shared: c.FormValue("shared") != "",
	}
	if err == nil {
		cohort, err = s.Cohorts.CreateCohort(c.Request().Context(), cohort)
	} else {
		err = together(base.Check(cohort), err)
	}
	if err != nil {
		return s.again(c, "/cohorts", err, s.cohortsPage)
	}
	return s.done(c, "/cohorts/"+cohort.ID, "flash.cohort_made")
}

func (s *Server) showCohort(c echo.Context) error { return s.show(c, s.cohortPage) }

func (s *Server) cohortPage(c echo.Context, page Page) (View, error) {
	ctx := c.Request().Context()
	cohort, err := s.Cohorts.Cohort(ctx, c.Param("id"))
	if err != nil {
		return nil, err
	}
	counts, err := s.Cohorts.MemberCounts(ctx, cohort.ID)
	if err != nil {
		return nil, err
	}
	v := CohortPage{
		Page: page, ID: cohort.ID, Name: cohort.Name, Purpose: cohort.Purpose,
		ToInvite: counts[cohorts.Selected], Waiting: counts[cohorts.Invited],
	}
	if cohort.Capacity > 0 {
		in := counts[cohorts.Selected] + counts[cohorts.Invited] + counts[cohorts.Agreed]
		v.Capacity, v.Room = page.Int(cohort.Capacity), page.Int(max(0, cohort.Capacity-in))
	}
	state := cohorts.State(c.QueryParam("state"))
	v.Counts = stateCounts(page, "/cohorts/"+cohort.ID, counts, state)
	members, err := s.Cohorts.Members(ctx, cohorts.MembershipQuery{
		Cohort: cohort.ID, State: state, After: c.QueryParam("after"), Limit: listLength,
	})
	if err != nil {
		return nil, err
	}
	v.Pager = v.pager(c, members.Next)
	if v.Members, err = s.memberRows(c, page, members.Items); err != nil {
		return nil, err
	}
	return s.cohortPlaces(ctx, v, cohort)
}

// cohortPlaces adds who waits for a place, what a draw can go by, and how the last one looks beside the population.
func (s *Server) cohortPlaces(ctx context.Context, v CohortPage, cohort cohorts.Cohort) (View, error) {
	vacant, err := s.Cohorts.Vacancies(ctx, cohort)
	if err != nil {
		return nil, err
	}
	v.Vacant = sum(vacant)
	if cohort.Kind == cohorts.Research {
		v.Kind = v.T("cohorts.approved", "Approval", cohort.Approval)
	}
	v.Ended = v.date(cohort.Ended)
	v.Channels = []Option{{"", v.T("channel.unsaid"), true}, {"paper", v.T("channel.paper"), false}, {"phone", v.T("channel.phone"), false}}
	words, err := s.Cohorts.ConsentWording(ctx)
	if err != nil {
		return nil, err
	}
	v.NewWords = !cohort.Over() && words.Number > cohort.AskAgain && words.Since.After(cohort.Created)
	strata, err := s.Cohorts.StrataCounts(ctx, cohort.ID)
	if err != nil {
		return nil, err
	}
	waiting := 0
	for _, of := range strata {
		waiting += of[cohorts.OnWaitingList]
	}
	if waiting > 0 {
		v.OnList = v.T("cohorts.on_list", "Count", waiting)
	}
	if err := s.offerDraw(ctx, &v); err != nil {
		return nil, err
	}
	return v, s.compare(ctx, &v, cohort)
}

// stateCounts offers to look at all members, or at those in one state.
func stateCounts(page Page, path string, counts map[cohorts.State]int, chosen cohorts.State) []StateCount {
	all := []StateCount{{State: Badge{Text: page.T("cohorts.all")}, N: page.Int(sum(counts)), Href: path, Chosen: chosen == ""}}
	for _, state := range cohorts.States() {
		all = append(all, StateCount{
			State: page.memberBadge(state), N: page.Int(counts[state]), Href: path + "?state=" + string(state), Chosen: chosen == state,
		})
	}
	return all
}

func (s *Server) memberRows(c echo.Context, page Page, members []cohorts.Membership) ([]MemberRow, error) {
	refs := make([]string, len(members))
	for i, m := range members {
		refs[i] = m.Ref
	}
	people, err := s.Cohorts.People(c.Request().Context(), refs...)
	if err != nil {
		return nil, err
	}
	rows := make([]MemberRow, len(members))
	for i, m := range members {
		rows[i] = MemberRow{
			Ref: m.Ref, Name: people[m.Ref].Name, Href: participantHref(m.Ref), Group: page.T("group." + string(m.Group)),
			State: page.memberBadge(m.State), Since: page.date(m.Since), Moves: moves(c, page, m),
			Post: "/cohorts/" + m.Cohort + "/members/" + url.PathEscape(m.Ref),
		}
	}
	return rows, nil
}

// moves offers the states to which the team may move a member. To invite somebody is an act of its own: it makes a link.
func moves(c echo.Context, page Page, m cohorts.Membership) []Option {
	var options []Option
	by := base.ActorFrom(c.Request().Context())
	for _, to := range cohorts.States() {
		if to != cohorts.Invited && cohorts.CanMove(by, m.State, to) {
			options = append(options, Option{Value: string(to), Text: page.T("state." + string(to))})
		}
	}
	return options
}

package people

import (
	"context"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/web/page"
)

func (s *Cohorts) ListCohorts(c echo.Context) error { return s.Show(c, s.cohortsPage) }

func (s *Cohorts) cohortsPage(c echo.Context, frame page.Page) (page.View, error) {
	ctx := c.Request().Context()
	all, err := s.Cohorts.Cohorts(ctx)
	if err != nil {
		return nil, err
	}
	some := page.Cut(all, c.QueryParam("after"), func(c cohorts.Cohort) string { return c.ID })
	v := CohortsPage{Page: frame, Kinds: []page.Option{{Value: "quality", Text: frame.T("cohorts.quality"), Chosen: true}, {Value: "research", Text: frame.T("cohorts.research"), Chosen: false}}, Pager: frame.PagerOf(c, some.Next)}
	for _, cohort := range some.Items {
		counts, err := s.Cohorts.MemberCounts(ctx, cohort.ID)
		if err != nil {
			return nil, err
		}
		v.Rows = append(v.Rows, CohortRow{
			Name: cohort.Name, Href: "/cohorts/" + cohort.ID, Purpose: cohort.Purpose, Members: frame.Int(page.Sum(counts)),
			Agreed: frame.Int(counts[cohorts.Agreed]), Created: frame.Day(cohort.Created),
		})
	}
	return v, nil
}

func (s *Cohorts) AddCohort(c echo.Context) error {
	capacity, err := page.Whole(c, "capacity")
	cohort := cohorts.Cohort{
		Name: strings.TrimSpace(c.FormValue("name")), Purpose: strings.TrimSpace(c.FormValue("purpose")), Capacity: capacity,
		Kind: cohorts.CohortKind(c.FormValue("kind")), Approval: strings.TrimSpace(c.FormValue("approval")), Shared: c.FormValue("shared") != "",
	}
	if err == nil {
		cohort, err = s.Cohorts.CreateCohort(c.Request().Context(), cohort)
	} else {
		err = page.Together(base.Check(cohort), err)
	}
	if err != nil {
		return s.Again(c, "/cohorts", err, s.cohortsPage)
	}
	return s.Done(c, "/cohorts/"+cohort.ID, "flash.cohort_made")
}

func (s *Cohorts) ShowCohort(c echo.Context) error { return s.Show(c, s.cohortPage) }

func (s *Cohorts) cohortPage(c echo.Context, frame page.Page) (page.View, error) {
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
		Page: frame, ID: cohort.ID, Name: cohort.Name, Purpose: cohort.Purpose,
		ToInvite: counts[cohorts.Selected], Waiting: counts[cohorts.Invited],
	}
	if cohort.Capacity > 0 {
		in := counts[cohorts.Selected] + counts[cohorts.Invited] + counts[cohorts.Agreed]
		v.Capacity, v.Room = frame.Int(cohort.Capacity), frame.Int(max(0, cohort.Capacity-in))
	}
	state := cohorts.State(c.QueryParam("state"))
	v.Counts = stateCounts(frame, "/cohorts/"+cohort.ID, counts, state)
	members, err := s.Cohorts.Members(ctx, cohorts.MembershipQuery{
		Cohort: cohort.ID, State: state, After: c.QueryParam("after"), Limit: page.ListLength,
	})
	if err != nil {
		return nil, err
	}
	v.Pager = v.PagerOf(c, members.Next)
	if v.Members, err = s.memberRows(c, frame, members.Items); err != nil {
		return nil, err
	}
	return s.cohortPlaces(ctx, v, cohort)
}

// cohortPlaces adds who waits for a place, what a draw can go by, and how the last one looks beside the population.
func (s *Cohorts) cohortPlaces(ctx context.Context, v CohortPage, cohort cohorts.Cohort) (page.View, error) {
	vacant, err := s.Cohorts.Vacancies(ctx, cohort)
	if err != nil {
		return nil, err
	}
	v.Vacant = page.Sum(vacant)
	if cohort.Kind == cohorts.Research {
		v.Kind = v.T("cohorts.approved", "Approval", cohort.Approval)
	}
	v.Ended = v.Day(cohort.Ended)
	v.Channels = []page.Option{{Value: "", Text: v.T("channel.unsaid"), Chosen: true}, {Value: "paper", Text: v.T("channel.paper"), Chosen: false}, {Value: "phone", Text: v.T("channel.phone"), Chosen: false}}
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
func stateCounts(frame page.Page, path string, counts map[cohorts.State]int, chosen cohorts.State) []StateCount {
	all := []StateCount{{State: page.Badge{Text: frame.T("cohorts.all")}, N: frame.Int(page.Sum(counts)), Href: path, Chosen: chosen == ""}}
	for _, state := range cohorts.States() {
		all = append(all, StateCount{
			State: frame.MemberBadge(state), N: frame.Int(counts[state]), Href: path + "?state=" + string(state), Chosen: chosen == state,
		})
	}
	return all
}

func (s *Cohorts) memberRows(c echo.Context, frame page.Page, members []cohorts.Membership) ([]MemberRow, error) {
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

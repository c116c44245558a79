package people

import (
	"context"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/web/page"
)

// CohortPage shows one cohort: who is in it and in which state.
type CohortPage struct {
	page.Page
	ID                                   string
	Name                                 string
	Purpose                              string
	Capacity                             string // empty: no limit
	Room                                 string // places left; empty: no limit
	Counts                               []stateCount
	ToInvite                             int           // members who were selected and not invited yet
	Waiting                              int           // members who were invited and have not answered
	Kind                                 string        // of research: its approval
	Ended                                string        // the day on which the beta ended; empty: it has not
	NewWords                             bool          // the words on the consent page are newer than those that members were asked for
	Channels                             []page.Option // how the team heard of a yes or no
	Vacant                               int           // places that those on the waiting list could have now
	OnList                               string        // how many wait; empty: nobody
	Compared                             string        // when and how was drawn; empty: there is nothing to compare
	Answered                             string        // the heading of those who answered
	Compare                              []compareRow
	Groups, Speaks, Attributes, Stratify []page.Option // what a draw goes by
	Members                              []memberRow
	Pager                                page.Pager
}

func (CohortPage) Template() string { return "people/cohort" }

// Empty reports whether nobody was ever selected.
func (p CohortPage) Empty() bool {
	for _, c := range p.Counts {
		if c.N != "0" {
			return false
		}
	}
	return true
}

// stateCount is how many members are in a state; Href narrows the list to them.
type stateCount struct {
	State  page.Badge
	N      string
	Href   string
	Chosen bool
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
func stateCounts(frame page.Page, path string, counts map[cohorts.State]int, chosen cohorts.State) []stateCount {
	all := []stateCount{{State: page.Badge{Text: frame.T("cohorts.all")}, N: frame.Int(page.Sum(counts)), Href: path, Chosen: chosen == ""}}
	for _, state := range cohorts.States() {
		all = append(all, stateCount{
			State: frame.MemberBadge(state), N: frame.Int(counts[state]), Href: path + "?state=" + string(state), Chosen: chosen == state,
		})
	}
	return all
}

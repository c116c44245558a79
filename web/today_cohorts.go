package web

import (
	"context"

	"soundings/cohorts"
)

// cohortBrief tells Today whom the cohorts wait for, how many take part, and how far the first cohort is.
func (s *Server) cohortBrief(ctx context.Context, page Page) (Brief, error) {
	var b Brief
	someone, err := s.Cohorts.Participants(ctx, cohorts.ParticipantQuery{Limit: 1})
	if err != nil {
		return b, err
	}
	all, err := s.Cohorts.Cohorts(ctx)
	if err != nil {
		return b, err
	}
	taking, href := 0, "/cohorts"
	var member, asked, agreed bool
	for n, c := range all {
		if n == 0 {
			href += "/" + c.ID
		}
		members, err := s.Cohorts.MemberCounts(ctx, c.ID)
		if err != nil {
			return b, err
		}
		member = member || sum(members) > 0
		asked = asked || sum(members) > members[cohorts.Selected]
		agreed = agreed || members[cohorts.Agreed]+members[cohorts.Graduated] > 0
		taking += members[cohorts.Agreed]
		b.Tasks = append(b.Tasks, cohortTasks(page, c, members)...)
	}
	b.Figures, b.Counted = []Figure{{Label: page.T("today.agreed"), Value: page.Int(taking), Href: "/cohorts"}}, taking > 0
	b.Steps = []Step{
		{page.T("today.step.people"), "/participants/import", len(someone.Items) > 0},
		{page.T("today.step.cohort"), href, member},
		{page.T("today.step.consent"), href, asked},
		{page.T("today.step.agreed"), href, agreed},
	}
	return b, nil
}

// cohortTasks are what the members of a cohort wait for, and who is waited for.
func cohortTasks(page Page, c cohorts.Cohort, members map[cohorts.State]int) []Task {
	var tasks []Task
	if n := members[cohorts.Selected]; n > 0 {
		tasks = append(tasks, Task{
			Title: page.T("today.to_invite", "Count", n, "Cohort", c.Name), Detail: page.T("today.to_invite_why"), Look: "waiting",
			Button: Link{page.T("today.look"), "/cohorts/" + c.ID},
		})
	}
	if n := members[cohorts.Invited]; n > 0 {
		task := Task{
			Title: page.T("today.unanswered", "Count", n, "Cohort", c.Name), Detail: page.T("today.unanswered_why"), Look: "active",
			Button: Link{page.T("today.look"), "/cohorts/" + c.ID + "?state=invited"},
		}
		if page.Writes() {
			task.Button = Link{page.T("today.links"), "/cohorts/" + c.ID + "/links"}
		}
		tasks = append(tasks, task)
	}
	return tasks
}

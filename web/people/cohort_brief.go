package people

import (
	"context"

	"soundings/cohorts"
	"soundings/web/page"
)

// Brief returns for Today whom the cohorts wait for, how many take part, and how far the first cohort is.
func (s *Cohorts) Brief(ctx context.Context, frame page.Page) (page.Brief, error) {
	var b page.Brief
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
		member = member || page.Sum(members) > 0
		asked = asked || page.Sum(members) > members[cohorts.Selected]
		agreed = agreed || members[cohorts.Agreed]+members[cohorts.Graduated] > 0
		taking += members[cohorts.Agreed]
		b.Tasks = append(b.Tasks, cohortTasks(frame, c, members)...)
		joining, err := s.joiningTasks(ctx, frame, c)
		if err != nil {
			return b, err
		}
		b.Tasks = append(b.Tasks, joining...)
	}
	b.Figures, b.Counted = []page.Figure{{Label: frame.T("today.agreed"), Value: frame.Int(taking), Href: "/cohorts"}}, taking > 0
	b.Steps = []page.Step{
		{Text: frame.T("today.step.people"), Href: "/participants/import", Done: len(someone.Items) > 0},
		{Text: frame.T("today.step.cohort"), Href: href, Done: member},
		{Text: frame.T("today.step.consent"), Href: href, Done: asked},
		{Text: frame.T("today.step.agreed"), Href: href, Done: agreed},
	}
	return b, nil
}

// cohortTasks are the members of a cohort to invite and those who have not answered.
func cohortTasks(frame page.Page, c cohorts.Cohort, members map[cohorts.State]int) []page.Task {
	var tasks []page.Task
	if n := members[cohorts.Selected]; n > 0 {
		tasks = append(tasks, page.Task{
			Title: frame.T("today.to_invite", "Count", n, "Cohort", c.Name.In(frame.Lang())), Detail: frame.T("today.to_invite_why"), Look: "waiting",
			Button: page.Link{Text: frame.T("today.look"), Href: "/cohorts/" + c.ID},
		})
	}
	if n := members[cohorts.Invited]; n > 0 {
		task := page.Task{
			Title: frame.T("today.unanswered", "Count", n, "Cohort", c.Name.In(frame.Lang())), Detail: frame.T("today.unanswered_why"), Look: "active",
			Button: page.Link{Text: frame.T("today.look"), Href: page.Address("/cohorts/"+c.ID, "state", string(cohorts.Invited))},
		}
		if frame.Writes() {
			task.Button = page.Link{Text: frame.T("today.links"), Href: "/cohorts/" + c.ID + "/links"}
		}
		tasks = append(tasks, task)
	}
	return tasks
}

// mostCounted is how many requests are counted: of more nobody needs the number.
const mostCounted = 1000

// joiningTasks are the people who ask to take part in a cohort and wait, and that no more can ask.
func (s *Cohorts) joiningTasks(ctx context.Context, frame page.Page, c cohorts.Cohort) (tasks []page.Task, err error) {
	if !frame.Writes() || c.Over() {
		return nil, nil
	}
	j, err := s.Joins().Joining(ctx, c.ID)
	if err != nil || j.Version == 0 {
		return nil, err
	}
	button := page.Link{Text: frame.T("today.look"), Href: "/cohorts/" + c.ID + "/joining"}
	waiting, err := s.Joins().WaitingRequests(ctx, c.ID, mostCounted)
	if err != nil {
		return nil, err
	}
	if waiting > 0 {
		tasks = append(tasks, page.Task{
			Title: frame.T("today.to_admit", "Count", waiting, "Cohort", c.Name.In(frame.Lang())), Detail: frame.T("today.to_admit_why"), Look: "waiting", Button: button,
		})
	}
	if j.Open && j.Taken >= j.Places {
		tasks = append(tasks, page.Task{
			Title: frame.T("today.join_full", "Count", j.Places, "Cohort", c.Name.In(frame.Lang())), Detail: frame.T("today.join_full_why"), Look: "active", Button: button,
		})
	}
	return tasks, nil
}

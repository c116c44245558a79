package web

import (
	"context"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/surveys"
)

// A response rate is low when it stays under lowRate once people have had quietDays to answer.
const (
	lowRate   = 0.3
	quietDays = 7
)

// today is what needs somebody now. It reads counts only, never people, members or answers.
func (s *Server) today(c echo.Context) error { return s.show(c, s.todayPage) }

func (s *Server) todayPage(c echo.Context, page Page) (View, error) {
	ctx := c.Request().Context()
	n, err := s.state(ctx)
	if err != nil {
		return nil, err
	}
	v := TodayPage{Page: page, Figures: n.figures(page), Steps: n.steps(page)}
	v.Tasks, err = s.tasks(ctx, page, n)
	return v, err
}

// tasks are all that need somebody now.
func (s *Server) tasks(ctx context.Context, page Page, n state) ([]Task, error) {
	var all []Task
	for _, some := range []func(context.Context, Page) ([]Task, error){s.rolloutTasks, s.planTasks, s.pollTasks} {
		tasks, err := some(ctx, page)
		if err != nil {
			return nil, err
		}
		all = append(all, tasks...)
	}
	for _, cohort := range n.cohorts {
		all = append(all, cohort.tasks(page)...)
	}
	for _, survey := range n.surveys {
		all = append(all, survey.tasks(page, s.Now())...)
	}
	return all, nil
}

// state is where everything stands, in counts.
type state struct {
	people  bool // there is at least one participant
	cohorts []cohortState
	surveys []surveyState
}

type cohortState struct {
	cohorts.Cohort
	members map[cohorts.State]int
}

type surveyState struct {
	surveys.Survey
	contact.Counts
}

func (v surveyState) completed() int { return v.States[contact.Completed] }

func (s *Server) state(ctx context.Context) (state, error) {
	var n state
	someone, err := s.Cohorts.Participants(ctx, cohorts.ParticipantQuery{Limit: 1})
	if err != nil {
		return n, err
	}
	n.people = len(someone.Items) > 0
	all, err := s.Cohorts.Cohorts(ctx)
	if err != nil {
		return n, err
	}
	for _, cohort := range all {
		members, err := s.Cohorts.MemberCounts(ctx, cohort.ID)
		if err != nil {
			return n, err
		}
		n.cohorts = append(n.cohorts, cohortState{cohort, members})
	}
	asked, err := s.Surveys.Surveys(ctx)
	if err != nil {
		return n, err
	}
	for _, v := range asked {
		counts, err := s.Contact.Counts(ctx, contact.ForSurvey, v.ID)
		if err != nil {
			return n, err
		}
		n.surveys = append(n.surveys, surveyState{v, counts})
	}
	return n, nil
}

// figures are the numbers worth knowing, once there are any.
func (n state) figures(page Page) []Figure {
	agreed, open, answers := 0, 0, 0
	for _, c := range n.cohorts {
		agreed += c.members[cohorts.Agreed]
	}
	for _, v := range n.surveys {
		if v.State == surveys.Open {
			open++
		}
		answers += v.completed()
	}
	if agreed+open+answers == 0 {
		return nil
	}
	return []Figure{
		{Label: page.T("today.agreed"), Value: page.Int(agreed), Href: "/cohorts"},
		{Label: page.T("today.open"), Value: page.Int(open), Href: "/surveys"},
		{Label: page.T("today.answers"), Value: page.Int(answers), Href: "/reports"},
	}
}

// steps lead to the first result, and are gone with it. Only who may take them sees them.
func (n state) steps(page Page) []Step {
	var member, asked, agreed, published, invited, result bool
	for _, c := range n.cohorts {
		member = member || sum(c.members) > 0
		asked = asked || sum(c.members) > c.members[cohorts.Selected]
		agreed = agreed || c.members[cohorts.Agreed]+c.members[cohorts.Graduated] > 0
	}
	for _, v := range n.surveys {
		published = published || v.State != surveys.Draft
		invited = invited || v.Invited() > 0
		result = result || v.completed() >= surveys.MinimumBase
	}
	if result || !page.Writes() {
		return nil
	}
	cohort, survey := "/cohorts", "/surveys"
	if len(n.cohorts) > 0 {
		cohort += "/" + n.cohorts[0].ID
	}
	if len(n.surveys) > 0 {
		survey += "/" + n.surveys[0].ID
	}
	return []Step{
		{page.T("today.step.people"), "/participants/import", n.people},
		{page.T("today.step.cohort"), cohort, member},
		{page.T("today.step.consent"), cohort, asked},
		{page.T("today.step.agreed"), cohort, agreed},
		{page.T("today.step.survey"), survey, published},
		{page.T("today.step.invite"), survey, invited},
		{page.T("today.step.result", "Least", surveys.MinimumBase), survey, result},
	}
}

// tasks are what the members of a cohort wait for, and who is waited for.
func (c cohortState) tasks(page Page) []Task {
	var tasks []Task
	if n := c.members[cohorts.Selected]; n > 0 {
		tasks = append(tasks, Task{
			Title: page.T("today.to_invite", "Count", n, "Cohort", c.Name), Detail: page.T("today.to_invite_why"), Look: "waiting",
			Button: Link{page.T("today.look"), "/cohorts/" + c.ID},
		})
	}
	if n := c.members[cohorts.Invited]; n > 0 {
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

// tasks are the next step of a survey: to finish a draft, to invite, to look after those who do not answer.
func (v surveyState) tasks(page Page, now time.Time) []Task {
	title, href := v.Title.In(page.Lang()), "/surveys/"+v.ID
	rate := contact.ResponseRate(v.completed(), v.Delivered())
	switch {
	case v.State == surveys.Draft:
		return []Task{{
			Title: page.T("today.draft", "Survey", title), Detail: page.T("today.draft_since", "Date", page.date(v.Created)), Look: "active",
			Button: Link{page.T("today.go_on"), href},
		}}
	case v.State == surveys.Open && v.Invited() == 0:
		return []Task{{
			Title: page.T("today.nobody_invited", "Survey", title), Detail: page.T("today.nobody_invited_why"), Look: "waiting",
			Button: Link{page.T("today.invite"), href + "#invite"},
		}}
	case v.State == surveys.Open && rate != nil && *rate < lowRate && now.Sub(v.Opened) >= quietDays*24*time.Hour:
		task := Task{
			Title: page.T("today.low_rate", "Survey", title, "Rate", page.Percent(*rate)), Look: "waiting",
			Detail: page.T("today.low_rate_why", "Completed", v.completed(), "Invited", v.Delivered(), "Date", page.date(v.Opened)),
			Button: Link{page.T("today.look"), href},
		}
		if page.Writes() {
			task.Button = Link{page.T("today.links"), href + "/links"}
		}
		return []Task{task}
	}
	return nil
}

package ask

import (
	"context"
	"time"

	"soundings/cohorts/contact"
	"soundings/surveys"
	"soundings/web/page"
)

// A response rate is low when it stays under lowRate once people have had quietDays to answer.
const (
	lowRate   = 0.3
	quietDays = 7
)

// Brief hands Today the next step of each survey, how many are open and answered, and how far the first result is.
func (s *Surveys) Brief(ctx context.Context, frame page.Page) (page.Brief, error) {
	var b page.Brief
	all, err := s.Surveys.Surveys(ctx)
	if err != nil {
		return b, err
	}
	open, answers, href := 0, 0, "/surveys"
	var published, invited, result bool
	for n, v := range all {
		if n == 0 {
			href += "/" + v.ID
		}
		counts, err := s.Contact.Counts(ctx, contact.ForSurvey, v.ID)
		if err != nil {
			return b, err
		}
		if v.State == surveys.Open {
			open++
		}
		completed, _, err := s.completed(ctx, v, counts)
		if err != nil {
			return b, err
		}
		answers += completed
		published = published || v.State != surveys.Draft
		invited = invited || counts.Invited() > 0
		result = result || completed >= surveys.MinimumBase
		tasks := surveyTasks(frame, v, counts, s.Now())
		if len(tasks) > 0 && counts.Invited() > 0 {
			steps, err := s.Outbox.Steps(ctx, contact.ForSurvey, v.ID)
			if err != nil {
				return b, err
			}
			reminded(frame, tasks, v.ID, counts, steps)
		}
		b.Tasks = append(b.Tasks, tasks...)
	}
	b.Counted = open+answers > 0
	b.Figures = []page.Figure{
		{Label: frame.T("today.open"), Value: frame.Int(open), Href: "/surveys"},
		{Label: frame.T("today.answers"), Value: frame.Int(answers), Href: "/reports"},
	}
	b.Steps = []page.Step{
		{Text: frame.T("today.step.survey"), Href: href, Done: published},
		{Text: frame.T("today.step.invite"), Href: href, Done: invited},
		{Text: frame.T("today.step.result", "Least", surveys.MinimumBase), Href: href, Done: result},
	}
	return b, nil
}

// reminded writes into the tasks of a survey that few have answered that reminders are under way, or that all are out, where messages are sent.
func reminded(frame page.Page, tasks []page.Task, id string, counts contact.Counts, steps contact.StepCounts) {
	if len(steps) == 0 {
		return
	}
	text := "today.low_rate_ended"
	if steps.Open() > 0 {
		text = "today.low_rate_under_way"
	}
	for n := range tasks {
		tasks[n].Detail = frame.T(text, "Completed", counts.States[contact.Completed], "Invited", counts.Delivered())
		tasks[n].Button = page.Link{Text: frame.T("today.look"), Href: "/surveys/" + id}
	}
}

// surveyTasks are the next step of a survey: to finish a draft, to invite, to look after those who do not answer.
func surveyTasks(frame page.Page, v surveys.Survey, counts contact.Counts, now time.Time) []page.Task {
	title, href := v.Title.In(frame.Lang()), "/surveys/"+v.ID
	completed := counts.States[contact.Completed]
	rate := contact.ResponseRate(completed, counts.Delivered())
	switch {
	case v.State == surveys.Draft:
		return []page.Task{{
			Title: frame.T("today.draft", "Survey", title), Detail: frame.T("today.draft_since", "Date", frame.Day(v.Created)), Look: "active",
			Button: page.Link{Text: frame.T("today.go_on"), Href: href},
		}}
	case v.State == surveys.Open && counts.Invited() == 0:
		return []page.Task{{
			Title: frame.T("today.nobody_invited", "Survey", title), Detail: frame.T("today.nobody_invited_why"), Look: "waiting",
			Button: page.Link{Text: frame.T("today.invite"), Href: href + "#invite"},
		}}
	case v.State == surveys.Open && !v.Anonymous && rate != nil && *rate < lowRate && now.Sub(v.Opened) >= quietDays*24*time.Hour:
		task := page.Task{
			Title: frame.T("today.low_rate", "Survey", title, "Rate", frame.Percent(*rate)), Look: "waiting",
			Detail: frame.T("today.low_rate_why", "Completed", completed, "Invited", counts.Delivered(), "Date", frame.Day(v.Opened)),
			Button: page.Link{Text: frame.T("today.look"), Href: href}, Panel: frame.InGrafana("response", page.Chosen{Survey: v.ID}),
		}
		if frame.Writes() {
			task.Button = page.Link{Text: frame.T("today.links"), Href: href + "/links"}
		}
		return []page.Task{task}
	}
	return nil
}

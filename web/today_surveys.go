package web

import (
	"context"
	"time"

	"soundings/cohorts/contact"
	"soundings/surveys"
)

// A response rate is low when it stays under lowRate once people have had quietDays to answer.
const (
	lowRate   = 0.3
	quietDays = 7
)

// surveyBrief tells Today the next step of each survey, how many are open and answered, and how far the first result is.
func (s *Server) surveyBrief(ctx context.Context, page Page) (Brief, error) {
	var b Brief
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
		answers += counts.States[contact.Completed]
		published = published || v.State != surveys.Draft
		invited = invited || counts.Invited() > 0
		result = result || counts.States[contact.Completed] >= surveys.MinimumBase
		b.Tasks = append(b.Tasks, surveyTasks(page, v, counts, s.Now())...)
	}
	b.Counted = open+answers > 0
	b.Figures = []Figure{
		{Label: page.T("today.open"), Value: page.Int(open), Href: "/surveys"},
		{Label: page.T("today.answers"), Value: page.Int(answers), Href: "/reports"},
	}
	b.Steps = []Step{
		{page.T("today.step.survey"), href, published},
		{page.T("today.step.invite"), href, invited},
		{page.T("today.step.result", "Least", surveys.MinimumBase), href, result},
	}
	return b, nil
}

// surveyTasks are the next step of a survey: to finish a draft, to invite, to look after those who do not answer.
func surveyTasks(page Page, v surveys.Survey, counts contact.Counts, now time.Time) []Task {
	title, href := v.Title.In(page.Lang()), "/surveys/"+v.ID
	completed := counts.States[contact.Completed]
	rate := contact.ResponseRate(completed, counts.Delivered())
	switch {
	case v.State == surveys.Draft:
		return []Task{{
			Title: page.T("today.draft", "Survey", title), Detail: page.T("today.draft_since", "Date", page.date(v.Created)), Look: "active",
			Button: Link{page.T("today.go_on"), href},
		}}
	case v.State == surveys.Open && counts.Invited() == 0:
		return []Task{{
			Title: page.T("today.nobody_invited", "Survey", title), Detail: page.T("today.nobody_invited_why"), Look: "waiting",
			Button: Link{page.T("today.invite"), href + "#invite"},
		}}
	case v.State == surveys.Open && rate != nil && *rate < lowRate && now.Sub(v.Opened) >= quietDays*24*time.Hour:
		task := Task{
			Title: page.T("today.low_rate", "Survey", title, "Rate", page.Percent(*rate)), Look: "waiting",
			Detail: page.T("today.low_rate_why", "Completed", completed, "Invited", counts.Delivered(), "Date", page.date(v.Opened)),
			Button: Link{page.T("today.look"), href},
		}
		if page.Writes() {
			task.Button = Link{page.T("today.links"), href + "/links"}
		}
		return []Task{task}
	}
	return nil
}

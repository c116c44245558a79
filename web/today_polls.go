package web

import (
	"context"
	"strings"
	"time"

	"soundings/surveys/polls"
)

// pollBrief tells Today the drafts to finish, and the open polls in which groups have been asked for a while and few have voted.
func (s *Server) pollBrief(ctx context.Context, page Page) (Brief, error) {
	var b Brief
	all, err := s.Polls.Polls(ctx)
	if err != nil {
		return b, err
	}
	for _, p := range all {
		title, look := p.Title.In(page.Lang()), Link{page.T("today.look"), pollHref(p.ID)}
		switch {
		case p.State == polls.Draft:
			b.Tasks = append(b.Tasks, Task{
				Title: page.T("today.draft", "Survey", title), Detail: page.T("today.draft_since", "Date", page.date(p.Created)), Look: "active",
				Button: Link{page.T("today.go_on"), pollHref(p.ID)},
			})
		case p.State == polls.Open && s.Now().Sub(p.Opened) >= quietDays*24*time.Hour:
			turnout, err := s.Polls.Turnout(ctx, p)
			if err != nil {
				return b, err
			}
			if low := lowGroups(page, turnout); low != "" {
				b.Tasks = append(b.Tasks, Task{Title: page.T("today.low_turnout", "Poll", title), Detail: page.T("today.low_turnout_why", "Groups", low), Look: "waiting", Button: look})
			}
		}
	}
	return b, nil
}

// lowGroups names the groups of which few have voted, with their turnout.
func lowGroups(page Page, turnout []polls.GroupResult) string {
	var low []string
	for _, g := range turnout {
		if g.Turnout != nil && *g.Turnout < lowRate {
			low = append(low, page.T("group."+string(g.Group))+" "+page.Percent(*g.Turnout))
		}
	}
	return strings.Join(low, ", ")
}

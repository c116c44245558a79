package ask

import (
	"context"
	"strings"
	"time"

	"soundings/surveys/polls"
	"soundings/web/page"
)

// Brief hands Today the drafts to finish, and the open polls in which few of a group have voted though they had a while.
func (s *Polls) Brief(ctx context.Context, frame page.Page) (page.Brief, error) {
	var b page.Brief
	all, err := s.Polls.Polls(ctx)
	if err != nil {
		return b, err
	}
	for _, p := range all {
		title, look := p.Title.In(frame.Lang()), page.Link{Text: frame.T("today.look"), Href: page.PollHref(p.ID)}
		switch {
		case p.State == polls.Draft:
			b.Tasks = append(b.Tasks, page.Task{
				Title: frame.T("today.draft", "Survey", title), Detail: frame.T("today.draft_since", "Date", frame.Day(p.Created)), Look: "active",
				Button: page.Link{Text: frame.T("today.go_on"), Href: page.PollHref(p.ID)},
			})
		case p.State == polls.Open && s.Now().Sub(p.Opened) >= quietDays*24*time.Hour:
			turnout, err := s.Polls.Turnout(ctx, p, frame.Writes())
			if err != nil {
				return b, err
			}
			if low := lowGroups(frame, turnout); low != "" {
				b.Tasks = append(b.Tasks, page.Task{
					Title: frame.T("today.low_turnout", "Poll", title), Detail: frame.T("today.low_turnout_why", "Groups", low), Look: "waiting",
					Button: look, Panel: frame.InGrafana("turnout", page.Chosen{}),
				})
			}
		}
	}
	return b, nil
}

// lowGroups names the groups of which few have voted, with their turnout.
func lowGroups(frame page.Page, turnout []polls.GroupResult) string {
	var low []string
	for _, g := range turnout {
		if g.Turnout != nil && *g.Turnout < lowRate {
			low = append(low, frame.T("group."+string(g.Group))+" "+frame.Percent(*g.Turnout))
		}
	}
	return strings.Join(low, ", ")
}

package portal

import (
	"strings"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/plan"
	"soundings/metrics"
	"soundings/web/page"
)

// charterRow is one entry as a line of a page.
type charterRow struct {
	ID    string
	Date  string    // empty: it has none
	Title page.Link // leads to its own page
	Kind  string
	Text  string
	Owner string
	About string // its features, audience, work, session, bumps or target
	Link  string
	State page.Badge // whether it was done on its day; without a text: there is nothing to say
	Tick  string     // the text of the button that ticks it off, or takes that back; empty: there is no button
	Done  bool
}

// ticking is an entry with its button, which only those who may write get.
type ticking struct {
	charterRow
	Writes bool
}

func (s *Room) charterRow(frame page.Page, names map[string]string, e plan.Entry) charterRow {
	row := charterRow{
		ID: e.ID, Title: page.Link{Text: e.Title, Href: page.CharterHref(e.ID)}, Kind: frame.T("plans.kind." + string(e.Kind)), Text: e.Text, Owner: e.Owner, Link: e.Link,
		About: strings.Join(aboutEntry(frame, names, e), " · "), State: s.entryState(frame, e), Done: !e.Done.IsZero(),
	}
	if !e.Date.IsZero() {
		row.Date = frame.Date(e.Date)
	}
	switch {
	case e.Kind.Ticked() && row.Done:
		row.Tick = frame.T("plans.untick")
	case e.Kind == plan.Task:
		row.Tick = frame.T("plans.tick.task")
	case e.Kind == plan.Event:
		row.Tick = frame.T("plans.tick.event")
	}
	return row
}

// aboutEntry says what an entry is about: its features, audience, work, session, bumps or target.
func aboutEntry(frame page.Page, names map[string]string, e plan.Entry) []string {
	var about []string
	named := planPresenter{page: frame, names: names}
	if e.Feature != "" {
		about = append(about, named.name(e.Feature))
	}
	for _, key := range e.Touches {
		about = append(about, named.name(key))
	}
	if len(e.Mends) > 0 {
		about = append(about, frame.T("plans.mends_these", "Bumps", strings.Join(e.Mends, ", ")))
	}
	if e.Work != "" {
		about = append(about, frame.T("plans.work."+e.Work))
	}
	if e.Session != "" {
		about = append(about, frame.T("plans.session."+e.Session))
	}
	if len(e.Audience) > 0 {
		about = append(about, frame.T("plans.for", "Groups", groups(frame, e.Audience)))
	}
	if taken := frame.Taken(e); taken != nil {
		about = append(about, taken.By)
	}
	if e.Figure != "" {
		about = append(about, frame.T("plans.target_of", "Figure", frame.FigureName(e.Figure), "Target", frame.Target(e.Figure, e.Target)))
	}
	return about
}

// groups returns the names of stakeholder groups in one text.
func groups(p page.Page, groups []cohorts.Group) string {
	names := make([]string, len(groups))
	for i, g := range groups {
		names[i] = p.T("group." + string(g))
	}
	return strings.Join(names, ", ")
}

// entryState says how an entry stands on its day: done, due and not done, or past. Before that day there is nothing to say.
func (s *Room) entryState(frame page.Page, e plan.Entry) page.Badge {
	past := !e.Date.IsZero() && e.Date.Before(s.calendarDay(frame))
	switch {
	case e.Waits() && past:
		return page.Badge{Text: frame.T("plans.state.undecided"), Look: "waiting"}
	case e.Waits():
		return page.Badge{Text: frame.T("plans.state.to_decide"), Look: "active"}
	case e.Kind == plan.Decision:
		return page.Badge{Text: frame.T("plans.state.decided", "Date", frame.Date(e.Done)), Look: "done"}
	case e.Kind == plan.Event && !e.Done.IsZero():
		return page.Badge{Text: frame.T("plans.state.told", "Date", frame.Date(e.Done)), Look: "done"}
	case !e.Done.IsZero():
		return page.Badge{Text: frame.T("plans.state.done", "Date", frame.Date(e.Done)), Look: "done"}
	case past && e.Kind == plan.Event:
		return page.Badge{Text: frame.T("plans.state.untold"), Look: "waiting"}
	case past && e.Kind == plan.Task:
		return page.Badge{Text: frame.T("plans.state.due"), Look: "waiting"}
	case past && (e.Kind == plan.Training || e.Kind == plan.Release):
		return page.Badge{Text: frame.T("plans.state.past"), Look: "past"}
	}
	return page.Badge{}
}

// calendarDay returns today in the clinic's zone as the charter stores days: its midnight in UTC.
func (s *Room) calendarDay(frame page.Page) time.Time {
	return metrics.DayOf(s.Now(), frame.Zone).Time()
}

package team

import (
	"context"
	"strings"

	"soundings/cohorts/plan"
	"soundings/web/page"
)

// Brief returns for Today which seats are empty, for which weeks ahead there is no pair, and that nobody is alerted of clinical
// concerns; of a team that has not begun to say who it is nothing yet.
func (s *Pages) Brief(ctx context.Context, frame page.Page) (page.Brief, error) {
	var b page.Brief
	gaps, err := s.Plans.Gaps(ctx)
	if err != nil || !gaps.Begun {
		return b, err
	}
	known, err := s.people(ctx)
	if err != nil {
		return b, err
	}
	if len(gaps.Weeks) > 0 {
		b.Tasks = append(b.Tasks, holesTask(frame, known, gaps.Weeks))
	}
	if !gaps.Alerted {
		b.Tasks = append(b.Tasks, task(frame, frame.T("today.no_concerns"), frame.T("today.no_concerns_why"), "/team#concerns", dutyPath+"#concerns"))
	}
	if len(gaps.Seats) > 0 {
		b.Tasks = append(b.Tasks, emptyTask(frame, gaps.Seats))
	}
	return b, nil
}

// task returns a task that leads who may write to where it is done, and others to where one reads of it.
func task(frame page.Page, title, detail, read, write string) page.Task {
	t := page.Task{Title: title, Detail: detail, Look: "waiting", Button: page.Link{Text: frame.T("today.look"), Href: read}}
	if frame.Writes() {
		t.Button = page.Link{Text: frame.T("today.fill_seat"), Href: write}
	}
	return t
}

func emptyTask(frame page.Page, empty []plan.Seat) page.Task {
	var names []string
	for _, seat := range empty {
		names = append(names, frame.T("seat."+string(seat)))
	}
	return task(frame, frame.T("today.empty_seats", "Count", len(empty)), frame.T("today.empty_seats_which", "Seats", strings.Join(names, ", ")), "/team", page.SeatHref(string(empty[0])))
}

func holesTask(frame page.Page, known people, holes []plan.Week) page.Task {
	var which []string
	for _, w := range holes {
		id := "today.hole"
		if len(w.Accounts) > 0 {
			id = "today.half_hole"
		}
		which = append(which, frame.T(id, "Date", frame.Date(w.Monday), "Names", known.names(frame, w.Accounts)))
	}
	return task(frame, frame.T("today.holes"), strings.Join(which, " "), "/team#duty", dutyPath)
}

package vendors

import (
	"context"
	"strings"
	"time"

	"soundings/cohorts/plan"
	"soundings/surveys/board"
	"soundings/web/page"
)

// Brief hands Today that something is soon to be done about the contract, and the releases that are out and have not mended all
// that they were to mend.
func (s *Pages) Brief(ctx context.Context, frame page.Page) (page.Brief, error) {
	var b page.Brief
	v, err := s.Plans.Vendor(ctx)
	if err != nil {
		return b, err
	}
	today, err := s.Plans.DayOf(ctx, s.Promises.Now())
	if err != nil {
		return b, err
	}
	if v.Contract.Near(today) {
		b.Tasks = append(b.Tasks, contractTask(frame, v, today))
	}
	unkept, err := s.Promises.Unkept(ctx)
	for _, one := range unkept {
		b.Tasks = append(b.Tasks, unkeptTask(frame, one))
	}
	return b, err
}

// contractTask says what is next about a contract: notice, its end, or that it is over.
func contractTask(frame page.Page, v plan.Vendor, today time.Time) page.Task {
	t := page.Task{Detail: frame.T("today.contract_why"), Look: "waiting", Button: page.Link{Text: frame.T("today.look"), Href: vendorPath}}
	ends, by := frame.Date(v.Contract.Ends), v.Contract.NoticeBy()
	switch {
	case v.Contract.Ends.Before(today):
		t.Title = frame.T("today.contract_over", "Vendor", v.Name, "Date", ends)
	case by.IsZero() || by.Before(today):
		t.Title = frame.T("today.contract_ends", "Vendor", v.Name, "Date", ends)
	default:
		t.Title, t.Detail = frame.T("today.contract_notice", "Vendor", v.Name, "Date", frame.Date(by)), frame.T("today.contract_notice_why", "Date", ends)
	}
	return t
}

func unkeptTask(frame page.Page, one board.Unkept) page.Task {
	var open []string
	for _, p := range one.Open {
		open = append(open, p.Bump.ID)
	}
	return page.Task{
		Title: frame.T("today.unkept", "Release", one.Release.Title), Detail: frame.T("today.unkept_which", "Count", len(open), "Date", frame.Date(one.Release.Date), "Bumps", strings.Join(open, ", ")),
		Look: "waiting", Button: page.Link{Text: frame.T("today.look"), Href: page.ReleaseHref(one.Release.ID)},
	}
}

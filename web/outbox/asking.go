package outbox

import (
	"github.com/labstack/echo/v4"

	"soundings/cohorts/contact"
	"soundings/cohorts/upload"
	"soundings/web/page"
)

// refreshAsking is how often the page of people who are being asked looks again.
const refreshAsking = 2 // seconds

// askingPage shows how far many people are asked one thing. The query has "steps", as page.StepsValue writes them, where somebody
// chose how they are reached.
type askingPage struct {
	page.Page
	What      page.Link
	Running   bool
	Done, All int
	Progress  string
	Invited   string
	Left      string // how many were passed over; empty: nobody
	Next      page.Link
}

func (askingPage) Template() string { return "outbox/asking" }

// ShowAsking shows how far many people are asked one thing, and leads on once they are.
func (s *Start) ShowAsking(c echo.Context) error {
	return s.Show(c, func(c echo.Context, frame page.Page) (page.View, error) {
		ctx := c.Request().Context()
		job, err := s.Contact.Askings().Find(ctx, c.Param("id"))
		if err != nil {
			return nil, err
		}
		q := job.Reading
		v := askingPage{
			Page: frame, Running: job.State != upload.Finished, Done: job.Done(), All: job.Rows,
			Progress: frame.T("asking.progress", "Done", frame.Int(job.Done()), "Count", job.Rows, "People", frame.Int(job.Rows)),
			Invited:  frame.T("asking.invited", "Count", job.Report.People),
		}
		if v.What, err = s.About(ctx, frame, contact.Message{Kind: q.Kind, Subject: q.Subject}); err != nil {
			return nil, err
		}
		if v.Running {
			v.Refresh = refreshAsking
			return v, nil
		}
		if left := job.Rows - job.Report.People; left > 0 {
			v.Left = frame.T("asking.left", "Count", left)
		}
		v.Next, err = s.afterAsking(c, frame, q)
		return v, err
	})
}

// afterAsking leads on from people who are asked: to the outbox where a protocol reaches them, else to where the one begins that
// was chosen, or to their links.
func (s *Start) afterAsking(c echo.Context, frame page.Page, q contact.Question) (page.Link, error) {
	p, err := s.Contact.Protocol(c.Request().Context(), q.Kind, q.Subject)
	if err != nil {
		return page.Link{}, err
	}
	chosen, err := page.TypedSending(c).Steps()
	switch {
	case p.Version > 0:
		return page.Link{Text: frame.T("menu.outbox"), Href: "/outbox"}, nil
	case err == nil && len(chosen) > 0:
		return page.Link{Text: frame.T("asking.next"), Href: page.StartHref(q.Kind, q.Subject, chosen)}, nil
	}
	return page.Link{Text: frame.T("surveys.links"), Href: page.AskedHref(q.Kind, q.Subject) + "/links"}, nil
}

// APIAsking says how far many people are asked one thing.
func (s *Start) APIAsking(c echo.Context) error {
	job, err := s.Contact.Askings().Find(c.Request().Context(), c.Param("id"))
	return page.OK(c, page.NewAskingAnswer(job), err)
}

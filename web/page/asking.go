package page

import (
	"cmp"
	"context"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/contact"
	"soundings/cohorts/upload"
)

// AskingAnswer is how far people are asked in the background, as the API says it.
type AskingAnswer struct {
	ID      string       `json:"id"`
	About   contact.Kind `json:"about"`
	Subject string       `json:"subject"` // the id of the cohort, survey or poll
	State   upload.State `json:"state"`
	People  int          `json:"people"`
	Done    int          `json:"done"`    // how many of them it has come to
	Invited int          `json:"invited"` // how many of those are invited: who has left meanwhile is not
}

// NewAskingAnswer returns how far people are asked.
func NewAskingAnswer(job contact.Asking) AskingAnswer {
	q := job.Reading
	return AskingAnswer{job.ID, q.Kind, q.Subject, job.State, job.Rows, job.Done(), job.Report.People}
}

// AskingHref returns the address of the page that shows how far people are asked, with the steps that somebody chose for them.
func AskingHref(id string, steps []contact.Step) string {
	if len(steps) == 0 {
		return "/outbox/askings/" + id
	}
	return "/outbox/askings/" + id + "?" + url.Values{"steps": {StepsValue(steps)}}.Encode()
}

// Asked leads on from people who are asked one thing: a few, who are invited, to their links, which flash says, or to sending;
// many, whom a job invites, to how far it is.
func (s *Site) Asked(c echo.Context, q contact.Question, invited []contact.Invitation, job *contact.Asking, flash string) error {
	switch {
	case job != nil:
		return c.Redirect(http.StatusSeeOther, AskingHref(job.ID, q.Steps))
	case len(q.Steps) > 0:
		return s.Sends(c, q.Kind, q.Subject, q.Steps, len(invited))
	}
	return s.Done(c, AskedHref(q.Kind, q.Subject)+"/links", flash, len(invited))
}

// Accepted sends where a program can see how far people are asked.
func Accepted(c echo.Context, job contact.Asking) error {
	c.Response().Header().Set(echo.HeaderLocation, "/api/v1/outbox/askings/"+job.ID)
	return c.JSON(http.StatusAccepted, NewAskingAnswer(job))
}

// underWay returns a link to how far people are asked one thing at this moment; nil: they are not being asked.
func (s *Site) underWay(ctx context.Context, p Page, kind contact.Kind, subject string) (*Link, error) {
	if !p.Writes() {
		return nil, nil
	}
	jobs, err := s.Contact.UnderWay(ctx, kind, subject)
	if err != nil || len(jobs) == 0 {
		return nil, err
	}
	job := jobs[0]
	return &Link{Text: p.T("asking.progress", "Done", p.Int(job.Done()), "Count", cmp.Or(job.Rows, 1), "People", p.Int(job.Rows)), Href: AskingHref(job.ID, nil)}, nil
}

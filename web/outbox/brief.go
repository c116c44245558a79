package outbox

import (
	"context"
	"strings"

	"soundings/cohorts/contact"
	"soundings/web/page"
)

// namedRefs is how many people a task names.
const namedRefs = 5

// Brief hands Today what the team has to print, send or call, and what keeps messages from people: everything is stopped, there is
// no mail server, addresses do not work.
// Whom it concerns only those see who may write to people.
func (s *Outbox) Brief(ctx context.Context, frame page.Page) (page.Brief, error) {
	var b page.Brief
	if !frame.Writes() {
		return b, nil
	}
	halt, err := s.Outbox.Halted(ctx)
	if err != nil {
		return b, err
	}
	counts, err := s.Outbox.Counts(ctx)
	if err != nil {
		return b, err
	}
	secrets, err := s.Outbox.SecretsWait(ctx)
	if err != nil {
		return b, err
	}
	failing, err := s.Outbox.Failing(ctx)
	if err != nil {
		return b, err
	}
	waits := counts[contact.ByMail][contact.MessageWaiting] + counts[contact.ByMail][contact.MessageDeferred]
	look := func(href string) page.Link { return page.Link{Text: frame.T("today.look"), Href: href} }
	stopped := func(title, detail string) {
		b.Tasks = append(b.Tasks, page.Task{Title: title, Detail: detail, Look: "stopped", Button: look("/outbox")})
	}
	switch {
	case halt.On && counts.Of(contact.MessageWaiting) > 0:
		stopped(frame.T("today.halted", "Since", frame.Time(halt.Since)), frame.T("today.halted_why", "Count", counts.Of(contact.MessageWaiting)))
	case halt.On && secrets:
		stopped(frame.T("today.halted", "Since", frame.Time(halt.Since)), frame.T("today.secrets_halted"))
	case s.Outbox.Post == nil && waits > 0:
		stopped(frame.T("today.no_mail", "Count", waits), frame.T("outbox.no_server"))
	case s.Outbox.Post == nil && secrets:
		stopped(frame.T("today.secrets_no_mail"), frame.T("outbox.no_server"))
	}
	if len(failing) > 0 {
		b.Tasks = append(b.Tasks, page.Task{
			Title: frame.T("today.failing", "Count", len(failing)), Detail: frame.T("today.failing_why", "Refs", strings.Join(failing[:min(len(failing), namedRefs)], ", ")), Look: "waiting",
			Button: look("/outbox?state=failed"),
		})
	}
	for _, hand := range hands {
		due, err := s.Outbox.Waiting(ctx, hand.by, contact.BatchLength)
		if err != nil {
			return b, err
		}
		if due > 0 && !halt.On {
			b.Tasks = append(b.Tasks, page.Task{
				Title: frame.T("today.due."+string(hand.by), "Count", due), Detail: frame.T("today.due_why"), Look: "waiting", Button: look(hand.href),
			})
		}
	}
	return b, nil
}

package people

import (
	"context"
	"slices"

	"soundings/cohorts/contact"
	"soundings/web/page"
)

// messageRow is one message about what a participant was asked.
type messageRow struct {
	By    string
	About page.Link
	State page.Badge
	Why   string
	At    string // when it is due, or came to its state
}

// mostMessages is how many messages the page of a participant lists.
const mostMessages = 20

// messages lists what a participant got or will get about what they were asked, the latest first. That somebody was not
// written to as they had answered is told to those who may read answers.
func (s *Participants) messages(ctx context.Context, frame page.Page, ref string, asked []invitationRow) ([]messageRow, error) {
	if !frame.Writes() {
		return nil, nil
	}
	about := make(map[string]page.Link, len(asked))
	for _, i := range asked {
		about[i.ID] = i.What
	}
	var all []contact.Message
	q := contact.MessageQuery{Ref: ref, Limit: page.ListLength}
	for {
		some, err := s.Outbox.List(ctx, q)
		if err != nil {
			return nil, err
		}
		all = append(all, some.Items...)
		if q.After = some.Next; q.After == "" {
			break
		}
	}
	slices.SortStableFunc(all, func(a, b contact.Message) int { return b.When().Compare(a.When()) })
	var rows []messageRow
	for _, m := range all[:min(len(all), mostMessages)] {
		rows = append(rows, messageRow{
			By: frame.T("outbox.by." + string(m.By)), About: about[m.Invitation], State: frame.MessageBadge(m.State), Why: frame.MessageWhy(m.Why),
			At: frame.MessageTime(m),
		})
	}
	return rows, nil
}

// MessagesHref leads to all messages of the participant.
func (v ParticipantPage) MessagesHref() string { return page.OutboxHref(v.Ref) }

package people

import (
	"context"
	"slices"

	"soundings/cohorts"
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

// broken says which addresses of a participant do not work, to those who may change them.
func (s *Participants) broken(ctx context.Context, frame page.Page, p cohorts.Participant) ([]string, error) {
	if !frame.Writes() {
		return nil, nil
	}
	ways, err := s.Outbox.Broken(ctx, p)
	var said []string
	for _, by := range ways {
		said = append(said, frame.T("participants.broken."+string(by)))
	}
	return said, err
}

// MessagesHref leads to all messages of the participant.
func (v ParticipantPage) MessagesHref() string { return page.OutboxHref(v.Ref) }

package outbox

import (
	"context"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/web/page"
)

// Outbox is the page and the API of what is sent to people.
type Outbox struct{ *Room }

// outboxPage lists the messages of one state, soonest due first, or those about one participant: "state", "ref", which is also
// found by a name, an address or a number.
type outboxPage struct {
	page.Page
	Halted string // since when everything is stopped; empty: it is not
	NoMail bool   // mail waits, for there is no mail server
	States []outboxTab
	Hands  []outboxTab // what the team prints, sends or calls itself
	Ref    string
	Which  []page.Link // several people may be meant; empty: one, or nobody is asked for
	Rows   []messageRow
	Pager  page.Pager
}

func (outboxPage) Template() string { return "outbox/outbox" }

// outboxTab leads to the messages of one state.
type outboxTab struct {
	page.Link
	Count   string
	Current bool
}

// messageRow is one message in the list.
type messageRow struct {
	Ref   page.Link
	By    string
	About page.Link
	State page.Badge
	Why   string
	At    string // when it is due, or came to its state
}

// ShowOutbox shows what waits and what became of the rest.
func (s *Outbox) ShowOutbox(c echo.Context) error { return s.Show(c, s.outboxPage) }

func (s *Outbox) outboxPage(c echo.Context, frame page.Page) (page.View, error) {
	ctx := c.Request().Context()
	q, err := askedMessages(c)
	if err != nil {
		return nil, err
	}
	q.After, q.Limit = c.QueryParam("after"), page.ListLength
	v := outboxPage{Page: frame, Ref: q.Ref}
	halt, err := s.Outbox.Halted(ctx)
	if err != nil {
		return nil, err
	}
	if halt.On {
		v.Halted = frame.Time(halt.Since)
	}
	counts, err := s.Outbox.Counts(ctx)
	if err != nil {
		return nil, err
	}
	secrets, err := s.Outbox.SecretsWait(ctx)
	if err != nil {
		return nil, err
	}
	v.NoMail = s.Outbox.Post == nil && (secrets || counts[contact.ByMail][contact.MessageWaiting] > 0)
	for _, state := range contact.MessageStates() {
		link := page.Link{Text: frame.T("outbox.state." + string(state)), Href: "/outbox?state=" + string(state)}
		v.States = append(v.States, outboxTab{link, frame.Int(counts.Of(state)), q.Ref == "" && state == q.State})
	}
	if v.Hands, err = s.handTabs(ctx, frame); err != nil {
		return nil, err
	}
	if q.Ref, v.Which, err = s.whom(ctx, q.Ref); err != nil || len(v.Which) > 0 {
		return v, err
	}
	found, err := s.Outbox.List(ctx, q)
	if err != nil {
		return nil, err
	}
	v.Pager = v.PagerOf(c, found.Next)
	v.Rows, err = s.messageRows(ctx, frame, found.Items)
	return v, err
}

// mostMeant is how many people a search shows who may be meant.
const mostMeant = 20

// whom returns the ref of who is meant by a ref, a name, an address or a number; several people where it may be any of them.
// Of nobody who is there any more messages may be left: then what was typed is a ref.
func (s *Outbox) whom(ctx context.Context, typed string) (ref string, which []page.Link, err error) {
	if typed == "" {
		return "", nil, nil
	}
	q := cohorts.SearchParticipants(typed)
	q.Limit = mostMeant
	found, err := s.Cohorts.Participants(ctx, q)
	if err != nil || len(found.Items) == 0 {
		return typed, nil, err
	}
	for _, p := range found.Items {
		if p.Ref == typed || len(found.Items) == 1 {
			return p.Ref, nil, nil
		}
		which = append(which, page.Link{Text: strings.TrimSpace(p.Ref + " " + p.Name), Href: page.OutboxHref(p.Ref)})
	}
	return typed, which, nil
}

// hands are what the team does itself: its name, and where it does it.
var hands = []struct {
	by   contact.Way
	text string
	href string
}{
	{contact.ByLetter, "outbox.to_print", "/outbox/letters"}, {contact.ByText, "outbox.to_text", "/outbox/texts"}, {contact.ByPhone, "outbox.to_call", "/outbox/calls"},
}

// handTabs lead to what the team does itself, with how much of it is due.
func (s *Outbox) handTabs(ctx context.Context, frame page.Page) ([]outboxTab, error) {
	tabs := make([]outboxTab, len(hands))
	for n, hand := range hands {
		due, err := s.Outbox.Waiting(ctx, hand.by, contact.BatchLength)
		if err != nil {
			return nil, err
		}
		tabs[n] = outboxTab{Link: page.Link{Text: frame.T(hand.text), Href: hand.href}, Count: frame.Int(due)}
	}
	return tabs, nil
}

// messageRows says messages as the list shows them.
func (s *Outbox) messageRows(ctx context.Context, frame page.Page, messages []contact.Message) ([]messageRow, error) {
	about := map[string]page.Link{}
	rows := make([]messageRow, len(messages))
	for n, m := range messages {
		key := string(m.Kind) + "/" + m.Subject
		if _, ok := about[key]; !ok {
			link, err := s.About(ctx, frame, m)
			if err != nil {
				return nil, err
			}
			about[key] = link
		}
		rows[n] = messageRow{
			Ref: whose(frame, m), By: frame.T("outbox.by." + string(m.By)), About: about[key],
			State: frame.MessageBadge(m.State), Why: s.why(frame, m), At: frame.MessageTime(m),
		}
	}
	return rows, nil
}

// why returns the reason for which a message waits or was not sent: what the team sends itself and is due waits for them.
func (s *Outbox) why(frame page.Page, m contact.Message) string {
	byHand := m.By != contact.ByMail && m.By != contact.ByWebhook
	if m.State == contact.MessageWaiting && m.Why == contact.WhyNone && byHand && !m.Due.After(s.Outbox.Now()) {
		return frame.T("outbox.by_hand." + string(m.By))
	}
	return frame.MessageWhy(m.Why)
}

// whose leads to whom a message is about.
func whose(frame page.Page, m contact.Message) page.Link {
	switch {
	case m.By == contact.ByWebhook && frame.Manages():
		return page.Link{Text: frame.T("outbox.program"), Href: page.WebhookHref(m.To)}
	case m.By == contact.ByWebhook: // whose page is for managers
		return page.Link{Text: frame.T("outbox.program")}
	case m.Ref == "":
		return page.Link{Text: frame.T("outbox.team")}
	}
	return page.Link{Text: m.Ref, Href: page.ParticipantHref(m.Ref)}
}

// About leads to what a message is about.
func (s *Room) About(ctx context.Context, frame page.Page, m contact.Message) (page.Link, error) {
	if m.By == contact.ByWebhook {
		return page.Link{Text: frame.T("webhook.type." + string(m.Kind))}, nil
	}
	var name base.Words
	switch m.Kind {
	case contact.ForPassword:
		return page.Link{Text: frame.T("outbox.about_password")}, nil
	case contact.ForConcern:
		return page.Link{Text: frame.T("outbox.about_concern", "Bump", m.Subject), Href: page.BumpHref(m.Subject)}, nil
	case contact.ForAnnouncement:
		return page.Link{Text: frame.T("outbox.about_announcement", "Announcement", m.Subject), Href: page.AskedHref(m.Kind, m.Subject)}, nil
	case contact.ForConsent:
		cohort, err := s.Cohorts.Cohort(ctx, m.Subject)
		if err != nil {
			return page.Link{}, err
		}
		name = cohort.Name
	case contact.ForPoll:
		p, err := s.Polls.Poll(ctx, m.Subject)
		if err != nil {
			return page.Link{}, err
		}
		name = p.Title
	default:
		v, err := s.Surveys.Survey(ctx, m.Subject)
		if err != nil {
			return page.Link{}, err
		}
		name = v.Title
	}
	return page.Link{Text: name.In(frame.Lang()), Href: page.AskedHref(m.Kind, m.Subject)}, nil
}

// HaltOutbox stops everything that would be sent, field "halt" with "on", or lets it go on.
func (s *Outbox) HaltOutbox(c echo.Context) error {
	on := c.FormValue("halt") == "on"
	if err := s.Outbox.Halt(c.Request().Context(), on); err != nil {
		return err
	}
	if on {
		return s.Done(c, "/outbox", "flash.outbox_halted")
	}
	return s.Done(c, "/outbox", "flash.outbox_resumed")
}

// askedMessages reads what an address asks for: ?state=, or ?ref=.
func askedMessages(c echo.Context) (contact.MessageQuery, error) {
	q := contact.MessageQuery{State: contact.MessageState(c.QueryParam("state")), Ref: c.QueryParam("ref")}
	if q.State == "" {
		q.State = contact.MessageWaiting
	}
	if !slices.Contains(contact.MessageStates(), q.State) {
		return q, page.Invalid("state", "error.oneof", "Choices", "waiting, deferred, sent, failed, skipped")
	}
	return q, nil
}

package contact

import (
	"context"
	"fmt"
	"slices"
	"time"

	"soundings/cohorts/base"
)

// Step is one step of a protocol: how many days after its beginning somebody is asked, and in which way.
type Step struct {
	AfterDays int `json:"after_days" validate:"min=0,max=365"`
	By        Way `json:"by" validate:"required,oneof=mail text letter phone"`
}

// Protocol is how everybody who is asked one thing is reached, step by step. For each person it begins when they are asked.
type Protocol struct {
	Kind    Kind
	Subject string
	Steps   []Step
	Secret  bool // it is about what is answered in secret
	Began   time.Time
	Taken   bool   // everybody who was asked before it began has their first message
	After   string // until then: those up to this cursor have it
	Version int64  // 0: there is none
}

// ReadyProtocol is a protocol to choose from.
type ReadyProtocol struct {
	Name  string
	Steps []Step
}

// MailAlone reports whether the protocol reaches people by mail alone.
func (p ReadyProtocol) MailAlone() bool {
	return !slices.ContainsFunc(p.Steps, func(step Step) bool { return step.By != ByMail })
}

// ReadyProtocols returns the protocols to choose from.
func ReadyProtocols() []ReadyProtocol {
	return []ReadyProtocol{
		{"mail", []Step{{0, ByMail}, {4, ByMail}}},
		{"mails", []Step{{0, ByMail}, {4, ByMail}, {10, ByMail}}},
		{"all", []Step{{0, ByMail}, {4, ByMail}, {7, ByLetter}, {14, ByPhone}}},
		{"texts", []Step{{0, ByMail}, {4, ByText}, {10, ByLetter}}},
		{"letters", []Step{{0, ByLetter}}},
		{"letters_calls", []Step{{0, ByLetter}, {10, ByPhone}}},
	}
}

// CheckSteps returns nil, or an Invalid error whose fields name what is wrong with the steps of a protocol: "protocol[1].by".
func CheckSteps(steps []Step) error {
	type protocol struct {
		Steps []Step `json:"protocol" validate:"max=10,dive"`
	}
	bad := base.Check(protocol{steps})
	var backwards []base.Field
	for n := 1; n < len(steps); n++ {
		switch before := steps[n-1]; {
		case steps[n].AfterDays < before.AfterDays:
			backwards = append(backwards, base.Field{Name: fmt.Sprintf("protocol[%d].after_days", n), Text: base.T("protocol.backwards", "Days", before.AfterDays)})
		case steps[n] == before:
			backwards = append(backwards, base.Field{Name: fmt.Sprintf("protocol[%d].after_days", n), Text: base.T("protocol.twice")})
		}
	}
	return base.Besides(bad, base.InvalidFields(backwards...))
}

// MayReach returns nil where people may be asked one thing by these steps, and whether it is answered in secret: then by mail alone.
// Whoever prints a letter or makes a call would hold the link, or see on whose list nobody stands any more.
func (s *Service) MayReach(ctx context.Context, kind Kind, subject string, steps []Step) (secret bool, err error) {
	if err := CheckSteps(steps); err != nil {
		return false, err
	}
	if secret, err = s.Asks.Secret(ctx, kind, subject); err != nil || !secret {
		return secret, err
	}
	var bad []base.Field
	for n, step := range steps {
		if step.By != ByMail {
			bad = append(bad, base.Field{Name: fmt.Sprintf("protocol[%d].by", n), Text: base.T("protocol.mail_alone")})
		}
	}
	return true, base.InvalidFields(bad...)
}

// Start begins the protocol by which everybody who is asked one thing is reached: those asked already and those asked later. One
// that began keeps its steps.
func (s *Service) Start(ctx context.Context, kind Kind, subject string, steps []Step) (Protocol, error) {
	secret, err := s.MayReach(ctx, kind, subject, steps)
	if err != nil {
		return Protocol{}, err
	}
	p, err := s.Protocol(ctx, kind, subject)
	if err != nil || p.Version > 0 {
		return p, err
	}
	p = Protocol{Kind: kind, Subject: subject, Steps: steps, Secret: secret, Began: s.Now()}
	err = s.Store.SaveProtocol(ctx, p)
	if base.IsCode(err, base.Conflict) { // somebody else began one meanwhile
		return s.Protocol(ctx, kind, subject)
	}
	if err != nil {
		return p, fmt.Errorf("keeping a protocol: %w", err)
	}
	p.Version = 1
	return p, nil
}

// Protocol returns the protocol by which people who are asked one thing are reached; Version 0: links are handed out.
func (s *Service) Protocol(ctx context.Context, kind Kind, subject string) (Protocol, error) {
	p, err := s.Store.Protocol(ctx, kind, subject)
	if err != nil {
		return p, fmt.Errorf("reading a protocol: %w", err)
	}
	return p, nil
}

// firsts returns the messages with which the protocol begins for some people, as it does at a time; none without a protocol.
func (p Protocol) firsts(asked []Invitation, at time.Time) []Message {
	if len(p.Steps) == 0 {
		return nil
	}
	all := make([]Message, len(asked))
	for n, i := range asked {
		all[n] = p.message(i, 0, at, at.AddDate(0, 0, p.Steps[0].AfterDays))
	}
	return all
}

// message returns the message of a step for somebody for whom the protocol began at a time.
func (p Protocol) message(i Invitation, step int, began, due time.Time) Message {
	return Message{
		ID: p.messageID(i.ID, step), Invitation: i.ID, Kind: i.Kind, Subject: i.Subject, Ref: i.Ref, To: i.By().ID, By: p.Steps[step].By,
		Step: step, State: MessageWaiting, Began: began, Due: due, Look: due,
	}
}

// messageID returns the id of the message of a step about an invitation.
func (p Protocol) messageID(invitation string, step int) string {
	if p.Secret {
		return SecretMessageID(invitation, step)
	}
	return MessageID(invitation, step)
}

// next returns the message that follows one that has ended; ok is false where none does. Where somebody was not reached in
// one way, the next other way takes over at once; steps of the same way on the way there are passed over.
func (p Protocol) next(m Message, i Invitation, now time.Time) (next Message, ok bool) {
	reached := m.State == MessageSent
	if reached && !p.Kind.Asks() {
		return Message{}, false
	}
	for step := m.Step + 1; step < len(p.Steps); step++ {
		switch {
		case reached: // however late, the person has the days between the steps to answer
			began := later(m.Began, now.AddDate(0, 0, -p.Steps[m.Step].AfterDays))
			next = p.message(i, step, began, began.AddDate(0, 0, p.Steps[step].AfterDays))
		case p.Steps[step].By != m.By:
			next = p.message(i, step, m.Began, now)
		default:
			continue
		}
		next.Only, next.Afresh = m.Only, !m.Again() && !(reached && m.By != ByPhone)
		return next, true
	}
	return Message{}, false
}

// later returns the later of two times.
func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

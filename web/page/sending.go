package page

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
)

// Sending is how a program asks that people are reached: "send" with false, or left out, only returns their links.
type Sending struct {
	Send     *bool          `json:"send"`     // true without a protocol: one mail at once
	Protocol []contact.Step `json:"protocol"` // begins with the day on which they are asked

	typo error // what was typed and cannot be read as steps
}

// Steps returns the protocol that was asked for; none where links are only returned.
func (s Sending) Steps() ([]contact.Step, error) {
	switch {
	case s.Send != nil && !*s.Send && len(s.Protocol) > 0:
		return nil, Invalid("protocol", "protocol.not_sent")
	case s.Send != nil && *s.Send && len(s.Protocol) == 0:
		return []contact.Step{{By: contact.ByMail}}, nil
	}
	return s.Protocol, Besides(s.typo, contact.CheckSteps(s.Protocol))
}

// StepsValue writes steps for a field: "mail 0, letter 7".
func StepsValue(steps []contact.Step) string {
	all := make([]string, len(steps))
	for n, step := range steps {
		all[n] = fmt.Sprintf("%s %d", step.By, step.AfterDays)
	}
	return strings.Join(all, ", ")
}

// stepsOf reads what StepsValue wrote. What it cannot read is a step by no way, which is refused as such.
func stepsOf(value string) []contact.Step {
	var all []contact.Step
	for each := range strings.SplitSeq(value, ",") {
		by, days, _ := strings.Cut(strings.TrimSpace(each), " ")
		n, err := strconv.Atoi(days)
		if err != nil {
			by = ""
		}
		all = append(all, contact.Step{AfterDays: n, By: contact.Way(by)})
	}
	return all
}

// ownProtocol is what the field "protocol" holds where somebody types steps of their own.
const ownProtocol = "own"

// ownSteps is how many steps of their own somebody can type.
const ownSteps = 6

// TypedSending reads how somebody says in a form that people are reached: field "steps", as StepsValue writes it; or field "protocol",
// the name of a ready one, or "own" with the steps in "protocol[0].after_days", "protocol[0].by" and so on, or nothing.
func TypedSending(c echo.Context) Sending {
	if steps := c.FormValue("steps"); steps != "" {
		return Sending{Protocol: stepsOf(steps)}
	}
	if c.FormValue("protocol") == ownProtocol {
		return typedSteps(c)
	}
	for _, ready := range contact.ReadyProtocols() {
		if ready.Name == c.FormValue("protocol") {
			return Sending{Protocol: ready.Steps}
		}
	}
	return Sending{}
}

// typedSteps reads the steps that somebody typed, to the last one that has anything in it.
func typedSteps(c echo.Context) Sending {
	var s Sending
	var typos []error
	last := 0
	for n := range ownSteps {
		days, by := stepFields(n)
		after, err := Whole(c, days)
		typos = append(typos, err)
		s.Protocol = append(s.Protocol, contact.Step{AfterDays: after, By: contact.Way(c.FormValue(by))})
		if c.FormValue(by) != "" || c.FormValue(days) != "" {
			last = n + 1
		}
	}
	s.Protocol, s.typo = s.Protocol[:max(last, 1)], Together(typos...) // without any, the first one is asked for
	return s
}

// stepFields returns the names of a step's fields, by which also the domain calls them.
func stepFields(n int) (days, by string) {
	return fmt.Sprintf("protocol[%d].after_days", n), fmt.Sprintf("protocol[%d].by", n)
}

// OwnStep is the fields of one step that somebody types.
type OwnStep struct{ Days, By Field }

// InSecret reports whether what people would be sent is answered in secret. A page of such a thing has its own.
func (p Page) InSecret() bool { return false }

// OwnSteps returns the fields of the steps that somebody may type; of what is answered in secret by mail alone.
func (p Page) OwnSteps(secret bool) []OwnStep {
	ways := []Option{{Text: p.T("protocol.no_step")}}
	for _, way := range contact.Ways() {
		if secret && way != contact.ByMail {
			continue
		}
		ways = append(ways, Option{Value: string(way), Text: p.T("outbox.by." + string(way))})
	}
	all := make([]OwnStep, ownSteps)
	for n := range all {
		days, by := stepFields(n)
		all[n] = OwnStep{
			p.Field(days, "protocol.step_days", "number").Called(p.T("protocol.step_days", "Step", n+1)),
			p.Field(by, "protocol.step_by", "select").Called(p.T("protocol.step_by", "Step", n+1)).Of(ways),
		}
	}
	return all
}

// OpensSteps reports whether the steps that somebody types are shown: they chose to type some.
func (p Page) OpensSteps() bool { return p.Form.Value("protocol") == ownProtocol }

// Protocols offers how people are reached: not at all, so that their links are handed out, by a ready protocol, or by steps that are
// typed; of what is answered in secret by mail alone.
func (p Page) Protocols(secret bool) []Option {
	options := []Option{{Text: p.T("protocol.none")}}
	for _, ready := range contact.ReadyProtocols() {
		if secret && !ready.MailAlone() {
			continue
		}
		options = append(options, Option{Value: ready.Name, Text: p.T("protocol.ready." + ready.Name)})
	}
	return append(options, Option{Value: ownProtocol, Text: p.T("protocol.own")})
}

// MayStart refuses to reach people by steps by which they may not be, and by other steps than those by which they are reached already.
func (s *Site) MayStart(ctx context.Context, kind contact.Kind, subject string, steps []contact.Step) error {
	if len(steps) == 0 {
		return nil
	}
	if _, err := s.Contact.MayReach(ctx, kind, subject, steps); err != nil {
		return err
	}
	p, err := s.Contact.Protocol(ctx, kind, subject)
	if err == nil && p.Version > 0 && !slices.Equal(p.Steps, steps) {
		err = base.Refuse(base.Conflict, "protocol.began")
	}
	return err
}

// Sends leads on from people who were asked just now: to the outbox where a protocol reaches them already, else to where it begins.
// Of what is answered in secret the outbox shows nothing: it leads back.
func (s *Site) Sends(c echo.Context, kind contact.Kind, id string, steps []contact.Step, people int) error {
	p, err := s.Contact.Protocol(c.Request().Context(), kind, id)
	if err != nil {
		return err
	}
	switch {
	case p.Secret:
		return s.Done(c, AskedHref(kind, id), "flash.sending_secret", people)
	case p.Version > 0:
		return s.Done(c, "/outbox", "flash.sending", people)
	}
	return s.Done(c, StartHref(kind, id, steps), "flash.to_start", people)
}

// Start begins to reach people, where there are steps.
func (s *Site) Start(ctx context.Context, kind contact.Kind, subject string, steps []contact.Step) error {
	if len(steps) == 0 {
		return nil
	}
	_, err := s.Contact.Start(ctx, kind, subject, steps)
	return err
}

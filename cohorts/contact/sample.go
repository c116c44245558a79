package contact

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"soundings/cohorts"
	"soundings/cohorts/base"
)

// SampleToken is what stands in place of the token of a link where the team looks at what is sent. It opens nothing.
const SampleToken = "0000-0000-0000-0000"

// Sample returns the message of a step as somebody who was asked one thing would get it, to be written with SampleToken; NotFound
// where they were not asked, Invalid where the protocol has no such step or it is a call.
func (o *Outbox) Sample(ctx context.Context, kind Kind, subject, ref string, steps []Step, step int) (Sheet, error) {
	if step < 0 || step >= len(steps) || steps[step].By == ByPhone {
		return Sheet{}, base.InvalidFields(base.Field{Name: "step", Text: base.T("protocol.unknown_step")})
	}
	asked, err := o.Contact.InvitationsOf(ctx, ref)
	if err != nil {
		return Sheet{}, err
	}
	n := slices.IndexFunc(asked, func(i Invitation) bool { return i.Kind == kind && i.Subject == subject })
	if n < 0 {
		return Sheet{}, base.Refuse(base.NotFound, "link.ref_not_invited", "Ref", ref)
	}
	m := Protocol{Steps: steps}.message(asked[n], step, o.Now(), o.Now())
	who, err := o.person(ctx, m)
	m.Afresh = step > 0 && !slices.ContainsFunc(steps[:step], func(s Step) bool {
		before := m
		before.By = s.By
		return s.By != ByPhone && allowed(before, who) == ""
	})
	return Sheet{m, asked[n], who.Participant}, err
}

// Mail returns the message as a mail that has no address and no link.
func (s Sheet) Mail(clinic cohorts.Clinic) Mail {
	m := mailAbout(s.Message, s.Invitation, clinic)
	m.Token = SampleToken
	return m
}

// SendSamples sends one of each mail of a protocol to an address of the team, in each language of the clinic, and returns how many.
// They are outside of budget and quiet hours, and in no outbox. Conflict: there is no mail server.
func (o *Outbox) SendSamples(ctx context.Context, kind Kind, subject string, steps []Step, address string) (int, error) {
	if o.Post == nil {
		return 0, base.Refuse(base.Conflict, "outbox.no_server")
	}
	clinic, err := o.Contact.Cohorts.Clinic(ctx)
	if err != nil {
		return 0, err
	}
	asked, err := o.Contact.List(ctx, kind, subject, "", 1)
	if err != nil {
		return 0, err
	}
	var about Invitation
	if len(asked.Items) > 0 {
		about = asked.Items[0]
	}
	sent := 0
	for _, again := range kindsOfMail(steps) {
		for _, language := range clinic.Languages {
			m := mailAbout(Message{ID: fmt.Sprintf("sample-%d-%d", o.Now().UnixNano(), sent), First: o.Now()}, about, clinic)
			m.Kind, m.Language, m.Again, m.Address, m.Token, m.Sample = kind, language, again, address, SampleToken, true
			if err := o.Post.Send(ctx, m); err != nil {
				return sent, errors.Join(base.Refuse(base.Conflict, "outbox.sample_failed"), err)
			}
			sent++
		}
	}
	return sent, nil
}

// kindsOfMail returns which mails steps send: false for a first one, true for a reminder.
func kindsOfMail(steps []Step) (again []bool) {
	for n, s := range steps {
		if reminds := n > 0; s.By == ByMail && !slices.Contains(again, reminds) {
			again = append(again, reminds)
		}
	}
	return again
}

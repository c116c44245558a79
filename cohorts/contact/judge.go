package contact

import (
	"context"
	"fmt"
	"time"

	"soundings/cohorts"
)

// verdict is what becomes of a message at the moment at which it would be sent.
type verdict struct {
	Skip  Why       // it is not sent any more, for this reason
	Wait  Why       // it waits until the time below, for this reason
	Until time.Time // with Wait
}

// judge decides anew about a message: whether it is still needed, allowed and possible, and whether it is its time.
func (o *Outbox) judge(ctx context.Context, m Message, i Invitation, who person, clinic cohorts.Clinic) (verdict, error) {
	why, err := o.needed(ctx, m, i)
	if err == nil && why == "" {
		why = allowed(m, who)
	}
	if err != nil || why != "" {
		return verdict{Skip: why}, err
	}
	return who.wait(m, o.Now(), clinic), nil
}

// wait returns why and until when a message that could go out at a time has to wait; the zero verdict: it has not.
func (w person) wait(m Message, at time.Time, clinic cohorts.Clinic) verdict {
	if free := w.record.Free(at, clinic.Messages()); !m.Charged && free.After(at) {
		return verdict{Wait: WhyBudget, Until: m.By.loud(free, clinic)}
	}
	if loud := m.By.loud(at, clinic); loud.After(at) {
		return verdict{Wait: WhyQuiet, Until: loud}
	}
	return verdict{}
}

// loud returns the first moment from a time on at which people may be reached in this way: outside the clinic's quiet hours. A
// letter disturbs nobody when it is printed.
func (w Way) loud(t time.Time, clinic cohorts.Clinic) time.Time {
	if w == ByLetter {
		return t
	}
	return clinic.Quiet.After(t, clinic.Zone())
}

// needed returns why nobody has to be asked any more; nothing where they have.
func (o *Outbox) needed(ctx context.Context, m Message, i Invitation) (Why, error) {
	if i.Version == 0 || i.Past(o.Now()) {
		return WhyOver, nil
	}
	if i.Kind == ForConsent {
		return o.undecided(ctx, i)
	}
	if i.State == Completed {
		return WhyAnswered, nil
	}
	open, err := o.Contact.Asks.Asks(ctx, m.Kind, m.Subject)
	if err != nil || !open {
		return WhyOver, err
	}
	standing, err := o.Contact.Standing(ctx, i)
	if err != nil || standing != TakesPart {
		return WhyLeft, err
	}
	return "", nil
}

// undecided returns why somebody need not say yes or no to a beta any more.
func (o *Outbox) undecided(ctx context.Context, i Invitation) (Why, error) {
	c, err := o.Contact.Cohorts.Cohort(ctx, i.Subject)
	if err != nil {
		return "", err
	}
	member, err := o.Contact.Cohorts.Membership(ctx, i.Subject, i.Ref)
	switch {
	case err != nil:
		return "", err
	case c.Over():
		return WhyOver, nil
	case member.State == cohorts.Invited || member.State == cohorts.Agreed && member.AskedAgain(c):
		return "", nil
	case member.State == cohorts.Agreed || member.State == cohorts.Declined:
		return WhyAnswered, nil
	}
	return WhyLeft, nil
}

// allowed returns why somebody cannot be reached in the way of a message, or does not want to be.
func allowed(m Message, who person) Why {
	switch {
	case who.Ref == "":
		return WhyAddress
	case who.Minor && m.To == m.Ref:
		return WhyMinor
	case !who.choices.Allows(m.By):
		return WhyChoice
	case m.By == ByMail && !who.record.Mails(who.Participant),
		(m.By == ByText || m.By == ByPhone) && !who.record.Calls(who.Participant),
		m.By == ByLetter && !who.record.Letters(who.Participant):
		return WhyAddress
	}
	return ""
}

// whose returns the invitation that a message is about, and who gets it.
func (o *Outbox) whose(ctx context.Context, m Message) (i Invitation, who person, err error) {
	if i, err = o.invitation(ctx, m); err == nil {
		who, err = o.person(ctx, m)
	}
	return i, who, err
}

// person returns who gets a message. One who was removed has no ref.
func (o *Outbox) person(ctx context.Context, m Message) (person, error) {
	all, err := o.people(ctx, m)
	if err != nil {
		return person{}, err
	}
	return all[0], nil
}

// people returns who gets some messages, in their order. One who was removed has no ref.
func (o *Outbox) people(ctx context.Context, some ...Message) ([]person, error) {
	to, about := make([]string, len(some)), make([]string, len(some))
	for n, m := range some {
		to[n], about[n] = m.To, m.Ref
	}
	found, err := o.Contact.Cohorts.People(ctx, to...)
	if err != nil {
		return nil, err
	}
	chosen, err := o.Contact.choicesOf(ctx, about...)
	if err != nil {
		return nil, err
	}
	records, err := o.Store.Records(ctx, to...)
	if err != nil {
		return nil, fmt.Errorf("reading what people got: %w", err)
	}
	all := make([]person, len(some))
	for n := range some {
		all[n] = person{found[to[n]], records[n], chosen[n]}
		all[n].record.Ref = to[n]
	}
	return all, nil
}

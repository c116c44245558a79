package contact

import (
	"cmp"
	"context"
	"slices"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
)

// Rehearsal is what a protocol would send to the people who are asked one thing, if it began now and nobody answered.
type Rehearsal struct {
	People      int // who would be sent anything
	Unreachable int // whom no step reaches
	Days        []RehearsedDay
}

// RehearsedDay is how many would be reached in one way on one day, by the clinic's clocks.
type RehearsedDay struct {
	Day    time.Time // its beginning
	By     Way
	People int
}

// rehearsed is one message of a rehearsal.
type rehearsed struct {
	day time.Time
	by  Way
}

// Rehearse returns what a protocol would send. It changes nothing.
func (o *Outbox) Rehearse(ctx context.Context, kind Kind, subject string, steps []Step) (Rehearsal, error) {
	var r Rehearsal
	if err := CheckSteps(steps); err != nil {
		return r, err
	}
	clinic, err := o.Contact.Cohorts.Clinic(ctx)
	if err != nil {
		return r, err
	}
	if len(steps) == 0 {
		return r, nil
	}
	p, zone := Protocol{Kind: kind, Subject: subject, Steps: steps}, clinic.Zone()
	sent := map[rehearsed]int{}
	for page, err := range base.Pages(func(after string) (base.Page[Invitation], error) {
		return o.Contact.List(ctx, kind, subject, after, cohorts.MaxChunk)
	}) {
		if err != nil {
			return r, err
		}
		asked, err := o.stillAsked(ctx, page)
		if err != nil {
			return r, err
		}
		first := p.firsts(asked, o.Now())
		people, err := o.people(ctx, first...)
		if err != nil {
			return r, err
		}
		for n, i := range asked {
			days := p.rehearse(first[n], i, people[n], clinic, zone)
			for _, one := range days {
				sent[one]++
			}
			if len(days) == 0 {
				r.Unreachable++
			} else {
				r.People++
			}
		}
	}
	for one, n := range sent {
		r.Days = append(r.Days, RehearsedDay{one.day, one.by, n})
	}
	slices.SortFunc(r.Days, func(a, b RehearsedDay) int { return cmp.Or(a.Day.Compare(b.Day), cmp.Compare(a.By, b.By)) })
	return r, nil
}

// rehearse returns what a protocol would send to one person, from their first message on.
func (p Protocol) rehearse(m Message, i Invitation, who person, clinic cohorts.Clinic, zone *time.Location) []rehearsed {
	var all []rehearsed
	for ok := true; ok; {
		at := m.Due
		if allowed(m, who) == "" {
			for v := who.wait(m, at, clinic); v.Wait != WhyNone; v = who.wait(m, at, clinic) {
				at = v.Until
			}
			who.record = who.record.charge(at)
			y, month, d := at.In(zone).Date()
			all = append(all, rehearsed{time.Date(y, month, d, 0, 0, 0, 0, zone), m.By})
			m = m.ended(MessageSent, WhyNone, at)
		} else {
			m = m.ended(MessageSkipped, WhyAddress, at)
		}
		if m, ok = p.next(m, i, at); ok && m.Due.Before(at) {
			m.Due = at
		}
	}
	return all
}

// stillAsked returns those of some invitations that can be answered by people who take part.
func (o *Outbox) stillAsked(ctx context.Context, some []Invitation) ([]Invitation, error) {
	open := slices.DeleteFunc(slices.Clone(some), func(i Invitation) bool { return !i.Open(o.Now()) && i.Kind != ForConsent })
	if len(open) == 0 || open[0].Kind != ForConsent {
		return o.Contact.StillMembers(ctx, open)
	}
	var asked []Invitation
	for _, i := range open {
		why, err := o.needed(ctx, Message{Kind: i.Kind, Subject: i.Subject}, i)
		if err != nil {
			return nil, err
		}
		if why == "" {
			asked = append(asked, i)
		}
	}
	return asked, nil
}

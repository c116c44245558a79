package demo

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/surveys/polls"
)

// wishes say what each group wants of the portal, from 0 to 1. They disagree: patients want what spares them a call, staff
// what spares them paper, providers what reaches them without a flood.
var wishes = map[cohorts.Group]map[string]float64{
	cohorts.Patient:  {"refills": 0.9, "secure-messaging": 0.8, "booking": 0.75, "bills": 0.5, "photos": 0.45, "forms": 0.2},
	cohorts.Staff:    {"refills": 0.85, "forms": 0.8, "secure-messaging": 0.55, "bills": 0.5, "booking": 0.35, "photos": 0.1},
	cohorts.Provider: {"secure-messaging": 0.85, "photos": 0.7, "refills": 0.65, "forms": 0.4, "booking": 0.15, "bills": 0.1},
}

// patientsPolled is how many patients were asked what they want.
const patientsPolled = 140

// poll asks three groups what comes first. It is closed.
func (b *builder) poll(ctx context.Context) error {
	p := polls.Poll{
		Title:  base.Words{"en": "What should the portal do first?", "es": "¿Qué debería hacer primero el portal?"},
		Method: polls.Rank, Features: []string{"refills", "secure-messaging", "booking", "forms", "photos", "bills"},
		Groups: map[cohorts.Group]polls.Share{cohorts.Patient: {Weight: 2}, cohorts.Staff: {Weight: 1}, cohorts.Provider: {Weight: 1}},
	}
	p, err := b.openPoll(ctx, 58, p)
	if err != nil {
		return err
	}
	b.polled = p.ID
	asked, err := b.teamAt(58, 11, 0).Polls.Invite(ctx, p.ID, polls.Audience{Groups: []cohorts.Group{cohorts.Staff, cohorts.Provider}})
	if err != nil {
		return err
	}
	patients, err := b.teamAt(58, 11, 5).Polls.Invite(ctx, p.ID, polls.Audience{Refs: b.people.patients[:patientsPolled]})
	if err != nil {
		return err
	}
	err = each(ctx, append(asked, patients...), func(ctx context.Context, i contact.Invitation) error {
		return b.vote(ctx, p, polls.Voter{Invitation: i}, i.Ref, i.Group, 0.62)
	})
	if err != nil {
		return err
	}
	_, err = b.teamAt(50, 16, 0).Polls.Close(ctx, p.ID)
	return err
}

// roomPoll asks the staff about what comes next, by links and by a code in the break room. It is open, and few have voted.
func (b *builder) roomPoll(ctx context.Context) error {
	p := polls.Poll{
		Title:  base.Words{"en": "What would help you at the desk?", "es": "¿Qué le ayudaría en la recepción?"},
		Method: polls.Dots, Features: []string{"booking", "forms", "photos", "bills"}, Open: true,
		Groups: map[cohorts.Group]polls.Share{cohorts.Staff: {Weight: 1}},
	}
	p, err := b.openPoll(ctx, 9, p)
	if err != nil {
		return err
	}
	asked, err := b.teamAt(9, 11, 0).Polls.Invite(ctx, p.ID, polls.Audience{Groups: []cohorts.Group{cohorts.Staff}})
	if err != nil {
		return err
	}
	code := b.services.Polls.Code(p)
	err = each(ctx, asked, func(ctx context.Context, i contact.Invitation) error {
		return b.vote(ctx, p, polls.Voter{Invitation: i}, i.Ref, i.Group, 0.16)
	})
	if err != nil {
		return err
	}
	for n := range 7 {
		browser := "break-room-" + strconv.Itoa(n)
		if err := b.vote(ctx, p, polls.Voter{Code: code, Browser: browser}, browser, cohorts.Staff, 1); err != nil {
			return err
		}
	}
	return nil
}

// openPoll makes a poll and publishes it on the same day.
func (b *builder) openPoll(ctx context.Context, daysAgo int, p polls.Poll) (polls.Poll, error) {
	p, err := b.teamAt(daysAgo, 10, 0).Polls.Create(ctx, p)
	if err != nil {
		return p, err
	}
	return b.teamAt(daysAgo, 10, 45).Polls.Publish(ctx, p.ID)
}

// vote lets one person vote, or not.
func (b *builder) vote(ctx context.Context, p polls.Poll, v polls.Voter, who string, g cohorts.Group, share float64) error {
	r := newChance("vote", p.ID, who)
	if !r.happens(share) {
		return nil
	}
	s := b.at(b.days.within(r, p.Opened, 7), r.ids)
	sheet, err := s.Polls.Cast(ctx, v, ballotOf(r, p, g))
	if err == nil && len(sheet.Errors) > 0 {
		err = base.InvalidFields(sheet.Errors...)
	}
	if err != nil {
		return fmt.Errorf("voting: %w", err)
	}
	return nil
}

// ballotOf makes up what somebody of a group votes.
func ballotOf(r chance, p polls.Poll, g cohorts.Group) polls.Values {
	type wish struct {
		feature string
		much    float64
	}
	var all []wish
	for _, f := range p.Features {
		all = append(all, wish{f, wishes[g][f] + 0.28*r.NormFloat64()})
	}
	slices.SortFunc(all, func(x, y wish) int {
		if x.much > y.much {
			return -1
		}
		return 1
	})
	v := polls.Values{}
	if p.How().Dots {
		for i, dots := range []string{"5", "3", "2"} {
			v["dots."+all[i].feature] = []string{dots}
		}
		return v
	}
	for i := range min(p.Top(g), 3+r.IntN(len(all)-2)) {
		v["rank."+all[i].feature] = []string{strconv.Itoa(i + 1)}
	}
	return v
}

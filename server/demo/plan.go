package demo

import (
	"context"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/plan"
)

// planStart returns the first day of a plan whose first quarter ended a few days ago, on the first or in the middle of a
// month.
func (b *builder) planStart() time.Time {
	year, month, today := b.days.now.Date()
	ended := time.Date(year, month, 15, 0, 0, 0, 0, time.UTC)
	switch {
	case today == 1:
		ended = ended.AddDate(0, -1, 0)
	case today <= 15:
		ended = time.Date(year, month, 1, 0, 0, 0, 0, time.UTC)
	}
	return ended.AddDate(0, -3, 0)
}

// plan makes the year's plan of the poll and adopts it. The first feature will come in time, the second will not.
func (b *builder) plan(ctx context.Context) error {
	s := b.teamAt(49, 13, 0).Plans
	p, err := s.Create(ctx, plan.Draft{
		Title: "The portal’s first year", Polls: []string{b.polled}, Start: b.planStart(), Capacity: []float64{10, 11, 8, 5},
	})
	if err != nil {
		return err
	}
	first := 1
	if _, _, err := s.Change(ctx, p.ID, plan.Edit{Changes: []plan.Change{{Feature: "refills", Quarter: &first}, {Feature: "secure-messaging", Quarter: &first}}}); err != nil {
		return err
	}
	if _, err := s.Adopt(ctx, p.ID); err != nil {
		return err
	}
	return b.charter(ctx)
}

// charter writes down what stands around the plan.
func (b *builder) charter(ctx context.Context) error {
	s := b.teamAt(48, 9, 30).Plans
	day := b.days.day
	for _, e := range []plan.Entry{
		{Kind: plan.Goal, Title: "Four in ten testers use the portal every week", Figure: plan.Active7, Target: 250, Date: day(75), Owner: managerName},
		{Kind: plan.Goal, Title: "Nearly all testers have an account", Figure: plan.EnrolledShare, Target: 90, Date: day(30), Owner: "Priya Raman"},
		{Kind: plan.Goal, Title: "Testers find the portal easy to use", Figure: plan.Score, Survey: b.asked, Target: 72, Date: day(60), Owner: "Dr. Ruth Okafor"},
		{Kind: plan.Decision, Title: "Messages are answered within two working days", Text: "Nurses answer first. Dr. Okafor answers medical questions.", Date: day(-40), Owner: "Dr. Ruth Okafor"},
		{Kind: plan.Event, Title: "Tell patients at the desk that messages are on their way", Audience: []cohorts.Group{cohorts.Patient}, Date: day(6), Owner: "Priya Raman"},
		{Kind: plan.Release, Title: "The vendor’s autumn release", Text: "Brings the list of test results, and a shorter way to a refill.", Date: day(-31), Touches: []string{"test-results", "refills"}},
		{Kind: plan.Release, Title: "The vendor’s first update to the autumn release", Text: "Family members can sign up. Messages open faster.", Date: day(-7), Touches: []string{"secure-messaging"}},
		{Kind: plan.Release, Title: "The vendor’s winter release", Text: "Brings photos in messages.", Date: day(33), Touches: []string{"secure-messaging", "photos"}},
		{Kind: plan.Task, Title: "Write the routing of messages at each site", Feature: "secure-messaging", Work: "workflow", Date: day(4), Owner: "Luis Cárdenas"},
		{Kind: plan.Task, Title: "Try refills with five nurses", Feature: "refills", Work: "testing", Date: day(-60), Done: day(-62), Owner: "Priya Raman"},
		{Kind: plan.Training, Title: "Refills for the front desk", Feature: "refills", Session: "first", Audience: []cohorts.Group{cohorts.Staff}, Date: day(-47), Owner: "Luis Cárdenas"},
		{Kind: plan.Training, Title: "What has changed in refills", Feature: "refills", Session: "refresher", Audience: []cohorts.Group{cohorts.Staff, cohorts.Provider}, Date: day(12), Owner: "Luis Cárdenas"},
		{Kind: plan.Help, Title: "How to ask for a refill", Feature: "refills", Link: "https://example.org/refills"},
	} {
		if _, err := s.SaveEntry(ctx, e); err != nil {
			return err
		}
	}
	return nil
}

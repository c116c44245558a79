package demo

import (
	"context"
	"fmt"

	"soundings/cohorts/plan"
	"soundings/surveys/board"
)

// vendor writes down who makes the portal.
func (b *builder) vendor(ctx context.Context) error {
	_, err := b.teamAt(48, 11, 0).Plans.SaveVendor(ctx, plan.Vendor{
		Name: "Pinewater Health Software", Hours: "Monday to Friday, 8 to 6; for outages at any hour", Tickets: "https://support.pinewater.example.net/tickets/{ticket}",
		People: []plan.VendorContact{
			{Name: "Support", Role: "Everything that does not work", Phone: "207-555-0170, then 2", Email: "support@pinewater.example.net"},
			{Name: "Gwen Albright", Role: "Our account, the contract, new releases", Phone: "207-555-0171", Email: "gwen.albright@pinewater.example.net"},
		},
		Contract: plan.Contract{Ends: b.days.day(290), Notice: 90, Text: "Goes on for a year if nobody gives notice in writing. Two releases a year are included."},
	})
	return err
}

// promises writes down which bumps the vendor promised to mend with which release. One release is out, and has not mended its own.
func (b *builder) promises(ctx context.Context) error {
	s := b.teamAt(2, 15, 0)
	releases, err := s.Plans.Entries(ctx, plan.Release)
	if err != nil {
		return err
	}
	promised := [][]string{{"Refills are hard to find"}, {"Family members cannot sign up"}, {"Photos are lost", "The pharmacy cannot be changed"}}
	for i, e := range releases {
		for _, title := range promised[i] {
			id := b.cards[title]
			if id == "" {
				return fmt.Errorf("no bump is called %q", title)
			}
			e.Mends = append(e.Mends, id)
		}
		if _, err := s.Plans.SaveEntry(ctx, e); err != nil {
			return err
		}
	}
	for _, of := range []struct{ title, ticket string }{{"Family members cannot sign up", "PH-20417"}, {"Photos are lost", "PH-20533"}} {
		if _, err := s.Board.Change(ctx, b.cards[of.title], board.Change{Vendor: &of.ticket}); err != nil {
			return err
		}
	}
	return nil
}

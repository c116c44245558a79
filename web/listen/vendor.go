package listen

import (
	"context"

	"soundings/surveys/board"
	"soundings/web/page"
)

// vendorFacts returns what a card has of the vendor: its ticket, and each release that is to mend it.
func (s *Bumps) vendorFacts(ctx context.Context, frame page.Page, b board.Bump) ([]page.Fact, error) {
	var facts []page.Fact
	if b.Vendor != "" {
		v, err := s.Board.Plans.Vendor(ctx)
		if err != nil {
			return nil, err
		}
		facts = append(facts, page.Fact{Label: frame.T("bump.vendor"), Value: b.Vendor, Href: v.TicketHref(b.Vendor)})
	}
	releases, err := board.Promises{Service: s.Board}.With(ctx, b.ID)
	for _, e := range releases {
		facts = append(facts, page.Fact{Label: frame.T("bump.promised"), Value: frame.T("bump.promised_with", "Release", e.Title, "Date", frame.Date(e.Date)), Href: page.ReleaseHref(e.ID)})
	}
	return facts, err
}

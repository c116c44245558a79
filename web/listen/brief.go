package listen

import (
	"context"

	"soundings/web/page"
)

// namedCards is how many cards Today names: the board has all.
const namedCards = 5

// Brief hands Today the concerns that nobody has taken, and the bumps that are past their clock.
func (s *Bumps) Brief(ctx context.Context, frame page.Page) (page.Brief, error) {
	var b page.Brief
	if !frame.Writes() {
		return b, nil
	}
	cards, err := s.Board.Board(ctx)
	if err != nil {
		return b, err
	}
	late := 0
	for _, card := range cards {
		switch {
		case card.Concern.Waits() && len(b.Tasks) < namedCards:
			b.Tasks = append(b.Tasks, page.Task{
				Title: frame.T("today.concern", "Bump", card.ID), Detail: frame.T("today.concern_why", "Since", frame.Time(card.Concern.Raised)), Look: "stopped",
				Button: page.Link{Text: frame.T("bump.take"), Href: page.BumpHref(card.ID)},
			})
		case card.Clock.Overdue(s.Now()):
			late++
		}
	}
	if late > 0 {
		b.Tasks = append(b.Tasks, page.Task{
			Title: frame.T("today.bumps_late", "Count", late), Detail: frame.T("today.bumps_late_why"), Look: "waiting",
			Button: page.Link{Text: frame.T("today.look"), Href: "/board?overdue=yes"}, Panel: frame.InGrafana("bumps-open", page.Chosen{}),
		})
	}
	if n := len(cards); n > 0 {
		b.Counted = true
		b.Figures = append(b.Figures, page.Figure{Label: frame.T("board.open"), Value: frame.Int(n), Href: "/board"})
	}
	return b, nil
}

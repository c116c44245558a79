package ask

import (
	"soundings/surveys/polls"
	"soundings/web/page"
)

// turnoutRow is how many of a group voted.
type turnoutRow struct {
	Group   string
	Weight  string
	Invited string
	Ballots string // or why it is not said
	ByCode  string
	Turnout string
}

// turnoutRows say how many of each group have voted.
func turnoutRows(frame page.Page, p polls.Poll, all []polls.GroupResult) []turnoutRow {
	rows := make([]turnoutRow, len(all))
	for i, g := range all {
		row := turnoutRow{
			Group: frame.T("group." + string(g.Group)), Weight: page.PlainNumber(g.Weight), Invited: frame.Int(g.Invited),
			Ballots: withheldGroup(frame, p, g), ByCode: "–", Turnout: "–",
		}
		switch {
		case g.Ballots != nil && p.Hidden():
			row.Ballots = frame.T("polls.at_least", "Least", frame.Int(*g.Ballots))
		case g.Ballots != nil:
			row.Ballots = frame.Int(*g.Ballots)
		}
		if g.Unverified != nil {
			row.ByCode = frame.Int(*g.Unverified)
		}
		switch {
		case g.Turnout != nil && p.Hidden():
			row.Turnout = frame.T("polls.at_least", "Least", frame.Percent(*g.Turnout))
		case g.Turnout != nil:
			row.Turnout = frame.Percent(*g.Turnout)
		}
		rows[i] = row
	}
	return rows
}

// withheldGroup says why a group's ballots are not shown.
func withheldGroup(frame page.Page, p polls.Poll, g polls.GroupResult) string {
	if !g.Few {
		return frame.T("polls.beside_few")
	}
	return frame.T("polls.too_few", "Least", p.Least(g.Group))
}

package ask

import (
	"soundings/cohorts"
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
func turnoutRows(frame page.Page, all []polls.GroupResult) []turnoutRow {
	rows := make([]turnoutRow, len(all))
	for i, g := range all {
		row := turnoutRow{
			Group: frame.T("group." + string(g.Group)), Weight: page.PlainNumber(g.Weight), Invited: frame.Int(g.Invited),
			Ballots: withheldGroup(frame, g.Group), ByCode: "–", Turnout: "–",
		}
		if g.Ballots != nil {
			row.Ballots = frame.Int(*g.Ballots)
		}
		if g.Unverified != nil {
			row.ByCode = frame.Int(*g.Unverified)
		}
		if g.Turnout != nil {
			row.Turnout = frame.Percent(*g.Turnout)
		}
		rows[i] = row
	}
	return rows
}

// withheldGroup says that a group's ballots are too few to be shown.
func withheldGroup(frame page.Page, g cohorts.Group) string {
	return frame.T("polls.too_few", "Least", polls.Least(g))
}

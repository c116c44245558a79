package metrics

import "soundings/cohorts"

// FunnelStep is how many members came as far as this. Of a past period the steps of which only today is known are missing.
type FunnelStep struct {
	Step string `json:"step"` // selected, invited, agreed, enrolled, used, repeat, regular
	N    int    `json:"n"`
}

// Steps are the steps of a funnel, the first first.
func Steps() []string {
	return []string{"selected", "invited", "agreed", "enrolled", "used", "repeat", "regular"}
}

// Asked returns the first steps, of so many members of whom some were not asked yet. Of the past they are in no tally.
func Asked(members, waiting int) []FunnelStep {
	return []FunnelStep{{"selected", members}, {"invited", members - waiting}}
}

// asked returns the first steps as they are now.
func asked(members map[cohorts.State]int) []FunnelStep {
	all := 0
	for _, n := range members {
		all += n
	}
	return Asked(all, members[cohorts.Selected])
}

// funnel returns the steps that follow, at the end of a day.
func (t Tally) funnel(d Day) []FunnelStep {
	var agreed, enrolled, used, repeat int
	for c, n := range t {
		switch {
		case c.Feature != Portal || c.Day+Day(c.After) > d: // the steps of a day are those that were taken by then
		case c.Measure == Agreed:
			agreed += n
		case c.Measure == Enrolled:
			enrolled += n
		case c.Measure == First:
			used += n
		case c.Measure == Repeat:
			repeat += n
		}
	}
	return []FunnelStep{{"agreed", agreed}, {"enrolled", enrolled}, {"used", used}, {"repeat", repeat}, {"regular", t.On(Portal, Regular, d)}}
}

// Funnels returns the steps from agreed on at the end of each of some days.
func (t Tally) Funnels(from, to Day) [][]FunnelStep {
	portal := Tally{}
	for c, n := range t {
		if c.Feature == Portal {
			portal[c] = n
		}
	}
	var days [][]FunnelStep
	for d := from; d <= to; d++ {
		days = append(days, portal.funnel(d))
	}
	return days
}

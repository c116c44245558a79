package chart

import "testing"

func TestLines(t *testing.T) {
	c := LineChart{
		ID: "active", Title: "Active members", Description: "On March 3: 41 in 7 days.", First: "March 1, 2027", Last: "March 3, 2027",
		Lines: []Line{{"In 7 days", "41", []int{12, 29, 41}}, {"On the day", "7", []int{0, 5, 7}}},
		Table: "Show as a table", Heads: []string{"Day", "In 7 days", "On the day"}, Rows: [][]string{{"March 3, 2027", "41", "7"}},
	}
	got, err := c.Draw()
	golden(t, "lines", got, err)
	c.Targets = []Target{{"Goal: 40", "Four in ten testers use the portal every week", 40}, {"Goal: 60", "Later", 60}, {"Goal: 61", "Near <it>", 61}}
	c.Marks = []DayMark{{"A", "March 1: winter release", 0}, {"B", "March 3: spring release", 1}}
	got, err = c.Draw()
	golden(t, "lines-goals", got, err)
	got, err = LineChart{ID: "none", Title: "Nothing"}.Draw()
	golden(t, "lines-none", got, err)
}

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
	got, err = LineChart{ID: "none", Title: "Nothing"}.Draw()
	golden(t, "lines-none", got, err)
}

package surveys

import (
	"fmt"
	"strings"
	"testing"

	"soundings/surveys/disclosure"
)

// Months that few people named are one together, in which none of them can be told.
func TestMonths(t *testing.T) {
	for _, c := range []struct {
		about  string
		values map[string]int
		want   string
	}{
		{"all are of enough", map[string]int{"2027-01": 4, "2027-02": 7}, "2027-01 2027-02"},
		{"few together are enough", map[string]int{"2027-01": 4, "2027-02": 7, "2027-03": 2, "2027-04": 1}, "2027-01 2027-02 and others"},
		{"one is few, and the next is taken along", map[string]int{"2027-01": 7, "2027-02": 4, "2027-03": 1}, "2027-01 and others"},
		{"almost all name one", map[string]int{"2027-01": 11}, "2027-01 and others"},
		{"few in each", map[string]int{"2027-01": 2, "2027-02": 2}, " and others"},
	} {
		n := 0
		for _, k := range c.values {
			n += k
		}
		months, others := (&Count{N: n, Values: c.values}).months()
		got := strings.Join(months, " ")
		if others {
			got += " and others"
		}
		equal(t, c.about, got, c.want)
	}
}

// Months are told by the last edition alone: two that named different ones could be subtracted. Those of parts are told beside
// the total by the rules of other counts.
func TestMonthsOfEditions(t *testing.T) {
	v := read(t, `[{"questions": [{"id": "since", "type": "date", "text": "?"}]}]`)
	counted := func(n map[string]int) *Counts {
		c := newCounts()
		c.Fields["since"] = &Count{Values: n}
		for _, k := range n {
			c.Fields["since"].N += k
		}
		c.Completed = c.Fields["since"].N
		return c
	}
	cells := map[Part]*Counts{
		{}:                 counted(map[string]int{"2027-01": 11, "2027-02": 9, "2027-03": 2, "2027-04": 1}),
		{ByGroup, "staff"}: counted(map[string]int{"2027-01": 7, "2027-02": 5, "2027-03": 1}),
		{ByGroup, "hit"}:   counted(map[string]int{"2027-01": 4, "2027-02": 4, "2027-03": 1, "2027-04": 1}),
	}
	w := wordings{}
	w.renew(v.Questions()[0], change{now: cells})
	equal(t, "open", w["since"], disclosure.Untold)
	e := Edition{Cells: cells, Wordings: w}
	line := func() string {
		var notes []Withheld
		var s []string
		all := e.cells(v, ByGroup, nil)
		for _, f := range append(v.figures(all[:1], all[0], &notes), v.figures(all[1:], all[0], &notes)...) {
			for _, o := range f.Questions[0].Options {
				s = append(s, fmt.Sprint(o.Value, " ", o.N, o.Told))
			}
			s = append(s, f.Questions[0].First)
		}
		return strings.Join(s, ", ")
	}
	equal(t, "nothing of months", line(), ", , ")
	w.renew(v.Questions()[0], change{now: cells, last: true})
	equal(t, "at the end, as the months of parts hide", line(), "2027-01 11, 2027-02 9, 2027-01, 2027-01 0left_out, 2027-02 0left_out, , 2027-01 0left_out, 2027-02 0left_out, ")
}

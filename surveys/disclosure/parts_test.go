package disclosure

import (
	"fmt"
	"testing"

	"soundings/cohorts/base/expect"
)

func TestTellParts(t *testing.T) {
	for _, c := range []struct {
		about string
		total []int
		parts [][]int
		want  string
	}{
		{"all are shown", []int{20, 20}, [][]int{{10, 10}, {10, 10}}, "[[ ] [ ]]"},
		{"one would follow from the other part", []int{21, 19}, [][]int{{1, 19}, {20, 0}}, "[[almost_none almost_all] [almost_all almost_none]]"},
		{"so the other is left out as well", []int{13, 27}, [][]int{{12, 8}, {1, 19}}, "[[left_out left_out] [almost_none almost_all]]"},
		{"or of three the smaller", []int{20, 40}, [][]int{{12, 8}, {1, 19}, {7, 13}}, "[[ ] [almost_none almost_all] [left_out left_out]]"},
		{"some are withheld", []int{20, 40}, [][]int{{12, 8}, {1, 19}}, "[[ ] [almost_none almost_all]]"},
	} {
		total := Counted{Counts: c.total}
		for _, k := range c.total {
			total.N += k
		}
		var parts []Counted
		for _, counts := range c.parts {
			p := Counted{Counts: counts}
			for _, k := range counts {
				p.N += k
			}
			parts = append(parts, p)
		}
		told, ok := TellParts(total, parts, true)
		expect.Equal(t, c.about, fmt.Sprint(told, ok), c.want+" true")
	}
}

package disclosure

import (
	"fmt"
	"testing"

	"soundings/cohorts/base/expect"
)

func TestTellParts(t *testing.T) {
	for _, c := range []struct {
		about   string
		total   []int
		parts   [][]int
		wording Wording
		want    string
	}{
		{"all are shown", []int{20, 20}, [][]int{{10, 10}, {10, 10}}, Numbers, "[[ ] [ ]]"},
		{"one would follow from the other part", []int{21, 19}, [][]int{{1, 19}, {20, 0}}, Numbers, "[[almost_none almost_all] [almost_all almost_none]]"},
		{"so no part tells numbers", []int{20, 40}, [][]int{{12, 8}, {1, 19}, {7, 13}}, Numbers, "[[left_out left_out] [almost_none almost_all] [left_out left_out]]"},
		{"nor where some are withheld", []int{20, 40}, [][]int{{12, 8}, {1, 19}}, Numbers, "[[left_out left_out] [almost_none almost_all]]"},
		{"a part of all tells what all tell", []int{12, 7, 1}, [][]int{{12, 7, 1}}, Numbers, "[[ left_out almost_none]]"},
		{"two have as many as words allow", []int{16, 4}, [][]int{{8, 2}, {8, 2}}, Numbers, "[[left_out left_out] [left_out left_out]]"},
		{"silence stays", []int{20, 20}, [][]int{{10, 10}, {10, 10}}, Silence, "[[left_out left_out] [left_out left_out]]"},
	} {
		total, parts := counted(c.total), []Counted(nil)
		for _, counts := range c.parts {
			parts = append(parts, counted(counts))
		}
		told, _, ok := TellParts(total, parts, c.wording)
		expect.Equal(t, c.about, fmt.Sprint(told, ok), c.want+" true")
	}
}

func counted(counts []int) Counted {
	c := Counted{Counts: counts}
	for _, k := range counts {
		c.N += k
	}
	return c
}

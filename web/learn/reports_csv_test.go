package learn

import (
	"math"
	"slices"
	"testing"

	"soundings/metrics"
)

func TestRetentionRows(t *testing.T) {
	active := func(n int) *int { return &n }
	week := metrics.Day(20_000).Monday()
	head := []string{"week_of_consent", "size", "weeks_after", "active"}
	for _, test := range []struct {
		name string
		rows []metrics.RetentionWeeks
		want [][]string
	}{
		{"nobody agreed", nil, [][]string{head}},
		{"no week is over", []metrics.RetentionWeeks{{Week: week, Size: 3, Weeks: []*int{nil}}}, [][]string{head}},
		{"weeks that are not over are left out", []metrics.RetentionWeeks{
			{Week: week, Size: 12, Weeks: []*int{active(9), active(0), nil}},
			{Week: week + 7, Size: 4, Weeks: []*int{active(4), nil}},
		}, [][]string{
			head,
			{week.String(), "12", "0", "9"},
			{week.String(), "12", "1", "0"},
			{(week + 7).String(), "4", "0", "4"},
		}},
	} {
		got := retentionRows(metrics.Report{Retention: test.rows})
		if !slices.EqualFunc(got, test.want, slices.Equal) {
			t.Errorf("%s: %q, not %q", test.name, got, test.want)
		}
	}
}

func TestNumberCell(t *testing.T) {
	number := func(x float64) *float64 { return &x }
	for _, test := range []struct {
		x    *float64
		want string
	}{
		{nil, ""}, {number(0), "0"}, {number(250), "250"}, {number(72.5), "72.5"}, {number(1.0 / 3), "0.3333"}, {number(-math.Pi), "-3.1416"},
		{number(1e7), "10000000"},
	} {
		if got := numberCell(test.x); got != test.want {
			t.Errorf("%q, not %q", got, test.want)
		}
	}
}

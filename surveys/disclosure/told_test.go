package disclosure

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"soundings/cohorts/base/expect"
)

func TestTell(t *testing.T) {
	for _, c := range []struct {
		n      int
		counts []int
		want   string
	}{
		{20, []int{12, 8}, "[ ]"},
		{20, []int{18, 2}, "[almost_all almost_none]"},
		{20, []int{17, 3}, "[ ]"},
		{20, []int{12, 7, 1}, "[ left_out almost_none]"},                 // one would follow from the others
		{20, []int{12, 4, 4, 0}, "[ left_out  almost_none]"},             // the smallest
		{20, []int{10, 8, 1, 1}, "[  almost_none almost_none]"},          // two hide each other
		{20, []int{10, 10, 0, 0}, "[left_out  almost_none almost_none]"}, // together nobody
		{20, []int{10, 6, 2, 2}, "[ left_out almost_none almost_none]"},  // together as many as can be
		{5, []int{3, 2}, "[almost_all almost_none]"},
		{11, []int{11, 0}, "[almost_all almost_none]"},
	} {
		told, ok := Tell(c.n, c.counts)
		expect.Equal(t, fmt.Sprint(c.n, c.counts), fmt.Sprint(told), c.want)
		expect.Equal(t, fmt.Sprint(c.n, c.counts), ok, true)
	}
	_, ok := Tell(6, []int{2, 2, 2})
	expect.Equal(t, "three times almost none of six are two each", ok, false)
}

// Who knows n, what is told, and the rule can think of two values at least for each count that is not a number.
func TestToldCountsStayOpen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		counts := rapid.SliceOfN(rapid.IntRange(0, 9), 2, 5).Draw(t, "counts")
		n := 0
		for _, k := range counts {
			n += k
		}
		if n < OfOthers {
			return
		}
		told, ok := Tell(n, counts)
		if !ok {
			return
		}
		possible := make([]map[int]bool, len(counts))
		for i := range possible {
			possible[i] = map[int]bool{}
		}
		each(n, counts, told, make([]int, len(counts)), 0, n, func(others []int) {
			for i, k := range others {
				possible[i][k] = true
			}
		})
		for i, values := range possible {
			if told[i] != Number && len(values) < 2 {
				t.Fatalf("of %v, told as %q, the count at %d follows", counts, told, i)
			}
		}
	})
}

// each gives every list of counts that would be told so.
func each(n int, counts []int, told []Told, others []int, at, rest int, yield func([]int)) {
	if at == len(counts) {
		if rest == 0 {
			yield(others)
		}
		return
	}
	within := told[at].span(counts[at], n)
	for k := within.low; k <= min(within.high, rest); k++ {
		others[at] = k
		each(n, counts, told, others, at+1, rest-k, yield)
	}
}

func TestSummaries(t *testing.T) {
	for _, c := range []struct {
		about  string
		counts []int
		want   Summary
	}{
		{"nothing is hidden", []int{4, 4, 4, 4, 4}, Summary{true, true, true}},
		{"all at the end", []int{0, 0, 0, 0, 20}, Summary{}},
		{"one step from the end", []int{0, 0, 0, 1, 19}, Summary{}},
		{"all in the middle", []int{0, 0, 20, 0, 0}, Summary{true, true, false}},
		{"only two values", []int{1, 19}, Summary{}},
	} {
		n := 0
		for _, k := range c.counts {
			n += k
		}
		told, ok := Tell(n, c.counts)
		expect.Equal(t, c.about, ok, true)
		expect.Equal(t, c.about, Summaries(n, c.counts, told), c.want)
	}
	expect.Equal(t, "numbers at an end", Unlisted(11, 10, 2, 400), Summary{})
	expect.Equal(t, "numbers of which almost all are the same", Unlisted(11, 9, 30, 400), Summary{true, true, false})
	expect.Equal(t, "numbers", Unlisted(11, 8, 30, 400), Summary{true, true, true})
}

// Who is also told the mean and the deviation can still think of two values for each hidden count.
func TestSummariesLeaveCountsOpen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		counts := rapid.SliceOfN(rapid.IntRange(0, 7), 2, 6).Draw(t, "counts")
		n := 0
		for _, k := range counts {
			n += k
		}
		told, ok := Tell(n, counts)
		if !ok || n < OfOthers {
			return
		}
		shown, first, squares := Summaries(n, counts, told), 0, 0
		for i, k := range counts {
			first, squares = first+i*k, squares+i*i*k
		}
		possible := make([]map[int]bool, len(counts))
		for i := range possible {
			possible[i] = map[int]bool{}
		}
		each(n, counts, told, make([]int, len(counts)), 0, n, func(others []int) {
			a, b := 0, 0
			for i, k := range others {
				a, b = a+i*k, b+i*i*k
			}
			none := make([]int, len(counts))
			if shown.Mean && a != first || shown.Deviation && b != squares || shown.Median && middle(others, none) != middle(counts, none) {
				return
			}
			for i, k := range others {
				possible[i][k] = true
			}
		})
		for i, values := range possible {
			if told[i] != Number && len(values) < 2 {
				t.Fatalf("of %v, told as %q with %+v, the count at %d follows", counts, told, shown, i)
			}
		}
	})
}

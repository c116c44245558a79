package metrics

import (
	"fmt"
	"testing"
)

// Who came back so many weeks later is told of those weeks alone that are over, each by how many agreed in it.
func TestReturnedAfter(t *testing.T) {
	n := func(k int) *int { return &k }
	rows := []RetentionWeeks{{Size: 10, Weeks: []*int{n(10), n(5), n(0), nil}}, {Size: 30, Weeks: []*int{n(24), n(3), nil}}, {Size: 7, Weeks: []*int{nil}}}
	known := ReturnedAfter(rows)
	if got, want := fmt.Sprint(known), "[{40 34} {40 8} {10 0}]"; got != want {
		t.Errorf("%s came back, not %s", got, want)
	}
	if share := known[1].Share(); share != 0.2 {
		t.Errorf("of a week later that is %v", share)
	}
}

package base

import (
	"testing"
	"time"
)

// A day begins with its first moment, also where it has no midnight, or two.
func TestStartOf(t *testing.T) {
	for _, c := range []struct{ zone, day, want string }{
		{"UTC", "2027-02-20", "2027-02-20T00:00:00Z"},
		{"America/Chicago", "2027-02-20", "2027-02-20T00:00:00-06:00"},
		{"America/Chicago", "2027-03-15", "2027-03-15T00:00:00-05:00"}, // the day after clocks are put forward, at 2
		{"America/Santiago", "2026-09-06", "2026-09-06T01:00:00-03:00"},
		{"America/Santiago", "2026-09-07", "2026-09-07T00:00:00-03:00"},
		{"America/Havana", "2027-03-14", "2027-03-14T01:00:00-04:00"},
		{"America/Havana", "2026-11-01", "2026-11-01T00:00:00-04:00"}, // midnight comes again an hour later
	} {
		zone, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		day, err := time.Parse(time.DateOnly, c.day)
		if err != nil {
			t.Fatal(err)
		}
		start := StartOf(day.Year(), day.Month(), day.Day(), zone)
		if got := start.Format(time.RFC3339); got != c.want {
			t.Errorf("%s in %s begins %s, want %s", c.day, c.zone, got, c.want)
		}
		if last := start.Add(-time.Nanosecond).Format(time.DateOnly); last >= c.day {
			t.Errorf("%s in %s has begun before its start", c.day, c.zone)
		}
	}
}

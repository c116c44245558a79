package base_test

import (
	"testing"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
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
		start := base.StartOf(day.Year(), day.Month(), day.Day(), zone)
		if got := start.Format(time.RFC3339); got != c.want {
			t.Errorf("%s in %s begins %s, want %s", c.day, c.zone, got, c.want)
		}
		if last := start.Add(-time.Nanosecond).Format(time.DateOnly); last >= c.day {
			t.Errorf("%s in %s has begun before its start", c.day, c.zone)
		}
	}
}

// A day ends when the next begins, also where clocks change at midnight.
func TestEndOfDay(t *testing.T) {
	for _, c := range []struct {
		zone string
		day  string
		ends string // UTC
	}{
		{"America/Chicago", "2027-02-20", "2027-02-21T06:00:00Z"},
		{"America/Chicago", "2027-12-31", "2028-01-01T06:00:00Z"},
		{"America/Santiago", "2027-09-04", "2027-09-05T04:00:00Z"}, // the day after begins at one
		{"America/Santiago", "2027-09-05", "2027-09-06T03:00:00Z"}, // this one did
		{"America/Santiago", "2027-04-03", "2027-04-04T04:00:00Z"}, // this one has 23:30 twice
		{"America/Havana", "2027-03-13", "2027-03-14T05:00:00Z"},
		{"America/Havana", "2027-11-06", "2027-11-07T04:00:00Z"}, // the day after has 0:30 twice
		{"America/Havana", "2027-11-07", "2027-11-08T05:00:00Z"},
	} {
		zone, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		day, err := time.Parse(time.DateOnly, c.day)
		if err != nil {
			t.Fatal(err)
		}
		end := base.EndOfDay(day.Year(), day.Month(), day.Day(), zone)
		expect.Equal(t, c.zone+" "+c.day, end.UTC().Format(time.RFC3339), c.ends)
		expect.Equal(t, c.zone+", a moment before", end.Add(-time.Millisecond).Format(time.DateOnly), c.day)
	}
}

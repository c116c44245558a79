package base_test

import (
	"testing"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
)

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
		expect.Equal(t, c.zone, err, nil)
		day, err := time.Parse(time.DateOnly, c.day)
		expect.Equal(t, c.day, err, nil)
		end := base.EndOfDay(day.Year(), day.Month(), day.Day(), zone)
		expect.Equal(t, c.zone+" "+c.day, end.UTC().Format(time.RFC3339), c.ends)
		expect.Equal(t, c.zone+", a moment before", end.Add(-time.Millisecond).Format(time.DateOnly), c.day)
	}
}

package base

import "time"

// Day is a day of the calendar, as its midnight in UTC.
type Day time.Time

// String returns the day as 2027-03-31.
func (d Day) String() string { return time.Time(d).Format(time.DateOnly) }

// StartOf returns the first moment of a day where the clocks of a zone run. It is not always midnight: clocks that are put
// forward at midnight leave it out, and those that are put back to it show it twice.
func StartOf(year int, month time.Month, day int, zone *time.Location) time.Time {
	at := time.Date(year, month, day, 0, 0, 0, 0, zone)
	same := func(t time.Time) bool { return t.Day() == time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Day() }
	if !same(at) {
		_, at = at.ZoneBounds()
	}
	for earlier := at.Add(-time.Hour); same(earlier); earlier = at.Add(-time.Hour) {
		at = earlier
	}
	return at
}

// EndOfDay returns the moment at which a day ends where the clocks of a zone run: the first of the next day.
func EndOfDay(year int, month time.Month, day int, zone *time.Location) time.Time {
	return StartOf(year, month, day+1, zone)
}

// AtClock returns when a clock shows a time of the day, as 15:04, so many days after the day of a moment, where its clocks run. What is
// no time is midnight.
func AtClock(moment time.Time, later int, clock string) time.Time {
	t, err := time.Parse(clockLayout, clock)
	if err != nil {
		t = time.Time{}
	}
	return time.Date(moment.Year(), moment.Month(), moment.Day()+later, t.Hour(), t.Minute(), 0, 0, moment.Location())
}

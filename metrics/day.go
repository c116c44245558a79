package metrics

import (
	"fmt"
	"slices"
	"time"

	"soundings/cohorts/base"
)

// Day is a day of the clinic's calendar, in days since January 1, 1970.
type Day int

// DayOf returns the day on which a time falls where the clinic is.
func DayOf(t time.Time, zone *time.Location) Day {
	year, month, day := t.In(zone).Date()
	return dayOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// ParseDay reads a day as 2027-03-01.
func ParseDay(text string) (Day, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return 0, fmt.Errorf("parse a day: %w", err)
	}
	return dayOf(t), nil
}

func dayOf(midnight time.Time) Day { return Day(floor(int(midnight.Unix()), 24*60*60)) }

// Time returns the day's midnight in UTC: for writing it.
func (d Day) Time() time.Time { return time.Unix(int64(d)*24*60*60, 0).UTC() }

// Start returns the moment at which the day begins where the clinic is.
func (d Day) Start(zone *time.Location) time.Time {
	at := d.Time()
	return base.StartOf(at.Year(), at.Month(), at.Day(), zone)
}

// End returns the moment at which the day ends where the clinic is.
func (d Day) End(zone *time.Location) time.Time { return (d + 1).Start(zone) }

// String returns the day as 2027-01-31.
func (d Day) String() string { return d.Time().Format(time.DateOnly) }

// MarshalText writes the day as 2027-03-01.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// Monday returns the Monday of the day's week.
func (d Day) Monday() Day { return Day(7*floor(int(d)+3, 7) - 3) } // January 1, 1970 was a Thursday

// floor is the whole quotient that is not above the exact one.
func floor(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// Days is a set of days in ascending order.
type Days []Day

// with returns the set with d, and whether it is new.
func (s Days) with(d Day) (Days, bool) {
	at, there := slices.BinarySearch(s, d)
	if there {
		return s, false
	}
	return slices.Insert(s, at, d), true
}

// reach is how many days the longest window looks back over.
const reach = 28

// around returns which days from d-27 to d+27 are in the set, d-27 in the lowest bit.
func (s Days) around(d Day) uint64 {
	at, _ := slices.BinarySearch(s, d-reach+1)
	var bits uint64
	for _, other := range s[at:] {
		if other >= d+reach {
			break
		}
		bits |= 1 << (other - d + reach - 1)
	}
	return bits
}

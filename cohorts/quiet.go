package cohorts

import (
	"slices"
	"strings"
	"time"

	"soundings/cohorts/base"
)

// Quiet is when nobody is written to or called, by the clinic's clocks.
type Quiet struct {
	From string   `json:"from" validate:"omitempty,datetime=15:04"` // as 20:00; before midnight it may be later than To
	To   string   `json:"to" validate:"omitempty,datetime=15:04"`   // the first minute that is not quiet
	Days []string `json:"days,omitempty" validate:"unique,max=6,dive,oneof=mon tue wed thu fri sat sun"`
}

// Nights returns the quiet hours that a clinic begins with.
func Nights() Quiet { return Quiet{From: "20:00", To: "08:00"} }

// days are the days of the week in the order of time.Weekday.
var days = strings.Fields("sun mon tue wed thu fri sat")

// Days returns the days of the week as Quiet has them, Monday first.
func Days() []string { return append(slices.Clone(days[1:]), days[0]) }

// Weekday returns the day of the week of a moment, as Days has them.
func Weekday(t time.Time) string { return days[t.Weekday()] }

// After returns the first moment from a time on that is not quiet, in a zone.
func (q Quiet) After(t time.Time, zone *time.Location) time.Time {
	for range 9 { // a whole week and the nights around it
		local := t.In(zone)
		until, quiet := q.until(local)
		if !quiet {
			return t
		}
		t = until
	}
	return t
}

// until reports whether a time is quiet, and to when.
func (q Quiet) until(local time.Time) (time.Time, bool) {
	at := func(later int, clock string) time.Time { return base.AtClock(local, later, clock) }
	if slices.Contains(q.Days, Weekday(local)) {
		return at(1, "00:00"), true
	}
	if q.From == "" || q.To == "" || q.From == q.To {
		return local, false
	}
	from, to := at(0, q.From), at(0, q.To)
	switch night := to.Before(from); {
	case night && local.Before(to):
		return to, true
	case night && !local.Before(from):
		return at(1, q.To), true
	case !night && !local.Before(from) && local.Before(to):
		return to, true
	}
	return local, false
}

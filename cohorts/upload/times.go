package upload

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Dates is in which order a file writes the day and the month of a date such as 3/4/2027.
type Dates string

// The orders.
const (
	MonthFirst Dates = "mdy"
	DayFirst   Dates = "dmy"
)

// How a file writes times: a date of three numbers, then a time of day, then where its clock stood.
var (
	datePattern = regexp.MustCompile(`^(\d{1,4})([-/.])(\d{1,2})([-/.])(\d{1,4})(?:(?:t|,? +)(\S.*))?$`)
	timePattern = regexp.MustCompile(`^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)? ?([ap]m)? ?(z|utc|[+-]\d{2}(?::?\d{2})?)?$`)
	tidyTimes   = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "a. m.", "am", "p. m.", "pm", "a.m.", "am", "p.m.", "pm")
)

// written is a time as a cell has it.
type written struct {
	first, second, third int
	yearFirst            bool
	clock                string // empty: only a date
}

func splitTime(cell string) (written, bool) {
	found := datePattern.FindStringSubmatch(tidyTimes.Replace(strings.ToLower(strings.TrimSpace(cell))))
	if found == nil || found[2] != found[4] {
		return written{}, false
	}
	w := written{number(found[1]), number(found[3]), number(found[5]), len(found[1]) == 4, found[6]}
	switch {
	case w.yearFirst:
		return w, len(found[5]) <= 2
	case len(found[1]) > 2 || len(found[5])%2 == 1:
		return w, false
	case len(found[5]) == 2:
		w.third += 2000
	}
	return w, true
}

// number returns the value of some digits.
func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}

// date returns year, month and day.
func (w written) date(order Dates) (year, month, day int) {
	switch {
	case w.yearFirst:
		return w.first, w.second, w.third
	case order == MonthFirst:
		return w.third, w.first, w.second
	default:
		return w.third, w.second, w.first
	}
}

// ReadTime reads a time; one without a zone is the clinic's, and a day its first moment. Of a date that does not begin with
// the year it needs the order. Ok is false where it is no time that there is.
func ReadTime(cell string, order Dates, zone *time.Location) (t time.Time, ok bool) {
	w, ok := splitTime(cell)
	if !ok || !w.yearFirst && order == "" {
		return t, false
	}
	year, month, day := w.date(order)
	if midnight := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC); midnight.Day() != day || int(midnight.Month()) != month {
		return t, false
	}
	c, ok := readClock(w.clock, zone)
	if !ok {
		return t, false
	}
	t = time.Date(year, time.Month(month), day, c.hour, c.minute, c.second, c.nanosecond, c.zone)
	if t.Day() != day { // the clocks go forward at midnight: the day begins at one
		t = t.Add(time.Hour)
	}
	return t, true
}

// clock is a time of day, and where.
type clock struct {
	hour, minute, second, nanosecond int
	zone                             *time.Location
}

func readClock(text string, zone *time.Location) (c clock, ok bool) {
	c.zone = zone
	if text == "" {
		return c, true
	}
	found := timePattern.FindStringSubmatch(strings.TrimSpace(text))
	if found == nil {
		return c, false
	}
	c.hour, c.minute, c.second = number(found[1]), number(found[2]), number(found[3])
	if fraction := found[4]; fraction != "" {
		c.nanosecond = number(fraction + strings.Repeat("0", 9-len(fraction)))
	}
	if half := found[5]; half != "" {
		if c.hour < 1 || c.hour > 12 {
			return c, false
		}
		if c.hour %= 12; half == "pm" {
			c.hour += 12
		}
	}
	if c.zone, ok = readOffset(found[6], zone); !ok {
		return c, false
	}
	return c, c.hour < 24 && c.minute < 60 && c.second < 60
}

// readOffset reads z, utc, +02:00, +0200 or +02; nothing is the clinic's zone.
func readOffset(text string, zone *time.Location) (*time.Location, bool) {
	switch text {
	case "":
		return zone, true
	case "z", "utc":
		return time.UTC, true
	}
	digits := strings.ReplaceAll(text[1:], ":", "") + "00"
	minutes := 60*number(digits[:2]) + number(digits[2:4])
	if text[0] == '-' {
		minutes = -minutes
	}
	return time.FixedZone("", 60*minutes), minutes > -15*60 && minutes < 15*60
}

// DateHints are what the dates of a file say of their order.
type DateHints struct {
	Asked                bool // some dates do not begin with the year: their order matters
	monthFirst, dayFirst bool
}

// Note takes one cell into account.
func (h *DateHints) Note(cell string) {
	w, ok := splitTime(cell)
	if !ok || w.yearFirst {
		return
	}
	h.Asked = true
	h.dayFirst = h.dayFirst || w.first > 12 && w.second <= 12
	h.monthFirst = h.monthFirst || w.second > 12 && w.first <= 12
}

// Order returns the order that the dates can only have; none where they could have either, or some have one and some the
// other.
func (h DateHints) Order() Dates {
	switch {
	case h.monthFirst == h.dayFirst:
		return ""
	case h.monthFirst:
		return MonthFirst
	default:
		return DayFirst
	}
}

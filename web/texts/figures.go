package texts

import (
	"strconv"
	"time"

	"golang.org/x/text/number"
)

// Int writes a whole number: 12,345.
func (p Printer) Int(n int) string {
	if p.v == nil || -1000 < n && n < 1000 {
		return strconv.Itoa(n)
	}
	return p.v.numbers.Sprint(number.Decimal(n))
}

// Number writes a number with this many decimals: 71.3.
func (p Printer) Number(x float64, decimals int) string {
	if p.v == nil {
		return strconv.FormatFloat(x, 'f', decimals, 64)
	}
	return p.v.numbers.Sprint(number.Decimal(x, number.Scale(decimals)))
}

// Percent writes a share between 0 and 1 as a whole percentage: 43%.
func (p Printer) Percent(share float64) string {
	if p.v == nil {
		return strconv.FormatFloat(100*share, 'f', 0, 64) + "%"
	}
	return p.v.numbers.Sprint(number.Percent(share, number.Scale(0)))
}

// Date writes a day: March 4, 2027. It is empty for the zero time. The time is in the zone in which it should be read.
func (p Printer) Date(t time.Time) string {
	if t.IsZero() || p.v == nil {
		return ""
	}
	return p.T("date.day", "Month", p.v.months[t.Month()-1], "Day", t.Day(), "Year", strconv.Itoa(t.Year()))
}

// DateTime writes a day and the time of day: March 4, 2027, 3:05 PM. It is empty for the zero time.
func (p Printer) DateTime(t time.Time) string {
	if t.IsZero() || p.v == nil {
		return ""
	}
	half := p.T("date.am")
	if t.Hour() >= 12 {
		half = p.T("date.pm")
	}
	return p.T("date.moment", "Date", p.Date(t), "Clock", t.Format("3:04"), "Half", half)
}

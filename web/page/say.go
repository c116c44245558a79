package page

import (
	"slices"
	"time"

	"soundings/web/texts"
)

// Sum adds up counts.
func Sum[K comparable](counts map[K]int) int {
	n := 0
	for _, m := range counts {
		n += m
	}
	return n
}

func LanguageName(frame Page, code string) string {
	if !slices.Contains(texts.Languages(), code) {
		return frame.T("language.unknown")
	}
	return frame.T("language." + code)
}

// Day and dateTime say a time as the clinic's clocks show it; of no time nothing.
func (p Page) Day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return p.Date(t.In(p.Zone))
}

func (p Page) Time(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return p.DateTime(t.In(p.Zone))
}

// Interval writes the interval of a mean: "3.1 to 3.5".
func (p Page) Interval(low, high float64, decimals int) string {
	return p.T("results.interval", "Low", p.Number(low, decimals), "High", p.Number(high, decimals))
}

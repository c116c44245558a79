package page

import (
	"slices"
	"strings"
	"time"
	"unicode"

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

// LanguageName returns what a language is called in the reader's.
func LanguageName(frame Page, code string) string {
	if !slices.Contains(texts.Languages(), code) {
		return frame.T("language.unknown")
	}
	return frame.T("language." + code)
}

// Day says on which day of the clinic something was; of no time nothing.
func (p Page) Day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return p.Date(t.In(p.Zone))
}

// Time says a time as the clinic's clocks show it; of no time nothing.
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

// Call returns the clinic's telephone as a tel: address has it.
func (p Page) Call() string {
	return strings.Map(func(r rune) rune {
		if r == '+' || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, p.Phone)
}

package base

import (
	"math"
	"regexp"
	"strconv"
	"strings"
)

// How people write numbers: with a point or a comma before the decimals, or between groups of three digits.
var (
	plainNumber  = regexp.MustCompile(`^[+-]?(\d+[.,]?\d*|[.,]\d+)$`)
	commaGrouped = regexp.MustCompile(`^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$`)
	pointGrouped = regexp.MustCompile(`^[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d+)?$`)
)

// ParseNumber reads a number as people type it, and reports whether it is one. A comma before three digits groups them, as
// in 1,000; a point does where whole numbers are asked for, or where there is no other way to read it. What only programs
// write, as 1e2 or 0x10, is none.
func ParseNumber(typed string, whole bool) (float64, bool) {
	typed = strings.ReplaceAll(strings.TrimSpace(typed), "−", "-") // U+2212, as word processors write it
	switch {
	case commaGrouped.MatchString(typed):
		typed = strings.ReplaceAll(typed, ",", "")
	case pointGrouped.MatchString(typed) && (whole || !plainNumber.MatchString(typed)):
		typed = strings.Replace(strings.ReplaceAll(typed, ".", ""), ",", ".", 1)
	case plainNumber.MatchString(typed):
		typed = strings.Replace(typed, ",", ".", 1)
	default:
		return 0, false
	}
	x, err := strconv.ParseFloat(typed, 64)
	return x, err == nil
}

// oneGroup is a number that is read in two ways: as thousands, or with three decimals.
var oneGroup = regexp.MustCompile(`^[+-]?[1-9]\d{0,2}\.\d{3}$`)

// TwoNumbers returns the two numbers that somebody may have meant by one such as 1.250, and reports whether it is one.
func TwoNumbers(typed string) (few, many float64, both bool) {
	typed = strings.ReplaceAll(strings.TrimSpace(typed), "−", "-")
	if !oneGroup.MatchString(typed) {
		return 0, 0, false
	}
	few, _ = strconv.ParseFloat(typed, 64)
	return few, math.Round(few * 1000), true
}

package base

import (
	"fmt"
	"testing"
)

func TestParseNumber(t *testing.T) {
	for typed, want := range map[string]struct{ any, whole string }{
		"12": {"12", "12"}, " 042 ": {"42", "42"}, "+3": {"3", "3"}, "-0.5": {"-0.5", "-0.5"}, "−5": {"-5", "-5"},
		"12,5": {"12.5", "12.5"}, "12.5": {"12.5", "12.5"}, ",3": {"0.3", "0.3"}, "5.": {"5", "5"},
		"1,000": {"1000", "1000"}, "1.000": {"1", "1000"}, "0,125": {"0.125", "0.125"}, "1.250": {"1.25", "1250"},
		"1,234,567.50": {"1.2345675e+06", "1.2345675e+06"}, "1.234.567": {"1.234567e+06", "1.234567e+06"}, "1.234,5": {"1234.5", "1234.5"},
		"": {}, ".": {}, "1e2": {}, "0x1p4": {}, "0x10": {}, "1_0": {}, "NaN": {}, "Inf": {}, "four": {}, "4 2": {}, "1,2,3": {}, "12,34.5": {}, "--1": {},
	} {
		for whole, want := range map[bool]string{false: want.any, true: want.whole} {
			got := ""
			if x, ok := ParseNumber(typed, whole); ok {
				got = fmt.Sprint(x)
			}
			if got != want {
				t.Errorf("%q, whole %v: got %q, want %q", typed, whole, got, want)
			}
		}
	}
}

// What may be thousands or three decimals is neither until somebody says which.
func TestTwoNumbers(t *testing.T) {
	for typed, want := range map[string]string{
		"1.000": "1 1000 true", "1,000": "0 0 false", "1.250": "1.25 1250 true", " -12.345 ": "-12.345 -12345 true", "−2.500": "-2.5 -2500 true", "999.999": "999.999 999999 true",
		"1000": "0 0 false", "1.00": "0 0 false", "1.0000": "0 0 false", "0.125": "0 0 false", "1.234.567": "0 0 false", "1234.567": "0 0 false", "": "0 0 false",
	} {
		few, many, both := TwoNumbers(typed)
		if got := fmt.Sprint(few, many, both); got != want {
			t.Errorf("%q: got %s, want %s", typed, got, want)
		}
	}
}

package contact_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"soundings/cohorts/base/expect"
	"soundings/cohorts/contact"
)

func TestSegments(t *testing.T) {
	for _, test := range []struct {
		about, message string
		want           int
	}{
		{"nothing", "", 1},
		{"160 plain letters", strings.Repeat("a", 160), 1},
		{"one more", strings.Repeat("a", 161), 2},
		{"two parts", strings.Repeat("a", 306), 2},
		{"one more", strings.Repeat("a", 307), 3},
		{"letters that count twice", strings.Repeat("€", 80), 1},
		{"one more", strings.Repeat("€", 81), 2},
		{"one that would be split between parts", strings.Repeat("a", 152) + "€" + strings.Repeat("a", 152), 3},
		{"accents that are in GSM", strings.Repeat("éñü¿¡", 32), 1},
		{"accents that are not", "¿Cómo está?", 1},
		{"70 of them", strings.Repeat("ó", 70), 1},
		{"one more", strings.Repeat("ó", 71), 2},
		{"two parts", strings.Repeat("ó", 134), 2},
		{"one more", strings.Repeat("ó", 135), 3},
		{"surrogate pairs", strings.Repeat("😀", 35), 1},
		{"one more", strings.Repeat("😀", 36), 2},
		{"a pair that would be split between parts", strings.Repeat("😀", 67), 3},
	} {
		expect.Equal(t, test.about, contact.Segments(test.message), test.want)
	}
}

// A thousand made messages have the segments that the npm package sms-segments-calculator counts: testdata/segments.mjs made them.
func TestSegmentsOfAnotherProgram(t *testing.T) {
	file, err := os.ReadFile("testdata/segments.json")
	if err != nil {
		t.Fatal(err)
	}
	var rows [][2]any
	if err := json.Unmarshal(file, &rows); err != nil {
		t.Fatal(err)
	}
	several := 0
	for _, row := range rows {
		message, want := row[0].(string), int(row[1].(float64))
		if want > 1 {
			several++
		}
		if got := contact.Segments(message); got != want {
			t.Errorf("%q has %d segments, not %d", message, got, want)
		}
	}
	if len(rows) != 1000 || several < 200 {
		t.Errorf("there are %d messages, %d of several segments", len(rows), several)
	}
}

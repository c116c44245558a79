package upload

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func zoneNamed(t testing.TB, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// Times as portals and spreadsheets write them, in a clinic in Chicago; "" is no time.
func TestReadTime(t *testing.T) {
	zone := zoneNamed(t, "America/Chicago")
	for _, c := range []struct {
		cell  string
		dates Dates
		want  string
	}{
		{"2027-03-01T14:30:00Z", "", "2027-03-01T14:30:00Z"},
		{"2027-03-01T14:30:00.25+02:00", "", "2027-03-01T12:30:00.25Z"},
		{"2027-03-01 14:30:00 -0500", "", "2027-03-01T19:30:00Z"},
		{"2027-03-01 14:30:00+00", "", "2027-03-01T14:30:00Z"},
		{"2027-03-01 14:30:00 UTC", "", "2027-03-01T14:30:00Z"},
		{"2027-03-01T14:30:00", "", "2027-03-01T20:30:00Z"},
		{" 2027-03-01 14:30 ", "", "2027-03-01T20:30:00Z"},
		{"2027-03-01", "", "2027-03-01T06:00:00Z"},
		{"2027/3/1 9:05", "", "2027-03-01T15:05:00Z"},
		{"2027-07-01", "", "2027-07-01T05:00:00Z"}, // in summer
		{"3/4/2027 3:04 PM", MonthFirst, "2027-03-04T21:04:00Z"},
		{"3/4/2027 3:04 PM", DayFirst, "2027-04-03T20:04:00Z"},
		{"3/4/2027, 12:00:00 AM", MonthFirst, "2027-03-04T06:00:00Z"},
		{"3/4/2027 12:30\u202fp. m.", DayFirst, "2027-04-03T17:30:00Z"},
		{"03/04/27 15:04", MonthFirst, "2027-03-04T21:04:00Z"},
		{"04.03.2027 15:04", DayFirst, "2027-03-04T21:04:00Z"},
		{"31/12/2026", DayFirst, "2026-12-31T06:00:00Z"},
		{"2028-02-29", "", "2028-02-29T06:00:00Z"},

		{"3/4/2027", "", ""}, // which?
		{"31/12/2026", MonthFirst, ""},
		{"12/31/2026", DayFirst, ""},
		{"2027-02-29", "", ""}, {"2027-13-01", "", ""}, {"2027-00-10", "", ""}, {"2027-01-00", "", ""}, {"2027-03-01 24:00", "", ""},
		{"2027-03-01 14:60", "", ""}, {"2027-03-01 13:00 PM", "", ""}, {"2027-03-01 0:30 AM", "", ""}, {"2027-03-01 14:30 +99:00", "", ""},
		{"2027-03/01", "", ""}, {"2027-03-0114:30", "", ""}, {"2027-3-1-4", "", ""}, {"2027-03-2027", "", ""}, {"123/4/2027", DayFirst, ""}, {"3/4/202", DayFirst, ""},
		{"yesterday", "", ""}, {"", "", ""}, {"46082.6", "", ""}, {"14:30", "", ""}, {"2027-03-01 soon", "", ""},
	} {
		got := ""
		if at, ok := ReadTime(c.cell, c.dates, zone); ok {
			got = at.UTC().Format(time.RFC3339Nano)
		}
		if got != c.want {
			t.Errorf("%q %s: got %q, want %q", c.cell, c.dates, got, c.want)
		}
	}
}

// Where the clocks go forward at midnight, a day still begins on itself.
func TestADayWithoutMidnight(t *testing.T) {
	zone := zoneNamed(t, "America/Santiago")
	at, ok := ReadTime("2027-09-05", "", zone)
	if want := "2027-09-05"; !ok || at.In(zone).Format(time.DateOnly) != want {
		t.Errorf("got %v, not on %s", at, want)
	}
}

// The order of day and month is never guessed: it is what at least one date can only have, and none contradicts.
func TestDateHints(t *testing.T) {
	for cells, want := range map[string]string{
		"2027-03-01|2027-04-05": "false ", "1/2/2027|3/4/2027": "true ", "1/2/2027|1/22/2027": "true mdy", "1.2.2027|22.1.2027": "true dmy",
		"22/1/2027|1/22/2027": "true ", "never||x": "false ", "22/22/2027": "true ",
	} {
		hints := DateHints{}
		for cell := range strings.SplitSeq(cells, "|") {
			hints.Note(cell)
		}
		if got := fmt.Sprint(hints.Asked, " ", hints.Order()); got != want {
			t.Errorf("%s: got %q, want %q", cells, got, want)
		}
	}
}

// Whatever a cell holds, what is taken for a time is one: on a day that there is, and the same when it is written and read
// again.
func FuzzReadTime(f *testing.F) {
	for _, cell := range []string{"2027-03-01T14:30:00Z", "3/4/2027 3:04 PM", "31.12.26", "2027-03-14 02:30", "2027-09-05", "0/0/00", "2027-03-01 14:30:00,5-07"} {
		f.Add(cell, true)
		f.Add(cell, false)
	}
	zone := zoneNamed(f, "America/Santiago")
	f.Fuzz(func(t *testing.T, cell string, monthFirst bool) {
		dates := DayFirst
		if monthFirst {
			dates = MonthFirst
		}
		at, ok := ReadTime(cell, dates, zone)
		if !ok {
			return
		}
		w, _ := splitTime(cell)
		year, month, day := w.date(dates)
		if y, m, d := at.Date(); y != year || int(m) != month || d != day {
			t.Fatalf("%q is %v", cell, at)
		}
		if year < 2000 || year > 9000 { // refused later
			return
		}
		if again, ok := ReadTime(at.Format(time.RFC3339Nano), "", zone); !ok || !again.Equal(at) {
			t.Fatalf("%q is %v, and then %v", cell, at, again)
		}
	})
}

package cohorts

import (
	"testing"
	"time"

	"soundings/cohorts/base"
)

func TestQuietHours(t *testing.T) {
	denver, err := time.LoadLocation("America/Denver")
	if err != nil {
		t.Fatal(err)
	}
	nights := Quiet{From: "20:00", To: "08:00"}
	for _, c := range []struct {
		about    string
		quiet    Quiet
		at, want string // by the clinic's clocks
	}{
		{"no quiet hours", Quiet{}, "2027-03-01 03:00", "2027-03-01 03:00"},
		{"by day", nights, "2027-03-01 15:00", "2027-03-01 15:00"},
		{"when they begin", nights, "2027-03-01 20:00", "2027-03-02 08:00"},
		{"just before", nights, "2027-03-01 19:59", "2027-03-01 19:59"},
		{"after midnight", nights, "2027-03-01 00:30", "2027-03-01 08:00"},
		{"when they end", nights, "2027-03-01 08:00", "2027-03-01 08:00"},
		{"at noon", Quiet{From: "12:00", To: "13:30"}, "2027-03-01 12:10", "2027-03-01 13:30"},
		{"on a quiet day", Quiet{Days: []string{"sun"}}, "2027-02-28 15:00", "2027-03-01 00:00"},
		{"a weekend and its nights", Quiet{From: "20:00", To: "08:00", Days: []string{"sat", "sun"}}, "2027-02-26 21:00", "2027-03-01 08:00"},
		{"over the hour that is left out", nights, "2027-03-13 23:00", "2027-03-14 08:00"},
		{"over the hour that comes twice", nights, "2027-11-06 23:00", "2027-11-07 08:00"},
		{"six days of a week", Quiet{Days: []string{"mon", "tue", "wed", "thu", "fri", "sat"}}, "2027-03-01 10:00", "2027-03-07 00:00"},
		{"from and to the same", Quiet{From: "08:00", To: "08:00"}, "2027-03-01 03:00", "2027-03-01 03:00"},
	} {
		at, err := time.ParseInLocation("2006-01-02 15:04", c.at, denver)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, c.about, c.quiet.After(at.UTC(), denver).In(denver).Format("2006-01-02 15:04"), c.want)
	}
}

func TestCheckQuietHours(t *testing.T) {
	for _, c := range []struct {
		about string
		quiet Quiet
		want  []string
	}{
		{"none", Quiet{}, nil},
		{"nights and Sundays", Quiet{From: "20:00", To: "08:00", Days: []string{"sun"}}, nil},
		{"an hour that is none", Quiet{From: "8 pm", To: "24:00"}, []string{"from: error.time", "to: error.time"}},
		{"a day that is none", Quiet{Days: []string{"holiday"}}, []string{"days[0]: error.oneof"}},
		{"every day", Quiet{Days: Days()}, []string{"days: error.max_items"}},
	} {
		equal(t, c.about, bad(t, base.Check(c.quiet)), c.want)
	}
}

package board_test

import (
	"testing"
	"time"

	"soundings/cohorts/base/expect"
	"soundings/surveys/board"
)

// Clocks run in the clinic's working hours alone.
func TestWorkingHours(t *testing.T) {
	zone, err := time.LoadLocation("America/Chicago")
	if err != nil {
		t.Fatal(err)
	}
	hours := board.DefaultSettings().Hours
	for _, c := range []struct {
		about, since string
		hours        float64
		want         string
	}{
		{"within a day", "2027-03-03 09:00", 2, "2027-03-03 11:00"},
		{"to the end of a day", "2027-03-03 09:00", 8, "2027-03-03 17:00"},
		{"over night", "2027-03-03 16:00", 2, "2027-03-04 09:00"},
		{"at night", "2027-03-03 23:30", 1, "2027-03-04 09:00"},
		{"before work", "2027-03-03 05:00", 1, "2027-03-03 09:00"},
		{"over a weekend", "2027-03-05 16:30", 1, "2027-03-08 08:30"},
		{"on a Sunday", "2027-03-07 12:00", 9, "2027-03-08 17:00"},
		{"five days", "2027-03-03 08:00", 45, "2027-03-09 17:00"},
		{"over the day on which clocks are put forward", "2027-03-12 16:00", 2, "2027-03-15 09:00"},
	} {
		since, err := time.ParseInLocation("2006-01-02 15:04", c.since, zone)
		if err != nil {
			t.Fatal(err)
		}
		expect.Equal(t, c.about, hours.After(since, c.hours, zone).In(zone).Format("2006-01-02 15:04"), c.want)
	}
}

func TestClocks(t *testing.T) {
	opened := time.Date(2027, 3, 3, 9, 0, 0, 0, time.UTC)
	set := board.DefaultSettings()
	for about, c := range map[string]struct {
		bump    board.Bump
		due     string
		overdue bool // two days later, at nine
	}{
		"nobody has judged it": {board.Bump{State: board.New, Opened: opened}, "2027-03-04 09:00", true},
		"a blocker":            {board.Bump{State: board.New, Severity: board.Blocker, Opened: opened}, "2027-03-03 11:00", true},
		"an answered blocker":  {board.Bump{State: board.Assessing, Severity: board.Blocker, Opened: opened, Answered: opened}, "2027-03-04 09:00", true},
		"an answered major":    {board.Bump{State: board.Assessing, Severity: board.Major, Opened: opened, Answered: opened}, "2027-03-10 09:00", false},
		"a done one":           {board.Bump{State: board.Done, Severity: board.Blocker, Opened: opened}, "0001-01-01 00:00", false},
	} {
		clock := set.Clock(c.bump, time.UTC)
		expect.Equal(t, about, clock.Due().Format("2006-01-02 15:04"), c.due)
		expect.Equal(t, about+", overdue", clock.Overdue(opened.Add(48*time.Hour)), c.overdue)
	}
}

func TestSettingsOfTheBoard(t *testing.T) {
	with := func(change func(*board.Settings)) board.Settings {
		s := board.DefaultSettings()
		change(&s)
		return s
	}
	for about, c := range map[string]struct {
		in   board.Settings
		want string
	}{
		"those to begin with": {board.DefaultSettings(), "<nil>"},
		"backwards":           {with(func(s *board.Settings) { s.Hours.To = "07:00" }), "working_hours.to: board.hours_backwards"},
		"no day":              {with(func(s *board.Settings) { s.Hours.Days = nil }), "working_hours.days: error.min_items"},
		"changed before it is answered": {with(func(s *board.Settings) { s.Targets[board.Minor] = board.Target{Answer: 4, Change: 2} }),
			"targets[minor].change: board.change_before_answer"},
	} {
		expect.Equal(t, about, refused(c.in.Check()), c.want)
	}
	on(t, func(t *testing.T, c *clinic) {
		in := with(func(s *board.Settings) { s.Hours.From = "07:30" })
		kept := must(c.Board.SaveSettings(c.ctx, in))
		expect.Equal(t, "kept", must(c.Board.Settings(c.ctx)).Hours.From, "07:30")
		if _, err := c.Board.SaveSettings(c.ctx, in); err == nil {
			t.Error("older settings replaced newer ones")
		}
		must(c.Board.SaveSettings(c.ctx, kept))
	})
}

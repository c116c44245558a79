package kinds

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"soundings/cohorts/base"
)

// Date asks for a day of the calendar. Of the answers whole months are counted and shown: a day could be one person's.
const Date Type = "date"

func date() Kind {
	return Kind{
		Type: Date, Name: "answer.date_name", About: "answer.date_about", Missing: "answer.required",
		Members: []string{"earliest", "latest"}, Check: checkDate, Decode: decodeDate, Native: asText, Cell: asDay, Summary: Ends, Label: monthLabel,
		Tallied: func(given []string) []string { return []string{given[0][:len("2027-03")]} },
		Span: func(q Question) int {
			first, last := q.days()
			return 12*(last.Year()-first.Year()) + int(last.Month()-first.Month()) + 1
		},
		Shown: func(_ Question, counted map[string]int) []string { return slices.Sorted(maps.Keys(counted)) },
	}
}

// days returns the first and the last day that q takes; where it says nothing, of the centuries that people remember.
func (q Question) days() (first, last time.Time) {
	day := func(said, otherwise string) time.Time {
		if d, err := time.Parse(time.DateOnly, said); err == nil {
			return d
		}
		d, _ := time.Parse(time.DateOnly, otherwise) // which is one
		return d
	}
	return day(q.Earliest, "1900-01-01"), day(q.Latest, "2099-12-31")
}

func checkDate(q Question, c *Checker) {
	c.Words("text", q.Text, true)
	right := true
	for member, limit := range map[string]string{"earliest": q.Earliest, "latest": q.Latest} {
		if _, err := time.Parse(time.DateOnly, limit); limit != "" && err != nil {
			c.Bad(member, "error.date")
			right = false
		}
	}
	if first, last := q.days(); right && last.Before(first) {
		c.Bad("latest", "answer.date_order")
	}
}

// yearFirst is a day as it is typed where the browser has no calendar: 2027-03-31, 2027-3-31, 2027/3/31. Which of two numbers
// in front of a year is the month, nobody can know.
var yearFirst = regexp.MustCompile(`^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$`)

func decodeDate(q Question, typed []string) ([]string, *base.Text) {
	parts := yearFirst.FindStringSubmatch(typed[0])
	if parts == nil {
		return refuse("answer.date")
	}
	day, err := time.Parse("2006-1-2", strings.Join(parts[1:], "-"))
	first, last := q.days()
	switch {
	case err != nil:
		return refuse("answer.date")
	case day.Before(first):
		return refuse("answer.date_early", "Day", dayText(first))
	case day.After(last):
		return refuse("answer.date_late", "Day", dayText(last))
	}
	return []string{day.Format(time.DateOnly)}, nil
}

func dayText(d time.Time) base.Text {
	return base.T("date.day", "Month", monthText(d.Month()), "Day", d.Day(), "Year", strconv.Itoa(d.Year()))
}

func monthText(m time.Month) base.Text { return base.T("month." + strconv.Itoa(int(m))) }

// asDay is an answer as a day; as text where it is none.
func asDay(given []string) any {
	day, err := time.Parse(time.DateOnly, given[0])
	if err != nil {
		return given[0]
	}
	return base.Day(day)
}

// monthLabel returns what a counted month is called.
func monthLabel(_ Question, value string) Label {
	month, err := time.Parse("2006-01", value)
	if err != nil {
		return Label{}
	}
	return Label{Text: base.T("answer.month", "Month", monthText(month.Month()), "Year", strconv.Itoa(month.Year()))}
}

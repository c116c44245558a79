package surveys

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/surveys/disclosure"
)

// asking is an anonymous survey of one choice and free text.
func asking(t *testing.T) Survey {
	v := read(t, `[{"questions": [
		{"id": "helped", "type": "single", "text": "?", "options": [{"value": "yes", "text": "Yes"}, {"value": "no", "text": "No"}]},
		{"id": "why", "type": "text", "text": "?"}]}]`)
	v.Anonymous = true
	return v
}

// answered makes responses of a text as "staff yes*4 no*3": of a group, so many of each value; a value "-" leaves it out.
func answered(day int, groups ...string) (all []Response) {
	for _, line := range groups {
		words := strings.Fields(line)
		for _, word := range words[1:] {
			var n int
			value, times, _ := strings.Cut(word, "*")
			_, _ = fmt.Sscan(times, &n)
			for range n {
				r := Response{Group: cohorts.Group(words[0]), Submitted: time.Date(2027, 3, day, 0, 0, 0, 0, time.UTC), Answers: said("why=It was slow")}
				if value != "-" {
					r.Answers["helped"] = []string{value}
				}
				all = append(all, r)
			}
		}
	}
	return all
}

// What an anonymous survey shows at closing: which groups are named, how many others there are together, and whether rows have
// the answers to its question.
func TestClosingOfAnonymous(t *testing.T) {
	v := asking(t)
	for _, c := range []struct {
		about  string
		groups []string
		want   string
	}{
		{"nobody", nil, "nothing"},
		{"too few", []string{"staff yes*2 no*2"}, "nothing"},
		{"too few in each group", []string{"staff yes*2 no*2", "hit yes*4", "provider no*4"}, "nothing"},
		{"one of enough, with others too few for all", []string{"staff yes*2 no*3", "patient yes*2 no*3"}, "nothing"},
		{"one group", []string{"staff yes*3 no*3"}, "staff, rows with helped"},
		{"of one mind", []string{"staff yes*9"}, "staff, rows without helped"},
		{"nearly of one mind", []string{"staff yes*9 no*2"}, "staff, rows without helped"},
		{"few of one mind beside many", []string{"staff yes*5", "patient yes*6 no*6"}, "patient staff, rows without helped"},
		{"a small group takes the next along", []string{"patient yes*6 no*6", "staff yes*1 no*2"}, "15 others, rows with helped"},
		{"a third stays named", []string{"patient yes*6 no*6", "staff yes*1 no*2", "provider yes*12 no*12"}, "provider, 15 others, rows with helped"},
		{"few answer the question", []string{"staff yes*2 no*2 -*8"}, "staff, rows without helped"},
		{"nobody of a group answers it", []string{"staff -*8", "provider yes*4 no*4"}, "provider staff, rows with helped"},
	} {
		var tally Tally
		for _, r := range answered(1, c.groups...) {
			tally.Add(v, r)
		}
		equal(t, c.about, showing(v, closingOf(tally, nil)), c.want)
	}
}

func showing(v Survey, e closing) string {
	if !e.shown {
		return "nothing"
	}
	var all []string
	var named []string
	for _, c := range e.named {
		named = append(named, c.value)
	}
	if slices.Sort(named); len(named) > 0 {
		all = append(all, strings.Join(named, " "))
	}
	if e.others != nil {
		all = append(all, fmt.Sprint(e.others.counts.Completed, " others"))
	}
	in := v.inRows(e)
	if !in["why"] {
		all = append(all, "no free text")
	}
	return strings.Join(append(all, map[bool]string{true: "rows with helped", false: "rows without helped"}[in["helped"]]), ", ")
}

// Rows bear their day where enough share it, and those without one are enough too.
func TestDaysOfAnonymous(t *testing.T) {
	v := asking(t)
	for _, c := range []struct {
		about string
		days  [][]string // what each group answers, by day
		want  string     // the days that are told
	}{
		{"one day", [][]string{{"staff yes*4 no*4"}}, "staff 1"},
		{"a few on another", [][]string{{"staff yes*4 no*4"}, {"staff yes*1"}}, ""},
		{"a few on another, beside two of enough", [][]string{{"staff yes*4 no*4"}, {"staff yes*1"}, {"staff yes*5 no*5"}}, "staff 3"},
		{"several of a few", [][]string{{"staff yes*4 no*4"}, {"staff yes*3"}, {"staff no*3"}}, "staff 1"},
		{"a day of one mind", [][]string{{"staff yes*4 no*4"}, {"staff yes*6"}}, ""},
		{"two groups", [][]string{{"staff yes*4 no*4", "provider yes*3 no*3"}, {"provider yes*1"}}, "staff 1"},
		{"others together", [][]string{{"patient yes*6 no*6", "staff yes*1 no*2"}}, " 1"},
	} {
		var tally Tally
		var rows []Response
		for n, groups := range c.days {
			rows = append(rows, answered(n+1, groups...)...)
		}
		for _, r := range rows {
			tally.Add(v, r)
		}
		e := closingOf(tally, disclosure.Bounds{})
		days := map[rowDay]*Counts{}
		for _, r := range rows {
			at := rowDay{r.Group, r.Submitted}
			if !slices.ContainsFunc(e.named, func(c cell) bool { return c.value == string(r.Group) }) {
				at.group = ""
			}
			if days[at] == nil {
				days[at] = newCounts()
			}
			days[at].addResponse(v, r.onlyOf(v, v.inRows(e)))
		}
		var told []string
		for at := range v.daysTold(e, days) {
			told = append(told, fmt.Sprint(string(at.group), " ", at.day.Day()))
		}
		slices.Sort(told)
		equal(t, c.about, strings.Join(told, ", "), c.want)
	}
}

// The counts of an anonymous survey are told as those of a last edition before which there was none: in words all of a question
// or nothing, since which of them is left out would tell too.
func TestWordsOfAnonymous(t *testing.T) {
	v := read(t, `[{"questions": [{"id": "helped", "type": "single", "text": "?", "options": [
		{"value": "yes", "text": "Yes"}, {"value": "no", "text": "No"}, {"value": "maybe", "text": "Maybe"}]}]}]`)
	v.Anonymous, v.State = true, Closed
	for _, c := range []struct {
		about  string
		groups []string
		want   string
	}{
		{"all are numbers", []string{"staff yes*6 no*4 maybe*3"}, "6 4 3, staff 6 4 3"},
		{"one is a word", []string{"staff yes*12 no*7 maybe*1"}, "left_out left_out almost_none, staff left_out left_out almost_none"},
		{"and was before", []string{"staff yes*10 no*8 maybe*1", "provider yes*8 no*1 maybe*1"}, "left_out left_out almost_none, provider left_out left_out left_out, staff left_out left_out left_out"},
		{"a group hides", []string{"staff yes*6 no*4 maybe*3", "provider yes*8 no*1 maybe*1"}, "14 5 4, provider left_out left_out left_out, staff left_out left_out left_out"},
	} {
		var tally Tally
		for _, r := range answered(1, c.groups...) {
			tally.Add(v, r)
		}
		r := v.anonymousResults(contact.Counts{}, tally, nil, ByGroup)
		line := func(f Figures) (s string) {
			for _, o := range f.Questions[0].Options {
				if o.Told == "" {
					s += fmt.Sprint(" ", o.N)
				} else {
					s += " " + string(o.Told)
				}
			}
			return s
		}
		got := line(r.Figures)
		for _, g := range slices.Sorted(maps.Keys(r.By[ByGroup])) {
			got += ", " + g + line(r.By[ByGroup][g].Figures)
		}
		equal(t, c.about, strings.TrimSpace(got), c.want)
	}
}

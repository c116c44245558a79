package surveys

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"soundings/cohorts"
)

// How many were asked a question that hangs on others is told where the counts of those tell it anyway; where they leave it
// open, the question is not shown: who answered it would tell them.
func TestAskedOfSome(t *testing.T) {
	const questions = `[{"questions": [
		{"id": "helped", "type": "single", "text": "?", "options": [{"value": "yes", "text": "Yes"}, {"value": "no", "text": "No"}, {"value": "unsure", "text": "Unsure"}]},
		{"id": "used", "type": "multiple", "text": "?", "options": [{"value": "mail", "text": "Mail"}, {"value": "labs", "text": "Labs"}]},
		{"id": "ease", "type": "scale", "text": "?", "min": 1, "max": 5},
		{"id": "hours", "type": "number", "text": "?", "min": 0, "max": 24},
		{"id": "then", "type": "scale", "text": "?", "min": 1, "max": 7, "show_if": %s}]}]`
	one := func(question, op, value string) string {
		return fmt.Sprintf(`{"question": %q, "op": %q, "value": %s}`, question, op, value)
	}
	all := func(tests ...string) string { return `{"all": [` + strings.Join(tests, ",") + `]}` }
	many := []string{"12 helped=yes used=mail ease=5 hours=1", "14 helped=no used=labs ease=2 hours=8", "15 helped=unsure ease=1 hours=3", "4 ease=4"}
	near := []string{"20 helped=yes used=mail ease=5 hours=1", "2 helped=no used=mail ease=1 hours=8", "18 helped=unsure used=mail,labs ease=4 hours=1"}
	for _, c := range []struct {
		when, want string
		given      []string
	}{
		{all(one("helped", "eq", `"no"`)), "14 of 14", many},
		{all(one("helped", "ne", `"no"`)), "31 of 31", many},
		{all(one("helped", "in", `["no", "unsure"]`)), "29 of 29", many},
		{`{"any": [` + one("helped", "eq", `"no"`) + "," + one("helped", "eq", `"yes"`) + `]}`, "26 of 26", many},
		{all(`{"question": "helped", "op": "answered"}`), "41 of 41", many},
		{all(one("ease", "lt", "3")), "29 of 29", many},
		{all(one("used", "eq", `"labs"`)), "14 of 14", many},
		{all(one("used", "ne", `"labs"`)), "31 of 31", many},
		{all(one("used", "in", `["labs", "mail"]`)), "26", many},
		{all(one("hours", "gt", "2")), "29", many},
		{all(one("helped", "eq", `"no"`), one("ease", "lt", "3")), "14", many},
		{all(one("helped", "eq", `"yes"`)), "20 of 20", near},
		{all(one("helped", "eq", `"unsure"`)), "-", near}, // with it, that two said no
		{all(one("helped", "ne", `"no"`)), "-", near},
		{all(one("ease", "gt", "2")), "-", near},
		{all(one("hours", "lt", "5")), "-", near},
		{all(one("used", "eq", `"mail"`)), "-", near},
		{all(one("used", "eq", `"labs"`), one("ease", "gt", "2")), "-", near},
	} {
		v := read(t, fmt.Sprintf(questions, c.when))
		var tally Tally
		for _, some := range c.given {
			var n int
			fields := strings.Fields(some)
			if _, err := fmt.Sscan(fields[0], &n); err != nil {
				t.Fatal(err)
			}
			typed := Answers{}
			for _, field := range fields[1:] {
				name, values, _ := strings.Cut(field, "=")
				typed[name] = strings.Split(values, ",")
			}
			for i := range n {
				typed["then"] = []string{fmt.Sprint(1 + i%3)}
				tally.Add(v, response(v, cohorts.Patient, typed))
			}
		}
		f, _ := alone(v, tally.Total())
		equal(t, c.when, ofAsked(f.Questions[len(f.Questions)-1]), c.want)
	}
}

// Where one part of a cut hides the count on which a question hangs, no part shows that question, nor does an edition.
func TestAskedOfSomeInParts(t *testing.T) {
	v := read(t, `[{"questions": [
		{"id": "helped", "type": "single", "text": "?", "options": [{"value": "yes", "text": "Yes"}, {"value": "no", "text": "No"}]},
		{"id": "why", "type": "text", "text": "?", "show_if": {"all": [{"question": "helped", "op": "eq", "value": "no"}]}}]}]`)
	for _, c := range []struct {
		about        string
		staffSaidYes int
		want         string
	}{
		{"numbers in all parts", 6, "total 21 of 21; patient 15 of 15; staff 6 of 6"},
		{"one part is hidden", 1, "total 26 of 26; patient -; staff -"},
	} {
		var tally Tally
		say := func(g cohorts.Group, n int, typed ...string) {
			for range n {
				tally.Add(v, response(v, g, said(typed...)))
			}
		}
		say(cohorts.Patient, 15, "helped=yes")
		say(cohorts.Patient, 15, "helped=no", "why=slow")
		say(cohorts.Staff, c.staffSaidYes, "helped=yes")
		say(cohorts.Staff, 12-c.staffSaidYes, "helped=no", "why=slow")
		base := regexp.MustCompile(` of \d+`)
		for _, batches := range []bool{false, true} {
			cells := tally.cells(nil)
			for i := range cells {
				cells[i].batches = batches
			}
			var r Results
			r.show(v, cells, ByGroup)
			got := []string{"total " + ofAsked(r.Questions[1])}
			for _, value := range r.PartsOf(ByGroup) {
				got = append(got, value+" "+ofAsked(r.By[ByGroup][value].Questions[1]))
			}
			want := c.want
			if batches {
				want = base.ReplaceAllString(want, "")
			}
			equal(t, c.about, strings.Join(got, "; "), want)
		}
	}
}

// ofAsked returns how many answered and of how many, if that is told.
func ofAsked(r QuestionResult) string {
	switch {
	case r.N == 0:
		return "-"
	case r.Asked == nil:
		return fmt.Sprint(r.N)
	}
	return fmt.Sprint(r.N, " of ", *r.Asked)
}

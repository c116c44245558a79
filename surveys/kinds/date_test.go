package kinds

import "testing"

const dates = `[
	{"id": "any", "type": "date", "text": "?"},
	{"id": "year", "type": "date", "text": "?", "earliest": "2026-02-15", "latest": "2027-02-28"}]`

func TestDecodeDate(t *testing.T) {
	questions := read(t, dates)
	for _, c := range []struct{ id, typed, want, wrong string }{
		{"any", "2027-03-31", "2027-03-31", ""},
		{"any", " 2027-3-1 ", "2027-03-01", ""},
		{"any", "2027/03/31", "2027-03-31", ""},
		{"any", "2028-02-29", "2028-02-29", ""},
		{"any", "2027-02-29", "", "answer.date"}, // no leap year
		{"any", "3/4/2027", "", "answer.date"},   // March or April?
		{"any", "27-03-31", "", "answer.date"},
		{"any", "yesterday", "", "answer.date"},
		{"any", "1899-12-31", "", "answer.date_early"},
		{"any", "2100-01-01", "", "answer.date_late"},
		{"year", "2026-02-15", "2026-02-15", ""},
		{"year", "2026-02-14", "", "answer.date_early"},
		{"year", "2027-02-28", "2027-02-28", ""},
		{"year", "2027-03-01", "", "answer.date_late"},
		{"year", "", "", ""},
	} {
		got, bad := questions[c.id].Decode(Answers{c.id: {c.typed}})
		var want []string
		if c.want != "" {
			want = []string{c.want}
		}
		equal(t, c.id+" "+c.typed, got[c.id], want)
		var wrong []string
		if c.wrong != "" {
			wrong = []string{c.id + ": " + c.wrong}
		}
		equal(t, c.id+" "+c.typed, named(bad), wrong)
	}
}

func TestCheckDate(t *testing.T) {
	for _, c := range []struct {
		earliest, latest string
		want             []string
	}{
		{"", "", nil},
		{"2026-01-01", "2026-01-01", nil},
		{"2026-01-01", "2025-12-31", []string{"latest: answer.date_order"}},
		{"2100-01-01", "", []string{"latest: answer.date_order"}},
		{"1/2/2026", "", []string{"earliest: error.date"}},
		{"", "2026-02-30", []string{"latest: error.date"}},
	} {
		q := read(t, dates)["any"]
		q.Earliest, q.Latest = c.earliest, c.latest
		var checked Checker
		q.Kind().Check(q, &checked)
		equal(t, c.earliest+" "+c.latest, named(checked.Fields), c.want)
	}
}

// Answers are counted by month; results show the months that were answered, in their order.
func TestTallyOfDates(t *testing.T) {
	q := read(t, dates)["year"]
	equal(t, "counted", q.Tallied([]string{"2026-11-30"}), []string{"2026-11"})
	equal(t, "months that may be counted", q.Span(5000), 13)
	equal(t, "shown", q.Shown(map[string]int{"2027-01": 1, "2026-03": 2}), []string{"2026-03", "2027-01"})
	label := q.Label("2027-01").Text
	equal(t, "label", label.ID, "answer.month")
	equal(t, "year", label.Args["Year"], any("2027"))
}

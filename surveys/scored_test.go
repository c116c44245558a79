package surveys

import (
	"testing"

	"soundings/surveys/disclosure"
)

// Items of an instrument are told as numbers or not at all, and where they were hidden beside a score, once enough came to tell
// that as numbers by itself.
func TestItemsBesideTheirScore(t *testing.T) {
	v := read(t, `[{"questions": [{"id": "u", "instrument": "umux-lite"}]}]`)
	q := v.Questions()[0]
	sevens := func(each int, more map[string]int) *Counts { // so often each value of both items, and more
		c := newCounts()
		for _, field := range q.Fields() {
			n := &Count{Values: map[string]int{}}
			for _, value := range q.Choices() {
				n.Values[value] = each + more[value]
				n.N += each + more[value]
			}
			c.Fields[field] = n
		}
		c.Completed = c.Fields["u.1"].N
		return c
	}
	w, e := wordings{}, Edition{Hidden: map[Part]*Counts{}}
	for _, step := range []struct {
		about       string
		total, part *Counts
		want        disclosure.Wording
	}{
		{"some hide", sevens(2, map[string]int{"7": 8}), sevens(2, map[string]int{"7": 8}), disclosure.Scored},
		{"none does, but what came would tell the others", sevens(4, map[string]int{"7": 8}), sevens(4, map[string]int{"7": 8}), disclosure.Scored},
		{"of a part too few came", sevens(8, map[string]int{"7": 8}), sevens(4, map[string]int{"7": 8}), disclosure.Scored},
		{"enough came", sevens(12, map[string]int{"7": 8}), sevens(6, map[string]int{"7": 8}), disclosure.Numbers},
		{"a part hides again", sevens(14, map[string]int{"7": 8}), sevens(2, nil), disclosure.Scored},
	} {
		e.Cells = map[Part]*Counts{{}: step.total, {ByGroup, "staff"}: step.part}
		w.renew(q, change{now: e.Cells, hidden: e.Hidden, renewed: map[Part]bool{{}: true}})
		equal(t, step.about, w["u"], step.want)
	}
}

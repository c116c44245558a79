package disclosure

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"soundings/cohorts/base/expect"
)

// come makes entries of "id: unit unit".
func come(lines ...string) []Entry {
	var all []Entry
	for _, line := range lines {
		id, units, _ := strings.Cut(line, ":")
		all = append(all, Entry{ID: id, Units: strings.Fields(units)})
	}
	return all
}

func many(from, to int, units string) []Entry {
	var lines []string
	for i := from; i <= to; i++ {
		lines = append(lines, fmt.Sprintf("p%d: %s", i, units))
	}
	return come(lines...)
}

func ids(entries []Entry) string {
	var all []string
	for _, e := range entries {
		sign := "+"
		if !e.comes() {
			sign = "-"
		}
		all = append(all, sign+e.ID)
	}
	return strings.Join(all, " ")
}

func TestBatches(t *testing.T) {
	c := &Class{}
	expect.Equal(t, "four wait", c.Renew(many(1, 4, "q"), 5, Whatever), Batch{})
	b := c.Renew(many(1, 5, "q"), 5, Whatever)
	expect.Equal(t, "five are told", ids(b.Shown[Everyone]), "+p1 +p2 +p3 +p4 +p5")
	expect.Equal(t, "what they answered too", ids(b.Shown["q"]), "+p1 +p2 +p3 +p4 +p5")

	b = c.Renew(slices.Concat(many(6, 9, "q"), many(10, 10, "")), 5, Whatever)
	expect.Equal(t, "five more", ids(b.Told), "+p6 +p7 +p8 +p9 +p10")
	expect.Equal(t, "of whom four answered", ids(b.Shown["q"]), "")
	b = c.Renew(slices.Concat(many(11, 11, "q"), many(12, 15, "")), 5, Whatever)
	expect.Equal(t, "and now five", ids(b.Shown["q"]), "+p6 +p7 +p8 +p9 +p11")

	expect.Equal(t, "one leaves", ids([]Entry{c.Leave(Entry{ID: "p1", Units: []string{"q"}, Told: 1})}), "-p1")
	expect.Equal(t, "it waits", c.Renew(nil, 5, Whatever), Batch{})
	b = c.Renew(many(16, 19, "q"), 5, Whatever)
	expect.Equal(t, "with four who come", ids(b.Shown["q"]), "+p16 +p17 +p18 +p19 -p1")
}

// A bound that a clinic raises is that of later batches.
func TestRaisedBound(t *testing.T) {
	c := &Class{}
	c.Renew(many(1, 5, ""), 5, Whatever)
	expect.Equal(t, "five more", c.Renew(many(6, 10, ""), 8, Whatever), Batch{})
	expect.Equal(t, "eight more", len(c.Renew(many(6, 13, ""), 8, Whatever).Told), 8)
	c.Leave(Entry{ID: "p1", Told: 1})
	expect.Equal(t, "with one who leaves", len(c.Renew(many(14, 20, ""), 8, Whatever).Told), 8)
}

// Whoever leaves before a unit shows them never gets into it.
func TestLeavingBeforeAUnitShows(t *testing.T) {
	c := &Class{}
	c.Renew(slices.Concat(many(1, 4, "q"), many(5, 6, "")), 5, Whatever)
	e := c.Leave(Entry{ID: "p1", Units: []string{"q"}, Told: 1})
	expect.Equal(t, "leaves everyone alone", e.Units, nil)
	b := c.Renew(many(7, 11, "q"), 5, Whatever)
	expect.Equal(t, "without p1", ids(b.Shown["q"]), "+p2 +p3 +p4 +p7 +p8 +p9 +p10 +p11")
}

// What a batch takes away may not leave a few behind, nor make two moments differ by a few.
func TestLeavingWaits(t *testing.T) {
	c := &Class{}
	c.Renew(many(1, 6, ""), 5, Whatever)
	for i := 1; i <= 5; i++ {
		c.Leave(Entry{ID: fmt.Sprintf("p%d", i), Told: 1})
	}
	expect.Equal(t, "one would be left", c.Renew(nil, 5, Whatever), Batch{})
	b := c.Renew(many(7, 11, ""), 5, Whatever)
	expect.Equal(t, "more come", ids(b.Told), "+p7 +p8 +p9 +p10 +p11 -p1 -p2 -p3 -p4 -p5")

	c = &Class{}
	c.Renew(many(1, 11, ""), 5, Whatever)
	c.Leave(Entry{ID: "p1", Told: 1})
	expect.Equal(t, "one leaves, four come", ids(c.Renew(many(12, 15, ""), 5, Whatever).Told), "+p12 +p13 +p14 +p15 -p1")
	for i := 12; i <= 15; i++ {
		c.Leave(Entry{ID: fmt.Sprintf("p%d", i), Told: 2})
	}
	expect.Equal(t, "then these four leave and one comes", c.Renew(many(16, 16, ""), 5, Whatever), Batch{}) // only p1 and p16 would differ
	expect.Equal(t, "more come", ids(c.Renew(many(16, 20, ""), 5, Whatever).Told), "+p16 +p17 +p18 +p19 +p20 -p12 -p13 -p14 -p15")
}

// What somebody says anew does not end at the moment at which it comes: the earlier answer does.
func TestAnsweringAnew(t *testing.T) {
	anew := func(id, who string) Entry { return Entry{ID: id, Who: who} }
	c := &Class{}
	c.Renew(many(1, 5, ""), 5, Whatever)
	for i := 1; i <= 4; i++ {
		c.Leave(Entry{ID: fmt.Sprintf("p%d", i), Who: fmt.Sprintf("p%d", i), Told: 1})
	}
	b := c.Renew(append(many(6, 8, ""), anew("p1.1", "p1")), 5, Whatever)
	expect.Equal(t, "one of four who leave answers anew", ids(b.Told), "+p6 +p7 +p8 +p1.1 -p1 -p2 -p3 -p4")
	for _, e := range slices.Concat(many(5, 8, ""), []Entry{anew("p1.1", "p1")}) {
		e.Who, e.Told = person(e.ID), 2
		if e.ID == "p5" {
			e.Told = 1
		}
		c.Leave(e)
	}
	for from := 9; from <= 12; from++ {
		expect.Equal(t, "nobody else would be left", c.Renew(many(9, from, ""), 5, Whatever), Batch{})
	}
	expect.Equal(t, "five are", len(c.Renew(many(9, 13, ""), 5, Whatever).Told), 10)
}

func TestClosing(t *testing.T) {
	at := func(values string, from, to int) Waiting {
		return Waiting{&Class{Values: strings.Fields(values)}, many(from, to, "q"), 5}
	}
	merged := Close([]Waiting{at("staff north", 1, 3), at("staff south", 4, 5), at("hit north", 6, 9), at("provider north", 10, 10)}, Whatever)
	var got []string
	for _, m := range merged {
		got = append(got, fmt.Sprintf("%q %v: %s", m.Unit, m.Values, ids(m.Entries)))
	}
	expect.Equal(t, "merged", got, []string{
		`"" [staff]: +p1 +p2 +p3 +p4 +p5`, `"" []: +p6 +p7 +p8 +p9 +p10`,
		`"q" [staff]: +p1 +p2 +p3 +p4 +p5`, `"q" []: +p6 +p7 +p8 +p9 +p10`,
	})
	expect.Equal(t, "too few", Close([]Waiting{at("staff north", 1, 4)}, Whatever), nil)
}

// clinic is people of a few classes who answer, answer again and take out what they answered, and all figures that were shown.
type clinic struct {
	t       *rapid.T
	classes []*Class
	coming  [][]Entry
	told    map[string]told // by entry
	shown   map[string]map[string]bool
	figures map[string][]map[string]bool // by unit and cell: who was in it, from moment to moment
}

type told struct {
	class, moment int
	entry         Entry
}

var classes = [][]string{{"staff", "north"}, {"staff", "south"}, {"hit", "north"}, {"practice", "south"}}

// person returns of whom an entry is: "p7.2" is the second answer of p7, "p7@A" one of practice A.
func person(id string) string {
	if _, practice, ok := strings.Cut(id, "@"); ok {
		return practice
	}
	who, _, _ := strings.Cut(id, ".")
	return who
}

func (c *clinic) renew() {
	for i, class := range c.classes {
		b := class.Renew(c.coming[i], OfOthers, Whatever)
		if b.Moment == 0 {
			continue
		}
		for _, e := range b.Told {
			if e.comes() {
				c.told[e.ID] = told{i, b.Moment, e}
			}
		}
		c.coming[i] = slices.DeleteFunc(c.coming[i], func(e Entry) bool {
			return slices.ContainsFunc(b.Told, func(o Entry) bool { return o.ID == e.ID && o.comes() })
		})
		for unit, entries := range b.Shown {
			c.show(unit, class.Values, entries)
		}
	}
}

// show changes what is shown of a unit, in the total and the parts of all cuts.
func (c *clinic) show(unit string, values []string, entries []Entry) {
	for i := -1; i < len(values); i++ {
		key := unit + "|total"
		if i >= 0 {
			key = fmt.Sprint(unit, "|", i, values[i])
		}
		in := c.shown[key]
		if in == nil {
			in = map[string]bool{}
			c.shown[key] = in
		}
		for _, e := range entries {
			if e.comes() == in[e.ID] {
				c.t.Fatalf("%s comes or leaves twice", e.ID)
			}
			in[e.ID] = e.comes()
			if !e.comes() {
				delete(in, e.ID)
			}
		}
	}
	c.keep(unit)
}

func (c *clinic) keep(unit string) {
	for key, in := range c.shown {
		if of, _, _ := strings.Cut(key, "|"); of == unit {
			c.figures[unit] = append(c.figures[unit], maps.Clone(in))
		}
	}
}

func (c *clinic) answer(i int, id, who string) {
	var units []string
	for _, unit := range []string{"q", "r"} {
		if rapid.IntRange(0, 9).Draw(c.t, "answers") < 8 {
			units = append(units, unit)
		}
	}
	c.coming[i] = append(c.coming[i], Entry{ID: id, Who: who, Units: units})
}

// leave takes an answer out.
func (c *clinic) leave(id, who string) {
	was, ok := c.told[id]
	if !ok {
		for i := range c.coming {
			c.coming[i] = slices.DeleteFunc(c.coming[i], func(e Entry) bool { return e.ID == id })
		}
		return
	}
	delete(c.told, id)
	was.entry.Told, was.entry.Who = was.moment, who
	c.classes[was.class].Leave(was.entry)
}

func newClinic(t *rapid.T) *clinic {
	c := &clinic{t: t, told: map[string]told{}, shown: map[string]map[string]bool{}, figures: map[string][]map[string]bool{}}
	for _, values := range classes {
		c.classes = append(c.classes, &Class{Values: values})
	}
	c.coming = make([][]Entry, len(classes))
	return c
}

// live lets people answer and take out, and tells whatever may be told.
func (c *clinic) live() {
	answers := map[string]int{} // by person, the number of the last answer
	var there []string          // entries that can be taken out or answered anew
	class := map[string]int{}
	for n := range rapid.IntRange(20, 120).Draw(c.t, "days") {
		act := rapid.IntRange(0, 9).Draw(c.t, "act")
		switch {
		case act < 6 || len(there) == 0:
			i := rapid.IntRange(0, len(classes)-1).Draw(c.t, "class")
			id, who := fmt.Sprintf("p%d.0", n), ""
			if classes[i][0] == "practice" {
				who = string(rune('A' + rapid.IntRange(0, 8).Draw(c.t, "practice")))
				id += "@" + who
			}
			class[id] = i
			there = append(there, id)
			c.answer(i, id, who)
		default:
			at := rapid.IntRange(0, len(there)-1).Draw(c.t, "whose")
			id := there[at]
			there = slices.Delete(there, at, at+1)
			who := person(id)
			c.leave(id, who)
			if i := class[id]; act < 8 && classes[i][0] != "practice" { // and answers anew
				answers[who]++
				id = fmt.Sprintf("%s.%d", who, answers[who])
				class[id] = i
				there = append(there, id)
				c.answer(i, id, who)
			}
		}
		c.renew()
	}
}

func (c *clinic) close() {
	var waiting []Waiting
	for i, class := range c.classes {
		waiting = append(waiting, Waiting{class, c.coming[i], OfOthers})
	}
	for _, m := range Close(waiting, Whatever) {
		c.show(m.Unit, m.Values, m.Entries)
	}
}

// Whatever people do, and whenever, no figure, no difference of two and no sum or difference of three rests on few.
func TestNobodyIsToldApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := newClinic(t)
		c.live()
		c.close()
		for unit, figures := range c.figures {
			figures = distinct(figures)
			apart := func(of ...int) {
				if n := resting(figures, of); n > 0 && n < OfOthers {
					t.Fatalf("%q: %d people are told apart by %v of %v", unit, n, of, figures)
				}
			}
			for a := 1; a <= len(figures); a++ {
				apart(a)
				for b := 1; b < a; b++ {
					apart(a, -b)
					apart(a, b)
				}
			}
			if len(figures) < 3 {
				continue
			}
			draw := rapid.IntRange(1, len(figures))
			for range 100 {
				a, b, d := draw.Draw(t, "a"), draw.Draw(t, "b"), draw.Draw(t, "c")
				apart(a, -b, d)
				apart(a, -b, -d)
			}
		}
	})
}

// distinct drops the figures that are as another.
func distinct(figures []map[string]bool) []map[string]bool {
	seen := map[string]bool{}
	return slices.DeleteFunc(figures, func(in map[string]bool) bool {
		key := fmt.Sprint(in)
		defer func() { seen[key] = true }()
		return seen[key]
	})
}

// resting counts the people on whom a sum of figures rests; they are numbered from 1, with the sign that they have in it.
func resting(figures []map[string]bool, of []int) int {
	weights := map[string]int{}
	for _, f := range of {
		for id := range figures[max(f, -f)-1] {
			if f > 0 {
				weights[id]++
			} else {
				weights[id]--
			}
		}
	}
	people := map[string]bool{}
	for id, weight := range weights {
		if weight != 0 {
			people[person(id)] = true
		}
	}
	return len(people)
}

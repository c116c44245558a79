package surveys

import (
	"strings"
	"testing"
)

// What was typed on one page goes over what was typed before: fields of that page that did not come were emptied,
// fields of others stay.
func TestMerge(t *testing.T) {
	v := portal(t)
	before := said("helped=no", "why=slow", "used=mail", "hours=3", "again=7")
	for _, c := range []struct {
		about string
		page  int
		typed Answers
		want  Answers
	}{
		{"the first page", 0, said("helped=yes", "why="), said("helped=yes", "why=", "used=mail", "hours=3", "again=7")},
		{"the first page, a field did not come", 0, said("helped=yes"), said("helped=yes", "used=mail", "hours=3", "again=7")},
		{"the second page, emptied", 1, said(), said("helped=no", "why=slow", "again=7")},
		{"no page is named", -1, said("again=2"), said("helped=no", "why=slow", "used=mail", "hours=3", "again=2")},
		{"a page that is not there", 9, said("again=2"), said("helped=no", "why=slow", "used=mail", "hours=3", "again=2")},
		{"fields of another page come too", 0, said("helped=yes", "again=1"), said("helped=yes", "used=mail", "hours=3", "again=1")},
		{"what nobody asked", 0, said("helped=yes", "_action=next", "admin=1", "hello=x"), said("helped=yes", "used=mail", "hours=3", "again=7")},
		{"wrong values, as typed", 1, said("hours= many ", "used=mail", "used=mail"), said("helped=no", "why=slow", "used=mail", "used=mail", "hours= many ", "again=7")},
	} {
		equal(t, c.about, v.merge(before, Typed{Page: c.page, Values: c.typed}), c.want)
	}
	equal(t, "what was there", before, said("helped=no", "why=slow", "used=mail", "hours=3", "again=7"))
	equal(t, "for the first time", v.merge(nil, Typed{Values: said("helped=no")}), said("helped=no"))
}

// Strangers may send what no page could have asked for: no more than that is kept.
func TestMergeIsBounded(t *testing.T) {
	v := portal(t)
	many := make([]string, 1000)
	kept := v.merge(nil, Typed{Values: Answers{"helped": many, "why": {strings.Repeat("x", 1<<20)}}})
	if len(kept["helped"]) != 50 || len(kept["why"][0]) != 50_000 {
		t.Errorf("%d values and %d bytes are kept", len(kept["helped"]), len(kept["why"][0]))
	}
}

func TestAction(t *testing.T) {
	v := portal(t)
	for _, c := range []struct {
		about   string
		pressed Action
		page    int // as the form says; -1: it does not
		at      int
		answers Answers
		want    Action
	}{
		{"next", Next, 0, 0, said("helped=yes"), Next},
		{"next, without a button's name", "", 0, 0, said("helped=yes"), Next},
		{"next, by a name that nobody knows", "jump", 0, 0, said("helped=yes"), Next},
		{"next on the last page, which never sends", Next, 2, 2, said(), Next},
		{"no button on the last page", "", 2, 2, said(), Submit},
		{"submit on the last page", Submit, 2, 2, said(), Submit},
		{"submit on a page that was the last when it was shown", Submit, 0, 0, said("helped=yes"), Next},
		{"submit by a program, which names no page", Submit, -1, 0, said("helped=yes"), Submit},
		{"back", Back, 2, 2, said(), Back},
		{"save", Save, 0, 0, said(), Save},
		{"save on the last page", Save, 2, 2, said(), Save},
	} {
		equal(t, c.about, v.action(Typed{Action: c.pressed, Page: c.page}, c.at, c.answers), c.want)
	}
}

// What keeps a page from being left forwards: only its own questions, only those that are asked, each field once.
func TestWrong(t *testing.T) {
	v := portal(t)
	v.Pages[1].Questions[1].Required = true // hours
	for _, c := range []struct {
		about string
		typed Answers
		want  [3]string
	}{
		{"nothing typed", said(), [3]string{"helped: answer.required_choice", "", ""}},
		{"a choice that is none", said("helped=perhaps"), [3]string{"helped: answer.choice", "", ""}},
		{"a text that is too long", said("helped=no", "why=far longer than twenty letters"), [3]string{"why: answer.too_long", "", ""}},
		{"the same text, and it did help", said("helped=yes", "why=far longer than twenty letters"), [3]string{"", "", ""}},
		{"hours are asked", said("helped=yes", "used=mail"), [3]string{"", "hours: answer.required", ""}},
		{"hours are asked, and wrong", said("helped=yes", "used=mail", "hours=25"), [3]string{"", "hours: answer.range", ""}},
		{"two on a page", said("helped=yes", "again=11", "sus.3=6"), [3]string{"", "", "again: answer.range, sus.3: answer.range"}},
	} {
		decoded, bad := v.decode(c.typed)
		for p := range v.Pages {
			equal(t, c.about, strings.Join(named(v.wrong(p, decoded, bad)), ", "), c.want[p])
		}
	}
}

// A question that an answer on its own page brings up is asked before the page is left, once.
func TestReveals(t *testing.T) {
	v := portal(t)
	for _, c := range []struct {
		about  string
		before Answers
		page   int
		typed  Answers
		want   bool
	}{
		{"it did not help, and why was not on the form", nil, 0, said("helped=no"), true},
		{"it did not help, and why was on the form, empty", nil, 0, said("helped=no", "why="), false},
		{"it was on the form the second time", said("helped=no"), 0, said("helped=no"), false},
		{"it helped", nil, 0, said("helped=yes"), false},
		{"the question is on another page", said("helped=yes"), 0, said("helped=yes"), false},
		{"hours", said("helped=yes"), 1, said("used=mail"), true},
		{"no page is named", nil, -1, said("helped=no"), false},
		{"a page that is not there", nil, 9, said("helped=no"), false},
	} {
		typed := Typed{Page: c.page, Values: c.typed}
		now, _ := v.decode(v.merge(c.before, typed))
		equal(t, c.about, v.reveals(c.before, typed, now), c.want)
	}
}

package surveys

import (
	"strings"
	"testing"
)

// pagesOf makes a survey of the ids of its questions: "a b|c" has two pages.
func pagesOf(text string) Survey {
	var v Survey
	for page := range strings.SplitSeq(text, "|") {
		var p Page
		for id := range strings.FieldsSeq(page) {
			p.Questions = append(p.Questions, Question{ID: id})
		}
		v.Pages = append(v.Pages, p)
	}
	return v
}

func (s Survey) outline() string {
	var pages []string
	for _, p := range s.Pages {
		var ids []string
		for _, q := range p.Questions {
			ids = append(ids, q.ID)
		}
		pages = append(pages, strings.Join(ids, " "))
	}
	return strings.Join(pages, "|")
}

func TestEditingTheOrderOfADraft(t *testing.T) {
	up := func(id string) func(*Survey) { return func(v *Survey) { v.Move(id, false) } }
	down := func(id string) func(*Survey) { return func(v *Survey) { v.Move(id, true) } }
	for _, test := range []struct {
		name, before string
		act          func(*Survey)
		after        string
	}{
		{"up within a page", "a b|c", up("b"), "b a|c"},
		{"up to the page before", "a b|c d", up("c"), "a b c|d"},
		{"up leaves no empty page", "a|b|c", up("b"), "a b|c"},
		{"the first stays", "a b|c", up("a"), "a b|c"},
		{"down within a page", "a b|c", down("a"), "b a|c"},
		{"down to the next page", "a b|c", down("b"), "a|b c"},
		{"down leaves no empty page", "a|b", down("a"), "a b"},
		{"the last stays", "a|b", down("b"), "a|b"},
		{"nobody moves", "a|b", down("z"), "a|b"},
		{"added to a page", "a|b", func(v *Survey) { v.Add(Question{ID: "z"}, 0) }, "a z|b"},
		{"added to a new page", "a|b", func(v *Survey) { v.Add(Question{ID: "z"}, 2) }, "a|b|z"},
		{"the first of all", "", func(v *Survey) { v.Pages = nil; v.Add(Question{ID: "z"}, 0) }, "z"},
		{"replaced where it is", "a b|c", func(v *Survey) { v.Replace(Question{ID: "a"}, 0) }, "a b|c"},
		{"replaced on another page", "a b|c", func(v *Survey) { v.Replace(Question{ID: "a"}, 1) }, "b|c a"},
		{"replaced on a page of its own", "a|c", func(v *Survey) { v.Replace(Question{ID: "a"}, 2) }, "c|a"},
		{"removed", "a b|c", func(v *Survey) { v.Remove("a") }, "b|c"},
		{"removed with its page", "a b|c", func(v *Survey) { v.Remove("c") }, "a b"},
	} {
		t.Run(test.name, func(t *testing.T) {
			v := pagesOf(test.before)
			test.act(&v)
			if v.outline() != test.after {
				t.Errorf("%s became %s, not %s", test.before, v.outline(), test.after)
			}
		})
	}
}

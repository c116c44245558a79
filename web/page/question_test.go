package page

import (
	"testing"
)

func TestQuestionsAsDrawn(t *testing.T) {
	p := english(t)
	scale := Question{ID: "likely", Type: "scale", Low: "Not", High: "Very", Options: ExampleSteps(p, 1, 3, 0)}.In(p)
	if scale.End(0) != "Not" || scale.End(1) != "" || scale.End(2) != "Very" {
		t.Error("the ends of a scale are not where they belong")
	}
	if !scale.Maybe || scale.Quiet().Maybe {
		t.Error("the mark of an optional question")
	}
	for _, test := range []struct {
		q               Question
		hint, described string
	}{
		{Question{ID: "a", Type: "single"}, "", ""},
		{Question{ID: "a", Type: "single", Help: "Help.", Error: "No."}, "Help.", "h-a e-a"},
		{Question{ID: "a", Type: "multiple", Many: true}, "Choose all that apply.", "h-a"},
		{Question{ID: "a", Type: "multiple", Many: true, MaxChoices: 2}, "Choose up to 2.", "h-a"},
		{Question{ID: "a", Type: "multiple", Many: true, MaxChoices: 2, Help: "Help."}, "Help. Choose up to 2.", "h-a"},
	} {
		if q := test.q.In(p); q.Hint() != test.hint || q.Described() != test.described {
			t.Errorf("%+v: hint %q, described by %q", test.q, q.Hint(), q.Described())
		}
	}
}

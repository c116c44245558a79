package page

import (
	"testing"

	"soundings/cohorts/base"
	"soundings/surveys"
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

// An instrument is asked in the wording that the clinic chose: its first, another of the table, or the clinic's own items.
func TestWordingOfAnInstrument(t *testing.T) {
	own := make([]base.Words, 10)
	for i := range own {
		own[i] = base.Words{"en": "Ours."}
	}
	for _, c := range []struct {
		q    surveys.Question
		want string // the eighth item
	}{
		{surveys.Question{ID: "s", Instrument: "sus"}, "The portal is very awkward to use."},
		{surveys.Question{ID: "s", Instrument: "sus", Wording: "plain"}, "The portal is very awkward to use."},
		{surveys.Question{ID: "s", Instrument: "sus", Wording: "published"}, "I found the portal very cumbersome to use."},
		{surveys.Question{ID: "s", Instrument: "sus", Items: own}, "Ours."},
	} {
		if view := ViewQuestion(Page{Printer: english(t)}, c.q); len(view.Items) != 10 || view.Items[7].Text != c.want {
			t.Errorf("%+v asks %+v", c.q, view.Items)
		}
	}
}

package ask

import (
	"strings"
	"testing"

	"soundings/surveys"
	"soundings/surveys/disclosure"
	"soundings/surveys/kinds"
	"soundings/web/page"
)

// Where counts or a mean are left out, one sentence says why.
func TestWhatIsLeftOutIsExplained(t *testing.T) {
	mean := 3.0
	silent := surveys.QuestionResult{N: 7, Mean: &mean, Options: []surveys.OptionResult{{Value: "1", Told: disclosure.LeftOut}, {Value: "2", Told: disclosure.LeftOut}}}
	words := surveys.QuestionResult{N: 20, Mean: &mean, Options: []surveys.OptionResult{{Value: "1", N: 9}, {Value: "2", Told: disclosure.AlmostNone}}}
	withoutMean := words
	withoutMean.Mean = nil
	edition := surveys.Results{Edition: &surveys.EditionResult{Number: 1}}
	for _, c := range []struct {
		about string
		found surveys.Results
		part  int
		given surveys.QuestionResult
		want  string
	}{
		{"nothing", surveys.Results{}, 0, words, ""},
		{"of the total", surveys.Results{}, 0, silent, "Some counts are left out"},
		{"of the total of an edition", edition, 0, silent, "nearly no one or nearly everyone"},
		{"of a live part", surveys.Results{}, 1, silent, "and the total."},
		{"of a part of an edition", edition, 1, silent, "once all parts have changed."},
		{"a mean", edition, 0, withoutMean, "The mean is left out"},
	} {
		d := drawing{page: page.Page{Printer: english(t)}, survey: surveys.Survey{State: surveys.Open}, found: c.found, part: c.part}
		got := d.left(surveys.Question{Type: kinds.Scale}, c.given)
		if !strings.Contains(got, c.want) || c.want == "" && got != "" {
			t.Errorf("%s: %q, not %q", c.about, got, c.want)
		}
	}
}

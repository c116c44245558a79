package surveys

import (
	"testing"

	"soundings/cohorts/base"
	"soundings/surveys/kinds"
)

// A survey can say whose scores are whose when it asks for them, and is not anonymous.
func TestEvidence(t *testing.T) {
	v := Survey{Pages: []Page{{Questions: []Question{{ID: "helped", Type: kinds.Single}, {ID: "ease", Instrument: "sus"}}}}}
	hidden := v
	hidden.Anonymous = true
	for _, c := range []struct {
		about      string
		of         Survey
		instrument string
		question   string
		refused    bool
	}{
		{"its score", v, "sus", "ease", false},
		{"its answers only", v, "", "", false},
		{"another score", v, "umux-lite", "", true},
		{"anonymous", hidden, "sus", "", true},
		{"anonymous answers only", hidden, "", "", true},
	} {
		question, err := c.of.evidence(c.instrument)
		if question != c.question || base.IsCode(err, base.Invalid) != c.refused {
			t.Errorf("%s: %q, %v", c.about, question, err)
		}
	}
}

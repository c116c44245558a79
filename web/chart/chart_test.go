package chart

import (
	"encoding/xml"
	"errors"
	"flag"
	"html/template"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files")

// golden holds a drawing against the file of its name.
func golden(t *testing.T, name string, got template.HTML, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join("testdata", name+".html")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != string(got) {
		t.Errorf("%s is drawn otherwise; look at it, then run the test with -update:\n%s", name, got)
	}
	checkShape(t, got)
}

// checkShape holds a drawing against what every drawing keeps to: well-formed, named, no inline style, and no colour
// but by class.
func checkShape(t *testing.T, drawn template.HTML) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(string(drawn)))
	ids, named := map[string]bool{}, ""
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("the drawing is not well-formed: %v", err)
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		for _, a := range start.Attr {
			switch a.Name.Local {
			case "style", "fill", "stroke":
				t.Errorf("<%s> has %s=%q", start.Name.Local, a.Name.Local, a.Value)
			case "id":
				ids[a.Value] = true
			case "aria-labelledby":
				named = a.Value
			}
		}
	}
	for _, id := range strings.Fields(named) {
		if !ids[id] {
			t.Errorf("the drawing is labelled by %q, which is not there", id)
		}
	}
	if named == "" {
		t.Error("the drawing has no name")
	}
}

func exampleBars() BarChart {
	return BarChart{
		ID: "q-helped", Title: "Did the portal help you?", Description: "Bars show the share of each answer.",
		Table: "Show as a table", Heads: [4]string{"Answer", "Answers", "Share", "95% interval"},
		Bars: []Bar{
			{Label: "Yes", Count: "52", Percent: "54%", Interval: "44% to 63%", Share: .536, Low: .437, High: .632},
			{Label: "Partly, but I had to call the clinic as well because something was missing", Count: "33", Percent: "34%", Interval: "25% to 44%", Share: .34, Low: .254, High: .439},
			{Label: "No <b>never</b> & \"not\"", Count: "12", Percent: "12%", Share: .124},
		},
	}
}

func TestBars(t *testing.T) {
	got, err := Bars(exampleBars())
	golden(t, "bars", got, err)
}

func TestBarsWithGoals(t *testing.T) {
	c := exampleBars()
	c.Bars[0].Goals = []BarGoal{{"Goal: 80%", .8}, {"Goal: 20%", .2}}
	got, err := Bars(c)
	golden(t, "bars-goals", got, err)
}

func TestBarsOfNothing(t *testing.T) {
	got, err := Bars(BarChart{ID: "q-none", Title: "Nothing"})
	golden(t, "nothing", got, err)
}

func exampleGauge() Gauge {
	return Gauge{
		ID: "s-sus", Title: "Ease of use", Description: "The score is 71.2 out of 100.", Score: 71.2, Low: 68, High: 74.4,
		Written: "71.2", Interval: "68.0 to 74.4", Table: "Show as a table", Heads: [3]string{"Grade", "From", "Score"},
		Marks: []Mark{{"F", 0}, {"D", 51.7}, {"C", 62.7}, {"B", 72.6}, {"A", 78.9}},
	}
}

func TestGauge(t *testing.T) {
	got, err := exampleGauge().Draw()
	golden(t, "gauge", got, err)
}

// The number stays within the drawing at both ends, and so does the interval.
func TestGaugeAtTheEnds(t *testing.T) {
	for _, test := range []struct {
		score, low, high float64
		want             string
	}{
		{2, -3, 7, `x="2.0%" y="18" text-anchor="start"`},
		{99, 95, 103, `x="99.0%" y="18" text-anchor="end"`},
		{50, 40, 60, `x="50.0%" y="18" text-anchor="middle"`},
	} {
		g := exampleGauge()
		g.Score, g.Low, g.High = test.score, test.low, test.high
		got, err := g.Draw()
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(got), test.want) {
			t.Errorf("a score of %v is not written at %s", test.score, test.want)
		}
		if strings.Contains(string(got), `"-`) {
			t.Errorf("a score of %v leaves the drawing", test.score)
		}
	}
}

func TestWrap(t *testing.T) {
	for _, test := range []struct {
		text string
		room int
		want string
	}{
		{"", 20, ""},
		{"Yes", 20, "Yes"},
		{"one two three four", 13, "one two three/four"},
		{"Donaudampfschifffahrtsgesellschaft is long", 12, "Donaudampfschifffahrtsgesellschaft/is long"},
		{"ñandú ñandú ñandú", 12, "ñandú ñandú/ñandú"},
		{"never less than twelve", 1, "never less/than twelve"},
	} {
		if got := strings.Join(wrap(test.text, test.room), "/"); got != test.want {
			t.Errorf("wrap(%q, %d) = %q, want %q", test.text, test.room, got, test.want)
		}
	}
}

func TestRamp(t *testing.T) {
	got, err := Ramp{
		ID: "ramp", Title: "Steps", Description: "It stands at 25%.", Heads: []string{"Step", "People"},
		Steps: []RampStep{{Label: "1%", Share: .01, Look: "done"}, {Label: "25%", Share: .25, Look: "now", Mark: "now"}, {Label: "100%", Share: 1, Look: "later"}},
		Rows:  [][]string{{"1%", "2"}, {"25%", "61 <b>"}, {"100%", "240"}},
	}.Draw()
	golden(t, "ramp", got, err)
}

// Of many steps only the ends and the present one are labelled, so that a narrow screen can be read.
func TestRampOfManySteps(t *testing.T) {
	r := Ramp{ID: "ramp", Title: "Steps"}
	for i := range 20 {
		r.Steps = append(r.Steps, RampStep{Label: "x", Share: float64(i) / 20, Look: "later"})
	}
	r.Steps[7].Look = "now"
	got, err := r.Draw()
	if n := strings.Count(string(got), ">x</text>"); err != nil || n != 3 {
		t.Errorf("%d labels, %v", n, err)
	}
}

package portal

import (
	"strings"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/plan"
	"soundings/web/texts"
)

// takenAnswer is how a decision was taken. It never changes.
type takenAnswer struct {
	At       time.Time        `json:"at"` // the moment that the figures are of
	By       []deciderAnswer  `json:"by"`
	Evidence []evidenceAnswer `json:"evidence"`
}

// deciderAnswer is a seat that took a decision, with who had it then.
type deciderAnswer struct {
	Seat plan.Seat `json:"seat"`
	Name string    `json:"name"`
}

// evidenceAnswer is what one ground said then.
type evidenceAnswer struct {
	plan.Ground
	Title base.Words   `json:"title"`
	Lines []lineAnswer `json:"lines"`
}

// lineAnswer is one figure, or a few that belong together, with the sentence that says them.
type lineAnswer struct {
	Said    string             `json:"said"`
	Figures map[string]float64 `json:"figures"`
}

func newTakenAnswer(taken *plan.Taken, say texts.Printer) *takenAnswer {
	if taken == nil {
		return nil
	}
	a := &takenAnswer{At: taken.At, By: []deciderAnswer{}, Evidence: []evidenceAnswer{}}
	for _, by := range taken.By {
		a.By = append(a.By, deciderAnswer(by))
	}
	for _, e := range taken.Evidence {
		one := evidenceAnswer{Ground: e.Ground, Title: e.Title, Lines: []lineAnswer{}}
		for _, line := range e.Lines {
			one.Lines = append(one.Lines, lineAnswer{say.Say(line), figuresOf(line)})
		}
		a.Evidence = append(a.Evidence, one)
	}
	return a
}

// figuresOf returns the numbers that a text mentions, by name.
func figuresOf(t base.Text) map[string]float64 {
	figures := map[string]float64{}
	for name, value := range t.Args {
		switch value := value.(type) {
		case int:
			figures[strings.ToLower(name)] = float64(value)
		case float64:
			figures[strings.ToLower(name)] = value
		}
	}
	return figures
}

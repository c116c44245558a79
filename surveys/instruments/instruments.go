// Package instruments knows published questionnaires: how many items they have, on which scale, and how they are scored.
package instruments

// Instrument is a published questionnaire with its own scoring. All its items stand on one scale.
type Instrument struct {
	ID    string
	Items int
	Min   int // of each item
	Max   int
	// Score returns the score of the items' values, first item first. Each value is between Min and Max.
	Score func(items []int) float64
	// Low and High bound the score; Grade names how good one is.
	Low, High float64
	Grade     func(score float64) string
}

// ByID returns the instrument with this id.
func ByID(id string) (Instrument, bool) {
	if id == "sus" {
		return sus(), true
	}
	return Instrument{}, false
}

// IDs lists the instruments there are.
func IDs() []string { return []string{"sus"} }

// sus is the System Usability Scale: ten items from 1 to 5, the odd ones positive, the even ones negative.
// Brooke, J. (1996): SUS: a "quick and dirty" usability scale. Grades: the Sauro-Lewis curve (2016).
func sus() Instrument {
	return Instrument{ID: "sus", Items: 10, Min: 1, Max: 5, Score: scoreSUS, Low: 0, High: 100, Grade: gradeSUS}
}

// scoreSUS is 2.5 × (Σ odd items (x − 1) + Σ even items (5 − x)).
func scoreSUS(items []int) float64 {
	sum := 0
	for i, x := range items {
		if i%2 == 0 { // the first item is item 1
			sum += x - 1
		} else {
			sum += 5 - x
		}
	}
	return 2.5 * float64(sum)
}

// Band is the lowest score of a grade.
type Band struct {
	Grade string
	From  float64
}

// SUSGrades lists the Sauro-Lewis grades from the best; below the last is F.
func SUSGrades() []Band {
	return []Band{{"A+", 84.1}, {"A", 80.8}, {"A−", 78.9}, {"B+", 77.2}, {"B", 74.1}, {"B−", 72.6},
		{"C+", 71.1}, {"C", 65}, {"C−", 62.7}, {"D", 51.7}}
}

func gradeSUS(score float64) string {
	for _, b := range SUSGrades() {
		if score >= b.From {
			return b.Grade
		}
	}
	return "F"
}

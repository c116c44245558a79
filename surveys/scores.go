package surveys

import (
	"strconv"

	"soundings/surveys/instruments"
)

// Score returns the scores of the instruments that are answered in full, by question id.
func (s Survey) Score(a Answers) map[string]float64 {
	scores := map[string]float64{}
	for _, q := range s.Questions() {
		instrument, ok := instruments.ByID(q.Instrument)
		if !ok {
			continue
		}
		items := make([]int, 0, instrument.Size())
		for _, field := range q.Fields() {
			if len(a[field]) == 1 {
				x, err := strconv.Atoi(a[field][0])
				if err == nil {
					items = append(items, x)
				}
			}
		}
		if len(items) == instrument.Size() {
			scores[q.ID] = instrument.Score(items)
		}
	}
	return scores
}

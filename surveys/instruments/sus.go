package instruments

// sus is the System Usability Scale: ten items from 1 to 5, the odd ones positive, the even ones negative.
// Brooke, J. (1996): SUS: a "quick and dirty" usability scale; the published wording is that of its items, with "portal" for
// "system". Grades: the Sauro-Lewis curve (2016). Spread: Bangor, A.,
// Kortum, P. T. and Miller, J. T. (2008): An empirical evaluation of the System Usability Scale.
func sus() Instrument {
	return Instrument{
		ID: "sus",
		Wordings: []Wording{
			{ID: "plain", Items: []string{"sus.1", "sus.2", "sus.3", "sus.4", "sus.5", "sus.6", "sus.7", "sus.8", "sus.9", "sus.10"}, Name: "sus.wording.plain", Asked: "sus.plain"},
			{ID: "published", Name: "sus.wording.published", Asked: "sus.as_published", Items: []string{
				"sus.published.1", "sus.published.2", "sus.published.3", "sus.published.4", "sus.published.5",
				"sus.published.6", "sus.published.7", "sus.published.8", "sus.published.9", "sus.published.10",
			}},
		},
		Min: 1, Max: 5, Score: scoreSUS, Low: 0, High: 100, Spread: 20,
		Texts: Texts{
			Name: "sus.name", Kind: "question.type.sus", About: "question.about.sus", Wording: "sus.wording",
			Intro: "sus.intro", Low: "sus.low", High: "sus.high", Clinic: "sus.clinic",
		},
		Bands: []Band{{"A+", 84.1}, {"A", 80.8}, {"A−", 78.9}, {"B+", 77.2}, {"B", 74.1}, {"B−", 72.6},
			{"C+", 71.1}, {"C", 65}, {"C−", 62.7}, {"D", 51.7}, {"F", 0}},
	}
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

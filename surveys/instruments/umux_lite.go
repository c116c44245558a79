package instruments

// umuxLite is the UMUX-Lite: two positive items from 1 to 7. Lewis, J. R., Utesch, B. S. and Maher, D. E. (2013):
// UMUX-LITE: when there's no time for the SUS. It has no bands: the letter grades are those of SUS, and only scores that
// are regressed to it may borrow them. Nor is a spread published for plans; that of SUS on the same range stands for it.
func umuxLite() Instrument {
	return Instrument{
		ID:       "umux-lite",
		Wordings: []Wording{{ID: "published", Items: []string{"umux_lite.1", "umux_lite.2"}, Asked: "umux_lite.own"}},
		Min:      1, Max: 7, Score: scoreUMUXLite, Low: 0, High: 100, Spread: 20,
		Texts: Texts{
			Name: "umux_lite.name", Kind: "umux_lite.kind", About: "umux_lite.about", Wording: "umux_lite.wording",
			Intro: "umux_lite.intro", Low: "umux_lite.low", High: "umux_lite.high", Clinic: "umux_lite.clinic",
		},
	}
}

// scoreUMUXLite is (a + b − 2) × 100 / 12.
func scoreUMUXLite(items []int) float64 { return float64(items[0]+items[1]-2) * 100 / 12 }

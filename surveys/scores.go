package surveys

// Scores returns the mean scores that a tally comes to. Of one that rests on too few answers only the names are there.
func (v Survey) Scores(t Tally) []ScoreResult {
	var withheld []Withheld
	return v.figures(t.Total(), "", &withheld).Scores
}

package polls

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"soundings/cohorts"
)

// bigPoll is thirty features and so many ballots of all groups, some of ten other practices.
func bigPoll(ballots int) (Poll, Tally) {
	p := manyFeatures(30).of("patient=1.5 staff=1 provider=2 hit=0.5 leadership=1 practice=1")
	random := rand.New(rand.NewPCG(1, 2))
	var tally Tally
	for i := range ballots {
		b := Ballot{ID: fmt.Sprint(i), Group: cohorts.Groups()[i%6], Answer: Answer{Places: map[string]int{}}}
		if b.Group == cohorts.Practice {
			b.Practice = fmt.Sprint(i % 60)
		}
		for place, f := range random.Perm(30)[:5+i%20] {
			b.Answer.Places[p.Features[f]] = place + 1
		}
		tally.Add(p, b, +1)
	}
	return p, tally
}

func BenchmarkResults(b *testing.B) {
	p, tally := bigPoll(5_000) // how many there are makes no difference but to the size of numbers
	for _, c := range tally.Cells {
		for _, row := range c.Rows() {
			for i := range row {
				row[i] *= 20
			}
		}
		c.Ballots *= 20
	}
	for b.Loop() {
		p.Results(tally, nil)
	}
}

func BenchmarkAddBallot(b *testing.B) {
	p, tally := bigPoll(600)
	ballot := Ballot{Group: cohorts.Staff, Answer: Answer{Places: map[string]int{"f01": 1, "f20": 2, "f29": 3}}}
	for i := 0; b.Loop(); i++ {
		ballot.ID = fmt.Sprint("ballot ", i)
		tally.Add(p, ballot, +1)
	}
}

package polls

import (
	"fmt"
	"testing"
)

// A ballot weighs the same in every replicate whenever it is counted, and the weights are those of the Poisson
// distribution of mean 1.
func TestDrawn(t *testing.T) {
	equal(t, "again", drawn("a ballot"), drawn("a ballot"))
	if drawn("a ballot") == drawn("another ballot") {
		t.Error("two ballots are drawn alike")
	}
	first := drawn("a ballot")
	equal(t, "as it was when this was written", fmt.Sprint(first[:12]), "[2 2 0 1 2 3 0 2 0 1 1 1]")
	const ballots = 2000
	times := map[int]int{}
	sum, squares := 0.0, 0.0
	for i := range ballots {
		for _, w := range drawn(fmt.Sprint("ballot ", i)) {
			times[w]++
			sum += float64(w)
			squares += float64(w * w)
		}
	}
	n := float64(ballots * Replicates)
	near(t, "mean", sum/n, 1, 0.01)
	near(t, "variance", squares/n-sum*sum/n/n, 1, 0.02)
	for k, share := range []float64{0.3679, 0.3679, 0.1839, 0.0613, 0.0153} {
		near(t, fmt.Sprintf("share of %d", k), float64(times[k])/n, share, 0.005)
	}
}

// An order that everybody agrees on is stable in every replicate; one that hangs on a ballot is not.
func TestStability(t *testing.T) {
	shares := func(r Results) map[string]float64 {
		all := map[string]float64{}
		for _, s := range r.Stability {
			all[s.Feature] = s.Share
		}
		return all
	}
	sure := shares(elect(ranking("a b c d e"), "60 a b c d e"))
	for f, want := range map[string]float64{"a": 1, "b": 1, "c": 1, "d": 0, "e": 0} {
		equal(t, "of one mind: "+f, sure[f], want)
	}
	unsure := shares(elect(ranking("a b c d e"), "30 a b c d e", "30 a b d c e"))
	for _, f := range []string{"c", "d"} {
		if unsure[f] < 0.3 || unsure[f] > 0.8 {
			t.Errorf("of two minds: %s is among the first three in %v of the replicates", f, unsure[f])
		}
	}
	equal(t, "the same again", shares(elect(ranking("a b c d e"), "30 a b c d e", "30 a b d c e")), unsure)
}

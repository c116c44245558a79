package polls

import (
	"fmt"
	"slices"
	"testing"
)

func manyFeatures(n int) Poll {
	p := ranking("")
	for i := range n {
		p.Features = append(p.Features, fmt.Sprintf("f%02d", i))
	}
	return p
}

// The order shown is everybody's own, and over many people every feature stands everywhere.
func TestOrder(t *testing.T) {
	p := manyFeatures(6)
	first := map[string]int{}
	for person := range 3000 {
		order := p.order(fmt.Sprint("person ", person))
		first[order[0]]++
		equal(t, "all features", slices.Sorted(slices.Values(order)), p.Features)
	}
	for _, f := range p.Features {
		if n := first[f]; n < 400 || n > 600 {
			t.Errorf("%s is first %d times of 3,000, want about 500", f, n)
		}
	}
	equal(t, "the same seed", p.order("me"), p.order("me"))
	sets := p.by(MaxDiff)
	equal(t, "the same seed shows the same sets", sets.sets("me"), sets.sets("me"))
	equal(t, "the poll keeps its order", p.Features[0], "f00")
}

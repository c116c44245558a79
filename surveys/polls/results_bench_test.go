package polls_test

import (
	"crypto/rand"
	"fmt"
	mathrand "math/rand/v2"
	"testing"

	"soundings/cohorts"
	"soundings/server/services/servicestest"
	"soundings/surveys/polls"
)

// A poll of thirty features: what its results cost does not depend on how many ballots there are, only on how many are
// not folded yet.
func BenchmarkPollResults(b *testing.B) {
	c := &clinic{servicestest.New(b), servicestest.ByManager(b)}
	p := c.Poll(b, func(p *polls.Poll) {
		p.Open, p.Features = true, numbered("feature", 30)
		p.Groups = map[cohorts.Group]polls.Share{}
		for _, g := range cohorts.Groups() {
			p.Groups[g] = polls.Share{Weight: 1.5}
		}
	})
	service := c.Polls
	code := service.Code(p)
	random := mathrand.New(mathrand.NewPCG(1, 1))
	cast := func(n int) {
		v := polls.Values{"group": {string(cohorts.Groups()[n%6])}}
		for place, i := range random.Perm(30)[:5] {
			v["rank."+p.Features[i]] = []string{fmt.Sprint(place + 1)}
		}
		must(service.Cast(c.ctx, polls.Voter{Code: code, Browser: rand.Text()}, v))
	}
	for n := range 3000 {
		cast(n)
	}
	c.Fold(b)
	for range 100 { // about what comes between two folds
		cast(0)
	}
	for b.Loop() {
		must(service.Results(c.ctx, p.ID))
	}
}

package polls

import (
	"math"
	"math/big"

	"gonum.org/v1/gonum/stat/distuv"
)

// estimate is what the answers about one feature come to on the poll's scale, over all groups that have a part in it.
type estimate struct {
	known     bool
	mean      *big.Rat // weighted, exact
	spread    float64  // standard error of the mean
	freedom   float64  // its degrees of freedom; 0: too few answers for an interval
	low, high float64  // 95 % interval of the mean
}

// estimates returns the weighted mean of the groups' means for each feature. A group in which nobody said anything of a
// feature has no part in that feature's mean.
func (p Poll) estimates(voices []voice) []estimate {
	all := make([]estimate, len(p.Features))
	for f := range all {
		all[f] = p.estimate(voices, f)
	}
	return all
}

// estimate joins the groups' intervals as those of independent samples: the degrees of freedom after Welch (1947) and
// Satterthwaite (1946).
func (p Poll) estimate(voices []voice, f int) estimate {
	sum, weights := new(big.Rat), new(big.Rat)
	var variance, squared float64
	for _, v := range voices {
		mean, spread, freedom := v.mean(f)
		if mean == nil || v.weight.Sign() == 0 {
			continue
		}
		sum.Add(sum, new(big.Rat).Mul(v.weight, mean))
		weights.Add(weights, v.weight)
		w, _ := v.weight.Float64()
		part := w * w * spread
		variance += part
		squared += part * part / math.Max(freedom, 1)
		if freedom == 0 {
			squared = math.Inf(1) // of one answer nothing is known about the spread
		}
	}
	if weights.Sign() == 0 {
		return estimate{}
	}
	total, _ := weights.Float64()
	e := estimate{known: true, mean: sum.Quo(sum, weights), spread: math.Sqrt(variance) / total}
	switch {
	case math.IsInf(squared, 1):
	case variance == 0:
		e.freedom = math.Inf(1)
	default:
		e.freedom = variance * variance / squared
	}
	e.interval(p)
	return e
}

func (e *estimate) interval(p Poll) {
	mean, _ := e.mean.Float64()
	e.low, e.high = mean, mean
	if e.freedom == 0 || e.spread == 0 {
		return
	}
	low, high := p.scale()
	half := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: e.freedom}.Quantile(0.975) * e.spread
	e.low, e.high = math.Max(float64(low), mean-half), math.Min(float64(high), mean+half)
}

// mean returns what a group says of a feature: the mean of its answers, and the variance of that mean with its degrees of
// freedom. Where the group is several practices each counts once: it is the mean of theirs, and the variance is that of
// practices. nil: nobody said anything.
func (v voice) mean(f int) (mean *big.Rat, variance, freedom float64) {
	var means []*big.Rat
	for _, u := range v.units {
		if n := u.N[f]; n > 0 {
			means = append(means, big.NewRat(int64(u.Sum[f]), int64(n)))
			variance, freedom = u.spread(f)
		}
	}
	switch len(means) {
	case 0:
		return nil, 0, 0
	case 1:
		return means[0], variance, freedom
	}
	n := int64(len(means))
	sum, squares := new(big.Rat), 0.0
	for _, m := range means {
		sum.Add(sum, m)
	}
	mean = sum.Mul(sum, big.NewRat(1, n))
	for _, m := range means {
		off, _ := new(big.Rat).Sub(m, mean).Float64()
		squares += off * off
	}
	return mean, squares / float64(n*(n-1)), float64(n - 1)
}

// spread returns the variance of the mean of all answers about a feature, with its degrees of freedom. What one person
// answers is alike, so people are what was drawn and not answers: of n people of whom person i answers mᵢ times, bᵢ in sum,
// the mean R = Σb/Σm is a ratio, and its variance n/(n−1) · Σ(bᵢ − R·mᵢ)² / (Σm)². Cochran (1977): Sampling Techniques,
// chapter 6, ratio estimators. Where everybody answers once it is the variance of a plain mean.
func (c *Counts) spread(f int) (variance, freedom float64) {
	people, cross, repeats := c.N[f], c.Sum[f], c.N[f]
	if c.People != nil {
		people, cross, repeats = c.People[f], c.Cross[f], c.Repeats[f]
	}
	if people < 2 {
		return 0, 0
	}
	// (Σm)² · Σ(b − R·m)², of whole numbers, so that nothing cancels out badly
	n, sum := big.NewInt(int64(c.N[f])), big.NewInt(int64(c.Sum[f]))
	term := func(times int64, of int, x, y *big.Int) *big.Int {
		product := new(big.Int).Mul(x, y)
		return product.Mul(product, big.NewInt(times*int64(of)))
	}
	off := term(1, c.Squares[f], n, n)
	off.Add(off, term(-2, cross, n, sum))
	off.Add(off, term(1, repeats, sum, sum))
	whole := new(big.Int).Exp(n, big.NewInt(4), nil)
	variance, _ = new(big.Rat).SetFrac(off, whole).Float64()
	return variance * float64(people) / float64(people-1), float64(people - 1)
}

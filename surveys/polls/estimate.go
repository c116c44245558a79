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

// estimates answers the weighted mean of the groups' means for each feature. A group in which nobody said anything of a
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

// mean answers what a group says of a feature: the mean of its answers, and the variance of that mean with its degrees of
// freedom. Where the group is several practices each counts once: it is the mean of theirs, and the variance is that of
// practices. nil: nobody said anything.
func (v voice) mean(f int) (mean *big.Rat, variance, freedom float64) {
	var means []*big.Rat
	for _, u := range v.units {
		if n := u.N[f]; n > 0 {
			means = append(means, big.NewRat(int64(u.Sum[f]), int64(n)))
			variance, freedom = spreadOf(n, u.Sum[f], u.Squares[f]), float64(n-1)
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

// spreadOf answers the variance of the mean of n whole numbers of which the sum and the sum of squares are known.
func spreadOf(n, sum, squares int) float64 {
	if n < 2 {
		return 0
	}
	off := float64(n)*float64(squares) - float64(sum)*float64(sum) // whole, so nothing cancels out badly
	return math.Max(0, off) / (float64(n) * float64(n) * float64(n-1))
}

// share puts a mean on the poll's scale on a scale from 0 to 1: of a ranking the share of the Borda points that could be had.
func (p Poll) share(mean *big.Rat) *big.Rat {
	low, high := p.scale()
	above := new(big.Rat).Sub(mean, big.NewRat(int64(low), 1))
	return above.Mul(above, big.NewRat(1, int64(high-low)))
}

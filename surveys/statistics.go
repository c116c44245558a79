package surveys

import (
	"math"
	"slices"
	"strconv"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"

	"soundings/surveys/kinds"
)

// z95 is the two-sided 95 % point of the normal distribution.
const z95 = 1.959964

// Wilson returns the 95 % interval of a share of k in n, between 0 and 1.
// Wilson, E. B. (1927): Probable inference, the law of succession, and statistical inference.
func Wilson(k, n int) (low, high float64) {
	if n == 0 {
		return 0, 1
	}
	p, m := float64(k)/float64(n), float64(n)
	z2 := z95 * z95
	center := p + z2/(2*m)
	spread := z95 * math.Sqrt(p*(1-p)/m+z2/(4*m*m))
	return math.Max(0, (center-spread)/(1+z2/m)), math.Min(1, (center+spread)/(1+z2/m))
}

// Distribution describes numbers: how many, their mean, standard deviation (n − 1) and median, and the 95 % interval of
// the mean by Student's t.
type Distribution struct {
	N                int
	Mean, SD, Median float64
	Low, High        float64
}

// Describe describes the numbers that were counted; values that are no numbers are passed over. The standard deviation
// and the interval of fewer than two numbers are those of no spread.
func (c *Count) Describe() Distribution {
	var values, weights []float64
	for text := range c.Values {
		if x, err := strconv.ParseFloat(text, 64); err == nil {
			values = append(values, x)
		}
	}
	slices.Sort(values)
	d := Distribution{}
	for _, x := range values {
		n := c.Values[kinds.FormatNumber(x)]
		weights = append(weights, float64(n))
		d.N += n
	}
	if d.N == 0 {
		return d
	}
	d.Mean, d.Median = stat.Mean(values, weights), median(values, weights, d.N)
	d.Low, d.High = d.Mean, d.Mean
	if d.N > 1 {
		d.SD = math.Sqrt(math.Max(0, stat.Variance(values, weights)))
		t := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(d.N - 1)}.Quantile(0.975)
		half := t * d.SD / math.Sqrt(float64(d.N))
		d.Low, d.High = d.Mean-half, d.Mean+half
	}
	return d
}

// median returns the middle of n numbers given in order with how often each comes, or the mean of the middle two.
func median(values, weights []float64, n int) float64 {
	at := func(rank int) float64 {
		for i, w := range weights {
			if rank -= int(w); rank < 0 {
				return values[i]
			}
		}
		return values[len(values)-1]
	}
	return (at((n-1)/2) + at(n/2)) / 2
}

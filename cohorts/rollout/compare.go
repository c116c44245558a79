package rollout

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Sample summarizes a set of scores, in points.
type Sample struct {
	N    int     `json:"n"`
	Mean float64 `json:"mean"`
	SD   float64 `json:"sd"` // divides by n − 1; 0 with fewer than two scores
}

// sums accumulates a mean and the sum of squared deviations in one pass.
// Welford, B. P. (1962): Note on a method for calculating corrected sums of squares and products.
type sums struct {
	n        int
	mean, m2 float64
}

func (s *sums) add(x float64) {
	s.n++
	d := x - s.mean
	s.mean += d / float64(s.n)
	s.m2 += d * (x - s.mean)
}

func (s sums) sample() Sample {
	sd := 0.0
	if s.n > 1 {
		sd = math.Sqrt(s.m2 / float64(s.n-1))
	}
	return Sample{s.n, s.mean, sd}
}

// Compare returns the mean of a minus the mean of b, and its two-sided confidence interval from low to high. All three are
// in points; confidence is between 0 and 1. Both samples need at least two scores. Without any spread the interval is the
// difference itself.
// Welch, B. L. (1947): The generalization of "Student's" problem when several different population variances are involved.
func Compare(a, b Sample, confidence float64) (difference, low, high float64) {
	difference = a.Mean - b.Mean
	va, vb := a.SD*a.SD/float64(a.N), b.SD*b.SD/float64(b.N)
	if va+vb == 0 {
		return difference, difference, difference
	}
	df := (va + vb) * (va + vb) / (va*va/float64(a.N-1) + vb*vb/float64(b.N-1))
	t := distuv.StudentsT{Sigma: 1, Nu: df}.Quantile((1 + confidence) / 2)
	half := t * math.Sqrt(va+vb)
	return difference, difference - half, difference + half
}

// ErrorShare is the greatest probability that a ramp is rolled back though nothing became worse, over all interim looks at
// all its steps.
const ErrorShare = 0.05

// confidence returns the confidence of the interval at one interim look, between 0 and 1. The number of looks of a ramp is
// set beforehand, so many at each step, and they share ErrorShare evenly. The probability that any of them errs is at most
// the sum of their shares (Bonferroni), whatever the correlation between looks and however many answers are in when one
// is taken. So a look that comes late, or stands for several overdue ones, spends no more. A spending function would have
// a little more power with the same number of answers, but is valid only for looks taken on time.
// Dunn, O. J. (1961): Multiple comparisons among means. Jennison, C. and Turnbull, B. W. (2000): Group sequential
// methods with applications to clinical trials, chapter 2.
func (r Rollout) confidence() float64 {
	return 1 - ErrorShare/float64(max(1, len(r.Ramp)*r.Gates.looks()))
}

// power is the probability with which the smallest detectable drop is detected.
const power = 0.8

// detectable returns the smallest true drop, in points, that the last interim look of a step detects with probability
// power, on n and m scores with standard deviation sd in points: the margin, plus the sum of both normal quantiles times
// the standard error.
// Chow, S.-C., Shao, J., Wang, H. and Lokhnygina, Y. (2018): Sample size calculations in clinical research, chapter 3.
func (r Rollout) detectable(sd float64, n, m int) float64 {
	z := distuv.UnitNormal.Quantile((1+r.confidence())/2) + distuv.UnitNormal.Quantile(power)
	return r.Gates.Margin + z*sd*math.Sqrt(1/float64(n)+1/float64(m))
}

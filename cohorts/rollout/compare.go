package rollout

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Sample is what a set of scores comes to.
type Sample struct {
	N    int     `json:"n"`
	Mean float64 `json:"mean"`
	SD   float64 `json:"sd"` // with n − 1; 0 of fewer than two
}

// sums adds up scores one by one without keeping them.
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

// Compare returns by how much the mean of a is above that of b, with the interval that holds the true difference with
// the confidence named, between 0 and 1. Both need two scores at least. Without any spread the interval is the difference.
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

// ErrorShare is the chance that a ramp without any change for the worse is rolled back, at most: over all the looks that it may
// take, at every step.
const ErrorShare = 0.05

// confidence returns that of the interval at one look. The looks of a ramp are set beforehand, so many at each step, and
// share the error evenly. The chance that any of them errs is at most the sum of their shares, however the looks hang
// together and however many answers have come in when one is taken; so a look that comes late, or stands for several that
// are overdue, spends no more. A plan that knows how the looks hang together would find a little more with as many
// answers, and hold only for looks taken on time.
// Dunn, O. J. (1961): Multiple comparisons among means. Jennison, C. and Turnbull, B. W. (2000): Group sequential
// methods with applications to clinical trials, chapter 2.
func (r Rollout) confidence() float64 {
	return 1 - ErrorShare/float64(max(1, len(r.Ramp)*r.Gates.looks()))
}

// power is the chance with which the smallest drop that a step can detect is detected.
const power = 0.8

// detectable returns the smallest true drop in points for which a step is rolled back with 80 % chance by its last look,
// on n and m scores of this spread: the margin, and the sum of both normal quantiles times the standard error.
// Chow, S.-C., Shao, J., Wang, H. and Lokhnygina, Y. (2018): Sample size calculations in clinical research, chapter 3.
func (r Rollout) detectable(sd float64, n, m int) float64 {
	z := distuv.UnitNormal.Quantile((1+r.confidence())/2) + distuv.UnitNormal.Quantile(power)
	return r.Gates.Margin + z*sd*math.Sqrt(1/float64(n)+1/float64(m))
}

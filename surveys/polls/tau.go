package polls

import "math"

// tauB returns Kendall's tau-b of two rankings of the same features: 1 where they agree in every pair, −1 where they
// disagree in every pair; ties are neither. ok is false where one of them ties everything, or there is but one feature.
// Kendall, M. G. (1945): The treatment of ties in ranking problems.
func tauB(a, b []int) (tau float64, ok bool) {
	var agree, inA, inB float64
	for i := range a {
		for j := range i {
			x, y := sign(a[i]-a[j]), sign(b[i]-b[j])
			agree += x * y
			inA += x * x
			inB += y * y
		}
	}
	if inA == 0 || inB == 0 {
		return 0, false
	}
	return agree / math.Sqrt(inA*inB), true
}

func sign(x int) float64 {
	switch {
	case x > 0:
		return 1
	case x < 0:
		return -1
	}
	return 0
}

package surveys

import (
	"math"
	"testing"

	"soundings/surveys/kinds"
)

func TestWilson(t *testing.T) {
	for _, c := range []struct {
		k, n      int
		low, high float64
	}{
		{81, 263, 0.2553, 0.3662},
		{15, 148, 0.0624, 0.1605},
		{0, 20, 0, 0.1611},
		{20, 20, 0.8389, 1},
		{0, 0, 0, 1},
		{1, 1, 0.2065, 1},
	} {
		low, high := Wilson(c.k, c.n)
		near(t, "low", low, c.low, 0.00005)
		near(t, "high", high, c.high, 0.00005)
	}
	for n := 1; n < 200; n++ {
		for k := range n + 1 {
			low, high := Wilson(k, n)
			if share := float64(k) / float64(n); !(0 <= low && low <= share+1e-12 && share-1e-12 <= high && high <= 1) {
				t.Fatalf("%d of %d lies outside %v to %v", k, n, low, high)
			}
		}
	}
}

// counted counts these values.
func counted(values ...float64) *Count {
	counts := map[string]*Count{}
	for _, x := range values {
		count(counts, "q", 1, kinds.FormatNumber(x))
	}
	if counts["q"] == nil {
		return &Count{}
	}
	return counts["q"]
}

func TestDescribe(t *testing.T) {
	for _, c := range []struct {
		about  string
		values []float64
		want   Distribution
	}{
		{"twenty scores", []float64{60, 60, 67.5, 67.5, 67.5, 70, 77.5, 77.5, 80, 82.5, 85, 85, 85, 85, 87.5, 87.5, 90, 92.5, 95, 95},
			Distribution{20, 79.875, 11.017, 83.75, 74.72, 85.03}},
		{"nothing", nil, Distribution{}},
		{"one", []float64{4}, Distribution{1, 4, 0, 4, 4, 4}},
		{"the same three times", []float64{0.1, 0.1, 0.1}, Distribution{3, 0.1, 0, 0.1, 0.1, 0.1}},
		{"two", []float64{1, 2}, Distribution{2, 1.5, 0.7071, 1.5, -4.853, 7.853}},
		{"the middle of an even number", []float64{1, 1, 4, 9}, Distribution{4, 3.75, 3.7749, 2.5, -2.2567, 9.7567}},
		{"below nothing", []float64{-10, -2, 0}, Distribution{3, -4, 5.2915, -2, -17.1448, 9.1448}},
	} {
		got := counted(c.values...).Describe()
		equal(t, c.about, got.N, c.want.N)
		near(t, c.about+": mean", got.Mean, c.want.Mean, 0.0005)
		near(t, c.about+": sd", got.SD, c.want.SD, 0.0005)
		near(t, c.about+": median", got.Median, c.want.Median, 0.0005)
		near(t, c.about+": low", got.Low, c.want.Low, 0.005)
		near(t, c.about+": high", got.High, c.want.High, 0.005)
	}
}

// What is no number is passed over; how often a number came counts.
func TestDescribeCounts(t *testing.T) {
	c := &Count{N: 9, Values: map[string]int{"1": 4, "3": 4, "none": 1}}
	got := c.Describe()
	if got.N != 8 || got.Mean != 2 || got.Median != 2 || math.Abs(got.SD-1.0690) > 0.0001 {
		t.Errorf("got %+v", got)
	}
}

package instruments

import "testing"

func TestSUS(t *testing.T) {
	sus, ok := ByID("sus")
	if !ok {
		t.Fatal("there is no SUS")
	}
	for _, c := range []struct {
		about string
		items []int
		score float64
	}{
		{"mixed answers", []int{5, 4, 2, 1, 2, 3, 2, 4, 5, 2}, 55},
		{"ten times the middle", []int{3, 3, 3, 3, 3, 3, 3, 3, 3, 3}, 50},
		{"the best", []int{5, 1, 5, 1, 5, 1, 5, 1, 5, 1}, 100},
		{"the worst", []int{1, 5, 1, 5, 1, 5, 1, 5, 1, 5}, 0},
	} {
		if got := sus.Score(c.items); got != c.score {
			t.Errorf("%s: score %v, want %v", c.about, got, c.score)
		}
	}
}

func TestSUSGrades(t *testing.T) {
	sus, _ := ByID("sus")
	for _, c := range []struct {
		score float64
		grade string
	}{
		{100, "A+"}, {84.1, "A+"}, {84, "A"}, {80.8, "A"}, {80.7, "A−"}, {78.9, "A−"}, {78.8, "B+"}, {77.2, "B+"}, {77.1, "B"},
		{74.1, "B"}, {74, "B−"}, {72.6, "B−"}, {72.5, "C+"}, {71.1, "C+"}, {71, "C"}, {65, "C"}, {64.9, "C−"}, {62.7, "C−"},
		{62.6, "D"}, {51.7, "D"}, {51.6, "F"}, {0, "F"},
	} {
		if got := sus.Grade(c.score); got != c.grade {
			t.Errorf("grade of %v is %s, want %s", c.score, got, c.grade)
		}
	}
}

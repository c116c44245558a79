package instruments

import "testing"

func TestUMUXLite(t *testing.T) {
	umux, ok := ByID("umux-lite")
	if !ok {
		t.Fatal("there is no UMUX-Lite")
	}
	for _, c := range []struct {
		a, b  int
		score float64
	}{{7, 7, 100}, {1, 1, 0}, {4, 4, 50}, {6, 5, 75}, {5, 6, 75}} {
		if got := umux.Score([]int{c.a, c.b}); got != c.score {
			t.Errorf("%d and %d: score %v, want %v", c.a, c.b, got, c.score)
		}
		if grade := umux.Grade(c.score); grade != "" {
			t.Errorf("%v is graded %s, and nobody has published grades", c.score, grade)
		}
	}
}

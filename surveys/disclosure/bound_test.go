package disclosure

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"soundings/cohorts"
	"soundings/cohorts/base/expect"
)

func TestBounds(t *testing.T) {
	for _, c := range []struct {
		raised Bounds
		groups []cohorts.Group
		want   int
	}{
		{nil, []cohorts.Group{cohorts.Patient}, 11},
		{nil, []cohorts.Group{cohorts.Staff}, 5},
		{nil, []cohorts.Group{cohorts.Practice}, 5},
		{nil, []cohorts.Group{cohorts.Staff, cohorts.Patient}, 11},
		{nil, nil, 11},
		{Bounds{cohorts.Staff: 8}, []cohorts.Group{cohorts.Staff}, 8},
		{Bounds{cohorts.Staff: 8}, []cohorts.Group{cohorts.Provider}, 5},
		{Bounds{cohorts.Staff: 2, cohorts.Patient: 5}, []cohorts.Group{cohorts.Staff, cohorts.Patient}, 11}, // none goes below
	} {
		expect.Equal(t, fmt.Sprint(c.raised, c.groups), c.raised.Of(c.groups...), c.want)
	}
}

func TestWithhold(t *testing.T) {
	for _, c := range []struct {
		about string
		parts []Part
		want  []string
	}{
		{"enough everywhere", []Part{{"patient", 11, 11}, {"staff", 5, 5}}, nil},
		{"nobody in one", []Part{{"patient", 11, 11}, {"staff", 0, 5}}, nil},
		{"total minus patients would be the staff", []Part{{"patient", 12, 11}, {"staff", 3, 5}}, []string{"patient", "staff"}},
		{"the next smallest", []Part{{"patient", 40, 11}, {"staff", 3, 5}, {"provider", 9, 5}}, []string{"provider", "staff"}},
		{"until there are eleven", []Part{{"patient", 40, 11}, {"staff", 3, 5}, {"provider", 6, 5}, {"hit", 5, 5}}, []string{"hit", "provider", "staff"}},
		{"no patients, five are enough", []Part{{"staff", 3, 5}, {"provider", 6, 5}, {"hit", 9, 5}}, []string{"provider", "staff"}},
		{"two small ones are enough for each other", []Part{{"a", 3, 5}, {"b", 4, 5}, {"c", 9, 5}}, []string{"a", "b"}},
	} {
		expect.Equal(t, c.about, slices.Sorted(maps.Keys(Withhold(c.parts))), c.want)
	}
}

// Whatever the parts, those that are withheld are nobody or at least the largest bound, or there is nothing else to withhold.
func TestWithheldAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var parts []Part
		largest, all := 0, 0
		for i, n := range rapid.SliceOfN(rapid.IntRange(0, 20), 1, 8).Draw(t, "parts") {
			p := Part{fmt.Sprint(i), n, rapid.SampledFrom([]int{5, 11}).Draw(t, "bound")}
			parts = append(parts, p)
			if all += n; n > 0 {
				largest = max(largest, p.Bound)
			}
		}
		withheld, sum := Withhold(parts), 0
		for _, p := range parts {
			if withheld[p.Name] {
				sum += p.N
			} else if p.N > 0 && p.N < p.Bound {
				t.Fatalf("%v is shown", p)
			}
		}
		if sum > 0 && sum < largest && sum < all {
			t.Fatalf("only %d are withheld of %v", sum, parts)
		}
	})
}

// A bound can be raised and not lowered.
func TestBoundsAreOnlyRaised(t *testing.T) {
	if err := (Bounds{cohorts.Patient: 11, cohorts.Staff: 8}).Check(); err != nil {
		t.Errorf("raised: %v", err)
	}
	got := expect.Fields(Bounds{cohorts.Patient: 10, cohorts.Staff: 8, cohorts.Practice: 4}.Check())
	expect.Equal(t, "lowered", got, []string{"bounds[patient]: error.min", "bounds[practice]: error.min"})
}

package metrics

import (
	"maps"
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// someMarks draws what a member did in twelve weeks after they agreed.
func someMarks(r *rapid.T, agreed Day) []Effect {
	return rapid.SliceOfN(rapid.Custom(func(r *rapid.T) Effect {
		m := Effect{Kind: rapid.SampledFrom(Kinds()).Draw(r, "kind"), Day: agreed + Day(rapid.IntRange(0, 84).Draw(r, "day"))}
		if m.Kind == Used {
			m.Feature = rapid.SampledFrom([]string{"labs", "mail"}).Draw(r, "feature")
		}
		return m
	}), 0, 40).Draw(r, "marks")
}

// Whatever a member does, in whatever order it comes and however often: the cells are those that the set of days has.
func TestTalliesAreExact(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		agreed := Day(rapid.IntRange(20_000, 20_010).Draw(r, "agreed"))
		marks := someMarks(r, agreed)
		once := apply(agreed, marks)
		again := apply(agreed, rapid.Permutation(append(slices.Clone(marks), marks...)).Draw(r, "shuffled"))
		if !maps.Equal(once, again) {
			r.Fatalf("in order %v, shuffled and twice %v", once, again)
		}
		for _, feature := range []string{Portal, "labs", "mail"} {
			used := func(m Effect) bool { return m.Kind != EnrolledKind && (feature == Portal || m.Feature == feature) }
			for d := agreed; d < agreed+120; d++ {
				var weeks [4]bool
				for _, m := range marks {
					if back := d - m.Day; used(m) && back >= 0 && back < 28 {
						weeks[back/7] = true
					}
				}
				for _, w := range []struct {
					measure Measure
					days    Day
				}{{Active1, 1}, {Active7, 7}, {Active28, 28}} {
					active := slices.ContainsFunc(marks, func(m Effect) bool { return used(m) && m.Day <= d && m.Day > d-w.days })
					if got := once.On(feature, w.measure, d); got != one(active) {
						r.Fatalf("%s %s on %v: %d", feature, w.measure, d, got)
					}
				}
				n := one(weeks[0]) + one(weeks[1]) + one(weeks[2]) + one(weeks[3])
				if got := once.On(feature, Regular, d); got != one(n >= 3) {
					r.Fatalf("%s regular on %v: %d, active in %d of four weeks", feature, d, got, n)
				}
			}
		}
	})
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func apply(agreed Day, marks []Effect) Tally {
	t := Tally{}
	var a Activity
	a.Stand(agreed, nil, false, t)
	for _, m := range marks {
		a.Apply(m, t)
	}
	return t
}

// Counting again from the days comes to the same, wherever the member went meanwhile.
func TestRecountedActivity(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		agreed := Day(20_000)
		counted, recounted := Tally{}, Tally{}
		var a Activity
		a.Stand(agreed, nil, false, counted)
		for _, m := range someMarks(r, agreed) {
			a.Apply(m, counted)
			if left := agreed + Day(rapid.IntRange(0, 90).Draw(r, "left")); rapid.Bool().Draw(r, "leaves") {
				a.Stand(agreed, &left, true, counted)
			} else {
				a.Stand(agreed, nil, true, counted)
			}
		}
		if a.Recount(recounted); !maps.Equal(counted, recounted) {
			r.Fatalf("counted %v, recounted %v", counted, recounted)
		}
	})
}

// The remission of 21 patients with 6-MP is the textbook's example: 6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+
// 34+ 35+ weeks, + where it went on.
//
// Freireich, E. J. et al. (1963): The effect of 6-mercaptopurine on the duration of steroid-induced remissions in acute
// leukemia. Blood 21, 699–716.
func TestSurvivalOfTheTextbook(t *testing.T) {
	const today = Day(1000)
	tally := Tally{}
	for _, used := range []int{6, 6, 6, 7, 10, 13, 16, 22, 23} {
		apply := Tally{{Measure: Agreed, Day: today - 40}: 1, {Feature: "labs", Measure: First, Day: today - 40, After: used}: 1}
		for c, n := range apply {
			tally.add(c, n)
		}
	}
	for i, gone := range []int{6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35} {
		if i%2 == 0 { // still here, and agreed so many days ago
			tally.add(Cell{Measure: Agreed, Day: today - Day(gone)}, 1)
		} else {
			tally.add(Cell{Measure: Agreed, Day: today - 40}, 1)
			tally.add(Cell{Measure: Left, Day: today - 40, After: gone}, 1)
		}
	}
	s := tally.Survival("labs", today)
	for day, want := range map[int]float64{0: 1, 5: 1, 6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448, 35: 0.448} {
		if math.Abs(s[day]-want) > 0.0005 {
			t.Errorf("day %d: %.4f, want %.3f", day, s[day], want)
		}
	}
	if days, ok := s.Median(); !ok || days != 23 {
		t.Errorf("the median is %d, %v", days, ok)
	}
	if !math.IsNaN(s.Used(36)) {
		t.Error("nobody was watched for 36 days")
	}
}

// The curve of ten members, of whom one used it on day 1, two on day 2, two on day 3 and five never, touches one half
// exactly on day 3.
func TestMedianAtOneHalf(t *testing.T) {
	const today = Day(1000)
	tally := Tally{{Measure: Agreed, Day: today - 40}: 10}
	for day, users := range map[int]int{1: 1, 2: 2, 3: 2} {
		tally.add(Cell{Feature: "labs", Measure: First, Day: today - 40, After: day}, users)
	}
	if days, ok := tally.Survival("labs", today).Median(); !ok || days != 3 {
		t.Errorf("the median is %d, %v", days, ok)
	}
}

// A move in the last millisecond of a day is of that day, one in the first of the next is not.
func TestTheEndOfADay(t *testing.T) {
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	day, err := ParseDay("2027-03-14") // which has 23 hours there
	if err != nil {
		t.Fatal(err)
	}
	end := reading{zone: zone}.endOf(day)
	for at, after := range map[string]bool{"2027-03-14 23:59:59.999": false, "2027-03-15 00:00:00.000": true} {
		move, err := time.ParseInLocation("2006-01-02 15:04:05.000", at, zone)
		if err != nil || move.After(end) != after {
			t.Errorf("%s is after the end of the day: %v (%v)", at, !after, err)
		}
	}
}

func TestDays(t *testing.T) {
	for text, monday := range map[string]string{
		"1970-01-01": "1969-12-29", "2027-03-01": "2027-03-01", "2027-03-07": "2027-03-01", "1960-02-29": "1960-02-29",
	} {
		d, err := ParseDay(text)
		if err != nil || d.String() != text || d.Monday().String() != monday {
			t.Errorf("%s is %v, its Monday %v, %v", text, d, d.Monday(), err)
		}
	}
}

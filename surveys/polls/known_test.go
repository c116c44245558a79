package polls

import (
	"slices"
	"strings"
	"testing"

	"soundings/cohorts"
	"soundings/surveys/polls/methods"
)

// The capital of Tennessee: the published example of most methods.
func TestTennessee(t *testing.T) {
	r := elect(ranking("m n c k"), "42 m n c k", "26 n c k m", "15 c k n m", "17 k c n m")
	equal(t, "ballots", r.Ballots, 100)
	equal(t, "Borda", scores(r, Borda), "n 194, c 173, m 126, k 107")
	equal(t, "Copeland", scores(r, Copeland), "n 3, c 1, k -1, m -3")
	equal(t, "Schulze", scores(r, Schulze), "n 3, c 2, k 1, m 0")
	equal(t, "the methods differ", r.Agree, false)
	equal(t, "the first", r.Ranking[0].Feature, "n")
	near(t, "its share of the points that can be had", r.Ranking[0].Share, 1.94/3, 1e-12)
}

// Three ballots for B, two for C before B, four for A before C: by winning votes C is first, by margins A would be.
func TestWinningVotes(t *testing.T) {
	r := elect(ranking("a b c"), "3 b", "2 c b", "4 a c")
	equal(t, "Schulze", sorted(r, Schulze), "c b a")
	equal(t, "Borda, ties averaged", scores(r, Borda), "a 9.5, c 9.5, b 8")
	equal(t, "Borda's order", sorted(r, Borda), "a=c b")
}

// Schulze's own first example, with 45 ballots (2011, section 3.1 in Wikipedia's telling): E > A > C > B > D.
func TestSchulzeExample(t *testing.T) {
	r := elect(ranking("a b c d e"), "5 a c b e d", "5 a d e c b", "8 b e d a c", "3 c a b e d", "7 c a e b d", "2 c b a d e",
		"7 d c e b a", "8 e b a d c")
	equal(t, "Schulze", sorted(r, Schulze), "e a c b d")
}

func TestTauB(t *testing.T) {
	for _, c := range []struct {
		about string
		a, b  []int
		want  float64
	}{
		{"A>B>C>D and A>{B,C}>D", []int{1, 2, 3, 4}, []int{1, 2, 2, 4}, 0.9129},
		{"the same", []int{1, 2, 3}, []int{1, 2, 3}, 1},
		{"the opposite", []int{1, 2, 3}, []int{3, 2, 1}, -1},
	} {
		tau, ok := tauB(c.a, c.b)
		if !ok {
			t.Errorf("%s: has no tau", c.about)
		}
		near(t, c.about, tau, c.want, 0.00005)
	}
	if _, ok := tauB([]int{1, 1}, []int{1, 2}); ok {
		t.Error("a ranking that ties everything has a tau")
	}
}

// (times best − times worst) / times shown.
func TestMaxDiffCounting(t *testing.T) {
	p := ranking("a b c d").by(MaxDiff)
	var tally Tally
	set := func(shown, best, worst string) Set {
		return Set{Shown: strings.Fields(shown), Best: best, Worst: worst}
	}
	tally.cast(p, cohorts.Staff, 5, Answer{Sets: []Set{set("a b c", "a", "c"), set("b c d", "b", "d")}})
	tally.cast(p, cohorts.Staff, 5, Answer{Sets: []Set{set("a b d", "b", "a")}})
	r := p.Results(tally, nil)
	// a: shown 10, best 5, worst 5; b: shown 15, best 10; c: shown 10, worst 5; d: shown 10, worst 5
	equal(t, "scores", scores(r, "maxdiff"), "b 0.6666666666666666, a 0, c -0.5, d -0.5")
	equal(t, "by pairs within sets", sorted(r, Copeland), "b a c=d")
	equal(t, "shares for a plan", shares(r), "b 1.000, a 0.667, c 0.167, d 0.167")
}

// People were drawn, not answers: who sees a feature three times and always says the same has said it once. Of people who
// saw it unequally often the interval is that of a ratio, here worked out by hand.
func TestMaxDiffInterval(t *testing.T) {
	p := ranking("a b c").by(MaxDiff)
	answers := func(best, worst, neither int) Answer {
		var a Answer
		for _, set := range []struct {
			times       int
			best, worst string
		}{{best, "a", "b"}, {worst, "b", "a"}, {neither, "b", "c"}} {
			for range set.times {
				a.Sets = append(a.Sets, Set{Shown: []string{"a", "b", "c"}, Best: set.best, Worst: set.worst})
			}
		}
		return a
	}
	interval := func(tally Tally) (mean, low, high float64) {
		list := p.Results(tally, nil).Methods["maxdiff"]
		a := list[slices.IndexFunc(list, func(s Standing) bool { return s.Feature == "a" })]
		return *a.Score, *a.Low, *a.High
	}
	var alike Tally
	alike.cast(p, cohorts.Staff, 12, answers(3, 0, 0))
	alike.cast(p, cohorts.Staff, 8, answers(0, 3, 0))
	mean, low, high := interval(alike)
	near(t, "mean of 12 for and 8 against", mean, 0.2, 1e-12)
	near(t, "low", low, 0.2-2.093*1.00525/4.4721, 0.0005) // t of 19, SD of twelve times 1 and eight times −1
	near(t, "high", high, 0.2+2.093*1.00525/4.4721, 0.0005)

	var uneven Tally
	uneven.cast(p, cohorts.Staff, 1, answers(3, 0, 0))
	uneven.cast(p, cohorts.Staff, 1, answers(1, 2, 0))
	uneven.cast(p, cohorts.Staff, 1, answers(1, 0, 1))
	variance, freedom := uneven.Cells[Cell{Group: cohorts.Staff}].spread(0)
	near(t, "variance of 3 of 3, −1 of 3 and 1 of 2", variance, 1.5*518/64/64, 1e-12)
	near(t, "its degrees of freedom", freedom, 2, 0)
}

// Features go by better, then by worse.
func TestKanoOrder(t *testing.T) {
	p := ranking("a b c d").by(Kano)
	var tally Tally
	say := func(n int, pairs ...Pair) {
		a := Answer{Feeling: map[string]Pair{}}
		for i, pair := range pairs {
			a.Feeling[p.Features[i]] = pair
		}
		tally.cast(p, cohorts.Staff, n, a)
	}
	attractive, oneDimensional, mustBe := Pair{With: methods.Like, Without: methods.Neutral}, Pair{With: methods.Like, Without: methods.Dislike}, Pair{With: methods.Expect, Without: methods.Dislike}
	indifferent, reverse := Pair{With: methods.Neutral, Without: methods.Neutral}, Pair{With: methods.Dislike, Without: methods.Like}
	say(6, attractive, oneDimensional, mustBe, reverse)
	say(4, indifferent, indifferent, indifferent, reverse)
	r := p.Results(tally, nil)
	equal(t, "order", sorted(r, "kano"), "b a c d")
	equal(t, "shares for a plan: what must be is worth more than what nobody wants", shares(r), "b 1.000, a 0.667, c 0.333, d 0.000")
	for i, want := range []struct {
		category      string
		better, worse float64
	}{{"one-dimensional", 0.6, -0.6}, {"attractive", 0.6, 0}, {"must-be", 0, -0.6}} {
		got := r.Methods["kano"][i]
		equal(t, got.Feature, got.Category, want.category)
		near(t, "better", *got.Better, want.better, 1e-12)
		near(t, "worse", *got.Worse, want.worse, 1e-12)
	}
	if last := r.Methods["kano"][3]; last.Category != "reverse" || last.Better != nil {
		t.Errorf("of a feature that nobody wants: %+v", last)
	}
}

// The mean interval that the surveys are held to, as one group's rating: n 20, t 95 %.
func TestInterval(t *testing.T) {
	p := ranking("a b").by(Rating)
	var tally Tally
	for i := range 20 {
		tally.cast(p, cohorts.Staff, 1, Answer{Points: map[string]int{"a": 1 + i%5, "b": 3}})
	}
	a := p.Results(tally, nil).Methods["rating"][0]
	near(t, "mean", *a.Score, 3, 1e-12)
	near(t, "low", *a.Low, 3-2.093*1.4510/4.4721, 0.001) // t of 19, SD of 1…5 four times each
	near(t, "high", *a.High, 3+2.093*1.4510/4.4721, 0.001)
}

package polls

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"soundings/cohorts"
	"soundings/surveys/polls/methods"
)

// features of a drawn poll, at most.
const names = "a b c d e"

// drawAnswer draws a ranking with ties and gaps at its end.
func drawAnswer(t *rapid.T, p Poll) Answer {
	a := Answer{Places: map[string]int{}}
	for _, f := range p.Features {
		if place := rapid.IntRange(0, len(p.Features)).Draw(t, f); place > 0 {
			a.Places[f] = place
		}
	}
	return a
}

func drawAnswers(t *rapid.T, p Poll) []Answer {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Answer { return drawAnswer(t, p) }), 5, 25).Draw(t, "ballots")
}

func staffTally(p Poll, answers []Answer) Tally {
	var tally Tally
	for _, a := range answers {
		tally.cast(p, cohorts.Staff, 1, a)
	}
	return tally
}

func placeOf(r Results, method, feature string) int {
	i := slices.IndexFunc(r.Methods[method], func(s Standing) bool { return s.Feature == feature })
	return r.Methods[method][i].Place
}

// A feature that beats every other one by one is first, and alone, by Schulze and by Copeland.
func TestCondorcetWinnerWins(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := ranking(names)
		answers := drawAnswers(t, p)
		r := staffTally(p, answers)
		results := p.Results(r, nil)
		n, wins := len(p.Features), r.Cells[Cell{Group: cohorts.Staff}].Wins
		for i, f := range p.Features {
			beats := 0
			for j := range n {
				if wins[i*n+j] > wins[j*n+i] {
					beats++
				}
			}
			if beats < n-1 {
				continue
			}
			for _, method := range []string{Schulze, Copeland} {
				if sorted(results, method)[:1] != f || results.Methods[method][1].Place == 1 {
					t.Fatalf("%s beats every other, and %s puts them %q", f, method, sorted(results, method))
				}
			}
		}
	})
}

// A clone, put on every ballot right behind the same feature (or level with it where others are too), changes nothing
// about which of the others wins by Schulze, and not whether one of the two does.
func TestSchulzeIsIndependentOfClones(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := ranking(names)
		answers := drawAnswers(t, p)
		before := p.Results(staffTally(p, answers), nil)
		cloned := ranking(names + " x")
		var with []Answer
		for _, a := range answers {
			more := Answer{Places: map[string]int{}}
			level := 0
			for f, place := range a.Places {
				more.Places[f] = 2 * place
				if place == a.Places["a"] {
					level++
				}
			}
			if place, ranked := more.Places["a"]; ranked && level == 1 {
				more.Places["x"] = place + 1
			} else if ranked {
				more.Places["x"] = place
			}
			with = append(with, more)
		}
		after := cloned.Results(staffTally(cloned, with), nil)
		for _, f := range p.Features[1:] {
			wins, winsWith := placeOf(before, Schulze, f) == 1, placeOf(after, Schulze, f) == 1
			if wins != winsWith {
				t.Fatalf("%s wins: %v, with a clone of a: %v", f, wins, winsWith)
			}
		}
		wins := placeOf(before, Schulze, "a") == 1
		if winsWith := placeOf(after, Schulze, "a") == 1 || placeOf(after, Schulze, "x") == 1; wins != winsWith {
			t.Fatalf("a wins: %v, with a clone: %v", wins, winsWith)
		}
	})
}

// Moving a feature up on one ballot, and nothing else, never moves it down by any method.
func TestMonotonic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := ranking(names)
		answers := drawAnswers(t, p)
		before := p.Results(staffTally(p, answers), nil)
		i := rapid.IntRange(0, len(answers)-1).Draw(t, "whose")
		raised := Answer{Places: map[string]int{}}
		for f, place := range answers[i].Places {
			raised.Places[f] = place + 1
		}
		raised.Places["a"] = 1
		answers[i] = raised
		after := p.Results(staffTally(p, answers), nil)
		for _, method := range []string{Schulze, Copeland, Borda} {
			if was, is := placeOf(before, method, "a"), placeOf(after, method, "a"); is > was {
				t.Fatalf("%s: a was raised and went from place %d to %d", method, was, is)
			}
		}
	})
}

// One more ballot adds to a feature's Borda points one for each feature behind it and half for each that is level.
func TestBordaMovesAsDefined(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := ranking(names)
		answers := drawAnswers(t, p)
		one := drawAnswer(t, p)
		points := func(r Results) map[string]float64 {
			all := map[string]float64{}
			for _, s := range r.Methods[Borda] {
				all[s.Feature] = *s.Score
			}
			return all
		}
		before, after := points(p.Results(staffTally(p, answers), nil)), points(p.Results(staffTally(p, append(answers, one)), nil))
		for _, f := range p.Features {
			want := -0.5 // itself
			for _, g := range p.Features {
				switch mine, other := cmp.Or(one.Places[f], len(p.Features)+1), cmp.Or(one.Places[g], len(p.Features)+1); {
				case mine < other:
					want++
				case mine == other:
					want += 0.5
				}
			}
			if moved := after[f] - before[f]; moved != want {
				t.Fatalf("%s moved by %v, want %v", f, moved, want)
			}
		}
	})
}

// Only the proportion of weights matters, and how many ballots a group has does not: a group whose every ballot is
// doubled says the same.
func TestWeightsScale(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := ranking(names).of("staff=2 provider=0.3")
		staff, providers := drawAnswers(t, p), drawAnswers(t, p)
		count := func(p Poll, times int) Results {
			var tally Tally
			for _, a := range staff {
				tally.cast(p, cohorts.Staff, times, a)
			}
			for _, a := range providers {
				tally.cast(p, cohorts.Provider, 1, a)
			}
			return p.Results(tally, nil)
		}
		plain, scaled, doubled := count(p, 1), count(p.of("staff=20 provider=3"), 1), count(p, 2)
		for _, method := range []string{Borda, Schulze, Copeland} {
			equalOrders(t, method+" with ten times the weights", plain, scaled, method)
			equalOrders(t, method+" with every ballot of staff twice", plain, doubled, method)
		}
	})
}

// A share is between 0 and 1 and means the same by every method: all of a poll's come to half as many as there are features.
func TestSharesAreComparable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := ranking(names).of("staff=2 patient=0.3").by(rapid.SampledFrom(methods.Names()).Draw(t, "method"))
		p.Ties, p.Dots = true, 25
		var tally Tally
		for i := range rapid.IntRange(11, 30).Draw(t, "ballots") {
			v, sets := Values{}, p.sets(fmt.Sprint(i))
			for _, f := range p.Features {
				n := rapid.IntRange(1, 5).Draw(t, f)
				v["rank."+f], v["rating."+f] = []string{fmt.Sprint(n)}, []string{fmt.Sprint(n)}
				v["dots."+f] = []string{fmt.Sprint(n)}
				v["kano."+f+".with"], v["kano."+f+".without"] = []string{string(methods.Feelings()[n-1])}, []string{string(methods.Feelings()[(n+i)%5])}
			}
			for n, shown := range sets {
				v[fmt.Sprint("best.", n+1)], v[fmt.Sprint("worst.", n+1)] = shown[:1], shown[1:2]
			}
			answer, wrong := p.decode(cohorts.Staff, sets, v)
			if len(wrong) > 0 {
				t.Fatal(named(wrong))
			}
			for _, g := range p.groups() {
				tally.Add(p, Ballot{ID: fmt.Sprint(g, i), Group: g, Answer: answer}, +1)
			}
		}
		sum := 0.0
		for _, f := range p.Results(tally, nil).Ranking {
			if f.Share < 0 || f.Share > 1 {
				t.Fatalf("%s: %s has a share of %v", p.Method, f.Feature, f.Share)
			}
			sum += f.Share
		}
		if want := float64(len(p.Features)) / 2; math.Abs(sum-want) > 1e-9 {
			t.Fatalf("%s: shares come to %v, want %v", p.Method, sum, want)
		}
	})
}

func equalOrders(t *rapid.T, about string, a, b Results, method string) {
	if x, y := sorted(a, method), sorted(b, method); x != y {
		t.Fatalf("%s: %q, before %q", about, y, x)
	}
}

// What is taken out leaves no trace, in whatever order it was added.
func TestTallyIsASum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := ranking(names)
		answers := drawAnswers(t, p)
		ballots := make([]Ballot, len(answers))
		for i, a := range answers {
			ballots[i] = Ballot{ID: fmt.Sprint("ballot ", i), Group: cohorts.Staff, Answer: a}
		}
		var some, all Tally
		kept := rapid.IntRange(0, len(ballots)).Draw(t, "kept")
		for _, b := range ballots[:kept] {
			some.Add(p, b, +1)
		}
		for _, i := range rand.New(rand.NewPCG(1, uint64(kept))).Perm(len(ballots)) {
			all.Add(p, ballots[i], +1)
		}
		for _, b := range ballots[kept:] {
			all.Add(p, b, -1)
		}
		all.Tidy()
		if fmt.Sprint(some.written()) != fmt.Sprint(all.written()) {
			t.Fatal("adding and taking out does not lead back")
		}
	})
}

func (t Tally) written() map[Cell]Counts {
	all := map[Cell]Counts{}
	for cell, c := range t.Cells {
		all[cell] = *c
	}
	return all
}

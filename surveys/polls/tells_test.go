package polls

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"soundings/cohorts"
)

// Before a secret poll closes nothing is shown of it but turnout, in steps of each group's bound.
func TestAnOpenSecretPollShowsTurnoutInSteps(t *testing.T) {
	p := ranking("a b").of("staff=1 patient=1 practice=1")
	p.Secret = true
	for _, c := range []struct {
		ballots int
		shown   string
	}{
		{0, "patient nothing, staff nothing, practice nothing: 0"}, {4, "patient nothing, staff nothing, practice nothing: 0"},
		{5, "patient nothing, staff 5 of 20, practice 5 of 20: 10"}, {9, "patient nothing, staff 5 of 20, practice 5 of 20: 10"},
		{11, "patient 11 of 20, staff 10 of 20, practice 10 of 20: 31"}, {21, "patient 11 of 20, staff 20 of 20, practice 20 of 20: 51"},
	} {
		var tally Tally
		invited := map[cohorts.Group]int{}
		for _, g := range p.groups() {
			tally.cast(p, g, c.ballots, order("a b"))
			invited[g] = 20
		}
		r := p.Results(tally, invited)
		var shown []string
		for _, g := range r.Groups {
			text := string(g.Group) + " nothing"
			if g.Ballots != nil {
				text = fmt.Sprintf("%s %d of %.0f", g.Group, *g.Ballots, float64(*g.Ballots) / *g.Turnout)
			}
			shown = append(shown, text)
			if len(g.Ranking) > 0 || g.Unverified != nil || g.Practices > 0 {
				t.Errorf("of %s more than turnout is shown: %+v", g.Group, g)
			}
		}
		equal(t, fmt.Sprint("after ", c.ballots), fmt.Sprintf("%s: %d", strings.Join(shown, ", "), r.Ballots), c.shown)
		if len(r.Ranking)+len(r.Methods)+len(r.Stability)+len(r.Disagreement.Pairs) > 0 {
			t.Errorf("an order is shown: %+v", r)
		}
	}
}

// Of a closed secret poll no number is shown from which it follows how almost everybody has voted; the order always is.
func TestNumbersThatTellAVote(t *testing.T) {
	rated := func(points ...int) Answer {
		a := Answer{Points: map[string]int{}}
		for i, x := range points {
			a.Points[string(rune('a'+i))] = x
		}
		return a
	}
	for _, c := range []struct {
		about    string
		method   Method
		features string
		ballots  []Answer
		order    string
		score    bool // of the poll's own method
		points   bool // of Borda
	}{
		{"all five say one", Rating, "a b c", []Answer{rated(1, 1, 1), rated(1, 1, 1), rated(1, 1, 1), rated(1, 1, 1), rated(1, 1, 1)}, "a=b=c", false, true},
		{"one of five says two", Rating, "a b c", []Answer{rated(2, 1, 1), rated(1, 1, 1), rated(1, 1, 1), rated(1, 1, 1), rated(1, 1, 1)}, "a b=c", false, true},
		{"they differ", Rating, "a b c", []Answer{rated(5, 2, 3), rated(4, 3, 1), rated(2, 5, 2), rated(4, 1, 4), rated(3, 3, 3)}, "a b c", true, true},
		{"all five in one order", Rank, "a b c", []Answer{order("a b c"), order("a b c"), order("a b c"), order("a b c"), order("a b c")}, "a b c", false, false},
		{"in several", Rank, "a b c", []Answer{order("a b c"), order("b c a"), order("c a b"), order("b a c"), order("a c b"), order("a c b")}, "a b=c", true, true},
		{"two features: three against three", Rank, "a b", []Answer{order("a b"), order("a b"), order("a b"), order("b a"), order("b a"), order("b a")}, "a=b", true, true},
		{"two features: four against two", Rank, "a b", []Answer{order("a b"), order("a b"), order("a b"), order("a b"), order("b a"), order("b a")}, "a b", false, false},
	} {
		p := ranking(c.features).by(c.method)
		p.Secret, p.State = true, Closed
		var tally Tally
		for i, a := range c.ballots {
			tally.Add(p, Ballot{ID: fmt.Sprint(i), Group: cohorts.Staff, Answer: a}, +1)
		}
		r := p.Results(tally, nil)
		equal(t, c.about+": order", sorted(r, r.By), c.order)
		own, borda := r.Methods[r.By][0], r.Methods[Borda][0]
		equal(t, c.about+": score", own.Score != nil, c.score)
		equal(t, c.about+": points", borda.Score != nil, c.points)
		equal(t, c.about+": shares", r.Shares, map[bool]ShareKind{true: OfPoints, false: OfPlaces}[c.points])
		equal(t, c.about+": an interval", own.Low != nil, false)
		if text, _ := json.Marshal(r); strings.Contains(string(text), "null") {
			t.Errorf("%s: a program is told null: %s", c.about, text)
		}
	}
}

// Six to whom a feature would be a delight: its kind is shown, and not that it is all six.
func TestKanoOfFew(t *testing.T) {
	p := ranking("a b").by(Kano)
	p.Secret, p.State = true, Closed
	var tally Tally
	for i := range 6 {
		tally.Add(p, Ballot{ID: fmt.Sprint(i), Group: cohorts.Staff, Answer: Answer{Feeling: map[string]Pair{"a": {With: "like", Without: "neutral"}}}}, +1)
	}
	first := p.Results(tally, nil).Methods["kano"][0]
	equal(t, "kind", first.Category, "attractive")
	equal(t, "better and worse", first.Better != nil || first.Worse != nil, false)
}

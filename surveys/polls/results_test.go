package polls

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"soundings/cohorts"
)

// A hundred of staff and twenty patients who want the opposite: by weight, not by number.
func TestGroupsByWeight(t *testing.T) {
	for _, c := range []struct {
		weights, first string
	}{{"staff=1 patient=2", "c"}, {"staff=2 patient=1", "a"}, {"staff=1 patient=0", "a"}, {"staff=0.1 patient=0.3", "c"}} {
		p := ranking("a b c").of(c.weights)
		var tally Tally
		tally.cast(p, cohorts.Staff, 100, order("a b c"))
		tally.cast(p, cohorts.Patient, 20, order("c b a"))
		r := p.Results(tally, map[cohorts.Group]int{cohorts.Staff: 200, cohorts.Patient: 20})
		for _, method := range []string{Borda, Schulze, Copeland} {
			equal(t, c.weights+" by "+method, sorted(r, method)[:1], c.first)
		}
		equal(t, "staff for themselves", r.Groups[1].Ranking[0].Feature, "a")
		near(t, "turnout of staff", *r.Groups[1].Turnout, 0.5, 1e-12)
		pair := r.Disagreement.Pairs[0]
		equal(t, "who disagrees", pair.Groups, [2]cohorts.Group{cohorts.Patient, cohorts.Staff})
		near(t, "tau-b", *pair.TauB, -1, 1e-12)
		equal(t, "on what", fmt.Sprint(pair.Features), "[{a [3 1]} {c [1 3]}]")
	}
}

// With equal weights and opposite minds everything is level, exactly, whatever the groups' sizes.
func TestExactTies(t *testing.T) {
	p := ranking("a b c").of("staff=0.1 provider=0.2 hit=0.3")
	var tally Tally
	tally.cast(p, cohorts.Staff, 7, order("a b c"))
	tally.cast(p, cohorts.Provider, 11, order("a b c"))
	tally.cast(p, cohorts.HIT, 13, order("c b a")) // 0.1 + 0.2 are 0.3 here
	r := p.Results(tally, nil)
	for _, method := range []string{Borda, Schulze, Copeland} {
		equal(t, method, sorted(r, method), "a=b=c")
	}
}

// Ten patients could point at a person, eleven not; of the other groups it is four and five. Beside a withheld group the next
// smallest is, until there are eleven withheld where patients are asked.
func TestSmallGroupsAreWithheld(t *testing.T) {
	for _, c := range []struct {
		patients, staff int
		withheld        string
		ballots         int
	}{{10, 4, "patient staff", 0}, {11, 4, "patient staff", 0}, {10, 5, "patient staff", 0}, {11, 5, "", 16}, {0, 5, "", 5}} {
		p := ranking("a b c").of("staff=1 patient=1")
		var tally Tally
		tally.cast(p, cohorts.Patient, c.patients, order("c b a"))
		tally.cast(p, cohorts.Staff, c.staff, order("a b c"))
		r := p.Results(tally, nil)
		var withheld []string
		for _, w := range r.Withheld {
			withheld = append(withheld, string(w.Group))
		}
		about := fmt.Sprintf("%d patients, %d of staff", c.patients, c.staff)
		equal(t, about, strings.Join(withheld, " "), c.withheld)
		equal(t, about, r.Ballots, c.ballots)
		for _, g := range r.Groups {
			if hidden := strings.Contains(c.withheld, string(g.Group)); hidden != (g.Ballots == nil) || hidden && len(g.Ranking) > 0 {
				t.Errorf("%s: of %s is shown %+v", about, g.Group, g)
			}
		}
		if text, _ := json.Marshal(r); strings.Contains(string(text), "null") {
			t.Errorf("%s: a program is told null: %s", about, text)
		}
	}
}

// Another practice counts once, however many of its people answered.
func TestPracticesCountOnce(t *testing.T) {
	p := ranking("a b c").of("practice=1")
	var tally Tally
	vote := func(practice string, n int, a Answer) {
		for i := range n {
			tally.Add(p, Ballot{ID: fmt.Sprint(practice, i), Group: cohorts.Practice, Practice: practice, Answer: a}, +1)
		}
	}
	vote("large", 40, order("a b c"))
	vote("one", 1, order("c b a"))
	vote("two", 2, order("c a b"))
	vote("three", 1, order("c a b"))
	r := p.Results(tally, map[cohorts.Group]int{cohorts.Practice: 8})
	equal(t, "of four practices", r.Withheld, []Withheld{{Figure: "ballots", By: "group", Value: "practice", Group: "practice", Reason: "fewer than 5 practices", Few: true}})
	vote("four", 2, order("c b a"))
	r = p.Results(tally, map[cohorts.Group]int{cohorts.Practice: 8})
	equal(t, "Borda", sorted(r, Borda), "c a b")
	equal(t, "Copeland", sorted(r, Copeland), "c a b")
	equal(t, "practices", r.Groups[0].Practices, 5)
	near(t, "turnout", *r.Groups[0].Turnout, 0.625, 1e-12)
}

// The team decides whether the ballots by the open code count; they are counted apart in any case.
func TestUnverified(t *testing.T) {
	p := ranking("a b c")
	var tally Tally
	tally.cast(p, cohorts.Staff, 6, order("a b c"))
	for i := range 20 {
		tally.Add(p, Ballot{ID: fmt.Sprint("open ", i), Group: cohorts.Staff, Unverified: true, Answer: order("c b a")}, +1)
	}
	r := p.Results(tally, nil)
	equal(t, "together", fmt.Sprint(r.Ballots, " ", *r.Groups[0].Unverified, " ", sorted(r, Borda)), "26 20 c b a")
	p.VerifiedOnly = true
	r = p.Results(tally, nil)
	equal(t, "without them", fmt.Sprint(r.Ballots, " ", *r.Groups[0].Unverified, " ", sorted(r, Borda)), "6 20 a b c")
}

// Where all ballots say the same the methods agree.
func TestMethodsAgree(t *testing.T) {
	equal(t, "of one mind", elect(ranking("a b c"), "9 a b c").Agree, true)
	equal(t, "of none", elect(ranking("a b c")).Ballots, 0)
}

func TestDotsAndRatings(t *testing.T) {
	p := ranking("a b c").by(Dots)
	var tally Tally
	tally.cast(p, cohorts.Staff, 5, Answer{Points: map[string]int{"a": 10}})
	tally.cast(p, cohorts.Staff, 5, Answer{Points: map[string]int{"b": 6, "c": 4}})
	r := p.Results(tally, nil)
	equal(t, "mean dots", scores(r, "dots"), "a 5, b 3, c 2")
	equal(t, "shares of the Borda points", shares(r), "a 0.500, b 0.625, c 0.375")
	if a := r.Methods["dots"][0]; *a.Low >= 5 || *a.Low < 0 || *a.High <= 5 || *a.High > 10 {
		t.Errorf("the interval of 5 goes from %v to %v", *a.Low, *a.High)
	}

	p = ranking("a b c").by(Rating)
	tally = Tally{}
	tally.cast(p, cohorts.Staff, 5, Answer{Points: map[string]int{"a": 5}})
	tally.cast(p, cohorts.Staff, 5, Answer{Points: map[string]int{"a": 3, "b": 4}})
	r = p.Results(tally, nil)
	equal(t, "mean ratings; nobody rated c", scores(r, "rating"), "a 4, b 4, c 0")
	equal(t, "order", sorted(r, "rating"), "a=b c")
	equal(t, "shares of the Borda points, what is not rated being level with all", shares(r), "a 0.375, b 0.625, c 0.500")
}

// The members of the results are those that programs were promised.
func TestResultsInJSON(t *testing.T) {
	text, err := json.Marshal(elect(ranking("a b"), "6 a b"))
	if err != nil {
		t.Fatal(err)
	}
	want := `{"ballots":6,"by":"borda","shares":"points","ranking":[{"feature":"a","place":1,"share":1},{"feature":"b","place":2,"share":0}],` +
		`"methods":{"borda":[{"feature":"a","score":6,"place":1},{"feature":"b","score":0,"place":2}],` +
		`"copeland":[{"feature":"a","score":1,"place":1},{"feature":"b","score":-1,"place":2}],` +
		`"schulze":[{"feature":"a","score":1,"place":1},{"feature":"b","score":0,"place":2}]},"agree":true,` +
		`"groups":[{"group":"staff","weight":1,"invited":0,"ballots":6,"unverified":0,"ranking":[{"feature":"a","place":1,"share":1},{"feature":"b","place":2,"share":0}]}],` +
		`"withheld":[],"disagreement":{"pairs":[]},"stability":[{"feature":"a","share":1},{"feature":"b","share":1}]}`
	equal(t, "results", string(text), want)
}
